/** What went in and out of a battery since the start, J: harvested = gained + drawn + spilled, always. */
export interface EnergyBooks {
  readonly initialJ: number;
  readonly chargeJ: number;
  /** What the panels gave. */
  readonly harvestedJ: number;
  /** What bus, radio and computer got. */
  readonly drawnJ: number;
  /** What the panels gave while the battery was full and nothing drew it. */
  readonly spilledJ: number;
  /** What was wanted while the battery was empty; part of nothing else. */
  readonly unmetJ: number;
}

/** Batteries as buckets: what panels give beyond the draw is stored up to the capacity, what lacks is taken out. */
export class BatteryBank {
  readonly capacityJ: Float64Array;
  readonly chargeJ: Float64Array;
  readonly harvestedJ: Float64Array;
  readonly drawnJ: Float64Array;
  readonly spilledJ: Float64Array;
  readonly unmetJ: Float64Array;
  readonly #initialJ: Float64Array;

  constructor(capacityJ: Float64Array, initialJ: Float64Array) {
    const column = () => new Float64Array(capacityJ.length);
    this.capacityJ = capacityJ;
    this.#initialJ = initialJ;
    this.chargeJ = initialJ.slice();
    this.harvestedJ = column();
    this.drawnJ = column();
    this.spilledJ = column();
    this.unmetJ = column();
  }

  /**
   * Lets constant powers act for so long. Exact at any length: the charge goes straight until it is full or empty.
   * @returns what was drawn, J
   */
  run(i: number, panelW: number, wantedW: number, seconds: number): number {
    const inJ = panelW * seconds;
    const wantedJ = wantedW * seconds;
    let charge = this.chargeJ[i] + (inJ - wantedJ);
    let drawnJ = wantedJ;
    if (charge > this.capacityJ[i]) {
      this.spilledJ[i] += charge - this.capacityJ[i];
      charge = this.capacityJ[i];
    } else if (charge < 0) {
      this.unmetJ[i] -= charge;
      drawnJ += charge;
      charge = 0;
    }
    this.chargeJ[i] = charge;
    this.harvestedJ[i] += inJ;
    this.drawnJ[i] += drawnJ;
    return drawnJ;
  }

  books(i: number): EnergyBooks {
    return {
      initialJ: this.#initialJ[i],
      chargeJ: this.chargeJ[i],
      harvestedJ: this.harvestedJ[i],
      drawnJ: this.drawnJ[i],
      spilledJ: this.spilledJ[i],
      unmetJ: this.unmetJ[i],
    };
  }
}
