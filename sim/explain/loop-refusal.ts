import type { ChosenPairs } from "./chosen-pairs.js";
import { rankedPartners } from "./greedy-refusal.js";
import { behindEarth, outOfRange } from "./isl-geometry.js";
import type { LeftOut } from "./isl-refusal.js";
import type { LinkConstraint } from "./link-constraint.js";
import { comparePairs, lengthKm } from "./pair-order.js";

/**
 * Why `+loop` or `+smart-loop` left an admissible pair out, too: neither end looks for a loop, or one has no
 * link left, each for reasons that come earlier in the order.
 */
export function refusedByLoop(
  suffix: string,
  left: LeftOut,
  inner: ChosenPairs,
  chosen: ChosenPairs,
): LinkConstraint[] {
  const { context, plan, a, b } = left;
  const { positionsKm } = context.view;
  const { maxLinks } = plan.entry;
  const [from, to] = suffix === "loop" ? [1, maxLinks - 2] : [1, 1];
  const innerLinks = [standing(left, inner, a).length, standing(left, inner, b).length] as const;
  const found: LinkConstraint[] = [];
  if (innerLinks.every((links) => links < from || links > to)) {
    found.push({ kind: "seeks-no-loop", innerLinks, from, to });
  }
  for (const node of [a, b]) {
    const own = standing(left, inner, node);
    const loops = chosen
      .own(node)
      .filter((other) => !inner.own(node).includes(other))
      .filter((other) => comparePairs(positionsKm, node, other, a, b) < 0);
    if (own.length + loops.length >= maxLinks) {
      const by = rankedPartners(positionsKm, node, [...own, ...loops]);
      found.push({ kind: "links-taken", node, limit: maxLinks, by });
    } else if (suffix === "loop" && loops.length > 0) {
      const other = loops[0];
      const by = { node: other, lengthKm: lengthKm(positionsKm, node, other) };
      found.push({ kind: "loop-taken", node, by });
    }
  }
  return found.length > 0 ? found : [{ kind: "not-chosen", protocol: plan.protocol.ref.name }];
}

/** Partners of a node whose links with it the rules let stand: only those count. */
function standing({ context, plan }: LeftOut, inner: ChosenPairs, node: number): number[] {
  const { positionsKm, usable } = context.view;
  return inner
    .own(node)
    .filter(
      (other) =>
        usable[node] === 1 &&
        usable[other] === 1 &&
        outOfRange(positionsKm, node, other, plan.entry.maxRangeKm) === undefined &&
        behindEarth(positionsKm, node, other) === undefined,
    );
}
