import { DEG_TO_RAD } from "../../orbits/constants.js";
import type { InferredPlanes, InferredShell } from "../../orbits/inferred-planes.js";
import { matchRings } from "./plane-matching.js";

/**
 * Planes further apart in right ascension are not linked: between the 120 degrees of three planes all round the
 * globe and the 180 degrees of a star's seam.
 */
const WIDEST_GAP_RAD = 150 * DEG_TO_RAD;

/** How many planes on a link may lead. */
const REACH = 3;

/** How far from the best phase a partner may be, in slots: whoever is left over is asked again with the next. */
const WITHIN_SLOTS = [1, 2];

/** Pairs of satellites, as places in the element sets. */
export interface GridPairs {
  readonly a: Uint32Array;
  readonly b: Uint32Array;
}

/**
 * Each plane a ring, in the order of phase. What the Earth or the range forbids across a hole of the plane is
 * for the stage to strike.
 */
export function ringPairs(planes: InferredPlanes): GridPairs {
  const pairs = new PairColumns();
  for (const [s, shell] of planes.shells.entries()) {
    for (const ring of ringsOf(planes, s, shell)) {
      // In a ring of two, the way on and the way back join the same two.
      const links = ring.length > 2 ? ring.length : ring.length - 1;
      for (let slot = 0; slot < links; slot++) pairs.add(ring[slot], ring[(slot + 1) % ring.length]);
    }
  }
  return pairs.build();
}

/**
 * Links between planes: for each satellite one at most to the planes after its own, and one to those before it.
 * Two neighbouring planes are paired by `matchRings`, phases compared with the difference that makes the mean
 * link over a circular orbit shortest. Planes of a catalogue have holes, and not all as many satellites: those who
 * found nobody are paired with those left over two planes on, then three; and then all of this once more within two
 * slots. Planes more than 150 degrees apart are not linked, so a star shell has no links across its seam.
 */
export function crossPlanePairs(planes: InferredPlanes): GridPairs {
  const pairs = new PairColumns();
  for (const [s, shell] of planes.shells.entries()) {
    const rings = ringsOf(planes, s, shell);
    // Who has no link yet to the planes after its own, and to those before it.
    const open = { ahead: [...rings], behind: [...rings] };
    for (const slots of WITHIN_SLOTS) {
      for (let distance = 1; distance <= Math.min(REACH, rings.length - 1); distance++) {
        linkPlanes(planes.phaseRad, shell, open, { distance, slots }, pairs);
      }
    }
  }
  return pairs.build();
}

/** Satellites of each plane by slot. */
function ringsOf({ count, shellOf, planeOf, slotOf }: InferredPlanes, s: number, shell: InferredShell) {
  const rings = Array.from(shell.planeSize, (size) => new Uint32Array(size));
  for (let i = 0; i < count; i++) if (shellOf[i] === s) rings[planeOf[i]][slotOf[i]] = i;
  return rings;
}

interface OpenSatellites {
  readonly ahead: Uint32Array[];
  readonly behind: Uint32Array[];
}

function linkPlanes(
  phaseRad: Float64Array,
  { inclinationDeg, planeNodeRad, slotSpacingRad }: InferredShell,
  { ahead, behind }: OpenSatellites,
  { distance, slots }: { readonly distance: number; readonly slots: number },
  pairs: PairColumns,
): void {
  const count = planeNodeRad.length;
  for (let plane = 0; plane < count; plane++) {
    const other = (plane + distance) % count;
    const gapRad = planeNodeRad[other] - planeNodeRad[plane] + (other > plane ? 0 : TURN);
    if (gapRad > WIDEST_GAP_RAD) continue;
    const left = ahead[plane];
    const right = byPhase(behind[other], phaseRad, shortestPhase(inclinationDeg, gapRad));
    const leftPhases = Float64Array.from(left, (id) => phaseRad[id]);
    const partners = matchRings(leftPhases, right.phases, slots * slotSpacingRad);
    const taken = new Set<number>();
    for (const [i, place] of partners.entries()) {
      if (place < 0) continue;
      pairs.add(left[i], right.ids[place]);
      taken.add(right.ids[place]);
    }
    ahead[plane] = left.filter((_, i) => partners[i] < 0);
    behind[other] = behind[other].filter((id) => !taken.has(id));
  }
}

const TURN = 2 * Math.PI;

/** Satellites and their phases less `shift`, ascending in [0, 2 pi). */
function byPhase(ring: Uint32Array, phaseRad: Float64Array, shift: number) {
  const phaseOf = (id: number) => (((phaseRad[id] - shift) % TURN) + TURN) % TURN;
  const ids = [...ring].sort((p, q) => phaseOf(p) - phaseOf(q));
  return { ids, phases: Float64Array.from(ids, phaseOf) };
}

/**
 * By how much the argument of latitude of a satellite should exceed that of one whose plane is `nodeRad` behind
 * its own, so that their mean distance over a circular orbit is smallest.
 *
 * With both arguments of latitude growing alike, the cosine of the angle between the two has the mean
 * ((cos(node) (1 + cos^2 i) + sin^2 i) cos(phase) - 2 cos i sin(node) sin(phase)) / 2, and swings about it by
 * what does not depend on the phase (see `meanLinkLength`).
 */
export function shortestPhase(inclinationDeg: number, nodeRad: number): number {
  const cos = Math.cos(inclinationDeg * DEG_TO_RAD);
  return Math.atan2(-2 * cos * Math.sin(nodeRad), Math.cos(nodeRad) * (1 + cos * cos) + 1 - cos * cos);
}

class PairColumns {
  readonly #a: number[] = [];
  readonly #b: number[] = [];

  add(a: number, b: number): void {
    this.#a.push(a);
    this.#b.push(b);
  }

  build(): GridPairs {
    return { a: Uint32Array.from(this.#a), b: Uint32Array.from(this.#b) };
  }
}
