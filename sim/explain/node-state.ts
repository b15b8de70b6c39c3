import { describeStatus, EphemerisStatus } from "../../orbits/ephemeris.js";
import { isInOrbit } from "../../routing/spatial-index.js";
import type { ExplainContext } from "./explain-context.js";

/** Why a node can have no link at the tick; undefined where it can. */
export function whyUnusable(context: ExplainContext, node: number): string | undefined {
  const { frame } = context.tick;
  const status = frame.status[node];
  if (status !== EphemerisStatus.Ok) return describeStatus(status);
  if (frame.usable[node] !== 1) return "taken down before the tick";
  if (context.tick.isNodeStruck(node)) return "taken down during the tick";
  const [x, y, z] = frame.positionsKm.subarray(3 * node, 3 * node + 3);
  if (context.isSatellite(node) && context.hasPlace(node) && !isInOrbit(x, y, z)) {
    return describeStatus(EphemerisStatus.BelowClearance);
  }
  return undefined;
}
