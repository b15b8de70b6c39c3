import { defineGroundLinkProtocol } from "starbelt";

/** Takes the farthest satellite that a site may use. */
export default defineGroundLinkProtocol({
  name: "farthest",
  setup({ entry }) {
    return ({ visible: { offsets, satellites } }, links) => {
      for (const [i, site] of entry.members.entries()) {
        const farthest = satellites.subarray(offsets[i], offsets[i + 1]).at(-1);
        if (farthest !== undefined) links.add(farthest, site);
      }
    };
  },
});
