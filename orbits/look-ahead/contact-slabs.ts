import { NS_PER_SECOND } from "../constants.js";
import type { Ephemeris } from "../ephemeris.js";
import type { Interval } from "./contact-condition.js";
import { contactPlan } from "./contact-plan.js";
import type { ContactWindow } from "./contact-windows.js";
import { type ContactSite, groundContact, type MovingContactSite } from "./ground-contact.js";
import { linkLifetime } from "./link-lifetime.js";
import { type WindowExtremes, WindowExtremesFinder } from "./window-extremes.js";

/** A window of contact of a site with a satellite. */
export interface SiteContact extends ContactWindow, WindowExtremes {
  /** Place in the list of sites. */
  readonly site: number;
  /** Number in the ephemeris. */
  readonly satellite: number;
}

/** The windows that begin in a piece of the span. */
export interface ContactSlab extends Interval {
  /** In the order (fromNs, satellite, site). */
  readonly contacts: readonly SiteContact[];
}

/** Windows are found for so long at once: memory is that of the pairs and of the windows of one slab. */
export const SLAB_NS = 3600 * NS_PER_SECOND;

/**
 * All windows of sites with a constellation over a span, as `contactPlan` gives them, slab by slab in order of time. A
 * window is told in the slab in which it begins, with its end, wherever that is.
 *
 * @throws RangeError where sites or span make no sense
 */
export function* contactSlabs(
  ephemeris: Ephemeris,
  sites: readonly (ContactSite | MovingContactSite)[],
  span: Interval,
  slabNs = SLAB_NS,
): Generator<ContactSlab, void, undefined> {
  const extremes = sites.map((site) => new WindowExtremesFinder(ephemeris, site));
  for (let fromNs = span.fromNs; fromNs < span.toNs; fromNs += slabNs) {
    const toNs = Math.min(span.toNs, fromNs + slabNs);
    const plan = contactPlan(ephemeris, sites, {}, { fromNs, toNs });
    const contacts: SiteContact[] = [];
    for (let i = 0; i < plan.count; i++) {
      const beganNs = plan.fromNs[i];
      // What holds at the first instant of a later slab held at the last one of the slab before, and was told there.
      if (beganNs === fromNs && fromNs > span.fromNs) continue;
      const site = plan.site[i];
      const satellite = plan.satellite[i];
      const lasts = plan.toNs[i] === toNs && toNs < span.toNs;
      const endNs = lasts ? endOf(ephemeris, satellite, sites[site], toNs, span.toNs) : plan.toNs[i];
      contacts.push({
        site,
        satellite,
        fromNs: beganNs,
        toNs: endNs,
        openAtStart: beganNs === span.fromNs,
        openAtEnd: endNs === span.toNs,
        ...extremes[site].of(satellite, beganNs, endNs),
      });
    }
    contacts.sort((p, q) => p.fromNs - q.fromNs || p.satellite - q.satellite || p.site - q.site);
    yield { fromNs, toNs, contacts };
  }
}

/** When a contact that holds at `timeNs` ends, `limitNs` at the latest. */
function endOf(
  ephemeris: Ephemeris,
  satellite: number,
  site: ContactSite | MovingContactSite,
  timeNs: number,
  limitNs: number,
): number {
  const contact = groundContact(ephemeris, satellite, site);
  return linkLifetime(contact, timeNs, { horizonNs: limitNs - timeNs }).endsNs ?? limitNs;
}
