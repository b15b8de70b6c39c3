import type { CostInputs } from "../../routing/arc-costs.js";
import type { GraphOptions } from "../../routing/graph-builder.js";
import type { CostInput } from "../../routing/link-cost.js";
import type { LinkLoads } from "../../routing/link-loads.js";
import type { LinkTable } from "../../routing/link-table.js";
import type { SkyPlan } from "../../workers/sky-plan.js";
import { AdvertisedLoads } from "./advertised-loads.js";
import { LinkLifetimes } from "./link-lifetimes.js";
import type { LookAhead } from "./look-ahead.js";

/** What the run's cost reads of links, and nothing that it does not. */
export class CostInputSource {
  readonly #reads: readonly CostInput[];
  readonly #loads: AdvertisedLoads;
  /** One for the present and one for forecasts, which jump about in time. */
  readonly #lifetimes: LinkLifetimes;
  readonly #forecastLifetimes: LinkLifetimes;

  constructor(cost: GraphOptions["cost"], plan: SkyPlan, lookAhead: LookAhead) {
    this.#reads = cost === "latency" ? [] : (cost.reads ?? []);
    this.#loads = new AdvertisedLoads(plan.nodes.count);
    this.#lifetimes = new LinkLifetimes(plan, lookAhead);
    this.#forecastLifetimes = new LinkLifetimes(plan, lookAhead);
  }

  useLoads(loads: LinkLoads): void {
    this.#loads.use(loads);
  }

  /**
   * To be called when the network changes: loads are what they are then, whenever routes are asked for. At an instant
   * at which they were taken already, they stay.
   */
  takeLoads(links: LinkTable, timeNs: number): void {
    if (this.#reads.includes("utilisation")) this.#loads.take(links, timeNs);
  }

  /** @param timeNs when the network came to be as it is */
  present(links: LinkTable, timeNs: number): CostInputs {
    return this.#of(links, timeNs, this.#lifetimes);
  }

  /** At another time, under the loads last taken. */
  forecast(links: LinkTable, timeNs: number): CostInputs {
    return this.#of(links, timeNs, this.#forecastLifetimes);
  }

  #of(links: LinkTable, timeNs: number, lifetimes: LinkLifetimes): CostInputs {
    return {
      utilisation: this.#reads.includes("utilisation") ? this.#loads.of(links) : undefined,
      lifetime: this.#reads.includes("lifetime") ? lifetimes.of(links, timeNs) : undefined,
    };
  }
}
