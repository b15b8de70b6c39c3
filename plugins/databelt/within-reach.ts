/** What is needed of a network to follow its arcs: compressed sparse rows, and who may be passed through. */
export interface Arcs {
  readonly nodeCount: number;
  readonly offsets: ArrayLike<number>;
  readonly heads: ArrayLike<number>;
  readonly relays: ArrayLike<number>;
}

/** 1 for each node that has a way to the destination, which itself has one. Links go both ways. */
export function withinReach({ nodeCount, offsets, heads, relays }: Arcs, destination: number): Uint8Array {
  const reached = new Uint8Array(nodeCount);
  reached[destination] = 1;
  const queue = [destination];
  for (const node of queue) {
    if (node !== destination && relays[node] !== 1) continue;
    for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) {
      const head = heads[arc];
      if (reached[head] === 1) continue;
      reached[head] = 1;
      queue.push(head);
    }
  }
  return reached;
}
