import { defineGroundLinkProtocol } from "starbelt";

/** Takes the farthest satellite that a site may use. */
export default defineGroundLinkProtocol({
  name: "farthest",
  setup({ entry }) {
    return ({ visible }, links) => {
      for (const [i, site] of entry.members.entries()) {
        const end = visible.offsets[i + 1];
        if (end > visible.offsets[i]) links.add(visible.satellites[end - 1], site);
      }
    };
  },
});
