import { z } from "zod";
import { defineGroundLinkProtocol } from "../ground-link-protocol.js";

/** `all-visible`: each site links to every satellite it may link to; `links` does not limit it. */
export const allVisible = defineGroundLinkProtocol({
  name: "all-visible",
  config: z.strictObject({}),
  setup: ({ entry: { members } }) => {
    return ({ visible: { offsets, satellites } }, links) => {
      for (let i = 0; i < members.length; i++) {
        for (let row = offsets[i]; row < offsets[i + 1]; row++) links.add(satellites[row], members[i]);
      }
    };
  },
});
