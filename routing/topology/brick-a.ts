import { defineLinkProtocol } from "../link-protocol.js";
import { chooseGrid, type GridConfig, gridConfig } from "./walker-grid.js";

/** `brick-a`, in Walker shells: the rings in the planes whole, links to the next plane only where p + s is even. */
export const brickA = defineLinkProtocol<GridConfig>({
  name: "brick-a",
  description: "plus-grid with every other link between planes left out",
  config: gridConfig,
  setup: ({ entry, config }) =>
    chooseGrid("brick-a", entry, config, {
      hasInPlane: () => true,
      hasCrossPlane: (plane, slot) => (plane + slot) % 2 === 0,
    }),
});
