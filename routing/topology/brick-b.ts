import { defineLinkProtocol } from "../link-protocol.js";
import { chooseGrid, type GridConfig, gridConfig } from "./walker-grid.js";

/** `brick-b`, in Walker shells: links to the next plane whole, those in the planes only where p + s is even. */
export const brickB = defineLinkProtocol<GridConfig>({
  name: "brick-b",
  description: "plus-grid with every other link along the planes left out",
  config: gridConfig,
  setup: ({ entry, config }) =>
    chooseGrid("brick-b", entry, config, {
      hasInPlane: (plane, slot) => (plane + slot) % 2 === 0,
      hasCrossPlane: () => true,
    }),
});
