import type { Counter, Gauge, Metrics } from "../../../host/metrics.js";
import type { PacketPool } from "./packet-pool.js";

/** Packets of a run, in `metrics.parquet` and `summary.json`. */
export class QueueMetrics {
  readonly #lost: Counter;
  readonly #resent: Counter;
  readonly #packets: Gauge;

  constructor(metrics: Metrics) {
    this.#lost = metrics.counter("transfer.packets-lost", { unit: "1" });
    this.#resent = metrics.counter("transfer.packets-resent", { unit: "1" });
    this.#packets = metrics.gauge("transfer.packets", { unit: "1" });
  }

  update(lostPackets: number, resentPackets: number, { inUse }: PacketPool): void {
    this.#lost.add(lostPackets - this.#lost.value);
    this.#resent.add(resentPackets - this.#resent.value);
    this.#packets.set(inUse);
  }
}
