import { CLEARANCE_RADIUS_KM } from "../constants.js";
import { type Ephemeris, EphemerisStatus } from "../ephemeris.js";

const CLEARANCE_SQUARED = CLEARANCE_RADIUS_KM * CLEARANCE_RADIUS_KM;

/** Whether a node has a position, no nearer than 80 km to the ground: nothing below that is in orbit. */
export function hasPosition(positionsKm: Float64Array, status: Uint8Array, node: number): boolean {
  if (status[node] !== EphemerisStatus.Ok) return false;
  const x = positionsKm[3 * node];
  const y = positionsKm[3 * node + 1];
  const z = positionsKm[3 * node + 2];
  return x * x + y * y + z * z >= CLEARANCE_SQUARED;
}

/** Asks an ephemeris for one satellite at a time, into one set of buffers. */
export class SatelliteProbe {
  /** `[x, y, z]` of every node; only what was last asked for is up to date. */
  readonly positionsKm: Float64Array;
  readonly #status: Uint8Array;
  readonly #ephemeris: Ephemeris;

  constructor(ephemeris: Ephemeris) {
    this.#ephemeris = ephemeris;
    this.positionsKm = new Float64Array(3 * ephemeris.count);
    this.#status = new Uint8Array(ephemeris.count);
  }

  /** Writes the satellite's Earth-fixed position to `positionsKm`; false where it has none. */
  locate(satellite: number, timeNs: number): boolean {
    this.#ephemeris.positionsAt(timeNs, this.positionsKm, this.#status, satellite, satellite + 1);
    return hasPosition(this.positionsKm, this.#status, satellite);
  }
}

const probes = new WeakMap<Ephemeris, SatelliteProbe>();

/** The probe of an ephemeris: its buffers are as long as the constellation, so contacts share them. */
export function probeOf(ephemeris: Ephemeris): SatelliteProbe {
  const known = probes.get(ephemeris);
  if (known !== undefined) return known;
  const probe = new SatelliteProbe(ephemeris);
  probes.set(ephemeris, probe);
  return probe;
}

/** @throws RangeError where the ephemeris has no such satellite */
export function checkSatellite({ count }: Ephemeris, satellite: number): void {
  if (!(Number.isInteger(satellite) && satellite >= 0 && satellite < count)) {
    throw new RangeError(`expected a satellite from 0 to ${count - 1}, got ${satellite}`);
  }
}
