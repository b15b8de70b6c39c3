import { readFileSync } from "node:fs";
import { gstime, jday, sgp4, twoline2satrec } from "satellite.js";
import { describe, expect, it } from "vitest";
import { GraphBuilder } from "../../routing/graph-builder.js";
import type { NetworkGraph } from "../../routing/network-graph.js";
import { dijkstra } from "../../routing/routers/dijkstra.js";
import { nodeTable, sitePosition } from "../support/circular-orbits.js";
import { frameOf } from "../support/frames.js";
import { sharedPath } from "../support/shared.js";
import { stageOf } from "../support/stages.js";

const FOLDER = "data/hypatia-kuiper-k1";
const SATELLITES = 1156;
const STATIONS = 100;
const LIGHT_KM_MS = 299.792458;
const METRE_MS = 1e-3 / LIGHT_KM_MS;

function lines(file: string): string[] {
  return readFileSync(sharedPath(`${FOLDER}/${file}`) as string, "utf8")
    .trim()
    .split(/\r?\n/);
}

/** The network at the start of 2000, positions by satellite.js alone. */
function networkAtStart(): NetworkGraph {
  const positions = new Float64Array(3 * (SATELLITES + STATIONS));
  const julian = jday(2000, 1, 1, 0, 0, 0);
  const [cos, sin] = [Math.cos(gstime(julian)), Math.sin(gstime(julian))];
  const tles = lines("tles.txt").slice(1);
  for (let i = 0; i < SATELLITES; i++) {
    const record = twoline2satrec(tles[3 * i + 1], tles[3 * i + 2]);
    const state = sgp4(record, (julian - record.jdsatepoch) * 1440);
    if (state === null) throw new Error(`satellite ${i} cannot be propagated`);
    const { x, y, z } = state.position;
    positions.set([x * cos + y * sin, y * cos - x * sin, z], 3 * i);
  }
  for (const line of lines("ground_stations.txt")) {
    const [id, , latitude, longitude, elevationM] = line.split(",");
    const at = sitePosition(Number(latitude), Number(longitude), Number(elevationM) / 1000);
    positions.set(at, 3 * (SATELLITES + Number(id)));
  }
  const nodes = nodeTable(SATELLITES, STATIONS);
  const pairs = lines("isls.txt").map((line) => line.split(" ").map(Number));
  const { stage, classes } = stageOf(
    nodes,
    [{ protocol: "list", config: { pairs }, maxRangeKm: 5016 }],
    [{ protocol: "all-visible", maxSlantRangeKm: 1260, maskDeg: Number.NEGATIVE_INFINITY }],
  );
  const frame = frameOf(positions, nodes);
  const { links } = stage.build(frame);
  return new GraphBuilder().build(links, classes, frame.usable, nodes, {
    groundRelay: false,
    cost: "latency",
  });
}

describe.skipIf(!sharedPath(FOLDER))("Kuiper K1 (needs ../shared: Hypatia's forwarding state)", () => {
  it("has the costs of Hypatia's forwarding state for all station pairs, and its next hops but for ties", () => {
    const graph = networkAtStart();
    const router = dijkstra.setup({ config: {} });
    router.update(graph);
    const state = new Map<number, number>();
    for (const line of lines("fstate_0.txt")) {
      const [node, target, next] = line.split(",").map(Number);
      state.set(target * 2000 + node, next);
    }
    const linkMs = (from: number, to: number): number => {
      for (let arc = graph.offsets[from]; arc < graph.offsets[from + 1]; arc++) {
        if (graph.heads[arc] === to) return graph.costs[arc];
      }
      return Number.NaN;
    };
    let hops = 0;
    let rttMs = 0;
    let longestMs = 0;
    let pairs = 0;
    for (let target = SATELLITES; target < SATELLITES + STATIONS; target++) {
      const tree = router.tree?.(target);
      if (tree === undefined) throw new Error("dijkstra answers tree queries");
      for (let node = 0; node < SATELLITES + STATIONS; node++) {
        if (node === target) continue;
        const theirs = state.get(target * 2000 + node) as number;
        expect(tree.nextHop(node) < 0).toBe(theirs < 0);
        if (theirs < 0) continue;
        // Their next hop is as good as ours to within a metre.
        expect(Math.abs(linkMs(node, theirs) + tree.costs[theirs] - tree.costs[node])).toBeLessThan(METRE_MS);
      }
      for (let source = SATELLITES; source < SATELLITES + STATIONS; source++) {
        if (source === target) continue;
        const route = tree.routeFrom(source);
        if (!route.reachable) throw new Error(`no route from ${source} to ${target}`);
        pairs++;
        hops += route.hops;
        rttMs += 2 * route.latencyMs;
        longestMs = Math.max(longestMs, 2 * route.latencyMs);
      }
    }
    expect(pairs).toBe(9900);
    expect(hops / pairs).toBeCloseTo(9.0164, 4);
    expect(rttMs / pairs).toBeCloseTo(69.8178, 4);
    expect(longestMs).toBeCloseTo(160.9339, 4);
  });
});
