import { z } from "zod";
import { defineLinkProtocol } from "../link-protocol.js";
import { chooseGrid } from "./walker-grid.js";

/** `ring`, in Walker shells: slot s to s + 1 in its plane, and nothing between planes. */
export const ring = defineLinkProtocol({
  name: "ring",
  config: z.strictObject({}),
  setup: ({ entry }) =>
    chooseGrid(
      "ring",
      entry,
      { offset: 0, seamOffset: 0 },
      {
        hasInPlane: () => true,
        hasCrossPlane: () => false,
      },
    ),
});
