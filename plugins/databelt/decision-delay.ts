import { PUBLISHED } from "./published.js";

/**
 * Seconds that one decision takes in a network of so many nodes: the published figures, joined by straight lines on
 * logarithmic axes (a power law between each two). Up to 10 nodes it takes what 10 do; beyond 10,000 the last line goes on.
 */
export function decisionSeconds(nodeCount: number): number {
  const points = PUBLISHED.decisionDelay.value;
  if (nodeCount <= points[0].nodes) return points[0].ms / 1000;
  const found = points.findIndex(({ nodes }) => nodes >= nodeCount);
  const upper = found === -1 ? points.length - 1 : found;
  const [a, b] = [points[upper - 1], points[upper]];
  const exponent = Math.log(b.ms / a.ms) / Math.log(b.nodes / a.nodes);
  return (a.ms * (nodeCount / a.nodes) ** exponent) / 1000;
}
