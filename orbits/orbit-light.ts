import { NS_PER_SECOND } from "./constants.js";
import { sunAboveLimb } from "./eclipse.js";
import type { Ephemeris } from "./ephemeris.js";
import { gmstRad } from "./gmst.js";
import { addNs, type Instant, julianDate } from "./instant.js";
import { sunEcefAu, sunlitFraction } from "./sun.js";

/** The Sun's place is computed this often, ns; between, straight lines are good to 1e-8 rad. */
const KNOT_NS = 600 * NS_PER_SECOND;
/** Turn of the Earth against the stars, rad/s (IAU 1982; Aoki et al., A&A 105, 359), good between two knots. */
const EARTH_TURN_RAD_S = 7.292115855e-5;

/** The Sun at a knot, in the frame that does not turn, AU, and Greenwich's angle, rad. */
interface Knot {
  readonly sun: readonly [number, number, number];
  readonly gmst: number;
}

/**
 * Looks at one satellite at one time: where it is and where the Sun is, Earth-fixed. What `look` finds is left in the
 * object's own fields until the next look, so that nothing is allocated.
 */
export class OrbitLight {
  /** Of the last look: the satellite, km; zeros where it has no place. */
  x = 0;
  y = 0;
  z = 0;
  /** Of the last look: the Sun, astronomical units. */
  sunX = 0;
  sunY = 0;
  sunZ = 0;

  readonly #ephemeris: Ephemeris;
  readonly #start: Instant;
  readonly #positions: Float64Array;
  readonly #status: Uint8Array;
  readonly #knots = new Map<number, Knot>();
  /** The knots before and after the last look, and the number of the first. */
  #index = Number.NaN;
  #before!: Knot;
  #after!: Knot;
  /** When the Sun's place was last turned to. */
  #turnedNs = Number.NaN;
  readonly #point = new Float64Array(3);
  readonly #fraction = new Float64Array(1);

  /** @param start the UTC instant of time 0 of the ephemeris */
  constructor(ephemeris: Ephemeris, start: Instant) {
    this.#ephemeris = ephemeris;
    this.#start = start;
    this.#positions = new Float64Array(3 * ephemeris.count);
    this.#status = new Uint8Array(ephemeris.count);
  }

  /** @returns whether the satellite has a place then */
  look(satellite: number, timeNs: number): boolean {
    this.#ephemeris.positionsAt(timeNs, this.#positions, this.#status, satellite, satellite + 1);
    this.x = this.#positions[3 * satellite];
    this.y = this.#positions[3 * satellite + 1];
    this.z = this.#positions[3 * satellite + 2];
    this.#turnSun(timeNs);
    return this.x !== 0 || this.y !== 0 || this.z !== 0;
  }

  /** `sunAboveLimb` of the satellite then; -Infinity where it has no place. */
  sunAboveLimb(satellite: number, timeNs: number): number {
    this.look(satellite, timeNs);
    return sunAboveLimb(this.x, this.y, this.z, this.sunX, this.sunY, this.sunZ);
  }

  /** Share of the Sun's disc in view at the last look, 0 to 1. */
  get sunlit(): number {
    this.#point[0] = this.x;
    this.#point[1] = this.y;
    this.#point[2] = this.z;
    sunlitFraction([this.sunX, this.sunY, this.sunZ], this.#point, this.#fraction);
    return this.#fraction[0];
  }

  #turnSun(timeNs: number): void {
    if (timeNs === this.#turnedNs) return;
    this.#turnedNs = timeNs;
    const index = Math.floor(timeNs / KNOT_NS);
    if (index !== this.#index) {
      this.#before = this.#knot(index);
      this.#after = this.#knot(index + 1);
      this.#index = index;
    }
    const from = this.#before;
    const to = this.#after;
    const sinceKnot = timeNs - index * KNOT_NS;
    const share = sinceKnot / KNOT_NS;
    const x = from.sun[0] + share * (to.sun[0] - from.sun[0]);
    const y = from.sun[1] + share * (to.sun[1] - from.sun[1]);
    const gmst = from.gmst + EARTH_TURN_RAD_S * (sinceKnot / NS_PER_SECOND);
    const cos = Math.cos(gmst);
    const sin = Math.sin(gmst);
    this.sunX = cos * x + sin * y;
    this.sunY = cos * y - sin * x;
    this.sunZ = from.sun[2] + share * (to.sun[2] - from.sun[2]);
  }

  #knot(index: number): Knot {
    let knot = this.#knots.get(index);
    if (knot === undefined) {
      const instant = addNs(this.#start, index * KNOT_NS);
      const [x, y, z] = sunEcefAu(julianDate(instant), 0);
      knot = { sun: [x, y, z], gmst: gmstRad(instant) };
      this.#knots.set(index, knot);
    }
    return knot;
  }
}
