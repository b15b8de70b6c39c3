import { NS_PER_SECOND } from "../../orbits/constants.js";
import { LinkEnds } from "../../orbits/look-ahead/link-ends.js";
import { staticLinkEndNs } from "../../orbits/static-network.js";
import { LIFETIME_HORIZON_S, SHORTEST_LIFETIME_S } from "../../routing/link-cost.js";
import type { LinkTable } from "../../routing/link-table.js";
import type { SkyPlan } from "../../workers/sky-plan.js";
import type { LookAhead } from "./look-ahead.js";

const HORIZON_NS = LIFETIME_HORIZON_S * NS_PER_SECOND;

/**
 * How long each link of a table may still exist, for costs that read `lifetime`. An end is a fixed instant while its
 * link lasts, so only links that are new, or that lasted to the horizon so far, are looked at.
 */
export class LinkLifetimes {
  readonly #plan: SkyPlan;
  readonly #ends: LinkEnds;
  /** By link class, 1 for links that are there whatever their geometry. */
  readonly #isUnchecked: Uint8Array;
  #classInQuestion = 0;

  constructor(plan: SkyPlan, lookAhead: LookAhead) {
    this.#plan = plan;
    this.#ends = new LinkEnds(
      lookAhead.instants,
      (a, b) => lookAhead.contactOfLink(a, b, this.#classInQuestion),
      { nodeCount: plan.nodes.count, horizonNs: HORIZON_NS },
    );
    this.#isUnchecked = new Uint8Array(plan.links.classes.length);
    for (const { linkClass, check } of plan.links.isl) this.#isUnchecked[linkClass] = check ? 0 : 1;
  }

  /** Seconds by link of the table, from `SHORTEST_LIFETIME_S` to `LIFETIME_HORIZON_S`. */
  of({ a, b, linkClass, count, fixedCount }: LinkTable, timeNs: number): Float64Array {
    const { staticLinks, staticClass } = this.#plan;
    const lifetime = new Float64Array(count);
    const firstFixed = count - fixedCount;
    this.#ends.lookFrom(timeNs);
    for (let i = 0; i < firstFixed; i++) {
      this.#classInQuestion = linkClass[i];
      const isForEver = this.#isUnchecked[linkClass[i]] === 1;
      lifetime[i] = secondsLeft(isForEver ? Number.POSITIVE_INFINITY : this.#ends.endNs(a[i], b[i]), timeNs);
    }
    for (let i = firstFixed; i < count; i++) {
      const link = staticLinks[linkClass[i] - staticClass];
      lifetime[i] = secondsLeft(staticLinkEndNs(link, timeNs, HORIZON_NS), timeNs);
    }
    return lifetime;
  }
}

function secondsLeft(endNs: number, timeNs: number): number {
  const seconds = (endNs - timeNs) / NS_PER_SECOND;
  return Math.min(LIFETIME_HORIZON_S, Math.max(SHORTEST_LIFETIME_S, seconds));
}
