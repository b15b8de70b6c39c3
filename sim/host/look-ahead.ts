import {
  type Contact,
  type ContactWindow,
  contactWindows,
  groundContact,
  islContact,
  linkLifetime,
} from "../../orbits/look-ahead/index.js";
import { KeptInstants } from "../../orbits/look-ahead/kept-instants.js";
import type { IslPlanEntry, LinkPlan } from "../../routing/link-plan.js";
import type { NodeTable } from "../../routing/nodes.js";
import type { Sky } from "../../workers/sky.js";
import type { SkyPlan } from "../../workers/sky-plan.js";
import { toNs, toSeconds } from "../kernel/index.js";
import { contactSiteOf } from "./contact-site.js";
import { IslRange } from "./isl-range.js";

/** A stretch of time, in simulated seconds since the start; it may lie before the start or past the end. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** An interval in which a link may exist by the rules of its entry, whether or not a protocol would choose it. */
export interface LinkWindow extends TimeSpan {
  /** It holds at the first instant of the span, so it may have begun earlier. */
  readonly openAtStart: boolean;
  /** It holds at the last instant of the span, so it may last longer. */
  readonly openAtEnd: boolean;
}

/**
 * What the orbits alone say about links to come, under the rules of the scenario: range, clearance of the
 * Earth, elevation mask, slant range. Faults play no part.
 */
export class LookAhead {
  readonly #links: LinkPlan;
  readonly #nodes: NodeTable;
  readonly #plan: SkyPlan;
  readonly #islRange: IslRange;
  /** What contacts ask for positions. */
  readonly instants: KeptInstants;

  constructor(plan: SkyPlan, sky: Sky) {
    const { satelliteCount } = plan.nodes;
    this.#plan = plan;
    this.#links = plan.links;
    this.#nodes = plan.nodes;
    this.#islRange = new IslRange(satelliteCount);
    this.instants = new KeptInstants({
      count: satelliteCount,
      relativeLimits: (a, b) => sky.relativeLimits(a, b),
      positionsAt: (timeNs, positionsKm, status, from = 0, to = satelliteCount) =>
        sky.propagate(timeNs, positionsKm, status, from, to),
    });
  }

  /**
   * All windows of a pair within a span, to a millisecond; none longer than that is missed.
   * @throws RangeError for a pair that no link entry of the scenario speaks for
   */
  contactWindows(a: number, b: number, { from, to }: TimeSpan): LinkWindow[] {
    const span = { fromNs: toNs(from), toNs: toNs(to) };
    return contactWindows(this.#contact(a, b), span).map(inSeconds);
  }

  /**
   * How many seconds longer the link may exist: 0 where it may not now, Infinity where it outlives a day.
   * @throws RangeError as `contactWindows` does
   */
  linkLifetime(a: number, b: number, timeNs: number): number {
    const { endsNs } = linkLifetime(this.#contact(a, b), timeNs);
    return endsNs === undefined ? Number.POSITIVE_INFINITY : toSeconds(endsNs - timeNs);
  }

  /** The contact of a link as the entry that made it has it; `list` may link nodes that its entry is not for. */
  contactOfLink(a: number, b: number, linkClass: number): Contact {
    const plan = this.#links.isl.find((entry) => entry.linkClass === linkClass);
    return plan === undefined ? this.#contact(a, b) : this.#islContactBy(plan, a, b);
  }

  #contact(a: number, b: number): Contact {
    const [low, high] = a < b ? [a, b] : [b, a];
    const { satelliteCount, count } = this.#nodes;
    for (const node of [low, high]) {
      if (!Number.isInteger(node) || node < 0 || node >= count) {
        throw new RangeError(`no node ${node}; ids are 0 to ${count - 1}`);
      }
    }
    if (low === high) throw new RangeError(`expected two nodes, got ${low} twice`);
    if (low >= satelliteCount)
      throw new RangeError(`${low} and ${high} are both on the ground: nothing links them`);
    return high < satelliteCount ? this.#islContact(low, high) : this.#groundContact(low, high);
  }

  #islContact(a: number, b: number): Contact {
    const plan = this.#links.isl.find(({ entry: { members } }) => has(members, a) && has(members, b));
    if (plan === undefined) throw new RangeError(`no entry of links.isl speaks for both ${a} and ${b}`);
    return this.#islContactBy(plan, a, b);
  }

  #islContactBy(plan: IslPlanEntry, a: number, b: number): Contact {
    return islContact(this.instants, a, b, { maxRangeKm: this.#islRange.maxKm(plan, a, b) });
  }

  #groundContact(satellite: number, site: number): Contact {
    const own = contactSiteOf(this.#plan, site);
    if (own === undefined) throw new RangeError(`no entry of links.ground speaks for site ${site}`);
    return groundContact(this.instants, satellite, own);
  }
}

function has(members: Uint32Array, node: number): boolean {
  return members.includes(node);
}

function inSeconds({ fromNs, toNs: endNs, openAtStart, openAtEnd }: ContactWindow): LinkWindow {
  return { from: toSeconds(fromNs), to: toSeconds(endNs), openAtStart, openAtEnd };
}
