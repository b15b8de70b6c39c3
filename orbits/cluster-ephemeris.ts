import { ChiefFrame } from "./chief-frame.js";
import type { PreparedCluster } from "./cluster.js";
import { CLEARANCE_RADIUS_KM, NS_PER_SECOND } from "./constants.js";
import { type Ephemeris, EphemerisStatus } from "./ephemeris.js";
import { secondsBetween } from "./instant.js";
import { pairBounds } from "./relative-motion.js";
import { createSgp4Ephemeris } from "./sgp4-kernel.js";

/** Bounds of motion are wider than the formulae by this, for rounding. */
const MARGIN = 1.01;
/** What two that do not move against one another seem to, by the rounding of positions in a millisecond. */
const REST_KM_S = 1e-9;
const CLEARANCE_SQUARED = CLEARANCE_RADIUS_KM * CLEARANCE_RADIUS_KM;

/**
 * The ephemeris of a cluster that was prepared by `prepareCluster`, in this thread or another: the chief by SGP4, its
 * members beside it by their relative motion. Every range of members gives the same bits.
 *
 * Where the chief has no position, no member has: all get the chief's status. A member nearer than `CLEARANCE_RADIUS_KM`
 * to the Earth's centre gets `BelowClearance`.
 */
export function createClusterEphemeris(cluster: PreparedCluster): Ephemeris {
  const { chief, epoch, meanMotion, motion } = cluster;
  const { count, xc, xa, xb, yc, za, zb } = motion;
  const frame = new ChiefFrame(createSgp4Ephemeris(chief), chief.start);
  const { place, outward, along, normal } = frame;
  const secondsToStart = secondsBetween(epoch, chief.start);
  return {
    count,
    relativeLimits(a, b) {
      const { speedKmS, accelerationKmS2 } = pairBounds(motion, a, b, meanMotion);
      return { speedKmS: MARGIN * speedKmS + REST_KM_S, accelerationKmS2: MARGIN * accelerationKmS2 };
    },
    positionsAt(timeNs, positionsKm, status, from = 0, to = count) {
      frame.look(timeNs);
      if (frame.status !== EphemerisStatus.Ok) {
        positionsKm.fill(0, 3 * from, 3 * to);
        status.fill(frame.status, from, to);
        return;
      }
      const tau = meanMotion * (secondsToStart + timeNs / NS_PER_SECOND);
      const cos = Math.cos(tau);
      const sin = Math.sin(tau);
      for (let i = from; i < to; i++) {
        const x = xc[i] + xa[i] * cos + xb[i] * sin;
        const y = yc[i] + 2 * (xb[i] * cos - xa[i] * sin) - 1.5 * xc[i] * tau;
        const z = za[i] * cos + zb[i] * sin;
        const px = place[0] + x * outward[0] + y * along[0] + z * normal[0];
        const py = place[1] + x * outward[1] + y * along[1] + z * normal[1];
        const pz = place[2] + x * outward[2] + y * along[2] + z * normal[2];
        const isAbove = px * px + py * py + pz * pz >= CLEARANCE_SQUARED;
        positionsKm[3 * i] = isAbove ? px : 0;
        positionsKm[3 * i + 1] = isAbove ? py : 0;
        positionsKm[3 * i + 2] = isAbove ? pz : 0;
        status[i] = isAbove ? EphemerisStatus.Ok : EphemerisStatus.BelowClearance;
      }
    },
  };
}
