import { z } from "zod";
import { assignByCost } from "../ground-assignment.js";
import { defineGroundLinkProtocol } from "../ground-link-protocol.js";

/**
 * `all-visible`: each site links to every satellite it may link to; `links` does not limit it. Where
 * `antennas` or `capacity` do, the shortest slant ranges go first.
 */
export const allVisible = defineGroundLinkProtocol({
  name: "all-visible",
  description: "every satellite that each site may link to",
  config: z.strictObject({}),
  setup(setup) {
    const { members, antennas, capacity } = setup.entry;
    if (antennas === undefined && capacity === undefined) {
      return ({ visible: { offsets, satellites } }, links) => {
        for (let i = 0; i < members.length; i++) {
          for (let row = offsets[i]; row < offsets[i + 1]; row++) links.add(satellites[row], members[i]);
        }
      };
    }
    return assignByCost(setup, {
      maxLinks: Number.POSITIVE_INFINITY,
      rank: ({ visible }, costs) => costs.set(visible.slantRangeKm.subarray(0, costs.length)),
    });
  },
});
