import { DEG_TO_RAD, NS_PER_SECOND, SECONDS_PER_DAY } from "../orbits/constants.js";

/** Turn of the Earth-fixed frame against TEME, rad/s: 1.00273790935 turns a day. Source: IAU 1982 (Aoki et al., A&A 105, 359). */
const EARTH_RATE_RAD_PER_S = (2 * Math.PI * 1.00273790935) / SECONDS_PER_DAY;

/** Writes Earth-fixed positions of some nodes at another time, at `3 * id`. */
type PositionsOf = (timeNs: number, ids: Uint32Array, positionsKm: Float64Array) => void;

/** The fastest that a terminal can turn, and between which instants that is measured. */
export interface TurnLimit {
  /** Inclusive. */
  readonly degPerS: number;
  /** Time from the earlier instant to the tick: the step of the run. */
  readonly overNs: number;
}

/**
 * How fast the terminals of a link turn. A terminal is mounted on its satellite, and the satellite keeps its
 * attitude in its local frame RSW: R away from the Earth's centre, W along the normal of its orbit,
 * S = W x R along its way (Vallado, "Fundamentals of Astrodynamics and Applications", section 3.3). The rate
 * is the angle between the directions to the partner in that frame at two instants, divided by the time
 * between them. The orbit's normal is that of the plane through the satellite's two (inertial) positions.
 *
 * Nothing but the orbits counts: the rate of a pair is the same whether it was linked before or not.
 */
export class TurnRate {
  readonly #limitRad: number;
  readonly #overNs: number;
  readonly #ids: Uint32Array;
  readonly #cos: number;
  readonly #sin: number;
  /** Positions at the earlier instant, in the Earth-fixed axes of the later one. */
  readonly #before: Float64Array;
  #now: Float64Array;

  constructor({ degPerS, overNs }: TurnLimit, satelliteCount: number, nodeCount: number) {
    const seconds = overNs / NS_PER_SECOND;
    this.#limitRad = degPerS * DEG_TO_RAD * seconds;
    this.#overNs = overNs;
    this.#ids = Uint32Array.from({ length: satelliteCount }, (_, id) => id);
    this.#cos = Math.cos(EARTH_RATE_RAD_PER_S * seconds);
    this.#sin = Math.sin(EARTH_RATE_RAD_PER_S * seconds);
    this.#before = new Float64Array(3 * nodeCount);
    this.#now = this.#before;
  }

  /** Moves on to an instant: looks up where the satellites were before it. */
  begin(timeNs: number, positionsKm: Float64Array, positionsOf: PositionsOf): void {
    const before = this.#before;
    positionsOf(timeNs - this.#overNs, this.#ids, before);
    for (let at = 0; at < 3 * this.#ids.length; at += 3) {
      const x = before[at];
      const y = before[at + 1];
      before[at] = this.#cos * x + this.#sin * y;
      before[at + 1] = this.#cos * y - this.#sin * x;
    }
    this.#now = positionsKm;
  }

  /** Whether the terminal of either end turns faster than allowed. */
  isTooFast(a: number, b: number): boolean {
    return this.turnRad(a, b) > this.#limitRad || this.turnRad(b, a) > this.#limitRad;
  }

  /** How far the terminal of `a` that points at `b` has turned since the earlier instant, rad; NaN where one was not in orbit. */
  turnRad(a: number, b: number): number {
    const before = this.#before;
    const now = this.#now;
    const p = 3 * a;
    const q = 3 * b;
    const [ax, ay, az] = [before[p], before[p + 1], before[p + 2]];
    const [cx, cy, cz] = [now[p], now[p + 1], now[p + 2]];
    // Normal of the orbit, not yet of unit length.
    const wx = ay * cz - az * cy;
    const wy = az * cx - ax * cz;
    const wz = ax * cy - ay * cx;
    const w = Math.sqrt(wx * wx + wy * wy + wz * wz);
    const [r1, s1, w1] = inLocalFrame(ax, ay, az, wx / w, wy / w, wz / w, before, q);
    const [r2, s2, w2] = inLocalFrame(cx, cy, cz, wx / w, wy / w, wz / w, now, q);
    const crossR = s1 * w2 - w1 * s2;
    const crossS = w1 * r2 - r1 * w2;
    const crossW = r1 * s2 - s1 * r2;
    const cross = Math.sqrt(crossR * crossR + crossS * crossS + crossW * crossW);
    return Math.atan2(cross, r1 * r2 + s1 * s2 + w1 * w2);
  }
}

/** The way from a satellite (x, y, z) to the one at `other` in the frame RSW whose W is given, km. */
function inLocalFrame(
  x: number,
  y: number,
  z: number,
  wx: number,
  wy: number,
  wz: number,
  positionsKm: Float64Array,
  other: number,
): readonly [r: number, s: number, w: number] {
  const length = Math.sqrt(x * x + y * y + z * z);
  const rx = x / length;
  const ry = y / length;
  const rz = z / length;
  const dx = positionsKm[other] - x;
  const dy = positionsKm[other + 1] - y;
  const dz = positionsKm[other + 2] - z;
  const sx = wy * rz - wz * ry;
  const sy = wz * rx - wx * rz;
  const sz = wx * ry - wy * rx;
  return [dx * rx + dy * ry + dz * rz, dx * sx + dy * sy + dz * sz, dx * wx + dy * wy + dz * wz];
}
