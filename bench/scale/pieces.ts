import type { ElementSets } from "../../orbits/element-sets.js";
import { cities } from "../../orbits/readers/cities.js";
import { evenAltitudesKm, ringElements } from "../../orbits/rings.js";
import { createSgp4Ephemeris } from "../../orbits/sgp4-kernel.js";
import { prepareSgp4, type Sgp4Tables } from "../../orbits/sgp4-tables.js";
import { walkerElements } from "../../orbits/walker.js";
import type { FrameView } from "../../routing/frame-view.js";
import { GraphBuilder } from "../../routing/graph-builder.js";
import type { NetworkGraph } from "../../routing/network-graph.js";
import type { Shell } from "../../routing/nodes.js";
import { dijkstra, forwarding } from "../../routing/routers/index.js";
import { nodeTable, shellOf, sitePosition, walker } from "../../test/support/circular-orbits.js";
import { frameOf } from "../../test/support/frames.js";
import { stageOf } from "../../test/support/stages.js";
import { type ShellSize, STATIONS, TARGETS } from "./sizes.js";

const START = { day: 20_072, secondOfDay: 46_800 };
const STEP_NS = 10e9;
/** Until then every station of every size has been handed over, so that no row can be mended. */
const LATER_NS = 300e9;

/** A piece of a tick. */
export interface Piece {
  readonly name: string;
  /** Whether it sorts, so that its time may grow like n log n. */
  readonly sorts: boolean;
  /** Makes all that the piece keeps from tick to tick. */
  prepare(): PreparedPiece;
}

export interface PreparedPiece {
  /** What it does at each tick. */
  readonly tick: (run: number) => unknown;
  /** Of arrays that threads share, which the engine does not count. */
  readonly sharedBytes?: number;
}

/** The pieces of a tick over one Walker shell, or (`rings`) over as many sun-synchronous rings as the shell has planes. */
export function piecesOf(size: ShellSize): Piece[] {
  const sky = walkerSky(size);
  const ringSky = sunSynchronousSky(size);
  const graphs = [sky.graphAt(0), sky.graphAt(LATER_NS)];
  const { satelliteCount } = graphs[0];
  return [
    {
      name: "propagation + ECEF",
      sorts: false,
      prepare: () => {
        const tables = sky.tables();
        const ephemeris = createSgp4Ephemeris(tables);
        const positionsKm = new Float64Array(3 * satelliteCount);
        const status = new Uint8Array(satelliteCount);
        return {
          tick: (run) => ephemeris.positionsAt(run * STEP_NS, positionsKm, status),
          sharedBytes: tables.coefficients.byteLength + tables.kinds.byteLength,
        };
      },
    },
    linkPiece("plus-grid", sky, false),
    linkPiece("rings", ringSky, false),
    linkPiece("nearest", sky, true),
    linkPiece("mst", sky, true),
    {
      name: `ground links of ${STATIONS} stations`,
      sorts: false,
      prepare: () => {
        const { frame } = sky;
        const { stage } = stageOf(frame.nodes, [], [{ protocol: "nearest" }]);
        return { tick: () => stage.build(frame) };
      },
    },
    {
      name: "graph (CSR), +grid",
      sorts: false,
      prepare: () => {
        const builder = new GraphBuilder();
        const { table, classes, usable } = graphs[0];
        return { tick: () => builder.build(table, classes, usable, sky.frame.nodes, GRAPH_OPTIONS) };
      },
    },
    {
      name: "one shortest-path tree, +grid",
      sorts: false,
      prepare: () => {
        const router = dijkstra.setup({ config: {} });
        const tick = (run: number) => {
          router.update(graphs[Math.abs(run) % 2]);
          router.tree?.(satelliteCount + (Math.abs(run) % STATIONS));
        };
        return { tick };
      },
    },
    {
      name: `forwarding state to ${TARGETS} stations, all handed over`,
      sorts: false,
      prepare: () => {
        const router = forwarding.setup({ config: {} });
        const tick = (run: number) => {
          router.update(graphs[Math.abs(run) % 2]);
          for (let i = 0; i < TARGETS; i++) router.tree?.(satelliteCount + i);
        };
        return { tick };
      },
    },
    // The others grow like these, and the trees among them take seconds at a million.
    ...(satelliteCount > MOST_FOR_ALL
      ? []
      : OTHER_PROTOCOLS.map((name) => linkPiece(name, sky, SORTING.has(name)))),
  ];
}

const MOST_FOR_ALL = 200_000;
const OTHER_PROTOCOLS = ["brick-a", "ring", "pst", "mst+loop", "mst+smart-loop"];
const SORTING = new Set(["pst", "mst+loop", "mst+smart-loop"]);
const GRAPH_OPTIONS = { groundRelay: false, cost: "latency" } as const;

/** All that the link stage does: the protocol's choice, with the index where it asks for it; lengths, checks and order. */
function linkPiece(name: string, { frame, shell }: Sky, sorts: boolean): Piece {
  return {
    name: `links by ${name}`,
    sorts,
    prepare: () => {
      const nodes = nodeTable(shell.count, 0, [shell]);
      const { stage } = stageOf(nodes, [{ protocol: name }]);
      const alone = { ...frame, nodes };
      return { tick: () => stage.build(alone) };
    },
  };
}

interface Sky {
  readonly shell: Shell;
  /** At time 0, with the stations. */
  readonly frame: FrameView;
  readonly tables: () => Sgp4Tables;
  /** The +grid network with its ground links at a time. */
  readonly graphAt: (timeNs: number) => NetworkGraph;
}

function walkerSky(size: ShellSize): Sky {
  const pattern = walker(size);
  return skyOf(shellOf(pattern), () => walkerElements({ name: "shell", ...pattern }, START));
}

function sunSynchronousSky({ planes, slotsPerPlane }: ShellSize): Sky {
  const shell: Shell = {
    name: "rings",
    source: "rings",
    first: 0,
    count: planes * slotsPerPlane,
    rings: { rings: planes, slotsPerRing: slotsPerPlane },
  };
  const rings = {
    name: "rings",
    altitudesKm: evenAltitudesKm(500, 2000, planes),
    satellitesPerRing: slotsPerPlane,
    localTimeOfNodeSeconds: 6 * 3600,
  };
  return skyOf(shell, () => ringElements(rings, START));
}

function skyOf(shell: Shell, elements: () => ElementSets): Sky {
  const nodes = nodeTable(shell.count, STATIONS, [shell]);
  const tables = () => prepareSgp4(elements(), START);
  const sites = cities(STATIONS).flatMap(({ latitudeDeg, longitudeDeg }) =>
    sitePosition(latitudeDeg, longitudeDeg),
  );
  const at = (timeNs: number) => {
    const positionsKm = new Float64Array(3 * nodes.count);
    positionsKm.set(sites, 3 * shell.count);
    createSgp4Ephemeris(tables()).positionsAt(timeNs, positionsKm, new Uint8Array(nodes.count));
    return frameOf(positionsKm, nodes);
  };
  return {
    shell,
    frame: at(0),
    tables,
    graphAt: (timeNs) => {
      const frame = at(timeNs);
      const { stage, classes } = stageOf(nodes, [{ protocol: "plus-grid" }], [{ protocol: "nearest" }]);
      const { links } = stage.build(frame);
      return new GraphBuilder().build(links, classes, frame.usable, nodes, GRAPH_OPTIONS);
    },
  };
}
