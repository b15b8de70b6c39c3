import { dijkstra as reference } from "graphology-shortest-path";
import { GraphBuilder } from "../routing/graph-builder.js";
import { toGraphology } from "../routing/graphology-bridge.js";
import type { NetworkGraph } from "../routing/network-graph.js";
import type { Shell } from "../routing/nodes.js";
import type { RouterInstance } from "../routing/router.js";
import { dijkstra } from "../routing/routers/dijkstra.js";
import {
  nodeTable,
  shellOf,
  sitePosition,
  walker,
  walkerPositions,
} from "../test/support/circular-orbits.js";
import { frameOf } from "../test/support/frames.js";
import { stageOf } from "../test/support/stages.js";
import { type BenchRow, measure } from "./bench-row.js";
import { starlink } from "./sky-positions.js";

const RUNS = { runs: 41, warmup: 15 };
const SITES = 54;

/** The graph of one tick and shortest paths over it, on one core. */
export async function benchRouting(): Promise<BenchRow[]> {
  const pattern = walker({ planes: 144, slotsPerPlane: 143 });
  const grid = network(walkerPositions(pattern), "plus-grid", [shellOf(pattern)]);
  const real = starlink(20646);
  const mesh = network(real.positionsKm, "nearest");
  return [
    buildRow(grid, "+grid"),
    buildRow(mesh, `nearest of ${real.label}`),
    ...treeRows(grid, "+grid", "1.5 ms"),
    ...treeRows(mesh, `nearest of ${real.label}`),
  ];
}

interface Network {
  readonly build: () => NetworkGraph;
  readonly satelliteCount: number;
}

function network(satellites: Float64Array, protocol: string, shells?: readonly Shell[]): Network {
  const count = satellites.length / 3;
  const sites = Array.from({ length: SITES }, (_, i) =>
    sitePosition(((i * 61) % 110) - 50, (i * 137.5) % 360),
  );
  const nodes = nodeTable(count, SITES, shells);
  const frame = frameOf(Float64Array.of(...satellites, ...sites.flat()), nodes);
  const { stage, classes } = stageOf(nodes, [{ protocol }], [{ protocol: "nearest" }]);
  const { links } = stage.build(frame);
  const builder = new GraphBuilder();
  const options = { groundRelay: false, cost: "latency" } as const;
  return { build: () => builder.build(links, classes, frame.usable, nodes, options), satelliteCount: count };
}

function buildRow({ build }: Network, what: string): BenchRow {
  const { nodeCount, arcCount } = build();
  const name = `CSR graph, ${what}: ${nodeCount.toLocaleString("en")} nodes, ${arcCount.toLocaleString("en")} arcs`;
  return { name, ...measure(build, RUNS), aim: "1.3 ms" };
}

function treeRows({ build, satelliteCount }: Network, what: string, aim?: string): BenchRow[] {
  const graph = build();
  const router: RouterInstance = dijkstra.setup({ config: {} });
  const whole = toGraphology(graph);
  const target = (run: number) => satelliteCount + Math.abs(run % SITES);
  const tree = measure((run) => {
    router.update(graph);
    router.tree?.(target(run));
  }, RUNS);
  const library = measure((run) => reference.singleSource(whole, target(run), "cost"), {
    runs: 5,
    warmup: 1,
  });
  const pair = measure((run) => {
    router.update(graph);
    router.route(target(run), target(7 * run + 3));
  }, RUNS);
  return [
    {
      name: `one shortest-path tree, ${what}, ${graph.nodeCount.toLocaleString("en")} nodes`,
      ...tree,
      yardstick: {
        name: "graphology singleSource, which lists every path, too",
        medianMs: library.medianMs,
        ratio: library.medianMs / tree.medianMs,
      },
      ...(aim === undefined ? {} : { aim }),
    },
    { name: `one route between sites, ${what}, the tree grown no further than needed`, ...pair },
  ];
}
