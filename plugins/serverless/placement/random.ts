import type { RandomStream } from "../../../index.js";
import type { PlacementPolicy } from "../platform.js";

/** One of the nodes that have room, each as likely. */
export function random(stream: RandomStream): PlacementPolicy {
  return {
    name: "random",
    place(_, view) {
      const open = view.nodes.filter((node) => view.hasRoom(node));
      return open.length === 0 ? { none: "no node has room" } : stream.pick(open);
    },
  };
}
