import { constraintText, type NodeLabel } from "./constraint-text.js";
import type { RouteMissing, RouteThere } from "./explain-route.js";
import type { LinkConstraint } from "./link-constraint.js";
import { km, ms, rate } from "./number-text.js";
import type { RouteObstacle } from "./route-obstacle.js";

/** A route in one line. */
export function foundText(route: Omit<RouteThere, "text">, label: NodeLabel): string {
  const { source, target, hops, latencyMs, lengthKm, bottleneck, greatCircleKm, secondBest } = route;
  const parts = [
    `${hops.length} ${hops.length === 1 ? "hop" : "hops"}, ${km(lengthKm)}, ${ms(latencyMs)} one way (${route.router}, least ${route.cost})`,
  ];
  if (hops.length > 1) {
    const [first, last] = [hops[0], hops[hops.length - 1]];
    parts.push(
      `first ${km(first.lengthKm)} to ${label(first.to)}, last ${km(last.lengthKm)} from ${label(last.from)}`,
    );
  }
  if (greatCircleKm !== null && greatCircleKm > 0) {
    parts.push(`${(lengthKm / greatCircleKm).toFixed(3)} times the great circle of ${km(greatCircleKm)}`);
  }
  if (bottleneck !== null) {
    const { from, to, bandwidthBps } = hops[bottleneck];
    parts.push(`bottleneck ${rate(bandwidthBps)} from ${label(from)} to ${label(to)}`);
  }
  parts.push(
    secondBest === null
      ? "no way by another first hop"
      : `next best first hop ${label(secondBest.firstHop)}, ${signed(secondBest.extraMs)} over ${secondBest.hops} hops`,
  );
  return `${label(source)} - ${label(target)}: ${parts.join("; ")}`;
}

/** Why there is no route, in one line. */
export function missingText(route: Omit<RouteMissing, "text">, label: NodeLabel): string {
  const { source, target, obstacles } = route;
  const why = obstacles.map((obstacle) => obstacleText(obstacle, label)).join("; ");
  return `${label(source)} - ${label(target)}: no route: ${why}`;
}

function obstacleText(obstacle: RouteObstacle, label: NodeLabel): string {
  switch (obstacle.kind) {
    case "end-unusable":
      return `${label(obstacle.node)} is out of the network: ${obstacle.reason}`;
    case "nothing-visible": {
      const { node, best } = obstacle;
      const nearest =
        best === null ? "" : `; the best, ${label(best.satellite)}, is ${listed(best.constraints, label)}`;
      return `no satellite is visible from ${label(node)}${nearest}`;
    }
    case "isolated": {
      const { node, visible, nearest } = obstacle;
      const sees = visible === null ? "" : ` (${visible} visible)`;
      const why =
        nearest === null
          ? ""
          : `; with ${label(nearest.node)}, the first candidate: ${listed(nearest.constraints, label)}`;
      return `${label(node)} has no link${sees}${why}`;
    }
    case "parts-differ":
      return `the network is in parts: one end gets to ${obstacle.sourceReaches} satellites, the other to ${obstacle.targetReaches}${obstacle.joinedByGround ? ", joined only through ground nodes, which do not relay (groundRelay)" : ""}`;
    case "router-gave-none":
      return obstacle.wayExists
        ? `the router ${obstacle.router} gave no way, though the network has one`
        : `the router ${obstacle.router} lost it, and the network has no way`;
  }
}

function listed(constraints: readonly LinkConstraint[], label: NodeLabel): string {
  return constraints.map((constraint) => constraintText(constraint, label)).join("; ");
}

function signed(extraMs: number): string {
  return extraMs < 0 ? `${ms(-extraMs)} faster` : `${ms(extraMs)} slower`;
}
