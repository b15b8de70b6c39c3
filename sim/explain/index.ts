/** Why links and routes of a tick are there or not, in numbers and in words. */
export type { ExistingLink } from "./existing-link.js";
export { ExplainContext, type ExplainedTick } from "./explain-context.js";
export { explainLink, type LinkExplanation, type LinkMissing, type LinkThere } from "./explain-link.js";
export {
  explainRoute,
  type RouteExplanation,
  type RouteMissing,
  type RouteThere,
  type SecondBest,
} from "./explain-route.js";
export { findNode } from "./find-node.js";
export type { LinkConstraint, RankedLink, SiteRanking } from "./link-constraint.js";
export type { RouteHop } from "./route-hops.js";
export type { BestCandidate, RouteObstacle } from "./route-obstacle.js";
export { tickAt, timeWithin } from "./tick-at.js";
