import { PUBLISHED } from "./published.js";

/**
 * How the policy takes its average bandwidth of 80. `original`: 80 kB each ms (80 MB/s), as its formula computes, eight
 * times what the links carry; the published SLOs are tuned to it. `physical`: 80 Mbit/s, as the links are set up.
 */
export type BandwidthUnit = "original" | "physical";

const BYTES_PER_MS = { original: 1000, physical: 1e6 / 8 / 1000 } as const;

/**
 * What the policy takes moving a state to last, ms: L + floor(size / (1000 B)) + L, the request, the bytes and the answer.
 * Source: [CODE] policy. The network has its own opinion when the state does move.
 *
 * @param latencyMs one way, from where the state is made
 */
export function migrationMs(
  latencyMs: number,
  sizeBytes: number,
  unit: BandwidthUnit,
  bandwidth: number = PUBLISHED.averageBandwidth.value,
): number {
  return latencyMs + Math.floor(sizeBytes / (BYTES_PER_MS[unit] * bandwidth)) + latencyMs;
}
