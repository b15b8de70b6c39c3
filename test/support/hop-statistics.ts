/** Links of each node. */
export function degrees(pairs: readonly (readonly [number, number])[], count: number): number[] {
  const degree = new Array<number>(count).fill(0);
  for (const [a, b] of pairs) {
    degree[a]++;
    degree[b]++;
  }
  return degree;
}

/** Mean and greatest number of links between ordered pairs of distinct nodes, by breadth-first search from each. */
export function hopStatistics(
  pairs: readonly (readonly [number, number])[],
  count: number,
): { mean: number; diameter: number } {
  const neighbours: number[][] = Array.from({ length: count }, () => []);
  for (const [a, b] of pairs) {
    neighbours[a].push(b);
    neighbours[b].push(a);
  }
  let sum = 0;
  let diameter = 0;
  for (let from = 0; from < count; from++) {
    const hops = new Int32Array(count).fill(-1);
    hops[from] = 0;
    const queue = [from];
    for (const node of queue) {
      for (const other of neighbours[node]) {
        if (hops[other] >= 0) continue;
        hops[other] = hops[node] + 1;
        sum += hops[other];
        diameter = Math.max(diameter, hops[other]);
        queue.push(other);
      }
    }
  }
  return { mean: sum / (count * (count - 1)), diameter };
}
