/** Nodes that follow one another: `first` and the `count - 1` after it. */
export interface IdRange {
  readonly first: number;
  readonly count: number;
}

/** All of them, in order. */
export function idsIn(ranges: readonly IdRange[]): Uint32Array {
  const ids = new Uint32Array(ranges.reduce((sum, { count }) => sum + count, 0));
  let i = 0;
  for (const { first, count } of ranges) for (let id = first; id < first + count; id++) ids[i++] = id;
  return ids;
}
