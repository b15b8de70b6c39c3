/** Writes the lengths, km, that the first `count` links should have by the places of their ends. */
export function expectedLengths(
  a: Uint32Array,
  b: Uint32Array,
  count: number,
  positionsKm: Float64Array,
  out: Float64Array,
): void {
  for (let i = 0; i < count; i++) {
    const p = 3 * a[i];
    const q = 3 * b[i];
    const dx = positionsKm[p] - positionsKm[q];
    const dy = positionsKm[p + 1] - positionsKm[q + 1];
    const dz = positionsKm[p + 2] - positionsKm[q + 2];
    const squared = dx * dx + dy * dy + dz * dz;
    // Where an end has no place: see `extrapolate`.
    out[i] = squared >= 0 ? Math.sqrt(squared) : 0;
  }
}

/** Writes the values that links should have which keep theirs from tick to tick; 0 for new ones. */
export function expectedByOrigin(
  { origin, first, firstBefore }: Origins,
  before: Float64Array,
  out: Float64Array,
): void {
  for (let i = 0; i < out.length; i++) {
    const from = origin[first + i] - firstBefore;
    out[i] = from < 0 ? 0 : (before[from] ?? 0);
  }
}

/** Where links stood at the tick before. */
export interface Origins {
  /** For each link of the tick; -1 for a new one. */
  readonly origin: Int32Array;
  /** Number of the first link that has a value, at this tick and before. */
  readonly first: number;
  readonly firstBefore: number;
}
