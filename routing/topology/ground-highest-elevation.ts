import { z } from "zod";
import { quantity } from "../../orbits/quantity-schema.js";
import { ANGLE_DEG } from "../../orbits/units.js";
import { assignByCost } from "../ground-assignment.js";
import { defineGroundLinkProtocol } from "../ground-link-protocol.js";

const config = z
  .strictObject({
    hysteresis: quantity(ANGLE_DEG, { atLeast: "0 deg" })
      .describe(
        "highest-elevation: a link is kept until another satellite is higher by more than this, such as 5 deg. Default: 0.",
      )
      .optional(),
  })
  .transform(({ hysteresis }) => (hysteresis === undefined ? {} : { hysteresisDeg: hysteresis }));

/**
 * Ground `highest-elevation`: each site takes the `links` satellites that stand highest over its (geodetic)
 * horizon; of equally high ones the nearer, then the one with the lower id.
 */
export const highestElevation = defineGroundLinkProtocol<{ readonly hysteresisDeg?: number }>({
  name: "highest-elevation",
  description: "the satellites that stand highest over each site",
  config,
  statefulFor: ({ hysteresisDeg = 0 }) => hysteresisDeg > 0,
  setup(setup) {
    const { members, maxLinks } = setup.entry;
    return assignByCost(setup, {
      maxLinks,
      hysteresis: setup.config.hysteresisDeg ?? 0,
      rank({ visible }, costs) {
        for (let i = 0; i < members.length; i++) {
          for (let row = visible.offsets[i]; row < visible.offsets[i + 1]; row++) {
            costs[row] = -visible.elevationDeg(i, visible.satellites[row]);
          }
        }
      },
    });
  },
});
