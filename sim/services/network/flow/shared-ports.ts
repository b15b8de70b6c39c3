import type { Ports } from "../transport.js";
import type { FairShares } from "./fair-shares.js";
import { grown } from "./grown.js";
import type { Sending } from "./sending.js";

/**
 * The ports in use, as those who share know them. A port of the network has a number there as long as transfers go
 * through it, so that what has to be looked at does not grow with the run.
 */
export class SharedPorts {
  readonly #ports: Ports;
  readonly #shares: FairShares;
  /** By port of the network: its number where it is in use, else -1. And the other way round; -1 for own limits. */
  #numberOf = new Int32Array(64).fill(-1);
  #portOf = new Int32Array(64).fill(-1);
  #end = 0;
  readonly #list: number[] = [];

  constructor(ports: Ports, shares: FairShares) {
    this.#ports = ports;
    this.#shares = shares;
  }

  /** Lets a transfer share the ports of its way. @returns its share */
  open(sending: Sending, maxRateBps: number | undefined): number {
    const list = this.#list;
    list.length = 0;
    for (const port of sending.way!.ports) list.push(this.#use(port));
    if (maxRateBps !== undefined) {
      sending.limitPort = this.#shares.addPort(maxRateBps);
      this.#note(sending.limitPort, -1);
      list.push(sending.limitPort);
    }
    sending.share = this.#shares.addFlow(list);
    return sending.share;
  }

  /** @param onFreed gets the number of each port that is no longer in use */
  close(sending: Sending, onFreed: (number: number) => void): void {
    this.#shares.removeFlow(sending.share);
    for (const port of sending.way!.ports) {
      const number = this.#numberOf[port];
      if (number < 0 || this.#shares.flowsAt(number) > 0) continue;
      this.#numberOf[port] = -1;
      this.#free(number, onFreed);
    }
    if (sending.limitPort >= 0) this.#free(sending.limitPort, onFreed);
    sending.limitPort = -1;
  }

  /** Takes in capacities as they are now. @returns whether there are transfers that they may concern */
  refresh(): boolean {
    for (let number = 0; number < this.#end; number++) {
      const port = this.#portOf[number];
      if (port >= 0) this.#shares.setCapacity(number, this.#ports.capacityBps(port));
    }
    return this.#end > 0;
  }

  #use(port: number): number {
    const known = this.#numberOf.length;
    if (port >= known) this.#numberOf = grown(this.#numberOf, port + 1).fill(-1, known);
    let number = this.#numberOf[port];
    if (number < 0) {
      number = this.#shares.addPort(this.#ports.capacityBps(port));
      this.#numberOf[port] = number;
      this.#note(number, port);
    }
    return number;
  }

  #note(number: number, port: number): void {
    const known = this.#portOf.length;
    if (number >= known) this.#portOf = grown(this.#portOf, number + 1).fill(-1, known);
    this.#portOf[number] = port;
    if (number >= this.#end) this.#end = number + 1;
  }

  #free(number: number, onFreed: (number: number) => void): void {
    this.#portOf[number] = -1;
    this.#shares.removePort(number);
    onFreed(number);
  }
}
