/** Readings of the rules over all pairs, as plainly as they are written: what fast code is checked against. */

const CLEARANCE_RADIUS_KM = 6378.135 + 80;

export interface Pair {
  readonly a: number;
  readonly b: number;
  readonly d2: number;
}

/** Every admissible pair of usable satellites in the order (length squared, lower id, higher id). */
export function admissiblePairs(
  positionsKm: Float64Array,
  usable: Uint8Array,
  satelliteCount: number,
  maxRangeKm = Number.POSITIVE_INFINITY,
): Pair[] {
  const pairs: Pair[] = [];
  for (let a = 0; a < satelliteCount; a++) {
    for (let b = a + 1; b < satelliteCount; b++) {
      if (!usable[a] || !usable[b]) continue;
      const d2 = squaredDistance(positionsKm, a, b);
      if (d2 <= maxRangeKm ** 2 && clears(positionsKm, a, b)) pairs.push({ a, b, d2 });
    }
  }
  return pairs.sort((p, q) => p.d2 - q.d2 || p.a - q.a || p.b - q.b);
}

export function squaredDistance(p: Float64Array, a: number, b: number): number {
  const dx = p[3 * a] - p[3 * b];
  const dy = p[3 * a + 1] - p[3 * b + 1];
  const dz = p[3 * a + 2] - p[3 * b + 2];
  return dx * dx + dy * dy + dz * dz;
}

/** Distance of the Earth's centre from the segment, by clamping the foot of the perpendicular to it. */
export function segmentDistanceKm(p: Float64Array, a: number, b: number): number {
  const from = [p[3 * a], p[3 * a + 1], p[3 * a + 2]];
  const along = [p[3 * b] - from[0], p[3 * b + 1] - from[1], p[3 * b + 2] - from[2]];
  const lengthSquared = along[0] ** 2 + along[1] ** 2 + along[2] ** 2;
  const dot = from[0] * along[0] + from[1] * along[1] + from[2] * along[2];
  const t = lengthSquared === 0 ? 0 : Math.min(1, Math.max(0, -dot / lengthSquared));
  return Math.hypot(from[0] + t * along[0], from[1] + t * along[1], from[2] + t * along[2]);
}

function clears(p: Float64Array, a: number, b: number): boolean {
  return segmentDistanceKm(p, a, b) >= CLEARANCE_RADIUS_KM;
}

export function greedyNearest(pairs: readonly Pair[], count: number, k: number): [number, number][] {
  const degree = new Array<number>(count).fill(0);
  const taken: [number, number][] = [];
  for (const { a, b } of pairs) {
    if (degree[a] >= k || degree[b] >= k) continue;
    degree[a]++;
    degree[b]++;
    taken.push([a, b]);
  }
  return taken;
}

/** Pairs where both (`mutual`) or either (`union`) end is among the other's k first in the order. */
export function nearestByMode(
  pairs: readonly Pair[],
  count: number,
  k: number,
  mode: "mutual" | "union",
): [number, number][] {
  const nearest = Array.from({ length: count }, () => new Set<number>());
  for (const { a, b } of pairs) {
    if (nearest[a].size < k) nearest[a].add(b);
    if (nearest[b].size < k) nearest[b].add(a);
  }
  return pairs
    .filter(({ a, b }) => {
      const ab = nearest[a].has(b);
      const ba = nearest[b].has(a);
      return mode === "mutual" ? ab && ba : ab || ba;
    })
    .map(({ a, b }) => [a, b]);
}

/** Kruskal over the pairs; with `k`, both ends must have fewer than k links. */
export function spanningForest(
  pairs: readonly Pair[],
  count: number,
  k = Number.POSITIVE_INFINITY,
): [number, number][] {
  const component = Array.from({ length: count }, (_, i) => i);
  const degree = new Array<number>(count).fill(0);
  const taken: [number, number][] = [];
  for (const { a, b } of pairs) {
    const [p, q] = [component[a], component[b]];
    if (p === q || degree[a] >= k || degree[b] >= k) continue;
    for (let i = 0; i < count; i++) if (component[i] === q) component[i] = p;
    degree[a]++;
    degree[b]++;
    taken.push([a, b]);
  }
  return taken;
}

/** `+loop` after the inner links, as it is written. */
export function loopLinks(
  pairs: readonly Pair[],
  count: number,
  k: number,
  inner: readonly (readonly [number, number])[],
): [number, number][] {
  const { degree, linked } = innerState(count, inner);
  const looped = new Set<number>();
  const taken: [number, number][] = [];
  for (const { a, b } of pairs) {
    if (linked.has(`${a}-${b}`) || looped.has(a) || looped.has(b)) continue;
    if (degree[a] >= k || degree[b] >= k) continue;
    const few = (node: number) => degree[node] >= 1 && degree[node] <= k - 2;
    if (!few(a) && !few(b)) continue;
    looped.add(a).add(b);
    taken.push([a, b]);
  }
  return taken;
}

/** `+smart-loop` after the inner links, as it is written. */
export function smartLoopLinks(
  pairs: readonly Pair[],
  count: number,
  k: number,
  inner: readonly (readonly [number, number])[],
): [number, number][] {
  const { degree, linked } = innerState(count, inner);
  const wasLeaf = degree.map((d) => d === 1);
  const taken: [number, number][] = [];
  for (const { a, b } of pairs) {
    if (linked.has(`${a}-${b}`) || degree[a] >= k || degree[b] >= k) continue;
    if (!wasLeaf[a] && !wasLeaf[b]) continue;
    degree[a]++;
    degree[b]++;
    taken.push([a, b]);
  }
  return taken;
}

function innerState(count: number, inner: readonly (readonly [number, number])[]) {
  const degree = new Array<number>(count).fill(0);
  const linked = new Set<string>();
  for (const [a, b] of inner) {
    degree[a]++;
    degree[b]++;
    linked.add(`${Math.min(a, b)}-${Math.max(a, b)}`);
  }
  return { degree, linked };
}
