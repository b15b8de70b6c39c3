import { describe, expect, test } from "vitest";
import { loadScenarioText } from "../../index.js";
import { admissiblePairs, spanningForest } from "../support/brute-force.js";
import { acting, record } from "../support/run-small.js";

function planOf(altitude: string, planes: number, slots: number, isl: string) {
  return loadScenarioText(`
name: parts
seed: 1
time: { start: 2026-01-01T00:00:00Z, duration: 30 min, step: 5 min }
constellation:
  - walker: { name: shell, type: delta, altitude: ${altitude}, inclination: 97.6 deg, planes: ${planes}, satellitesPerPlane: ${slots}, phasing: 1 }
ground: [{ cities: 12 }]
links:
  isl: { protocol: ${isl}, bandwidth: 20 Gbps }
  ground: { protocol: nearest, minElevation: 30 deg, bandwidth: 4 Gbps }
`);
}

/** Parts of the usable nodes, by walking from each that was not reached yet. */
function partsOf(usable: readonly boolean[], links: readonly (readonly [number, number])[]): number {
  const partners = usable.map((): number[] => []);
  for (const [a, b] of links) {
    partners[a]?.push(b);
    partners[b]?.push(a);
  }
  const seen = new Set<number>();
  let parts = 0;
  usable.forEach((isUsable, node) => {
    if (!isUsable || seen.has(node)) return;
    parts++;
    const queue = [node];
    seen.add(node);
    for (const at of queue) {
      for (const other of partners[at] ?? []) {
        if (!seen.has(other)) queue.push(other);
        seen.add(other);
      }
    }
  });
  return parts;
}

describe("the parts that a spanning forest falls into", () => {
  test.each([
    ["the Earth in the way", "560 km", 6, 10, "mst"],
    ["the Earth in the way, links limited", "560 km", 6, 10, "pst, links: 2"],
    ["a short range", "1200 km", 12, 16, "mst, maxRange: 1300 km"],
    ["nothing in the way", "1200 km", 12, 16, "mst"],
  ])("are told tick by tick: %s", async (what, altitude, planes, slots, isl) => {
    const expected: number[] = [];
    const forests: number[] = [];
    const watch = acting((sim) => {
      sim.on("tick", (world) => {
        const { links, graph, names, nodes, positionsKm } = world;
        const usable = [...names].map((_, id) => world.isUsable(id));
        const pairs = [...names].flatMap((_, node) =>
          Array.from(
            graph.heads.subarray(graph.offsets[node], graph.offsets[node + 1]),
            (head) => [node, head] as const,
          ),
        );
        expected.push(partsOf(usable, pairs));
        if (isl.startsWith("pst")) {
          // A link that is down is chosen all the same, and does not join what it links.
          for (let i = 0; i < 5; i++) sim.setLinkUsable(links.a[i], links.b[i], false);
          return;
        }
        const range = isl.includes("1300") ? 1300 : undefined;
        const all = admissiblePairs(
          positionsKm,
          Uint8Array.from(usable, Number),
          nodes.satelliteCount,
          range,
        );
        const forest = spanningForest(all, nodes.satelliteCount);
        expect(links.islCount).toBe(forest.length);
        const satellites = usable.slice(0, nodes.satelliteCount).filter(Boolean).length;
        forests.push(satellites - forest.length);
        // A satellite that goes down takes its links with it from the next tick on.
        sim.setNodeUsable(3 * world.tick, false);
      });
    });
    const { topology, status } = await record(await planOf(altitude, planes, slots, isl), [watch]);
    expect(status).toBe("complete");
    expect(topology.map(({ components }) => components)).toEqual(expected);
    if (what === "nothing in the way") {
      expect(new Set([...expected, ...forests])).toEqual(new Set([1]));
      return;
    }
    expect(Math.max(...expected)).toBeGreaterThan(12);
    expect(new Set(expected).size).toBeGreaterThan(1);
  });
});
