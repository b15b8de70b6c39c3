import { z } from "zod";
import { NS_PER_SECOND } from "../../orbits/constants.js";
import { quantity } from "../../orbits/quantity-schema.js";
import { DURATION_NS } from "../../orbits/units.js";
import { assignByCost } from "../ground-assignment.js";
import { defineGroundLinkProtocol } from "../ground-link-protocol.js";
import { RemainingVisibility } from "./remaining-visibility.js";

const config = z
  .strictObject({
    hysteresis: quantity(DURATION_NS, { atLeast: "0 s" })
      .describe(
        "longest-visible: a link is kept until another satellite stays visible longer by more than this, such as 30 s. Default: 0.",
      )
      .optional(),
  })
  .transform(({ hysteresis }) =>
    hysteresis === undefined ? {} : { hysteresisSeconds: hysteresis / NS_PER_SECOND },
  );

/**
 * Ground `longest-visible`: each site takes the `links` satellites that it will see the longest from this
 * tick on, by their orbits alone; of equals the nearer, then the one with the lower id. How long is found as
 * `RemainingVisibility` says: up to an hour, to 10 ms.
 */
export const longestVisible = defineGroundLinkProtocol<{ readonly hysteresisSeconds?: number }>({
  name: "longest-visible",
  description: "the satellites that each site will see the longest (by look-ahead)",
  config,
  lookAhead: true,
  statefulFor: ({ hysteresisSeconds = 0 }) => hysteresisSeconds > 0,
  setup(setup) {
    const { maxLinks, antennas = maxLinks, capacity } = setup.entry;
    const { hysteresisSeconds = 0 } = setup.config;
    const remaining = new RemainingVisibility(setup);
    // Where a site only has to tell its best from the others, most need not be looked at to the end.
    const ranksOnly = capacity === undefined && hysteresisSeconds === 0;
    const best = ranksOnly ? Math.min(maxLinks, antennas) : undefined;
    return assignByCost(setup, {
      maxLinks,
      hysteresis: hysteresisSeconds,
      rank(tick, costs) {
        remaining.measure(tick, best, costs);
        for (let row = 0; row < costs.length; row++) costs[row] = -costs[row];
      },
    });
  },
});
