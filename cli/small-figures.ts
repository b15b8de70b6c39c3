/** `1234.5 km`; below 10 km in metres, so that the links of a cluster do not show as zero. */
export function lengthText(lengthKm: number): string {
  return lengthKm < 10 ? `${(1000 * lengthKm).toFixed(1)} m` : `${lengthKm.toFixed(1)} km`;
}

/** `12.345 ms`; below 10 microseconds in those. */
export function latencyText(latencyMs: number): string {
  return latencyMs < 0.01 ? `${(1000 * latencyMs).toFixed(3)} us` : `${latencyMs.toFixed(3)} ms`;
}
