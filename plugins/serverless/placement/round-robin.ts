import type { PlacementPolicy } from "../platform.js";

/** Nodes take turns, in the order of their ids; those without room are passed over. */
export function roundRobin(): PlacementPolicy {
  let last = -1;
  return {
    name: "round-robin",
    place(_, view) {
      const open = view.nodes.filter((node) => view.hasRoom(node));
      const next = open.find((node) => node > last) ?? open[0];
      if (next === undefined) return { none: "no node has room" };
      last = next;
      return next;
    },
  };
}
