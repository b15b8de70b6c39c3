import { NS_PER_SECOND } from "../../../orbits/constants.js";
import type { Histogram } from "../../host/histogram.js";
import type { Counter, Gauge, Metrics } from "../../host/metrics.js";
import type { ByteBooks, TransferFailure } from "./network-service.js";

const FAILURES: readonly TransferFailure[] = ["no-route", "broken", "timeout", "cancelled", "lost"];
const BITS = 8;

/** What a run tells of its transfers, in `metrics.parquet` and `summary.json`. Made with the first transfer. */
export class TransferMetrics {
  readonly #count: Counter;
  readonly #arrived: Counter;
  readonly #failed: Readonly<Record<TransferFailure, Counter>>;
  readonly #reroutes: Counter;
  readonly #offered: Counter;
  readonly #delivered: Counter;
  readonly #dropped: Counter;
  readonly #inFlight: Gauge;
  readonly #active: Gauge;
  readonly #seconds: Histogram;
  readonly #goodput: Histogram;
  readonly #utilisation: Histogram;
  readonly #meanUtilisation: Gauge;
  readonly #mostUtilisation: Gauge;
  readonly #usedLinks: Gauge;

  constructor(metrics: Metrics) {
    const plain = { unit: "1" };
    const bytes = { unit: "bytes" };
    this.#count = metrics.counter("transfer.count", plain);
    this.#arrived = metrics.counter("transfer.arrived", plain);
    this.#failed = Object.fromEntries(
      FAILURES.map((reason) => [reason, metrics.counter(`transfer.failed.${reason}`, plain)]),
    ) as Record<TransferFailure, Counter>;
    this.#reroutes = metrics.counter("transfer.reroutes", plain);
    this.#offered = metrics.counter("transfer.offered", bytes);
    this.#delivered = metrics.counter("transfer.delivered", bytes);
    this.#dropped = metrics.counter("transfer.dropped", bytes);
    this.#inFlight = metrics.gauge("transfer.in-flight", bytes);
    this.#active = metrics.gauge("transfer.active", plain);
    this.#seconds = metrics.histogram("transfer.duration", { unit: "s" });
    this.#goodput = metrics.histogram("transfer.goodput", { unit: "bit/s" });
    this.#utilisation = metrics.histogram("transfer.link-utilisation", plain);
    this.#meanUtilisation = metrics.gauge("transfer.mean-utilisation", plain);
    this.#mostUtilisation = metrics.gauge("transfer.max-utilisation", plain);
    this.#usedLinks = metrics.gauge("transfer.used-links", plain);
  }

  started(): void {
    this.#count.add();
  }

  rerouted(): void {
    this.#reroutes.add();
  }

  arrived(sizeBytes: number, takenNs: number): void {
    this.#arrived.add();
    this.#seconds.record(takenNs / NS_PER_SECOND);
    if (sizeBytes > 0 && takenNs > 0) {
      this.#goodput.record((sizeBytes * BITS * NS_PER_SECOND) / takenNs);
    }
  }

  failed(reason: TransferFailure): void {
    this.#failed[reason].add();
  }

  /** @param shares utilisation of each link direction that carried something since the last tick */
  utilisation(shares: readonly number[]): void {
    let [sum, most] = [0, 0];
    for (const share of shares) {
      this.#utilisation.record(share);
      sum += share;
      if (share > most) most = share;
    }
    this.#usedLinks.set(shares.length);
    this.#meanUtilisation.set(shares.length === 0 ? 0 : sum / shares.length);
    this.#mostUtilisation.set(most);
  }

  books(books: ByteBooks, active: number): void {
    catchUp(this.#offered, books.offeredBytes);
    catchUp(this.#delivered, books.deliveredBytes);
    catchUp(this.#dropped, books.droppedBytes);
    this.#inFlight.set(books.inFlightBytes);
    this.#active.set(active);
  }
}

function catchUp(counter: Counter, total: number): void {
  counter.add(total - counter.value);
}
