import { NS_PER_SECOND } from "../../../orbits/constants.js";
import { BatteryBank } from "./battery-bank.js";
import type { EnergyModel } from "./energy-plan.js";
import { heatCapacityJPerK, radiatedWPerK4, secondsUntil, temperatureAfter } from "./heat-balance.js";
import type { LightPieces } from "./light-pieces.js";

/** What the radio of a satellite has used on bytes since the start, J. */
export type RadioJ = (i: number) => number;

const ADAPTIVE = { kind: "adaptive" } as const;

/** Levels at which something is to happen; NaN where nothing is. */
export interface Levels {
  chargeBelowJ: number;
  chargeAboveJ: number;
  warmerK: number;
  coolerK: number;
}

/**
 * Charge, temperature and dose of each satellite, moved on piece by piece (`LightPieces`). Within a piece and between
 * changes of the draw all powers are constant, so that charges are exact, and so is the instant at which one will be at
 * a given level.
 */
export class EnergyState {
  readonly pieces: LightPieces;
  readonly batteries: BatteryBank;
  /** By satellite. NaN for one without a thermal model. */
  readonly temperatureK: Float64Array;
  readonly doseGy: Float64Array;
  /** How far it has come, integer ns. */
  readonly syncedNs: Float64Array;
  readonly busyCores: Float64Array;
  /** 1 while the battery was empty and is not at its resume level again: the computer is off. */
  readonly off: Uint8Array;
  readonly #models: readonly EnergyModel[];
  readonly #radioJ: RadioJ | undefined;
  readonly #radioW: Float64Array;
  readonly #radioBookedJ: Float64Array;
  readonly #radiated: Float64Array;
  readonly #heatCapacity: Float64Array;
  readonly #panelPeakW: Float64Array;
  readonly #absorbedPeakW: Float64Array;

  /** @param radioJ absent: radios use nothing for bytes */
  constructor(models: readonly EnergyModel[], pieces: LightPieces, radioJ: RadioJ | undefined) {
    const column = (value: (model: EnergyModel, i: number) => number) => Float64Array.from(models, value);
    this.pieces = pieces;
    this.#models = models;
    this.#radioJ = radioJ;
    this.batteries = new BatteryBank(
      column(({ battery }) => battery.capacityJ),
      column(({ battery }) => battery.capacityJ * battery.initialCharge),
    );
    this.temperatureK = column(({ thermal }) => thermal?.initialK ?? Number.NaN);
    this.doseGy = column(() => 0);
    this.syncedNs = column(() => 0);
    this.busyCores = column(() => 0);
    this.off = new Uint8Array(models.length);
    this.#radioW = column(() => 0);
    this.#radioBookedJ = column(() => 0);
    this.#radiated = column(({ thermal }) => (thermal === undefined ? 0 : radiatedWPerK4(thermal)));
    this.#heatCapacity = column(({ thermal }) => (thermal === undefined ? 0 : heatCapacityJPerK(thermal)));
    this.#panelPeakW = column((_, i) => pieces.panelPeakW(i));
    this.#absorbedPeakW = column((_, i) => pieces.absorbedPeakW(i));
    for (let i = 0; i < models.length; i++) pieces.next(i);
  }

  /** Moves a satellite on to an instant; nothing happens to one that is there already. */
  advance(i: number, toNs: number): void {
    let fromNs = this.syncedNs[i];
    if (fromNs >= toNs) return;
    this.#measureRadio(i, (toNs - fromNs) / NS_PER_SECOND);
    while (fromNs < toNs) {
      if (this.pieces.endNs[i] <= fromNs) this.pieces.next(i);
      const untilNs = Math.min(toNs, this.pieces.endNs[i]);
      this.#run(i, (untilNs - fromNs) / NS_PER_SECOND);
      fromNs = untilNs;
    }
    this.syncedNs[i] = toNs;
  }

  /** What is drawn now, W, the radio's bytes by their mean over the last step. */
  drawW(i: number): number {
    const { draw, battery } = this.#models[i];
    const isOff = this.off[i] === 1;
    if (isOff && battery.onEmpty === "leave") return draw.busW;
    const radio = draw.busW + draw.radio.idleW + this.#radioW[i];
    return isOff ? radio : radio + draw.compute.idleW + draw.compute.perCoreW * this.busyCores[i];
  }

  /** What the panels give now, W. */
  panelW(i: number): number {
    if (this.pieces.endNs[i] <= this.syncedNs[i]) this.pieces.next(i);
    return this.pieces.panelW[i];
  }

  /**
   * The next instant up to `horizonNs` at which one of the levels may be met, as things are: exactly that instant where
   * it lies within the piece in force, else the end of that piece, after which to ask again; undefined where none can be.
   *
   * @returns integer ns, after now
   */
  nextInstant(i: number, levels: Readonly<Levels>, horizonNs: number): number | undefined {
    const nowNs = this.syncedNs[i];
    const seconds = (horizonNs - nowNs) / NS_PER_SECOND;
    if (seconds <= 0 || !this.#couldMeet(i, levels, seconds)) return undefined;
    const panelW = this.panelW(i);
    const endNs = Math.min(horizonNs, this.pieces.endNs[i]);
    const within = (endNs - nowNs) / NS_PER_SECOND;
    const charge = this.batteries.chargeJ[i];
    const netW = panelW - this.drawW(i);
    let first = within;
    if (netW < 0 && !Number.isNaN(levels.chargeBelowJ)) {
      first = Math.min(first, (charge - levels.chargeBelowJ) / -netW);
    } else if (netW > 0 && !Number.isNaN(levels.chargeAboveJ)) {
      first = Math.min(first, (levels.chargeAboveJ - charge) / netW);
    }
    first = Math.min(first, this.#secondsUntil(i, levels.warmerK, within));
    first = Math.min(first, this.#secondsUntil(i, levels.coolerK, within));
    // Rounded up: at the instant itself the level has been met.
    const instant = Math.min(endNs, nowNs + Math.max(1, Math.ceil(first * NS_PER_SECOND)));
    return first < within || endNs < horizonNs ? instant : undefined;
  }

  /** Bounds that are cheap to look at: most satellites are far from every level. */
  #couldMeet(i: number, levels: Readonly<Levels>, seconds: number): boolean {
    const charge = this.batteries.chargeJ[i];
    const drawW = this.drawW(i);
    if (charge - drawW * seconds <= levels.chargeBelowJ) return true;
    if (charge + this.#panelPeakW[i] * seconds >= levels.chargeAboveJ) return true;
    const { thermal } = this.#models[i];
    if (thermal === undefined) return false;
    const t = this.temperatureK[i];
    const heatW = this.#absorbedPeakW[i] + thermal.heatShare * drawW;
    if (t + (heatW * seconds) / this.#heatCapacity[i] >= levels.warmerK) return true;
    return t - (this.#radiated[i] * t * t * t * t * seconds) / this.#heatCapacity[i] <= levels.coolerK;
  }

  /** Until a temperature is met; Infinity where it is not within so many seconds. */
  #secondsUntil(i: number, levelK: number, seconds: number): number {
    if (Number.isNaN(levelK)) return Number.POSITIVE_INFINITY;
    const heatW = this.pieces.absorbedW[i] + this.#heatShare(i) * this.#metW(i);
    const after = (s: number) => this.#warmed(i, s, heatW);
    return secondsUntil(levelK, this.temperatureK[i], seconds, after) ?? Number.POSITIVE_INFINITY;
  }

  #measureRadio(i: number, seconds: number): void {
    if (this.#radioJ === undefined) return;
    const usedJ = this.#radioJ(i);
    this.#radioW[i] = (usedJ - this.#radioBookedJ[i]) / seconds;
    this.#radioBookedJ[i] = usedJ;
  }

  #run(i: number, seconds: number): void {
    const { pieces } = this;
    const drawnJ = this.batteries.run(i, pieces.panelW[i], this.drawW(i), seconds);
    this.doseGy[i] += pieces.doseGyPerS[i] * seconds;
    if (this.#heatCapacity[i] === 0) return;
    const heatW = pieces.absorbedW[i] + (this.#heatShare(i) * drawnJ) / seconds;
    this.temperatureK[i] = this.#warmed(i, seconds, heatW);
  }

  #warmed(i: number, seconds: number, heatW: number): number {
    const { thermal } = this.#models[i];
    const scheme = thermal?.scheme ?? ADAPTIVE;
    const t = this.temperatureK[i];
    return temperatureAfter(t, seconds, heatW, this.#radiated[i], this.#heatCapacity[i], scheme);
  }

  #heatShare(i: number): number {
    return this.#models[i].thermal?.heatShare ?? 0;
  }

  /** What is drawn and met: an empty battery gives no more than the panels. */
  #metW(i: number): number {
    const drawW = this.drawW(i);
    return this.batteries.chargeJ[i] > 0 ? drawW : Math.min(drawW, this.pieces.panelW[i]);
  }
}
