import type { PlacementPolicy } from "../platform.js";

/** The node of the lowest id that has room. */
export function firstFit(): PlacementPolicy {
  return {
    name: "first-fit",
    place: (_, view) => view.nodes.find((node) => view.hasRoom(node)) ?? { none: "no node has room" },
  };
}
