import type { NameList } from "../orbits/name-list.js";
import type { MetricSample } from "./host/metrics.js";
import { gaugeSample, Spread } from "./metric-samples.js";
import type { RunPlan } from "./scenario/run-plan.js";

/** Ticks at which a probe's path was another than at the tick before: gained and lost ways count. */
export interface RouteChangeSummary {
  readonly total: number;
  /** Over the probes; null where there are none. */
  readonly perProbe: { readonly mean: number; readonly min: number; readonly max: number } | null;
  /** The probes that changed the most, most first, then in the order of the scenario; those without changes are left out. */
  readonly most: readonly { readonly source: string; readonly target: string; readonly changes: number }[];
}

const MOST_NAMED = 5;

/** Counts changes of path, probe by probe. */
export class RouteChanges {
  readonly #names: NameList;
  readonly #nodeCount: number;
  readonly #probes = new Map<number, { path: string; changes: number }>();
  #total = 0;
  #last = 0;

  constructor({ nodeNames, sky }: RunPlan) {
    this.#names = nodeNames;
    this.#nodeCount = sky.nodes.count;
  }

  tick(): void {
    this.#last = 0;
  }

  /** @param path null where there is no route */
  route(source: number, target: number, path: string | null): void {
    const pair = source * this.#nodeCount + target;
    const now = path ?? "";
    const probe = this.#probes.get(pair);
    if (probe === undefined) {
      this.#probes.set(pair, { path: now, changes: 0 });
    } else if (probe.path !== now) {
      probe.path = now;
      probe.changes++;
      this.#total++;
      this.#last++;
    }
  }

  /** Of the last tick; nothing where no probe is asked. */
  samples(): MetricSample[] {
    return this.#probes.size === 0 ? [] : [gaugeSample("network.route-changes", this.#last)];
  }

  summary(): RouteChangeSummary {
    const spread = new Spread();
    for (const { changes } of this.#probes.values()) spread.add(changes);
    const { count, mean, min, max } = spread;
    return {
      total: this.#total,
      perProbe: count === 0 ? null : { mean, min, max },
      most: [...this.#probes]
        .filter(([, { changes }]) => changes > 0)
        .sort(([, p], [, q]) => q.changes - p.changes)
        .slice(0, MOST_NAMED)
        .map(([pair, { changes }]) => ({
          source: this.#names.at(Math.floor(pair / this.#nodeCount)),
          target: this.#names.at(pair % this.#nodeCount),
          changes,
        })),
    };
  }
}
