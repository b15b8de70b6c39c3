import { NS_PER_SECOND } from "../../../orbits/constants.js";
import type { Vector3 } from "../../../orbits/vector.js";
import type { Kernel, RandomStream } from "../../kernel/index.js";
import type { RadiationModel } from "./energy-plan.js";
import type { RadiationField } from "./radiation-field.js";

/** What a particle does to a satellite. */
export type UpsetEffect = "bit-error" | "restart" | "failure";

export interface Upset {
  /** Place among the satellites that can have upsets. */
  readonly i: number;
  readonly region: string;
  readonly effect: UpsetEffect;
  /** 0 to 1: which of the tasks at work a bit error hits. */
  readonly pick: number;
}

/** The satellites that can have upsets, numbered 0 to `count - 1`. */
export interface Exposed {
  readonly count: number;
  model(i: number): RadiationModel;
  field(i: number): RadiationField;
  /** Where it is at an instant; undefined where it has no place. */
  positionAt(i: number, timeNs: number): Vector3 | undefined;
}

/**
 * Upsets of all satellites as one Poisson process of the largest rates, thinned by the rate where the satellite is
 * (Lewis and Shedler 1979, "Simulation of nonhomogeneous Poisson processes by thinning"). Each candidate takes the same
 * number of draws whatever becomes of it, so that upsets depend on orbits and seed, and on nothing else of the run.
 */
export class Upsets {
  readonly #kernel: Kernel;
  readonly #random: RandomStream;
  readonly #exposed: Exposed;
  readonly #onUpset: (upset: Upset) => void;
  /** Sums of largest rates up to and with each satellite, per second. */
  readonly #sums: Float64Array;

  constructor(kernel: Kernel, random: RandomStream, exposed: Exposed, onUpset: (upset: Upset) => void) {
    this.#kernel = kernel;
    this.#random = random;
    this.#exposed = exposed;
    this.#onUpset = onUpset;
    let sum = 0;
    this.#sums = new Float64Array(exposed.count);
    for (let i = 0; i < exposed.count; i++) {
      sum += exposed.field(i).mostUpsetsPerS;
      this.#sums[i] = sum;
    }
  }

  /** Lets the process begin; with rates of 0 everywhere nothing ever happens. */
  start(): void {
    this.#wait();
  }

  get #total(): number {
    return this.#sums.at(-1) ?? 0;
  }

  #wait(): void {
    if (this.#total === 0) return;
    const seconds = this.#random.exponential(1 / this.#total);
    const atNs = this.#kernel.nowNs + Math.max(1, Math.round(seconds * NS_PER_SECOND));
    if (!Number.isSafeInteger(atNs)) return;
    this.#kernel.schedule({ atNs }, () => this.#candidate());
  }

  #candidate(): void {
    const i = this.#pickSatellite(this.#random.next() * this.#total);
    const thinning = this.#random.next();
    const kind = this.#random.next();
    const pick = this.#random.next();
    this.#wait();
    const positionKm = this.#exposed.positionAt(i, this.#kernel.nowNs);
    if (positionKm === undefined) return;
    const field = this.#exposed.field(i);
    const { name: region, upsetsPerS } = field.at(positionKm);
    if (thinning * field.mostUpsetsPerS >= upsetsPerS) return;
    this.#onUpset({ i, region, effect: effectOf(this.#exposed.model(i), kind), pick });
  }

  #pickSatellite(sum: number): number {
    let low = 0;
    let high = this.#sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sums[middle] > sum) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function effectOf({ failureShare, restartShare }: RadiationModel, kind: number): UpsetEffect {
  if (kind < failureShare) return "failure";
  return kind < failureShare + restartShare ? "restart" : "bit-error";
}
