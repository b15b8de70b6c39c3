import { constants, shadowFraction, sunPos } from "satellite.js";
import { temeToEcef } from "./gmst.js";
import type { Vector3 } from "./vector.js";

/** Radius of the Sun (IAU 2015 resolution B3) over the astronomical unit (IAU 2012): its angular radius at 1 AU. */
const SUN_RADIUS_AU = 695_700 / 149_597_870.7;

/** Keeps the shortcuts of `sunlitFraction` clear of the boundaries that they must not decide. */
const MARGIN = 1.01;

/**
 * The Sun, Earth-fixed, in astronomical units, to 0.01 degrees: satellite.js's `sunPos` (the Astronomical
 * Almanac's low-precision formula), turned by Greenwich's angle.
 */
export function sunEcefAu(julianDate: number, gmstRad: number): Vector3 {
  const { x, y, z } = sunPos(julianDate).rsun;
  return temeToEcef([x, y, z], gmstRad);
}

/**
 * How much of the Sun's disc each node sees past the Earth: 1 in full light, 0 in the umbra. That is 1 less
 * satellite.js's `shadowFraction`, which knows angles only and so gives the same in every frame, but for its own
 * rounding in the penumbra (up to 1e-6 at its edges); nodes plainly in light or in the dark are told without calling it.
 *
 * Nodes on the ground, which lie inside of that function's spherical Earth, count as on the sphere: dark when the
 * Sun is down. Nodes without a position (zeros) get 0.
 *
 * @param sunAu from `sunEcefAu`
 * @param positionsKm Earth-fixed, `[x, y, z]` per node
 * @param fractions written at each node of the range
 */
export function sunlitFraction(
  sunAu: Vector3,
  positionsKm: Float64Array,
  fractions: Float64Array,
  from = 0,
  to: number = positionsKm.length / 3,
): void {
  const [sunX, sunY, sunZ] = sunAu;
  const distanceAu = Math.hypot(sunX, sunY, sunZ);
  const sunSine = (SUN_RADIUS_AU / distanceAu) * MARGIN;
  const sun = { x: sunX, y: sunY, z: sunZ };
  const earth = constants.earthRadius;
  for (let i = from; i < to; i++) {
    const x = positionsKm[3 * i];
    const y = positionsKm[3 * i + 1];
    const z = positionsKm[3 * i + 2];
    const r2 = x * x + y * y + z * z;
    const towardsSun = (x * sunX + y * sunY + z * sunZ) / distanceAu;
    if (r2 === 0) {
      fractions[i] = 0;
    } else if (towardsSun >= 0) {
      fractions[i] = 1;
    } else {
      // Distance from the axis of the shadow against the cones of penumbra and umbra, at the node.
      const r = Math.sqrt(r2);
      const fromAxis = Math.sqrt(Math.max(0, r2 - towardsSun * towardsSun));
      const fringe = r * sunSine;
      if (fromAxis > earth + fringe) fractions[i] = 1;
      else if (fromAxis < earth * (2 - MARGIN) - fringe) fractions[i] = 0;
      else {
        const lift = r <= earth ? (earth / r) * (1 + 1e-12) : 1;
        const shadow = shadowFraction(sun, { x: x * lift, y: y * lift, z: z * lift });
        // At the very edge of a cone its rounding can leave the range, and the domain of its arc cosines.
        fractions[i] = Number.isNaN(shadow) ? Number(fromAxis > earth) : Math.min(1, Math.max(0, 1 - shadow));
      }
    }
  }
}
