import type { Ephemeris } from "../../orbits/ephemeris.js";
import { type ContactSlab, contactSlabs } from "../../orbits/look-ahead/index.js";
import type { TableRow } from "../../results/index.js";
import { createSky, prepareSky } from "../../workers/sky.js";
import { contactSiteOf } from "../host/contact-site.js";
import { toNs } from "../kernel/index.js";
import type { RunPlan } from "../scenario/run-plan.js";

/** A row of contacts.parquet. */
export type ContactRow = TableRow<"contacts">;

/** Which windows of ground links are told. */
export interface GroundContactOptions {
  /** Ids of ground nodes that an entry of `links.ground` speaks for. @defaultValue all such */
  readonly sites?: readonly number[];
  /** Shorter windows are left out. @defaultValue 0 */
  readonly minDurationSeconds?: number;
}

/**
 * When each ground link of a scenario may exist during its run, by the orbits and the rules of its entry, without
 * running it: the rows of kind `gsl` that `output.contactPlan` records, in their order. Faults, and what protocols
 * choose, play no part. Windows are found an hour at a time, while they are asked for.
 *
 * @throws RangeError for a node that no entry of `links.ground` speaks for
 */
export async function* groundContacts(
  plan: RunPlan,
  { sites, minDurationSeconds = 0 }: GroundContactOptions = {},
): AsyncGenerator<ContactRow, void, undefined> {
  const { links, nodes } = plan.sky;
  const all = links.ground.flatMap(({ entry }) => [...entry.members]);
  const sky = await createSky(prepareSky(plan.sky, []));
  const ephemeris: Ephemeris = {
    count: nodes.satelliteCount,
    positionsAt: (timeNs, positionsKm, status, from = 0, to = nodes.satelliteCount) =>
      sky.propagate(timeNs, positionsKm, status, from, to),
  };
  const contacts = new GroundContacts(plan, ephemeris, sites ?? all, toNs(minDurationSeconds));
  for (const slab of contacts.slabs()) yield* contacts.rows(slab);
}

/** Finds windows of ground links of a run, and makes rows of them. */
export class GroundContacts {
  readonly #plan: RunPlan;
  readonly #ephemeris: Ephemeris;
  readonly #sites: Uint32Array;
  readonly #minDurationNs: number;

  /**
   * @param sites ids of ground nodes
   * @throws RangeError for one that no entry of `links.ground` speaks for
   */
  constructor(plan: RunPlan, ephemeris: Ephemeris, sites: Iterable<number>, minDurationNs: number) {
    this.#plan = plan;
    this.#ephemeris = ephemeris;
    this.#sites = Uint32Array.from(new Set(sites)).sort();
    this.#minDurationNs = minDurationNs;
  }

  /** The windows, by the slab in which they begin. */
  slabs(): Generator<ContactSlab, void, undefined> {
    const { sky, time } = this.#plan;
    const sites = Array.from(this.#sites, (node) => {
      const site = contactSiteOf(sky, node);
      if (site === undefined) throw new RangeError(`no entry of links.ground speaks for node ${node}`);
      return site;
    });
    return contactSlabs(this.#ephemeris, sites, { fromNs: 0, toNs: time.durationNs });
  }

  *rows({ contacts }: ContactSlab): Generator<ContactRow, void, undefined> {
    const { nodeNames } = this.#plan;
    for (const { satellite, site, fromNs, toNs: endNs, ...contact } of contacts) {
      if (endNs - fromNs < this.#minDurationNs) continue;
      const node = this.#sites[site];
      yield {
        kind: "gsl",
        from_ns: fromNs,
        to_ns: endNs,
        a: satellite,
        b: node,
        a_name: nodeNames.at(satellite),
        b_name: nodeNames.at(node),
        open_at_start: contact.openAtStart,
        open_at_end: contact.openAtEnd,
        max_elevation_deg: contact.maxElevationDeg,
        min_range_km: contact.minRangeKm,
      };
    }
  }
}
