/**
 * Costs between all nodes by Floyd and Warshall's triple loop, the plainest of all shortest-path algorithms;
 * `[from * count + to]`, Infinity where there is no way.
 *
 * @param links ends and cost of each link, the same both ways
 * @param mayRelay whether ways may pass through a node
 */
export function shortestWays(
  count: number,
  links: readonly (readonly [number, number, number])[],
  mayRelay: (node: number) => boolean,
): Float64Array {
  const costs = new Float64Array(count * count).fill(Number.POSITIVE_INFINITY);
  for (let node = 0; node < count; node++) costs[node * count + node] = 0;
  for (const [a, b, cost] of links) {
    costs[a * count + b] = Math.min(costs[a * count + b], cost);
    costs[b * count + a] = Math.min(costs[b * count + a], cost);
  }
  for (let via = 0; via < count; via++) {
    if (!mayRelay(via)) continue;
    for (let from = 0; from < count; from++) {
      for (let to = 0; to < count; to++) {
        const through = costs[from * count + via] + costs[via * count + to];
        if (through < costs[from * count + to]) costs[from * count + to] = through;
      }
    }
  }
  return costs;
}
