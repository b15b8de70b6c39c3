import { defineLinkProtocol } from "../link-protocol.js";
import { chooseGrid, type GridConfig, gridConfig } from "./walker-grid.js";

const everywhere = () => true;

/**
 * `plus-grid`. In Walker shells: slot s to s + 1 in its plane, and slot s to slot s + `offset` in the next
 * plane; across the last to the first plane `seamOffset` more. Star shells have no links across the seam.
 * Both offsets default to what makes the mean link shortest; 0 and 0 is the plain torus.
 * In shells of a catalogue: rings in the planes that were inferred, and partners of the same phase in the planes beside.
 */
export const plusGrid = defineLinkProtocol<GridConfig>({
  name: "plus-grid",
  description: "four neighbours in a shell: along the plane and to the planes beside it",
  config: gridConfig,
  needsPlanes: true,
  setup: ({ entry, config }) =>
    chooseGrid("plus-grid", entry, config, {
      hasInPlane: everywhere,
      hasCrossPlane: everywhere,
      inCatalogue: { crossPlane: true },
    }),
});
