import type { Counter, Gauge, Metrics } from "../../host/metrics.js";
import type { EnergyState } from "./energy-state.js";

/** Joules in a watt-hour. */
const J_PER_WH = 3600;

/** What the run records of energy: at each tick the state of all satellites, and counts of what happened. */
export class EnergyMetrics {
  readonly #metrics: Metrics;
  readonly #gauges: Readonly<Record<string, Gauge>>;
  readonly #heat: Readonly<Record<"max" | "mean", Gauge>> | undefined;
  readonly #refusals = new Map<string, Counter>();

  /** @param hasHeat whether any satellite has a temperature */
  constructor(metrics: Metrics, hasHeat: boolean) {
    this.#metrics = metrics;
    const gauge = (name: string, unit: string) => metrics.gauge(`energy.${name}`, { unit });
    this.#gauges = {
      chargeMin: gauge("charge.min", "1"),
      chargeMean: gauge("charge.mean", "1"),
      sunlitMean: gauge("sunlit.mean", "1"),
      harvested: gauge("harvested", "Wh"),
      drawn: gauge("drawn", "Wh"),
      spilled: gauge("spilled", "Wh"),
      unmet: gauge("unmet", "Wh"),
      refusing: gauge("refusing", "nodes"),
    };
    this.#heat = hasHeat
      ? { max: gauge("temperature.max", "K"), mean: gauge("temperature.mean", "K") }
      : undefined;
  }

  /** A node begins to refuse work for a reason. */
  refusal(reason: string): void {
    let counter = this.#refusals.get(reason);
    if (counter === undefined) {
      counter = this.#metrics.counter(`energy.refusals.${reason}`, { unit: "refusals" });
      this.#refusals.set(reason, counter);
    }
    counter.add();
  }

  /** Upsets are counted by region from 0 on, so that regions without any show. */
  upsets(regions: readonly string[]): ReadonlyMap<string, Counter> {
    return new Map(
      regions.map((region) => [region, this.#metrics.counter(`energy.upsets.${region}`, { unit: "upsets" })]),
    );
  }

  /** A tick: all satellites have been moved on to it. */
  sample({ batteries, temperatureK, pieces }: EnergyState, refusing: number): void {
    const count = batteries.chargeJ.length;
    let least = 1;
    let charges = 0;
    let sunlit = 0;
    let harvestedJ = 0;
    let drawnJ = 0;
    let spilledJ = 0;
    let unmetJ = 0;
    let hottest = Number.NEGATIVE_INFINITY;
    let warmth = 0;
    let bodies = 0;
    for (let i = 0; i < count; i++) {
      const charge = batteries.chargeJ[i] / batteries.capacityJ[i];
      if (charge < least) least = charge;
      charges += charge;
      sunlit += pieces.sunlit[i];
      harvestedJ += batteries.harvestedJ[i];
      drawnJ += batteries.drawnJ[i];
      spilledJ += batteries.spilledJ[i];
      unmetJ += batteries.unmetJ[i];
      const t = temperatureK[i];
      if (Number.isNaN(t)) continue;
      if (t > hottest) hottest = t;
      warmth += t;
      bodies++;
    }
    const gauges = this.#gauges;
    gauges.chargeMin.set(least);
    gauges.chargeMean.set(charges / count);
    gauges.sunlitMean.set(sunlit / count);
    gauges.harvested.set(harvestedJ / J_PER_WH);
    gauges.drawn.set(drawnJ / J_PER_WH);
    gauges.spilled.set(spilledJ / J_PER_WH);
    gauges.unmet.set(unmetJ / J_PER_WH);
    gauges.refusing.set(refusing);
    this.#heat?.max.set(hottest);
    this.#heat?.mean.set(warmth / bodies);
  }
}
