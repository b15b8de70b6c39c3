import { rankNames, type Topology } from "../../../plugins/databelt/topology.js";

export type FakeLink = readonly [a: number, b: number, latencyMs: number];

/** A topology of undirected links; every node relays unless `relays` says otherwise, and names are in the order of ids. */
export function fakeTopology(
  nodeCount: number,
  links: readonly FakeLink[],
  { names, relays }: { names?: readonly string[]; relays?: readonly number[] } = {},
): Topology {
  const rows: [head: number, latencyMs: number][][] = Array.from({ length: nodeCount }, () => []);
  for (const [a, b, latencyMs] of links) {
    rows[a].push([b, latencyMs]);
    rows[b].push([a, latencyMs]);
  }
  for (const row of rows) row.sort(([a], [b]) => a - b);
  const offsets = [0];
  for (const row of rows) offsets.push(offsets.at(-1)! + row.length);
  const arcs = rows.flat();
  return {
    nodeCount,
    offsets,
    heads: arcs.map(([head]) => head),
    latencyMs: arcs.map(([, latencyMs]) => latencyMs),
    relays: relays ?? Array.from({ length: nodeCount }, () => 1),
    nameRank: rankNames(names ?? Array.from({ length: nodeCount }, (_, i) => String(i).padStart(4, "0"))),
  };
}
