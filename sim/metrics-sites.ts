import type { NameList } from "../orbits/name-list.js";
import type { Handover } from "./host/handovers.js";
import type { MetricSample } from "./host/metrics.js";
import { gaugeSample, Spread, spreadSamples } from "./metric-samples.js";
import type { RunPlan } from "./scenario/run-plan.js";

/** What a site saw over the run. */
export interface SiteSummary {
  readonly name: string;
  /** Share of the ticks at which a satellite was visible: usable, at or above the mask, within slant range. */
  readonly coverage: number;
  /** Visible satellites per tick. */
  readonly visibleMean: number;
  readonly visibleMin: number;
  readonly visibleMax: number;
  /** Links that took the place of others. */
  readonly handovers: number;
}

/** Coverage, visible satellites and handovers of the sites that an entry of `links.ground` speaks for. */
export class SiteMetrics {
  /** Node ids, ascending. */
  readonly #sites: readonly number[];
  readonly #names: NameList;
  readonly #firstSite: number;
  readonly #visible: ReadonlyMap<number, Spread>;
  readonly #covered = new Map<number, number>();
  readonly #handovers = new Map<number, number>();
  #last: Uint32Array = new Uint32Array(0);

  constructor({ sky, nodeNames }: RunPlan) {
    this.#sites = sky.links.ground.flatMap(({ entry }) => [...entry.members]).sort((a, b) => a - b);
    this.#names = nodeNames;
    this.#firstSite = sky.nodes.satelliteCount;
    this.#visible = new Map(this.#sites.map((site) => [site, new Spread()]));
  }

  /** @param visible how many satellites each ground node may link to at the tick */
  tick(visible: Uint32Array): void {
    this.#last = visible;
    for (const [site, spread] of this.#visible) {
      const count = visible[site - this.#firstSite];
      spread.add(count);
      if (count > 0) increment(this.#covered, site);
    }
  }

  handovers(handedOver: readonly Handover[]): void {
    for (const { site } of handedOver) increment(this.#handovers, site);
  }

  /** Of the last tick. */
  samples(): MetricSample[] {
    if (this.#sites.length === 0) return [];
    const spread = new Spread();
    let covered = 0;
    for (const site of this.#sites) {
      const count = this.#last[site - this.#firstSite];
      spread.add(count);
      if (count > 0) covered++;
    }
    return [
      gaugeSample("network.sites-covered", covered),
      ...spreadSamples("network.visible-satellites", spread),
    ];
  }

  /** In the order of the sites' ids; zeros where no tick was run. */
  summary(): SiteSummary[] {
    return [...this.#visible].map(([site, { count, mean, min, max }]) => ({
      name: this.#names.at(site),
      coverage: count === 0 ? 0 : (this.#covered.get(site) ?? 0) / count,
      visibleMean: count === 0 ? 0 : mean,
      visibleMin: count === 0 ? 0 : min,
      visibleMax: count === 0 ? 0 : max,
      handovers: this.#handovers.get(site) ?? 0,
    }));
  }
}

function increment(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
