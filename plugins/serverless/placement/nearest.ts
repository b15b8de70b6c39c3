import type { PlacementPolicy } from "../platform.js";

/**
 * The node with room of least latency from the steps before it (from its inputs, where there are none); at equal latency
 * one with a warm sandbox, then the one of the lowest id.
 */
export function nearest(): PlacementPolicy {
  return {
    name: "nearest",
    place(_, view) {
      let best: number | undefined;
      let least = Number.POSITIVE_INFINITY;
      let isWarm = false;
      let hasRoom = false;
      for (const node of view.nodes) {
        if (!view.hasRoom(node)) continue;
        hasRoom = true;
        const latencyMs = view.incomingLatencyMs(node);
        if (latencyMs > least || latencyMs === Number.POSITIVE_INFINITY) continue;
        if (latencyMs === least && (isWarm || !view.isWarm(node))) continue;
        best = node;
        least = latencyMs;
        isWarm = view.isWarm(node);
      }
      if (best !== undefined) return best;
      return { none: hasRoom ? "no node with room can be reached" : "no node has room" };
    },
  };
}
