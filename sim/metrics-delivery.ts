import type { NoRouteReason } from "../routing/router.js";
import type { MetricSample } from "./host/metrics.js";
import { gaugeSample } from "./metric-samples.js";
import type { RouteRow } from "./run-observer.js";

/** What became of the probes, each asked at every tick. */
export interface DeliverySummary {
  readonly delivered: number;
  /** The source (else the destination) is a site that sees no satellite. */
  readonly noSourceVisibility: number;
  readonly noDestinationVisibility: number;
  /** An end has no link for another reason: it sees satellites, but none has room for it. */
  readonly notLinked: number;
  /** Both ends have links, but nothing joins them. */
  readonly disconnected: number;
  /** An end is out of the network. */
  readonly endDown: number;
  /** A router that works on old knowledge dropped the packet, or sent it round and round. */
  readonly lost: number;
}

type Bucket = keyof DeliverySummary;

const METRIC_OF: Readonly<Record<Bucket, string>> = {
  delivered: "network.delivered",
  noSourceVisibility: "network.no-source-visibility",
  noDestinationVisibility: "network.no-destination-visibility",
  notLinked: "network.not-linked",
  disconnected: "network.disconnected",
  endDown: "network.end-down",
  lost: "network.lost",
};

/** Sorts the answers to probes into buckets. */
export class DeliveryMetrics {
  readonly #satelliteCount: number;
  readonly #total = emptyBuckets();
  #last = emptyBuckets();
  #visible: Uint32Array = new Uint32Array(0);

  constructor(satelliteCount: number) {
    this.#satelliteCount = satelliteCount;
  }

  /** @param visible how many satellites each ground node may link to at the tick */
  tick(visible: Uint32Array): void {
    this.#visible = visible;
    this.#last = emptyBuckets();
  }

  route({ source, target, route }: RouteRow): void {
    const bucket = route.reachable ? "delivered" : this.#bucketOf(route.reason, source, target);
    this.#total[bucket]++;
    this.#last[bucket]++;
  }

  /** Of the last tick; nothing where no probe is asked. */
  samples(): MetricSample[] {
    const asked = Object.values(this.#last).reduce((sum, count) => sum + count, 0);
    if (asked === 0) return [];
    return (Object.keys(METRIC_OF) as Bucket[]).map((bucket) =>
      gaugeSample(METRIC_OF[bucket], this.#last[bucket]),
    );
  }

  summary(): DeliverySummary {
    return { ...this.#total };
  }

  #bucketOf(reason: NoRouteReason, source: number, target: number): Bucket {
    switch (reason) {
      case "source-isolated":
        return this.#seesNothing(source) ? "noSourceVisibility" : "notLinked";
      case "target-isolated":
        return this.#seesNothing(target) ? "noDestinationVisibility" : "notLinked";
      case "source-unusable":
      case "target-unusable":
        return "endDown";
      case "disconnected":
        return "disconnected";
      case "dropped":
      case "loop":
        return "lost";
    }
  }

  #seesNothing(node: number): boolean {
    return node >= this.#satelliteCount && this.#visible[node - this.#satelliteCount] === 0;
  }
}

function emptyBuckets(): Record<Bucket, number> {
  return {
    delivered: 0,
    noSourceVisibility: 0,
    noDestinationVisibility: 0,
    notLinked: 0,
    disconnected: 0,
    endDown: 0,
    lost: 0,
  };
}
