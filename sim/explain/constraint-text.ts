import type { LinkConstraint, RankedLink } from "./link-constraint.js";
import { deg, km, seconds } from "./number-text.js";

/** Names a node for people. */
export type NodeLabel = (node: number) => string;

const MOST_NAMED = 6;

/** What a constraint says, as part of a sentence: without a capital and without a full stop. */
export function constraintText(c: LinkConstraint, label: NodeLabel): string {
  switch (c.kind) {
    case "same-node":
      return "a node has no link with itself";
    case "unusable":
      return `${label(c.node)} is out of the network: ${c.reason}`;
    case "link-fault":
      return "a fault has the link down";
    case "both-ground":
      return "both are on the ground, and ground nodes link to satellites only";
    case "not-in-network-file":
      return `${label(c.node)} belongs to a static network, whose file has no such link`;
    case "off-schedule":
      return "the schedule of the static network has the link at other times only";
    case "no-entry":
      return `no entry of links speaks for ${label(c.node)}`;
    case "different-entries":
      return `the two belong to different entries of links.isl (${c.entries.join(" and ")}, from 0)`;
    case "not-listed":
      return `${c.protocol} does not name the pair`;
    case "makes-no-links":
      return `${c.protocol} makes no inter-satellite links`;
    case "not-chosen":
      return `${c.protocol} did not choose the pair`;
    case "out-of-range":
      return `out of range by ${km(c.excessKm)}: ${km(c.lengthKm)} apart, ${c.interShell ? "interShell allows" : "at most"} ${km(c.maxRangeKm)}`;
    case "behind-earth":
      return c.clearanceKm < 0
        ? `behind the Earth: the way passes ${km(-c.clearanceKm)} under the surface, and has to clear it by ${km(c.neededKm)}`
        : `behind the Earth: the way clears ${km(c.clearanceKm)} of the ${km(c.neededKm)} needed`;
    case "below-mask":
      return `below the mask by ${deg(c.missingDeg)}: elevation ${deg(c.elevationDeg)} at azimuth ${deg(c.azimuthDeg)}, mask ${deg(c.maskDeg)}`;
    case "beyond-slant-range":
      return `slant range exceeded by ${km(c.excessKm)}: ${km(c.slantRangeKm)}, at most ${km(c.maxSlantRangeKm)}`;
    case "turns-too-fast":
      return `the terminal of ${label(c.node)} would turn at ${c.degPerS.toFixed(3)} deg/s, at most ${c.limitDegPerS} deg/s`;
    case "setting-up":
      return `chosen at ${seconds(c.sinceSeconds)}, but being set up until ${seconds(c.readySeconds)}`;
    case "not-in-pattern":
      return `not neighbours in the pattern of ${c.protocol}: ${patternText(c.partners, label)}`;
    case "beyond-cutoff":
      return `${label(c.node)} is at latitude ${deg(c.latitudeDeg)}, beyond the cut-off at ${deg(c.cutoffDeg)} for links between planes`;
    case "links-taken":
      return `no free terminal: ${label(c.node)} has its ${c.limit} ${c.interShell ? "links between shells" : "links"} with nearer partners, ${rankedText(c.by, label)}${heldText(c.hysteresisKm, "km")}`;
    case "not-among-nearest":
      return `${label(c.other)} is only number ${c.rank} by distance from ${label(c.node)}, which takes its ${c.limit} nearest`;
    case "joined-already":
      return `shorter links join the two already, over ${c.path.length - 1} hops of at most ${km(c.longestKm)}`;
    case "seeks-no-loop":
      return `no loop: the ends have ${c.innerLinks.join(" and ")} links, and one of them must have ${c.from === c.to ? c.from : `${c.from} to ${c.to}`}`;
    case "loop-taken":
      return `partner busy: ${label(c.node)} has its one loop link with ${rankedText([c.by], label)}`;
    case "site-links-taken":
      return `no free ${c.limitIs === "links" ? "link" : "antenna"}: ${label(c.node)} has its ${c.limit} by ${c.rankedBy}, ${rankedText(c.by, label)}${heldText(c.hysteresis, RANKING_UNITS[c.rankedBy])}`;
    case "capacity-taken":
      return `partner busy: ${label(c.node)} serves ${c.by.length} sites of ${c.capacity} at most, ${rankedText(c.by, label)}`;
  }
}

const RANKING_UNITS = { "slant range": "km", elevation: "deg", "time in view": "s" } as const;

function heldText(hysteresis: number | undefined, unit: string): string {
  return hysteresis === undefined ? "" : `; links of the tick before count ${hysteresis} ${unit} better`;
}

function patternText([ofA, ofB]: readonly [readonly number[], readonly number[]], label: NodeLabel): string {
  const names = (nodes: readonly number[]) => (nodes.length === 0 ? "none" : listed(nodes.map(label)));
  return `the partners are ${names(ofA)} and ${names(ofB)}`;
}

/** Links as `partner at so much`. */
export function rankedText(links: readonly RankedLink[], label: NodeLabel): string {
  return listed(
    links.map(({ node, lengthKm, elevationDeg, inViewSeconds }) => {
      if (inViewSeconds !== undefined) return `${label(node)} in view for ${inViewSeconds.toFixed(2)} s`;
      if (elevationDeg !== undefined) return `${label(node)} at ${deg(elevationDeg)}`;
      return `${label(node)} at ${km(lengthKm)}`;
    }),
  );
}

function listed(texts: readonly string[]): string {
  if (texts.length <= MOST_NAMED) return texts.join(", ");
  return `${texts.slice(0, MOST_NAMED).join(", ")} and ${texts.length - MOST_NAMED} more`;
}
