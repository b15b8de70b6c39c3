import { isAdmissible, lengthSquaredKm } from "../../routing/line-of-sight.js";
import type { ChosenPairs } from "./chosen-pairs.js";
import type { LeftOut } from "./isl-refusal.js";
import type { LinkConstraint, RankedLink } from "./link-constraint.js";
import { comparePairs, lengthKm } from "./pair-order.js";

/** A greedy choice leaves a pair out where an end has all its links with pairs that come earlier. */
export function refusedByGreedy(
  left: LeftOut,
  chosen: ChosenPairs,
  limit: number,
  hysteresisKm = 0,
): LinkConstraint | undefined {
  const { context, a, b } = left;
  const { positionsKm } = context.view;
  const isEarlier = (node: number, other: number): boolean =>
    comparePairs(positionsKm, node, other, a, b) < 0 ||
    (hysteresisKm > 0 && lengthKm(positionsKm, node, other) - hysteresisKm <= lengthKm(positionsKm, a, b));
  for (const node of [a, b]) {
    const partners = chosen.own(node);
    if (partners.length < limit || !partners.every((other) => isEarlier(node, other))) continue;
    const by = rankedPartners(positionsKm, node, partners);
    const held = hysteresisKm > 0 ? { hysteresisKm } : {};
    return { kind: "links-taken", node, limit, by, ...held };
  }
  return undefined;
}

/**
 * A spanning forest leaves a pair out where an end has all its links, or where shorter links join the two;
 * either must hold through pairs that come earlier.
 */
export function refusedByForest(
  left: LeftOut,
  chosen: ChosenPairs,
  limit: number,
): LinkConstraint | undefined {
  const { positionsKm } = left.context.view;
  const path = earlierPath(left, chosen);
  if (path === undefined) return refusedByGreedy(left, chosen, limit);
  const lengths = path.slice(1).map((node, i) => lengthKm(positionsKm, path[i], node));
  return { kind: "joined-already", path, longestKm: Math.max(...lengths) };
}

/** A way from a to b over chosen links that come before the pair, with the fewest hops. */
function earlierPath({ context, a, b }: LeftOut, chosen: ChosenPairs): number[] | undefined {
  const { positionsKm } = context.view;
  const cameFrom = new Map<number, number>([[a, a]]);
  let front = [a];
  while (front.length > 0 && !cameFrom.has(b)) {
    const next: number[] = [];
    for (const node of front) {
      for (const other of chosen.own(node)) {
        if (cameFrom.has(other) || comparePairs(positionsKm, node, other, a, b) > 0) continue;
        cameFrom.set(other, node);
        next.push(other);
      }
    }
    front = next;
  }
  if (!cameFrom.has(b)) return undefined;
  const path = [b];
  while (path[path.length - 1] !== a) path.push(cameFrom.get(path[path.length - 1]) as number);
  return path.reverse();
}

/** `mutual` wants each end among the other's nearest, `union` one of them: the ends for which that fails. */
export function refusedByNeighbours(left: LeftOut): LinkConstraint[] {
  const { plan, a, b } = left;
  const limit = plan.entry.maxLinks;
  return [
    { node: a, other: b, rank: rankFrom(left, a, b) },
    { node: b, other: a, rank: rankFrom(left, b, a) },
  ]
    .filter(({ rank }) => rank > limit)
    .map((failing) => ({ kind: "not-among-nearest", ...failing, limit }));
}

/** Which of `node`'s admissible neighbours within the entry `other` is, in the order (length squared, id), from 1. */
function rankFrom({ context, plan }: LeftOut, node: number, other: number): number {
  const { members, maxRangeKm } = plan.entry;
  const { positionsKm, usable } = context.view;
  const squared = lengthSquaredKm(positionsKm, node, other);
  let rank = 1;
  for (const candidate of members) {
    if (candidate === node || candidate === other || usable[candidate] !== 1) continue;
    const apart = lengthSquaredKm(positionsKm, node, candidate);
    if (apart > squared || (apart === squared && candidate > other)) continue;
    if (isAdmissible(positionsKm, node, candidate, maxRangeKm)) rank++;
  }
  return rank;
}

/** Partners of a node with their distances, nearest first. */
export function rankedPartners(
  positionsKm: Float64Array,
  node: number,
  partners: readonly number[],
): RankedLink[] {
  return [...partners]
    .sort((p, q) => comparePairs(positionsKm, node, p, node, q))
    .map((other) => ({ node: other, lengthKm: lengthKm(positionsKm, node, other) }));
}
