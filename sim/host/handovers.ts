import type { LinkTable } from "../../routing/link-table.js";

/** A site's ground link that took the place of another since the tick before; node ids. */
export interface Handover {
  readonly site: number;
  /** The satellite that was left, and the one that was taken. */
  readonly from: number;
  readonly to: number;
}

/**
 * Finds the handovers of each tick. Per site, the satellites that it lost and those that it gained since the
 * tick before are paired off, each in the order of their ids: what merely comes or goes is no handover.
 */
export class HandoverTracker {
  /** Satellites of each site at the last tick, ascending; sites without any are absent. */
  #last: ReadonlyMap<number, readonly number[]> | undefined;

  /**
   * Handovers since the last call, by site, then by the satellite that was left; none at the first.
   *
   * @param struck 1 for each link of the table that is down
   */
  update(links: LinkTable, struck: Uint8Array | undefined): readonly Handover[] {
    const now = satellitesBySite(links, struck);
    const before = this.#last;
    this.#last = now;
    if (before === undefined) return [];
    const handovers: Handover[] = [];
    for (const site of [...now.keys()].sort((a, b) => a - b)) {
      const lost = without(before.get(site) ?? [], now.get(site) ?? []);
      if (lost.length === 0) continue;
      const gained = without(now.get(site) ?? [], before.get(site) ?? []);
      const count = Math.min(lost.length, gained.length);
      for (let i = 0; i < count; i++) handovers.push({ site, from: lost[i], to: gained[i] });
    }
    return handovers;
  }
}

/** The table holds ground links by satellite, so that each site's come out ascending. */
function satellitesBySite(links: LinkTable, struck: Uint8Array | undefined): Map<number, number[]> {
  const bySite = new Map<number, number[]>();
  for (let i = links.islCount; i < links.islCount + links.gslCount; i++) {
    if (struck?.[i] === 1) continue;
    const site = links.b[i];
    const satellites = bySite.get(site);
    if (satellites === undefined) bySite.set(site, [links.a[i]]);
    else satellites.push(links.a[i]);
  }
  return bySite;
}

/** What ascending `all` has that ascending `others` has not. */
function without(all: readonly number[], others: readonly number[]): number[] {
  let at = 0;
  return all.filter((satellite) => {
    while (at < others.length && others[at] < satellite) at++;
    return others[at] !== satellite;
  });
}
