import { z } from "zod";
import { quantity } from "../../orbits/quantity-schema.js";
import { LENGTH_KM } from "../../orbits/units.js";
import { assignByCost } from "../ground-assignment.js";
import { defineGroundLinkProtocol } from "../ground-link-protocol.js";

const config = z
  .strictObject({
    hysteresis: quantity(LENGTH_KM, { atLeast: "0 km" })
      .describe(
        "nearest: a link is kept until another satellite is nearer by more than this, such as 50 km. Default: 0.",
      )
      .optional(),
  })
  .transform(({ hysteresis }) => (hysteresis === undefined ? {} : { hysteresisKm: hysteresis }));

/** Ground `nearest`: each site takes its `links` nearest satellites, by slant range, then lower id. */
export const groundNearest = defineGroundLinkProtocol<{ readonly hysteresisKm?: number }>({
  name: "nearest",
  description: "the nearest satellites that each site may link to",
  config,
  statefulFor: ({ hysteresisKm = 0 }) => hysteresisKm > 0,
  setup(setup) {
    const { members, maxLinks, antennas = maxLinks, capacity } = setup.entry;
    const { hysteresisKm = 0 } = setup.config;
    const perSite = Math.min(maxLinks, antennas);
    if (capacity === undefined && hysteresisKm === 0) {
      return ({ visible }, links) => {
        for (let i = 0; i < members.length; i++) {
          const best = visible.nearest(i, perSite);
          for (let rank = 0; rank < best.length; rank++) links.add(best[rank], members[i]);
        }
      };
    }
    return assignByCost(setup, {
      maxLinks,
      hysteresis: hysteresisKm,
      rank: ({ visible }, costs) => costs.set(visible.slantRangeKm.subarray(0, costs.length)),
    });
  },
});
