/** Contact windows of many sites and satellites, as columns; the same index is the same window. */
export interface ContactPlan {
  readonly count: number;
  /** Place in the list of sites. */
  readonly site: Uint32Array;
  /** Number in the ephemeris. */
  readonly satellite: Uint32Array;
  /** Integer nanoseconds since the start of the run, in ascending order (then by site, then by satellite). */
  readonly fromNs: Float64Array;
  readonly toNs: Float64Array;
  /** 1 where the contact holds at the first instant of the span, so it may have begun earlier. */
  readonly openAtStart: Uint8Array;
  /** 1 where the contact holds at the last instant of the span, so it may last longer. */
  readonly openAtEnd: Uint8Array;
}

/** Gathers windows in any order. */
export class PlanBuilder {
  readonly #sites: number[] = [];
  readonly #satellites: number[] = [];
  readonly #fromNs: number[] = [];
  readonly #toNs: number[] = [];

  add(site: number, satellite: number, fromNs: number, toNs: number): void {
    this.#sites.push(site);
    this.#satellites.push(satellite);
    this.#fromNs.push(fromNs);
    this.#toNs.push(toNs);
  }

  /** The windows in the order of the plan. */
  build(span: { readonly fromNs: number; readonly toNs: number }): ContactPlan {
    const sites = this.#sites;
    const satellites = this.#satellites;
    const from = this.#fromNs;
    const order = Uint32Array.from(sites.keys()).sort(
      (i, j) => from[i] - from[j] || sites[i] - sites[j] || satellites[i] - satellites[j],
    );
    const fromNs = Float64Array.from(order, (i) => from[i]);
    const toNs = Float64Array.from(order, (i) => this.#toNs[i]);
    return {
      count: order.length,
      site: order.map((i) => sites[i]),
      satellite: order.map((i) => satellites[i]),
      fromNs,
      toNs,
      openAtStart: Uint8Array.from(fromNs, (ns) => (ns === span.fromNs ? 1 : 0)),
      openAtEnd: Uint8Array.from(toNs, (ns) => (ns === span.toNs ? 1 : 0)),
    };
  }
}
