/**
 * The network as a policy knows it: compressed sparse rows, the arcs out of node `u` at `offsets[u]` to
 * `offsets[u + 1] - 1`.
 */
export interface Topology {
  readonly nodeCount: number;
  readonly offsets: ArrayLike<number>;
  readonly heads: ArrayLike<number>;
  /** Of each arc, as its nodes report it. */
  readonly latencyMs: ArrayLike<number>;
  /** 1 where a path may pass through the node. */
  readonly relays: ArrayLike<number>;
  /** 1 where the node counts; others are taken not to be there. Absent: all count. */
  readonly present?: ArrayLike<number>;
  /** Place of each node when all are sorted by name: paths of equal cost are told apart by it. */
  readonly nameRank: ArrayLike<number>;
}

/** Place of each name in alphabetical order (by UTF-16 code units); equal names by their place in the list. */
export function rankNames(names: readonly string[]): Uint32Array {
  const order = names.map((_, node) => node);
  order.sort((a, b) => (names[a] < names[b] ? -1 : names[a] > names[b] ? 1 : a - b));
  const ranks = new Uint32Array(names.length);
  for (const [rank, node] of order.entries()) ranks[node] = rank;
  return ranks;
}
