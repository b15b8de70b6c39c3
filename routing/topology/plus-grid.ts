import { defineLinkProtocol } from "../link-protocol.js";
import { chooseGrid, type GridConfig, gridConfig } from "./walker-grid.js";

const everywhere = () => true;

/**
 * `plus-grid`, in Walker shells: slot s to s + 1 in its plane, and slot s to slot s + `offset` in the next
 * plane; across the last to the first plane `seamOffset` more. Star shells have no links across the seam.
 * Both offsets default to what makes the mean link shortest; 0 and 0 is the plain torus.
 */
export const plusGrid = defineLinkProtocol<GridConfig>({
  name: "plus-grid",
  config: gridConfig,
  setup: ({ entry, config }) =>
    chooseGrid("plus-grid", entry, config, { hasInPlane: everywhere, hasCrossPlane: everywhere }),
});
