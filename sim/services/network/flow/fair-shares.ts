import { Ceilings } from "./ceilings.js";
import { EQUAL, RegionFilling } from "./region-filling.js";
import { LOAD, PORT_SHIFT, SharingNetwork } from "./sharing-network.js";

/**
 * Max-min fair rates of flows over ports (Bertsekas and Gallager, Data Networks, 2nd edition, section 6.5.2),
 * computed anew only where a change can be felt.
 *
 * An allocation is max-min fair exactly if it is feasible and each flow has a *bottleneck*: a port on its way that
 * is full and on which no flow is faster (ibid., proposition); it is unique. `update` finds it so:
 *
 * 1. *Region.* The ports that changed; then, for each port of the region, the flows that have their bottleneck
 *    there *rise*: they give up their rates, and all watched ports on their ways (see `SharingNetwork`) belong to
 *    the region. As a bottleneck is where a flow is among the fastest, the region grows only towards higher rates.
 * 2. *Filling.* In the region alone, rising flows share what the fixed ones leave, by progressive filling: the port
 *    with the least share (capacity - load) / rising flows is full, and its rising flows have that rate.
 * 3. *Border.* If a port would be full at a rate below that of a fixed flow on it, that flow should give way: it
 *    rises, and its bottleneck joins the region by 1, before the port is full. What was filled before stays as it
 *    is: all that rises now had higher rates, and full ports hold no such flow.
 * 4. *Ceilings.* Where a rate has outgrown its flow's ceiling, the ceiling is raised. A port that comes to be
 *    watched by that and is over its capacity is a change by itself: again from 1.
 *
 * In the end each flow has a bottleneck. A rising one: its port is full, no flow filled before is faster, and no
 * fixed one by 3. A fixed one: its bottleneck is outside of the region, so by 1 no flow on it has risen, and it is
 * as full as it was. No capacity is exceeded: in the region by 2; at watched ports outside of it nothing has
 * changed; elsewhere by 4 the ceilings do not add up to it. So this is the allocation for the whole network.
 *
 * A change costs what the flows of its region cost; where the region is everything, it is plain progressive filling.
 */
export class FairShares {
  /** Ports whose level may have changed in the last `update`; some of them twice. */
  readonly changedPorts: number[] = [];
  /** Flows that have another bottleneck since the last `update`; some of them twice. */
  readonly movedFlows: number[] = [];

  readonly #network = new SharingNetwork();
  readonly #filling = new RegionFilling(this.#network);
  readonly #ceilings = new Ceilings(this.#network);
  readonly #seeds: number[] = [];
  readonly #newFlows: number[] = [];

  /** @param capacityBps at least 0; Infinity for no limit */
  addPort(capacityBps: number): number {
    return this.#network.addPort(capacityBps);
  }

  /** Only for a port that no flow uses. */
  removePort(port: number): void {
    this.#network.removePort(port);
  }

  setCapacity(port: number, capacityBps: number): void {
    if (!this.#network.setCapacity(port, capacityBps)) return;
    this.#startFrom(port);
  }

  /** How many flows use the port; one that goes through it twice counts twice. */
  flowsAt(port: number): number {
    return this.#network.memberCount[port];
  }

  /**
   * @param ports its way, at least one port; a port that is there twice is used twice
   * @returns the flow's number; it has rate 0 until `update`
   */
  addFlow(ports: ArrayLike<number>): number {
    const flow = this.#network.addFlow(ports);
    this.#newFlows.push(flow);
    return flow;
  }

  removeFlow(flow: number): void {
    const { levelBps, flows } = this.#network;
    flows.eachPort(flow, (port) => {
      // What is nobody's bottleneck was no limit before, and is none with more room.
      if (levelBps[port] !== Number.POSITIVE_INFINITY) this.#seeds.push(port);
    });
    this.#network.removeFlow(flow);
  }

  /** As of the last `update`. */
  rateBps(flow: number): number {
    return this.#network.rateBps(flow);
  }

  /** The port that limits the flow; -1 before its first `update`. */
  bottleneck(flow: number): number {
    return this.#network.flows.bottleneck(flow);
  }

  /** The rate of the flows that have their bottleneck at the port; Infinity where none has. */
  levelBps(port: number): number {
    return this.#network.levelBps[port];
  }

  /** Brings all rates up to date with what has changed. @returns whether anything had changed */
  update(): boolean {
    this.changedPorts.length = 0;
    this.movedFlows.length = 0;
    if (this.#seeds.length === 0 && this.#newFlows.length === 0) return false;
    while (this.#seeds.length > 0 || this.#newFlows.length > 0) this.#change();
    return true;
  }

  #change(): void {
    const filling = this.#filling;
    filling.gather(this.#seeds, this.#newFlows);
    this.#seeds.length = 0;
    this.#newFlows.length = 0;
    filling.fill();
    for (const port of filling.region) this.changedPorts.push(port);
    for (const flow of filling.movedFlows) this.movedFlows.push(flow);
    const { ports, capacityBps } = this.#network;
    for (const port of this.#ceilings.follow(filling.region, filling.movedFlows)) {
      if (ports[(port << PORT_SHIFT) + LOAD] > capacityBps[port] * (1 + EQUAL)) this.#startFrom(port);
    }
    filling.close();
  }

  /** The port is a change by itself. */
  #startFrom(port: number): void {
    this.#filling.distrust(port);
    this.#seeds.push(port);
  }
}
