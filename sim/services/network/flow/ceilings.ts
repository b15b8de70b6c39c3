import { FLOW_SHIFT, NEXT } from "./flow-records.js";
import { grown } from "./grown.js";
import type { SharingNetwork } from "./sharing-network.js";

/**
 * A flow's ceiling is set so far above its rate, and set anew when the rate is above it or below that share of it.
 * Tight ceilings leave few ports to watch, loose ones are seldom set: with 10,000 flows over Starlink's first shell
 * each flow has 2.3 watched ports on its way of 25 with these, and 6.5 with 1.25 and 0.5.
 */
const HEADROOM = 1.04;
const SLACK_SHARE = 0.92;

/** Lets the ceilings of flows follow their rates (see `SharingNetwork`). */
export class Ceilings {
  readonly #network: SharingNetwork;
  readonly #newlyWatched: number[] = [];
  /** By port: bounds of the ceilings of the flows that have their bottleneck there. */
  #leastBps = new Float64Array(64).fill(Number.POSITIVE_INFINITY);
  #greatestBps = new Float64Array(64);

  constructor(network: SharingNetwork) {
    this.#network = network;
  }

  /**
   * @param ports those whose levels have changed
   * @param movedFlows those that have another bottleneck than before
   * @returns ports that have come to be watched; valid until the next call
   */
  follow(ports: readonly number[], movedFlows: readonly number[]): readonly number[] {
    const network = this.#network;
    this.#newlyWatched.length = 0;
    this.#makeRoom();
    for (const flow of movedFlows) this.#note(network.flows.bottleneck(flow), network.ceilingBps[flow]);
    for (const port of ports) {
      const level = network.levelBps[port];
      if (level === Number.POSITIVE_INFINITY) network.unwatchWherePossible(port);
      else if (level > this.#leastBps[port] || level < SLACK_SHARE * this.#greatestBps[port])
        this.#set(port, level);
    }
    return this.#newlyWatched;
  }

  #note(port: number, ceilingBps: number): void {
    if (ceilingBps < this.#leastBps[port]) this.#leastBps[port] = ceilingBps;
    if (ceilingBps > this.#greatestBps[port]) this.#greatestBps[port] = ceilingBps;
  }

  /** Sets the ceilings of the flows that have their bottleneck at the port. */
  #set(port: number, level: number): void {
    const network = this.#network;
    const { ceilingBps, flows } = network;
    const records = flows.data;
    const newlyWatched = this.#newlyWatched;
    let least = Number.POSITIVE_INFINITY;
    let greatest = 0;
    for (let flow = flows.first(port); flow >= 0; flow = records[(flow << FLOW_SHIFT) + NEXT]) {
      let ceiling = ceilingBps[flow];
      if (level > ceiling || level < SLACK_SHARE * ceiling) {
        ceiling = Math.ceil(HEADROOM * level);
        network.setCeiling(flow, ceiling, newlyWatched);
      }
      if (ceiling < least) least = ceiling;
      if (ceiling > greatest) greatest = ceiling;
    }
    this.#leastBps[port] = least;
    this.#greatestBps[port] = greatest;
  }

  #makeRoom(): void {
    const { portEnd } = this.#network;
    const known = this.#leastBps.length;
    if (portEnd <= known) return;
    this.#leastBps = grown(this.#leastBps, portEnd).fill(Number.POSITIVE_INFINITY, known);
    this.#greatestBps = grown(this.#greatestBps, portEnd);
  }
}
