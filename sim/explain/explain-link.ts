import { constraintText, type NodeLabel, rankedText } from "./constraint-text.js";
import { type ExistingLink, existingLink } from "./existing-link.js";
import type { ExplainContext } from "./explain-context.js";
import { gslConstraints } from "./gsl-constraints.js";
import { islConstraints } from "./isl-constraints.js";
import type { LinkConstraint } from "./link-constraint.js";
import { nodeLabel } from "./node-label.js";
import { whyUnusable } from "./node-state.js";
import { km, ms, rate } from "./number-text.js";

/** Why two nodes have a link at the tick, or why not. */
export type LinkExplanation = LinkThere | LinkMissing;

export interface LinkThere {
  readonly exists: true;
  readonly a: number;
  readonly b: number;
  readonly link: ExistingLink;
  /** The same in one line. */
  readonly text: string;
}

export interface LinkMissing {
  readonly exists: false;
  readonly a: number;
  readonly b: number;
  /** Rules that the pair breaks, at least one; the first is what `text` leads with. Each of them holds. */
  readonly constraints: readonly LinkConstraint[];
  /** The same in one line. */
  readonly text: string;
}

/**
 * Explains a link of the tick, or that there is none, from the tick's positions, links and plan.
 * @throws RangeError for a node that does not exist
 */
export function explainLink(context: ExplainContext, a: number, b: number): LinkExplanation {
  for (const node of [a, b]) checkNode(context, node);
  const label = nodeLabel(context.plan);
  const link = a === b ? undefined : existingLink(context, a, b);
  if (link !== undefined) return { exists: true, a, b, link, text: thereText(a, b, link, label) };
  const constraints = missingConstraints(context, a, b);
  const why = constraints.map((constraint) => constraintText(constraint, label)).join("; ");
  return { exists: false, a, b, constraints, text: `${label(a)} - ${label(b)}: no link: ${why}` };
}

/** Rules that a pair without a link breaks. */
export function missingConstraints(context: ExplainContext, a: number, b: number): LinkConstraint[] {
  if (a === b) return [{ kind: "same-node" }];
  const down: LinkConstraint[] = [a, b].flatMap((node) => {
    const reason = whyUnusable(context, node);
    return reason === undefined ? [] : [{ kind: "unusable", node, reason }];
  });
  if (down.length > 0) return down;
  if (context.tick.isLinkStruck(a, b)) return [{ kind: "link-fault" }];
  return networkFileConstraint(context, a, b) ?? spaceConstraints(context, a, b);
}

/** For pairs that only the file of a static network could link. */
function networkFileConstraint(context: ExplainContext, a: number, b: number): LinkConstraint[] | undefined {
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  const { staticLinks } = context.plan.sky;
  if (staticLinks.some((link) => link.a === low && link.b === high)) return [{ kind: "off-schedule" }];
  const node = [a, b].find((each) => !context.hasPlace(each));
  return node === undefined ? undefined : [{ kind: "not-in-network-file", node }];
}

function spaceConstraints(context: ExplainContext, a: number, b: number): LinkConstraint[] {
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  if (!context.isSatellite(low)) return [{ kind: "both-ground" }];
  return context.isSatellite(high) ? islConstraints(context, a, b) : gslConstraints(context, low, high);
}

/** @throws RangeError for a node that does not exist */
export function checkNode({ plan }: ExplainContext, node: number): void {
  const { count } = plan.sky.nodes;
  if (!Number.isInteger(node) || node < 0 || node >= count) {
    throw new RangeError(`no node ${node}; ids are 0 to ${count - 1}`);
  }
}

const KINDS = { isl: "inter-satellite link", gsl: "ground link", fixed: "link of a static network" } as const;

function thereText(a: number, b: number, link: ExistingLink, label: NodeLabel): string {
  const by = link.protocol === null ? "" : ` by ${link.protocol}`;
  const ranks = link.ranks.map(({ node, rank, of }) =>
    of === 1 ? `the only link of ${label(node)}` : `number ${rank} by length of ${of} at ${label(node)}`,
  );
  const over = link.passedOver.map(
    ({ node, instead }) => `at ${label(node)} over ${rankedText(instead, label)}`,
  );
  const chosen = over.length === 0 ? "" : `; chosen ${over.join(", ")}`;
  const figures = `${km(link.lengthKm)}, ${ms(link.latencyMs)}, ${rate(link.bandwidthBps)}`;
  return `${label(a)} - ${label(b)}: ${KINDS[link.kind]}${by}, ${figures}; ${ranks.join(", ")}${chosen}`;
}
