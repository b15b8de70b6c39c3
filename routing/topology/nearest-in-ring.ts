/** Satellites that follow one another on one orbit: ids `first` to `first + slots - 1`. */
export interface Ring {
  readonly first: number;
  readonly slots: number;
}

/** No satellite. */
export const NONE = -1;

/** Far above the rounding of a distance in double precision, km. */
const ROUNDING_KM = 1e-6;

/**
 * A length that no way along the ring exceeds per slot, km: from slot s to slot s + k is at most k times it. Satellites
 * without a position (zeros) are stepped over. 0 where fewer than two have one.
 */
export function stepBoundKm({ first, slots }: Ring, positionsKm: Float64Array): number {
  let bound = 0;
  let start = NONE;
  let before = NONE;
  for (let slot = 0; slot < slots; slot++) {
    if (!hasPlace(positionsKm, first + slot)) continue;
    if (before === NONE) start = slot;
    else bound = Math.max(bound, apartKm(positionsKm, first + before, first + slot) / (slot - before));
    before = slot;
  }
  if (before === start) return bound;
  return Math.max(bound, apartKm(positionsKm, first + before, first + start) / (start + slots - before));
}

/** Ends of the stretches that are yet to be looked at; halving leaves one a level, and levels are fewer than bits. */
const stretches = new Int32Array(2 * 34);

/**
 * The usable satellite of a ring that is nearest to another satellite (ties: the lower id); `NONE` where the ring has
 * none. It looks at a first one, then at the middle of every stretch that is left, and leaves out around each as many as
 * the triangle inequality rules out: who is further away than the best by some length cannot have a better one within
 * that length of itself. For positions of any kind the answer is that of looking at all; on orbits side by side it looks
 * at a number of satellites that hardly grows with the ring.
 *
 * @param stepKm from `stepBoundKm`
 * @param from slot to begin with: the nearer to the answer, the fewer are looked at
 */
export function nearestInRing(
  positionsKm: Float64Array,
  usable: Uint8Array,
  satellite: number,
  { first, slots }: Ring,
  stepKm: number,
  from: number,
): number {
  const x = positionsKm[3 * satellite];
  const y = positionsKm[3 * satellite + 1];
  const z = positionsKm[3 * satellite + 2];
  const perKm = 1 / stepKm;
  let best = NONE;
  let bestSquared = Number.POSITIVE_INFINITY;
  let bestKm = Number.POSITIVE_INFINITY;
  // Slots are counted from `from` here; the first stretch is all of them, looked at from its beginning.
  let left = 0;
  let right = slots - 1;
  let middle = 0;
  let waiting = 0;
  for (;;) {
    const slot = from + middle;
    const id = first + (slot < slots ? slot : slot - slots);
    const ox = positionsKm[3 * id];
    const oy = positionsKm[3 * id + 1];
    const oz = positionsKm[3 * id + 2];
    const dx = ox - x;
    const dy = oy - y;
    const dz = oz - z;
    const squared = dx * dx + dy * dy + dz * dz;
    if (usable[id] === 1 && (squared < bestSquared || (squared === bestSquared && id < best))) {
      best = id;
      bestSquared = squared;
      bestKm = Math.sqrt(squared);
    }
    const isPlaced = ox !== 0 || oy !== 0 || oz !== 0;
    const ruledOut = isPlaced ? (Math.sqrt(squared) - bestKm - ROUNDING_KM) * perKm : 0;
    // Slots closer than `beside` to this one are done with.
    const beside = ruledOut > 1 ? Math.min(slots, Math.ceil(ruledOut)) : 1;
    if (middle + beside <= right) {
      stretches[waiting++] = middle + beside;
      stretches[waiting++] = right;
    }
    if (middle - beside >= left) {
      right = middle - beside;
    } else {
      if (waiting === 0) return best;
      right = stretches[--waiting];
      left = stretches[--waiting];
    }
    middle = (left + right) >> 1;
  }
}

function hasPlace(positionsKm: Float64Array, id: number): boolean {
  return positionsKm[3 * id] !== 0 || positionsKm[3 * id + 1] !== 0 || positionsKm[3 * id + 2] !== 0;
}

function apartKm(positionsKm: Float64Array, one: number, other: number): number {
  const dx = positionsKm[3 * one] - positionsKm[3 * other];
  const dy = positionsKm[3 * one + 1] - positionsKm[3 * other + 1];
  const dz = positionsKm[3 * one + 2] - positionsKm[3 * other + 2];
  return Math.sqrt(dx * dx + dy * dy + dz * dz);
}
