import type { NetworkService, Transfer } from "../network/index.js";
import type { ServiceHost } from "../service-host.js";
import type { TrafficSource } from "./traffic-plan.js";

/** Sends the transfers of one entry, and counts those that find nobody to go to. */
export class Sender {
  readonly #network: NetworkService;
  readonly #source: TrafficSource;
  readonly #sent;
  readonly #nobody;

  constructor({ metrics }: ServiceHost, network: NetworkService, source: TrafficSource) {
    this.#network = network;
    this.#source = source;
    this.#sent = metrics.counter("traffic.transfers", { unit: "1" });
    this.#nobody = metrics.counter("traffic.noDestination", { unit: "1" });
  }

  /** What the entry's transfers are for. */
  get purpose(): string {
    return this.#source.purpose;
  }

  /** @param to undefined where there is nobody */
  send(from: number, to: number | undefined, sizeBytes: number): Transfer | undefined {
    if (to === undefined) {
      this.#nobody.add();
      return undefined;
    }
    const { priority, maxRateBps, purpose } = this.#source;
    this.#sent.add();
    return this.#network.transfer({
      from,
      to,
      sizeBytes,
      priority,
      purpose,
      ...(maxRateBps !== undefined && { maxRateBps }),
    });
  }
}
