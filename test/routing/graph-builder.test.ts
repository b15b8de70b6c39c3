import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { GraphBuilder } from "../../routing/graph-builder.js";
import type { LinkClass, LinkTable } from "../../routing/link-table.js";
import type { NetworkGraph } from "../../routing/network-graph.js";
import { nodeTable } from "../support/circular-orbits.js";

const CLASSES: LinkClass[] = [
  { kind: "isl", bandwidthBps: 20e9, hopDelayMs: 0.25 },
  { kind: "gsl", bandwidthBps: 4e9, hopDelayMs: 0 },
  { kind: "fixed", bandwidthBps: 1e9, hopDelayMs: 1 },
];

type Pair = readonly [number, number];

function distinct(pairs: readonly Pair[]): Pair[] {
  const keys = new Map(
    pairs.filter(([a, b]) => a !== b).map((p) => [`${Math.min(...p)}-${Math.max(...p)}`, p]),
  );
  return [...keys.values()]
    .map(([a, b]): Pair => [Math.min(a, b), Math.max(a, b)])
    .sort((p, q) => p[0] - q[0] || p[1] - q[1]);
}

function tableOf(isls: readonly Pair[], gsls: readonly Pair[], fixed: readonly Pair[]): LinkTable {
  const all = [...isls, ...gsls, ...fixed];
  return {
    islCount: isls.length,
    gslCount: gsls.length,
    fixedCount: fixed.length,
    count: all.length,
    a: Uint32Array.from(all, ([a]) => a),
    b: Uint32Array.from(all, ([, b]) => b),
    lengthKm: Float64Array.from(all, (_, i) => 100 + i),
    linkClass: Uint16Array.from(all, (_, i) => (i < isls.length ? 0 : i < isls.length + gsls.length ? 1 : 2)),
    fixedLatencyMs: Float64Array.from(fixed, (_, i) => i / 8),
  };
}

const satellites = 12;
const ground = 5;
const nodes = nodeTable(satellites, ground);

const tables = fc
  .tuple(
    fc.array(fc.tuple(fc.nat(satellites - 1), fc.nat(satellites - 1)), { maxLength: 40 }),
    fc.array(fc.tuple(fc.nat(satellites - 1), fc.integer({ min: satellites, max: satellites + ground - 1 }))),
    fc.array(fc.tuple(fc.nat(satellites + ground - 1), fc.nat(satellites + ground - 1)), { maxLength: 20 }),
  )
  .map(([isls, gsls, fixed]) => tableOf(distinct(isls), distinct(gsls), distinct(fixed)));

function arcsOf(graph: NetworkGraph) {
  const arcs = [];
  for (let node = 0; node < graph.nodeCount; node++) {
    for (let arc = graph.offsets[node]; arc < graph.offsets[node + 1]; arc++) {
      arcs.push({
        from: node,
        to: graph.heads[arc],
        link: graph.links[arc],
        latencyMs: graph.latencyMs[arc],
      });
    }
  }
  return arcs;
}

describe("GraphBuilder", () => {
  it("lists each link from both ends, rows ascending, over any mixture of links", () => {
    const builder = new GraphBuilder();
    fc.assert(
      fc.property(
        tables,
        fc.array(fc.nat(satellites + ground - 1), { maxLength: 3 }),
        fc.array(fc.nat(80), { maxLength: 10 }),
        (table, masked, gone) => {
          const usable = new Uint8Array(nodes.count).fill(1);
          for (const node of masked) usable[node] = 0;
          const struck = new Uint8Array(Math.max(81, table.count));
          for (const link of gone) struck[link] = 1;
          const graph = builder.build(
            table,
            CLASSES,
            usable,
            nodes,
            { groundRelay: false, cost: "latency" },
            struck,
          );
          const arcs = arcsOf(graph);
          expect(arcs).toHaveLength(graph.arcCount);

          const expected = [];
          for (let link = 0; link < table.count; link++) {
            const [a, b] = [table.a[link], table.b[link]];
            if (struck[link] === 1 || usable[a] === 0 || usable[b] === 0) continue;
            const fixedAt = link - table.islCount - table.gslCount;
            const propagation =
              fixedAt >= 0 ? table.fixedLatencyMs[fixedAt] : table.lengthKm[link] / 299.792458;
            const latencyMs = propagation + CLASSES[table.linkClass[link]].hopDelayMs;
            expected.push({ from: a, to: b, link, latencyMs }, { from: b, to: a, link, latencyMs });
          }
          const order = (p: { from: number; to: number; link: number }, q: typeof p) =>
            p.from - q.from || p.to - q.to || p.link - q.link;
          // `arcs` is not sorted here: rows must ascend by themselves.
          expect(arcs).toEqual(expected.sort(order));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("lets satellites relay, and ground nodes only where told", () => {
    const table = tableOf([[0, 1]], [[0, 12]], []);
    const usable = new Uint8Array(nodes.count).fill(1);
    const build = (groundRelay: boolean) =>
      new GraphBuilder().build(table, CLASSES, usable, nodes, { groundRelay, cost: "latency" });
    const relays = (graph: NetworkGraph) => [...graph.relays.subarray(0, graph.nodeCount)];
    expect(relays(build(false))).toEqual([...Array(12).fill(1), ...Array(5).fill(0)]);
    expect(relays(build(true))).toEqual(Array(17).fill(1));
  });

  it("takes latency from light and the hop delay of the link's class", () => {
    const graph = new GraphBuilder().build(
      { ...tableOf([[0, 1]], [], []), lengthKm: Float64Array.of(299.792458) },
      CLASSES,
      new Uint8Array(nodes.count).fill(1),
      nodes,
      { groundRelay: false, cost: "latency" },
    );
    expect(graph.latencyMs[0]).toBe(1.25);
    expect(graph.costs).toBe(graph.latencyMs);
  });

  it("forgets the tick before", () => {
    const builder = new GraphBuilder();
    const usable = new Uint8Array(nodes.count).fill(1);
    const options = { groundRelay: false, cost: "latency" } as const;
    const full = distinct(Array.from({ length: 12 }, (_, i): Pair => [i, (i + 1) % 12]));
    builder.build(tableOf(full, [], []), CLASSES, usable, nodes, options);
    const graph = builder.build(tableOf([[3, 7]], [], []), CLASSES, usable, nodes, options);
    expect(arcsOf(graph).map(({ from, to }) => [from, to])).toEqual([
      [3, 7],
      [7, 3],
    ]);
  });
});
