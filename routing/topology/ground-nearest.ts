import { z } from "zod";
import { defineGroundLinkProtocol } from "../ground-link-protocol.js";

/** Ground `nearest`: each site takes its `links` nearest satellites, by slant range, then lower id. */
export const groundNearest = defineGroundLinkProtocol({
  name: "nearest",
  config: z.strictObject({}),
  setup: ({ entry: { members, maxLinks } }) => {
    return ({ visible: { offsets, satellites } }, links) => {
      for (let i = 0; i < members.length; i++) {
        const end = Math.min(offsets[i + 1], offsets[i] + maxLinks);
        for (let row = offsets[i]; row < end; row++) links.add(satellites[row], members[i]);
      }
    };
  },
});
