import type { FrameView } from "../routing/frame-view.js";
import { clearsEarth } from "../routing/line-of-sight.js";
import { LinkList } from "../routing/link-list.js";
import { SpatialIndex } from "../routing/spatial-index.js";
import { builtInLinkProtocols } from "../routing/topology/index.js";
import { Visibility } from "../routing/visibility.js";
import {
  nodeTable,
  shellOf,
  sitePosition,
  walker,
  walkerPositions,
} from "../test/support/circular-orbits.js";
import { allMembers, frameOf } from "../test/support/frames.js";
import { stageOf } from "../test/support/stages.js";
import { type BenchRow, measure, measureByTurns } from "./bench-row.js";
import { type SkyPositions, starlink } from "./sky-positions.js";

const RUNS = { runs: 41, warmup: 15 };
const LINKS = 4;
const BRUTE_SATELLITES = 2000;

/** Inter-satellite and ground links of one tick, index included where it says so, on one core. */
export async function benchTopology(): Promise<BenchRow[]> {
  const small = starlink(BRUTE_SATELLITES);
  const medium = starlink(6882);
  const large = starlink(20646);
  return [
    ...againstBruteForce(small),
    protocolRow("nearest", medium, "6 ms"),
    protocolRow("nearest", large, "20 ms"),
    protocolRow("mst", medium, "6 ms"),
    protocolRow("mst", large, "20 ms"),
    ...["pst", "mst+loop", "mst+smart-loop"].map((name) => protocolRow(name, large)),
    gridRow(),
    ...visibilityRows(large, 85),
    ...visibilityRows(large, 100),
  ];
}

/** A protocol run on one frame: index and choice, what the link stage does for it. */
function runner(name: string, { positionsKm, count }: SkyPositions): () => number {
  const protocol = builtInLinkProtocols.get(name);
  if (protocol === undefined) throw new Error(`no protocol "${name}"`);
  const nodes = nodeTable(count);
  const frame = frameOf(positionsKm, nodes);
  const entry = {
    maxLinks: LINKS,
    maxRangeKm: Number.POSITIVE_INFINITY,
    members: allMembers(count),
    shells: nodes.shells,
  };
  const choose = protocol.setup({ entry, nodes, config: protocol.config?.parse({}) });
  const index = new SpatialIndex();
  const links = new LinkList();
  return () => {
    links.clear();
    index.build(positionsKm, frame.usable, count);
    choose({ ...frame, index }, links);
    return links.count;
  };
}

function protocolRow(name: string, sky: SkyPositions, aim?: string): BenchRow {
  const run = runner(name, sky);
  const timing = measure(run, RUNS);
  return {
    name: `${name}${name.startsWith("mst") ? "" : `, ${LINKS} links`}, ${sky.label}, index included (${run().toLocaleString("en")} links)`,
    ...timing,
    ...(aim === undefined ? {} : { aim }),
  };
}

/** `nearest` and `mst` beside a plain reading of their rules over all pairs, which takes too long for more satellites. */
function againstBruteForce(sky: SkyPositions): BenchRow[] {
  return (["nearest", "mst"] as const).map((name) => {
    const [ours, brute] = measureByTurns([runner(name, sky), () => overAllPairs(name, sky)], {
      runs: 5,
      warmup: 2,
    });
    return {
      name: `${name}, ${sky.label}, index included`,
      ...ours,
      yardstick: {
        name: "all pairs in typed arrays, sorted",
        medianMs: brute.medianMs,
        ratio: brute.medianMs / ours.medianMs,
      },
    };
  });
}

function overAllPairs(name: "nearest" | "mst", { positionsKm: p, count }: SkyPositions): number {
  const a: number[] = [];
  const b: number[] = [];
  const squared: number[] = [];
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const d =
        (p[3 * i] - p[3 * j]) ** 2 + (p[3 * i + 1] - p[3 * j + 1]) ** 2 + (p[3 * i + 2] - p[3 * j + 2]) ** 2;
      if (!clearsEarth(p, i, j)) continue;
      a.push(i);
      b.push(j);
      squared.push(d);
    }
  }
  const order = Uint32Array.from(squared.keys()).sort((i, j) => squared[i] - squared[j] || i - j);
  const degree = new Uint8Array(count);
  const parent = Int32Array.from({ length: count }, (_, i) => i);
  const find = (node: number): number => {
    let at = node;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]];
    return at;
  };
  let taken = 0;
  for (const pair of order) {
    if (name === "nearest") {
      if (degree[a[pair]] >= LINKS || degree[b[pair]] >= LINKS) continue;
      degree[a[pair]]++;
      degree[b[pair]]++;
    } else {
      const [u, v] = [find(a[pair]), find(b[pair])];
      if (u === v) continue;
      parent[u] = v;
    }
    taken++;
  }
  return taken;
}

/** All that the link stage does for a fixed pattern: lengths, range, line of sight, order. */
function gridRow(): BenchRow {
  const pattern = walker({ planes: 144, slotsPerPlane: 143 });
  const shell = shellOf(pattern);
  const nodes = nodeTable(shell.count, 0, [shell]);
  const frame = frameOf(walkerPositions(pattern), nodes);
  const { stage } = stageOf(nodes, [{ protocol: "plus-grid" }]);
  const timing = measure(() => stage.build(frame), RUNS);
  return {
    name: "+grid, 20,592 satellites: lengths, line of sight and order of 41,184 links",
    ...timing,
    aim: "0.6 ms",
  };
}

function visibilityRows({ positionsKm, count, label }: SkyPositions, sites: number): BenchRow[] {
  const ground = Array.from({ length: sites }, (_, i) =>
    sitePosition(((i * 61) % 130) - 60, (i * 137.5) % 360),
  );
  const all = Float64Array.of(...positionsKm, ...ground.flat());
  const nodes = nodeTable(count, sites);
  const frame: FrameView = frameOf(all, nodes);
  const maskDeg = new Float64Array(sites).fill(25);
  const visible = new Visibility({
    maxLinks: 1,
    maxSlantRangeKm: Number.POSITIVE_INFINITY,
    members: allMembers(sites, count),
    maskDeg,
  });
  const index = new SpatialIndex();
  const build = () => index.build(all, frame.usable, count);
  build();
  const [atHand, built, brute] = measureByTurns(
    [
      () => visible.update(frame, index),
      () => {
        build();
        visible.update(frame, index);
      },
      () => seenByBruteForce(all, count, sites),
    ],
    RUNS,
  );
  const yardstick = (own: { readonly medianMs: number }) => ({
    name: "every satellite from every site",
    medianMs: brute.medianMs,
    ratio: brute.medianMs / own.medianMs,
  });
  const what = `visible satellites of ${sites} sites, ${label}`;
  return [
    { name: `${what}, index at hand`, ...atHand, yardstick: yardstick(atHand), aim: "0.6 ms for 100 sites" },
    { name: `${what}, index built`, ...built, yardstick: yardstick(built), aim: "4 ms for 100 sites" },
  ];
}

/** Elevations alone, above the geocentric horizon: a yardstick, not a check. */
function seenByBruteForce(p: Float64Array, satellites: number, sites: number): number {
  const sine = Math.sin((25 * Math.PI) / 180);
  let seen = 0;
  for (let site = satellites; site < satellites + sites; site++) {
    const [x, y, z] = [p[3 * site], p[3 * site + 1], p[3 * site + 2]];
    const radius = Math.sqrt(x * x + y * y + z * z);
    for (let id = 0; id < satellites; id++) {
      const dx = p[3 * id] - x;
      const dy = p[3 * id + 1] - y;
      const dz = p[3 * id + 2] - z;
      const range = Math.sqrt(dx * dx + dy * dy + dz * dz);
      if ((dx * x + dy * y + dz * z) / radius >= sine * range) seen++;
    }
  }
  return seen;
}
