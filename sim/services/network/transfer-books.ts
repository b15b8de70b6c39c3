import type { ByteBooks } from "./network-service.js";
import type { Flow } from "./transport.js";

/**
 * Every byte ever offered, by what became of it. Each figure is counted by itself, the delivered bytes as transports
 * tell them and those in flight over the transfers that live, so that a transport that loses or doubles bytes, and a
 * transfer that is forgotten, shows: offered = delivered + dropped + in flight holds only if nobody errs.
 */
export class TransferBooks {
  #offeredBytes = 0;
  /** Of transfers that have ended. */
  #deliveredBytes = 0;
  #droppedBytes = 0;

  offer(bytes: number): void {
    this.#offeredBytes += bytes;
  }

  /** @param droppedBytes what was given up */
  close(deliveredBytes: number, droppedBytes: number): void {
    this.#deliveredBytes += deliveredBytes;
    this.#droppedBytes += droppedBytes;
  }

  /** @param live transfers on their way, each brought up to this moment */
  asOfNow(live: Iterable<Flow>): ByteBooks {
    let deliveredBytes = this.#deliveredBytes;
    let inFlightBytes = 0;
    for (const { request, deliveredBytes: arrived } of live) {
      deliveredBytes += arrived;
      inFlightBytes += request.sizeBytes - arrived;
    }
    return {
      offeredBytes: this.#offeredBytes,
      deliveredBytes,
      droppedBytes: this.#droppedBytes,
      inFlightBytes,
    };
  }
}
