import { motionBounds, pairBounds, type RelativeMotion, relativePlace } from "./relative-motion.js";

/** How near two satellites of a cluster come. */
export interface ClosestApproach {
  /** Places in the cluster, the lower first. */
  readonly a: number;
  readonly b: number;
  readonly distanceKm: number;
  /** When: how far the motion is then beyond the epoch, rad, 0 to 2 pi. */
  readonly tauRad: number;
}

/** All places are looked at this often in an orbit; in between, speeds bound what can happen. */
const SAMPLES = 360;
const STEP_RAD = (2 * Math.PI) / SAMPLES;
/** Halvings by the golden section: from a step of 45 m at most speeds to far below a millimetre. */
const REFINEMENTS = 40;
/** Far more than sums round, and far less than a distance that matters. */
const ROUNDING_KM = 1e-9;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The closest that any two satellites come in the orbit that begins at the epoch, where that is nearer than `withinKm`;
 * undefined where none do. Satellites are sorted along the flight at each sample, and only those are compared that could
 * come as near before the next.
 */
export function closestApproach(motion: RelativeMotion, withinKm: number): ClosestApproach | undefined {
  const { count } = motion;
  const places = new Float64Array(3 * count);
  const place = new Float64Array(3);
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  const stepKm = STEP_RAD * fastest(motion);
  let best: ClosestApproach | undefined;
  for (let sample = 0; sample <= SAMPLES; sample++) {
    const tau = sample * STEP_RAD;
    for (let i = 0; i < count; i++) {
      relativePlace(motion, i, tau, place);
      places.set(place, 3 * i);
    }
    order.sort((p, q) => places[3 * p + 1] - places[3 * q + 1]);
    for (let k = 0; k < count; k++) {
      const a = order[k];
      for (let m = k + 1; m < count; m++) {
        const b = order[m];
        // Each of the two moves by half a step's way until the sample that is nearer.
        const wantedKm = best?.distanceKm ?? withinKm;
        const near = wantedKm + stepKm;
        const dy = places[3 * b + 1] - places[3 * a + 1];
        if (dy >= near) break;
        const dx = places[3 * b] - places[3 * a];
        const dz = places[3 * b + 2] - places[3 * a + 2];
        const squared = dx * dx + dy * dy + dz * dz;
        if (squared >= near * near) continue;
        // Of the two themselves it is known better: neighbours mostly move alike.
        const nearOfPair = wantedKm + (STEP_RAD / 2) * pairBounds(motion, a, b, 1).speedKmS + ROUNDING_KM;
        if (squared >= nearOfPair * nearOfPair) continue;
        const found = refine(motion, Math.min(a, b), Math.max(a, b), tau);
        if (found.distanceKm < wantedKm) best = found;
      }
    }
  }
  return best;
}

/** No less than the way of any satellite in a radian of the motion, km. */
function fastest(motion: RelativeMotion): number {
  let most = 0;
  for (let i = 0; i < motion.count; i++) {
    most = Math.max(most, motionBounds(motion, i, 1).speedKmS);
  }
  return most;
}

/** The least distance of two satellites within half a step of a sample, by the golden section. */
function refine(motion: RelativeMotion, a: number, b: number, tau: number): ClosestApproach {
  const p = new Float64Array(3);
  const q = new Float64Array(3);
  const distanceAt = (at: number): number => {
    relativePlace(motion, a, at, p);
    relativePlace(motion, b, at, q);
    return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
  };
  let low = Math.max(0, tau - STEP_RAD / 2);
  let high = Math.min(2 * Math.PI, tau + STEP_RAD / 2);
  for (let i = 0; i < REFINEMENTS; i++) {
    const width = GOLDEN * (high - low);
    if (distanceAt(high - width) <= distanceAt(low + width)) high = low + width;
    else low = high - width;
  }
  // The sample itself counts too: of distances that are the same throughout, the earliest is told.
  const middle = (low + high) / 2;
  const at = distanceAt(tau) <= distanceAt(middle) ? tau : middle;
  return { a, b, distanceKm: distanceAt(at), tauRad: at };
}
