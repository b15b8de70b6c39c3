import { DEG_TO_RAD, NS_PER_SECOND, RAD_TO_DEG } from "../../orbits/constants.js";
import { shellGroups } from "../../routing/topology/shell-groups.js";
import { TurnRate } from "../../routing/turn-rate.js";
import type { ExplainContext } from "./explain-context.js";
import { rankedPartners } from "./greedy-refusal.js";
import { behindEarth, outOfRange } from "./isl-geometry.js";
import { refusedByProtocol } from "./isl-refusal.js";
import type { LinkConstraint } from "./link-constraint.js";
import { comparePairs } from "./pair-order.js";

/** Why two usable satellites with orbits have no link. */
export function islConstraints(context: ExplainContext, a: number, b: number): LinkConstraint[] {
  const { isl } = context.plan.sky.links;
  for (let i = 0; i < isl.length; i++) {
    if (context.chosenIsls(i).has(a, b) === undefined) continue;
    const found = struck(context, i, a, b);
    if (found.length > 0) return found;
  }
  const [entryA, entryB] = [context.islEntryOf(a), context.islEntryOf(b)];
  if (entryA < 0) return [{ kind: "no-entry", node: a }];
  if (entryB < 0) return [{ kind: "no-entry", node: b }];
  if (entryA !== entryB) return [{ kind: "different-entries", entries: [entryA, entryB] }];
  return leftOut(context, entryA, a, b);
}

/** Rules that struck a pair which an entry chose. */
function struck(context: ExplainContext, i: number, a: number, b: number): LinkConstraint[] {
  const { entry, check, interShell, maxTurnRate, setupNs = 0 } = context.islEntry(i);
  const { positionsKm, timeNs, nodes } = context.view;
  const chosen = context.chosenIsls(i);
  const found: (LinkConstraint | undefined)[] = [];
  if (check) {
    const limits = chosen.has(a, b) === "extra" && interShell !== undefined ? interShell : entry;
    found.push(outOfRange(positionsKm, a, b, limits.maxRangeKm), behindEarth(positionsKm, a, b));
  }
  if (maxTurnRate !== undefined) {
    const turning = new TurnRate(maxTurnRate, nodes.satelliteCount, nodes.count);
    turning.begin(timeNs, positionsKm, (ns, ids, out) => context.positionsOf(ns, ids, out));
    const seconds = maxTurnRate.overNs / NS_PER_SECOND;
    const limitRad = maxTurnRate.degPerS * DEG_TO_RAD * seconds;
    for (const [node, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const turnRad = turning.turnRad(node, other);
      if (!(turnRad > limitRad)) continue;
      const degPerS = (turnRad * RAD_TO_DEG) / seconds;
      found.push({ kind: "turns-too-fast", node, degPerS, limitDegPerS: maxTurnRate.degPerS });
    }
  }
  const sinceNs = chosen.chosen.sinceNs?.[chosen.find(a, b)];
  if (sinceNs !== undefined && timeNs - sinceNs < setupNs) {
    const [sinceSeconds, readySeconds] = [sinceNs / NS_PER_SECOND, (sinceNs + setupNs) / NS_PER_SECOND];
    found.push({ kind: "setting-up", sinceSeconds, readySeconds });
  }
  return found.filter((each) => each !== undefined);
}

/** Rules that a pair breaks which its entry did not choose: its own geometry, and the entry's choice. */
function leftOut(context: ExplainContext, i: number, a: number, b: number): LinkConstraint[] {
  const plan = context.islEntry(i);
  const { positionsKm } = context.view;
  const chosen = context.chosenIsls(i);
  const tooFar = plan.check ? outOfRange(positionsKm, a, b, plan.entry.maxRangeKm) : undefined;
  const behind = plan.check ? behindEarth(positionsKm, a, b) : undefined;
  const admissible = tooFar === undefined && behind === undefined;
  const refused = refusedByProtocol({ context, plan, a, b, admissible }, chosen);
  const geometry = [tooFar, behind].filter((each) => each !== undefined);
  // Where a protocol makes no links at all, that is what decides.
  const first = refused.some(({ kind }) => kind === "makes-no-links");
  const found: LinkConstraint[] = first ? [...refused, ...geometry] : [...geometry, ...refused];
  return [...found, ...leftOutBetweenShells(context, i, a, b)];
}

/** What else keeps satellites of different shells apart where the entry links its shells. */
function leftOutBetweenShells(context: ExplainContext, i: number, a: number, b: number): LinkConstraint[] {
  const { interShell, entry } = context.islEntry(i);
  const { positionsKm } = context.view;
  if (interShell === undefined) return [];
  const { groupOf } = shellGroups(entry.shells, context.view.nodes.satelliteCount);
  if (groupOf[a] === groupOf[b]) return [];
  const tooFar = outOfRange(positionsKm, a, b, interShell.maxRangeKm);
  if (tooFar !== undefined) return [{ ...tooFar, interShell: true }];
  const limit = interShell.maxLinks;
  const chosen = context.chosenIsls(i);
  for (const node of [a, b]) {
    const partners = chosen.extra(node);
    if (partners.length < limit) continue;
    if (!partners.every((other) => comparePairs(positionsKm, node, other, a, b) < 0)) continue;
    const by = rankedPartners(positionsKm, node, partners);
    return [{ kind: "links-taken", node, limit, by, interShell: true }];
  }
  return [];
}
