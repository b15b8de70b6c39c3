import { CLEARANCE_RADIUS_KM, NS_PER_SECOND, WGS72_MU_KM3_S2, WGS72_RADIUS_KM } from "./constants.js";

/** What a satellite has of the Sun. */
export const Light = { Full: 0, Penumbra: 1, Umbra: 2 } as const;
export type Light = (typeof Light)[keyof typeof Light];

/** Radius of the Sun (IAU 2015 resolution B3) over the astronomical unit (IAU 2012). */
const SUN_RADIUS_AU = 695_700 / 149_597_870.7;

/** The Sun's smallest angular radius, rad: at aphelion, 1.0167 AU. Source: the Astronomical Almanac. */
const SMALLEST_SUN_RAD = SUN_RADIUS_AU / 1.0168;

/**
 * How far the Sun's centre stands above the Earth's limb, seen from a satellite, in angular radii of the Sun: full
 * light from 1 up, umbra from -1 down, penumbra between. A spherical Earth of `WGS72_RADIUS_KM` without atmosphere, and
 * the Sun in the same direction for everyone, as in satellite.js's `shadowFraction`, whose 0 and 1 begin there.
 *
 * @param x y, z: of the satellite, km; -Infinity is the answer for one without a place (zeros)
 * @param sunX sunY, sunZ: of the Sun in the same frame, astronomical units
 */
export function sunAboveLimb(
  x: number,
  y: number,
  z: number,
  sunX: number,
  sunY: number,
  sunZ: number,
): number {
  const r = Math.sqrt(x * x + y * y + z * z);
  if (r === 0) return Number.NEGATIVE_INFINITY;
  const cx = y * sunZ - z * sunY;
  const cy = z * sunX - x * sunZ;
  const cz = x * sunY - y * sunX;
  // Between the Sun and the Earth's centre, as the satellite sees them.
  const apart = Math.atan2(Math.sqrt(cx * cx + cy * cy + cz * cz), -(x * sunX + y * sunY + z * sunZ));
  const sunAu = Math.sqrt(sunX * sunX + sunY * sunY + sunZ * sunZ);
  return (apart - Math.asin(Math.min(1, WGS72_RADIUS_KM / r))) / Math.asin(SUN_RADIUS_AU / sunAu);
}

/** What light that means. */
export function lightAt(aboveLimb: number): Light {
  if (aboveLimb >= 1) return Light.Full;
  return aboveLimb > -1 ? Light.Penumbra : Light.Umbra;
}

/** Allowance for what perturbations add to the eccentricity: J2's short-period terms move radii by 0.1 to 0.2 %. */
const PERTURBED_ECCENTRICITY = 0.003;
/** Allowance for a mean motion that grows over a run. */
const RATE_MARGIN = 1.05;

/**
 * The fastest that `sunAboveLimb` can change on an orbit, per second: the angular rate at perigee, and that of the
 * Earth's apparent radius, over the Sun's smallest radius. A bound, so that steps by it cannot jump over an edge.
 *
 * @param meanMotionRadS mean motion, rad/s
 */
export function fastestLimbRate(meanMotionRadS: number, eccentricity: number): number {
  const a = Math.cbrt(WGS72_MU_KM3_S2 / meanMotionRadS ** 2);
  const e = Math.min(0.999, eccentricity + PERTURBED_ECCENTRICITY);
  const perigee = Math.max(CLEARANCE_RADIUS_KM, a * (1 - e));
  const p = a * (1 - e * e);
  const turn = Math.sqrt(WGS72_MU_KM3_S2 * p) / perigee ** 2;
  const climb = Math.sqrt(WGS72_MU_KM3_S2 / p) * e;
  const limb = (WGS72_RADIUS_KM / (perigee * Math.sqrt(perigee ** 2 - WGS72_RADIUS_KM ** 2))) * climb;
  return (RATE_MARGIN * (turn + limb)) / Math.asin(SMALLEST_SUN_RAD);
}

/** `sunAboveLimb` of satellites at any time. */
export interface LimbClock {
  sunAboveLimb(satellite: number, timeNs: number): number;
}

/**
 * Steps near an edge that is only grazed; a dip into another light that is shorter may be missed, with at most a
 * quarter of a second's light in it.
 */
const SHORTEST_STEP_NS = 0.25 * NS_PER_SECOND;
/** Edges are found to this. */
const EDGE_NS = 1000;

/**
 * When a satellite's light ends: the first instant after `fromNs`, to a microsecond, at which it is another, or
 * `untilNs` where there is none before. Goes ahead by steps that the fastest rate allows, so that no edge is passed;
 * then halves and interpolates. The answer depends on the orbit and `fromNs` alone.
 *
 * @param light what holds at `fromNs`
 * @param fastestRate per second, from `fastestLimbRate`
 * @returns integer ns, after `fromNs`
 */
export function lightEnd(
  clock: LimbClock,
  satellite: number,
  light: Light,
  fromNs: number,
  untilNs: number,
  fastestRate: number,
): number {
  let t = fromNs;
  let slack = slackOf(light, clock.sunAboveLimb(satellite, t));
  while (t < untilNs) {
    const step = Math.max(SHORTEST_STEP_NS, (slack / fastestRate) * NS_PER_SECOND);
    const next = Math.min(untilNs, t + Math.ceil(step));
    const nextSlack = slackOf(light, clock.sunAboveLimb(satellite, next));
    if (nextSlack <= 0) return edgeWithin(clock, satellite, light, t, slack, next, nextSlack);
    t = next;
    slack = nextSlack;
  }
  return untilNs;
}

/** How far from its edges a light is, in radii of the Sun; 0 and below: it is over. */
function slackOf(light: Light, aboveLimb: number): number {
  if (light === Light.Full) return aboveLimb - 1;
  if (light === Light.Umbra) return -1 - aboveLimb;
  return 1 - Math.abs(aboveLimb);
}

/** The Illinois variant of regula falsi (Dowell and Jarratt 1971), which keeps the edge between its two ends. */
function edgeWithin(
  clock: LimbClock,
  satellite: number,
  light: Light,
  fromNs: number,
  fromSlack: number,
  toNs: number,
  toSlack: number,
): number {
  let before = fromNs;
  let after = toNs;
  let high = Math.max(fromSlack, 0);
  let low = toSlack;
  let lastSide = 0;
  for (let i = 0; after - before > EDGE_NS; i++) {
    // Halving now and then bounds the number of turns whatever the shape.
    const share = i % 8 === 7 || !(high > low) || !Number.isFinite(low) ? 0.5 : high / (high - low);
    const middle = Math.min(after - 1, Math.max(before + 1, Math.round(before + share * (after - before))));
    const slack = slackOf(light, clock.sunAboveLimb(satellite, middle));
    if (slack <= 0) {
      after = middle;
      low = slack;
      if (lastSide === 1) high /= 2;
      lastSide = 1;
    } else {
      before = middle;
      high = slack;
      if (lastSide === -1) low /= 2;
      lastSide = -1;
    }
  }
  return after;
}
