import { describe, expect, it } from "vitest";
import { walker } from "../support/circular-orbits.js";
import { pairKeys } from "../support/frames.js";
import { linksIn, ruledStage, shellAt } from "../support/ruled-stages.js";

/** Often enough that some satellite stands where geodetic and geocentric latitude disagree. */
const MOMENTS = [0, 45, 70, 90].flatMap((cutoff) =>
  [0, 3, 7, 110].map((seconds) => [cutoff, seconds] as const),
);

describe("the cut-off latitude of a grid", () => {
  /** Geodetic latitude by the closed formula of Bowring (1976), one step: 1e-9 degrees at these heights. */
  function latitudeDeg(p: Float64Array, id: number): number {
    const [x, y, z] = p.subarray(3 * id, 3 * id + 3);
    const [a, f] = [6378.137, 1 / 298.257223563];
    const [b, e2] = [a * (1 - f), f * (2 - f)];
    const rho = Math.hypot(x, y);
    const reduced = Math.atan2(z * a, rho * b);
    const top = z + (e2 / (1 - e2)) * b * Math.sin(reduced) ** 3;
    return (Math.atan2(top, rho - e2 * a * Math.cos(reduced) ** 3) * 180) / Math.PI;
  }

  it.each(["plus-grid", "brick-a", "brick-b"])(
    "takes links between planes away beyond it (%s)",
    (protocol) => {
      for (const type of ["delta", "star"] as const) {
        const pattern = walker({ type, planes: 12, slotsPerPlane: 24, inclinationDeg: 86, altitudeKm: 780 });
        for (const [cutoff, seconds] of MOMENTS) {
          const frame = shellAt(pattern, seconds);
          const built = (config: object) =>
            linksIn(ruledStage(frame.nodes, [{ protocol, config }]).build(frame).links, "isl");
          const isBeyond = (id: number) => Math.abs(latitudeDeg(frame.positionsKm, id)) > cutoff;
          const planeOf = (id: number) => Math.floor(id / 24);
          const expected = built({}).filter(
            ([a, b]) => planeOf(a) === planeOf(b) || (!isBeyond(a) && !isBeyond(b)),
          );
          const cut = built({ cutoffLatitude: `${cutoff} deg` });
          expect(pairKeys(cut)).toEqual(pairKeys(expected));
          if (cutoff === 70) expect(cut.length).toBeLessThan(built({}).length);
        }
      }
    },
  );
});
