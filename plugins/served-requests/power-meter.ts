import type { EnergyBooks, PluginSim } from "../../index.js";

/** Where the power of a satellite came from while it worked on a request: shares that add up to 1. */
export interface PowerShares {
  readonly panels: number;
  readonly battery: number;
}

/**
 * Reads the books of satellites when work on a request comes to them and when it leaves. What the battery lost meanwhile, over
 * all that was drawn, is the battery's share; the rest came straight from the panels. A satellite has one bus, so that
 * every consumer on it has the same shares.
 */
export class PowerMeter {
  readonly #sim: PluginSim;
  /** By request, as its node stood when it came. */
  readonly #opened = new Map<number, EnergyBooks>();

  constructor(sim: PluginSim) {
    this.#sim = sim;
  }

  open(request: number, node: number): void {
    const { energy } = this;
    if (energy?.has(node)) this.#opened.set(request, energy.books(node));
  }

  /** @returns undefined for a node without a battery, and where nothing was drawn */
  close(request: number, node: number): PowerShares | undefined {
    const before = this.#opened.get(request);
    if (before === undefined || this.energy === undefined) return undefined;
    this.#opened.delete(request);
    const after = this.energy.books(node);
    const drawnJ = after.drawnJ - before.drawnJ;
    if (drawnJ <= 0) return undefined;
    const battery = Math.min(1, Math.max(0, before.chargeJ - after.chargeJ) / drawnJ);
    return { panels: 1 - battery, battery };
  }

  /** Forgets a request whose work failed. */
  drop(request: number): void {
    this.#opened.delete(request);
  }

  private get energy(): PluginSim["energy"] | undefined {
    return this.#sim.hasEnergy ? this.#sim.energy : undefined;
  }
}
