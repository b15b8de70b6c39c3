import { NS_PER_SECOND } from "./constants.js";
import { type Ephemeris, EphemerisStatus } from "./ephemeris.js";
import { gmstRad } from "./gmst.js";
import { addNs, type Instant } from "./instant.js";

/**
 * The plane of flight is that of positions this long before and after an instant. What a chord leaves out of the
 * velocity lies in the plane but for the oblateness's part, under 1e-9 rad; rounding is less. Either would turn a cluster
 * as a whole, by a micrometre for each kilometre from its chief, and change no distance in it.
 */
const STEP_NS = NS_PER_SECOND;

/**
 * Where one satellite is and how its local frame lies, Earth-fixed: x from the Earth's centre outward, z along the
 * orbit's normal (of its motion among the stars, not over the ground), y = z cross x, about along the flight. What
 * `look` finds stays in the object's fields until the next look.
 */
export class ChiefFrame {
  /** An `EphemerisStatus` of the last look; the other fields hold only where it is Ok. */
  status: number = EphemerisStatus.Ok;
  /** The satellite, km. */
  readonly place = new Float64Array(3);
  /** Unit vectors. */
  readonly outward = new Float64Array(3);
  readonly along = new Float64Array(3);
  readonly normal = new Float64Array(3);

  readonly #ephemeris: Ephemeris;
  readonly #start: Instant;
  readonly #before = new Float64Array(3);
  readonly #after = new Float64Array(3);
  readonly #status = new Uint8Array(1);
  #timeNs = Number.NaN;

  /**
   * @param ephemeris of one satellite
   * @param start the UTC instant of its time 0
   */
  constructor(ephemeris: Ephemeris, start: Instant) {
    this.#ephemeris = ephemeris;
    this.#start = start;
  }

  /** Looks at a time, unless that is what the last look was at. */
  look(timeNs: number): void {
    if (timeNs === this.#timeNs) return;
    this.#timeNs = timeNs;
    this.status =
      this.#locate(timeNs, this.place) ||
      this.#locate(timeNs - STEP_NS, this.#before) ||
      this.#locate(timeNs + STEP_NS, this.#after);
    if (this.status !== EphemerisStatus.Ok) return;
    const { place, outward, along, normal } = this;
    const now = gmstRad(addNs(this.#start, timeNs));
    turn(this.#before, gmstRad(addNs(this.#start, timeNs - STEP_NS)) - now);
    turn(this.#after, gmstRad(addNs(this.#start, timeNs + STEP_NS)) - now);
    for (let k = 0; k < 3; k++) {
      outward[k] = place[k];
      along[k] = this.#after[k] - this.#before[k];
    }
    unit(outward);
    cross(outward, along, normal);
    unit(normal);
    cross(normal, outward, along);
  }

  #locate(timeNs: number, out: Float64Array): number {
    this.#ephemeris.positionsAt(timeNs, out, this.#status);
    return this.#status[0];
  }
}

/** Turns a vector eastward about the Earth's axis. */
function turn(vector: Float64Array, angleRad: number): void {
  const cos = Math.cos(angleRad);
  const sin = Math.sin(angleRad);
  const [x, y] = vector;
  vector[0] = cos * x - sin * y;
  vector[1] = sin * x + cos * y;
}

function unit(vector: Float64Array): void {
  const length = Math.sqrt(vector[0] * vector[0] + vector[1] * vector[1] + vector[2] * vector[2]);
  for (let k = 0; k < 3; k++) vector[k] /= length;
}

function cross(a: Float64Array, b: Float64Array, out: Float64Array): void {
  out[0] = a[1] * b[2] - a[2] * b[1];
  out[1] = a[2] * b[0] - a[0] * b[2];
  out[2] = a[0] * b[1] - a[1] * b[0];
}
