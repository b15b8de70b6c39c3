import { CLEARANCE_RADIUS_KM } from "../constants.js";
import type { Interval } from "./contact-condition.js";
import { measureOrbit, type OrbitBounds } from "./orbit-bounds.js";
import type { SatelliteProbe } from "./satellite-probe.js";

/** Satellites grouped by like orbits, so that what depends on the bounds is worked out once for a group. */
export interface OrbitClasses {
  /** Class of satellite `from + i`. */
  readonly classOf: Uint32Array;
  /** Bounds that hold for all satellites of the class. */
  readonly bounds: readonly OrbitBounds[];
}

/** Bounds are widened to whole multiples of this: it costs less than a thousandth of the speed. */
const GRAIN_KM = 20;

/** Measures the orbits of satellites `from` to `to - 1` over an interval and puts like ones together. */
export function classifyOrbits(
  probe: SatelliteProbe,
  { from, to }: { readonly from: number; readonly to: number },
  interval: Interval,
): OrbitClasses {
  const classOf = new Uint32Array(to - from);
  const bounds: OrbitBounds[] = [];
  const known = new Map<string, number>();
  for (let satellite = from; satellite < to; satellite++) {
    const { minRadiusKm, maxRadiusKm } = measureOrbit(probe, satellite, interval);
    const low = Math.floor(minRadiusKm / GRAIN_KM);
    const high = Math.ceil(maxRadiusKm / GRAIN_KM);
    const key = `${low} ${high}`;
    let orbitClass = known.get(key);
    if (orbitClass === undefined) {
      orbitClass = bounds.length;
      known.set(key, orbitClass);
      bounds.push({
        minRadiusKm: Math.max(CLEARANCE_RADIUS_KM, low * GRAIN_KM),
        maxRadiusKm: high * GRAIN_KM,
      });
    }
    classOf[satellite - from] = orbitClass;
  }
  return { classOf, bounds };
}
