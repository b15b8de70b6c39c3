import { z } from "zod";
import { defineLinkProtocol } from "../link-protocol.js";
import { chooseGrid } from "./walker-grid.js";

/** `ring`: slot s to s + 1 in its plane, of a Walker shell or inferred, and nothing between planes. */
export const ring = defineLinkProtocol({
  name: "ring",
  description: "each plane of a shell a ring, nothing between planes",
  config: z.strictObject({}),
  needsPlanes: true,
  setup: ({ entry }) =>
    chooseGrid(
      "ring",
      entry,
      {},
      {
        hasInPlane: () => true,
        hasCrossPlane: () => false,
        inCatalogue: { crossPlane: false },
      },
    ),
});
