import { NS_PER_SECOND } from "./constants.js";
import type { Ephemeris } from "./ephemeris.js";
import { gmstRad } from "./gmst.js";
import { addNs } from "./instant.js";
import { type KernelTarget, propagateNearEarth } from "./sgp4-near-earth.js";
import { createReferencePropagator } from "./sgp4-reference.js";
import type { Sgp4Tables } from "./sgp4-tables.js";

const NS_PER_MINUTE = 60 * NS_PER_SECOND;

/**
 * The ephemeris of satellites that were prepared by `prepareSgp4`, in this thread or another. Agrees with
 * satellite.js's `sgp4`, turned by `gmstRad`, to 1e-9 km; every range of satellites gives the same bits.
 *
 * A satellite that SGP4 refuses gets SGP4's error code as its status, one nearer than
 * `CLEARANCE_RADIUS_KM` to the centre `BelowClearance`; both get zeros for a position.
 */
export function createSgp4Ephemeris(tables: Sgp4Tables): Ephemeris {
  const { count, start, coefficients, kinds } = tables;
  const askReference = createReferencePropagator(tables);
  return {
    count,
    positionsAt(timeNs, positionsKm, status, from = 0, to = count) {
      const target: KernelTarget = {
        positionsKm,
        status,
        minutesFromStart: timeNs / NS_PER_MINUTE,
        gmstRad: gmstRad(addNs(start, timeNs)),
      };
      propagateNearEarth(coefficients, kinds, target, from, to, (satellite) =>
        askReference(satellite, target),
      );
    },
  };
}
