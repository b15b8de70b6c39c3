import { DEG_TO_RAD } from "./constants.js";

/**
 * Right ascensions of one plane follow one another by no more than this. Published shells have planes 2.5
 * degrees apart and more, and the satellites of a Starlink plane lie within 1 degree.
 */
const GAP_RAD = 1 * DEG_TO_RAD;

/** A plane is no wider than this; what is, is looked at again with half the gap. */
const WIDEST_RAD = 3 * DEG_TO_RAD;

/** Halving ends here: what is still too wide then has no planes. */
const SMALLEST_GAP_RAD = GAP_RAD / 16;

/** Fewer satellites are strays that keep one another company: a ring of them is behind the Earth from end to end. */
const FEWEST = 4;

/** What has less than this share of a usual plane's satellites is strays between the planes. */
const STRAY_SHARE = 1 / 4;

/**
 * Planes stand apart: the usual gap between two is this many times the usual gap within one. Right ascensions that
 * fall anywhere make runs too, but reach 4 to 5 times.
 */
const APART = 8;

/**
 * Groups the satellites of a shell by right ascension into planes: a run on the circle without a gap of more than
 * a degree is one. How many planes there are and how they are spaced need not be known.
 *
 * @param members places in `nodeRad`
 * @returns planes by ascending right ascension (that of their middle); who is in none is a stray. Empty where right
 *   ascensions fall anywhere
 */
export function findPlanes(members: readonly number[], nodeRad: Float64Array): FoundPlane[] {
  const runs = split(unroll(members, nodeRad), GAP_RAD);
  const least = Math.max(FEWEST, Math.ceil(STRAY_SHARE * usualSize(runs)));
  const full = runs.filter(({ length }) => length >= least);
  if (!standApart(runs, full)) return [];
  return full.map(toPlane).sort((p, q) => p.nodeRad - q.nodeRad);
}

function standApart(runs: readonly (readonly Unrolled[])[], full: readonly (readonly Unrolled[])[]): boolean {
  const within = full.flatMap((run) => run.slice(1).map(({ rad }, i) => rad - run[i].rad));
  const between = runs.slice(1).map((run, i) => run[0].rad - runs[i][runs[i].length - 1].rad);
  return middle(between) >= APART * middle(within);
}

function middle(values: number[]): number {
  return values.sort((p, q) => p - q)[values.length >> 1] ?? 0;
}

export interface FoundPlane {
  /** Right ascension of the middle, mean over the members, [0, 2 pi). */
  readonly nodeRad: number;
  readonly members: readonly number[];
}

/** A satellite and its right ascension, turns added so that a run has no jump. */
interface Unrolled {
  readonly id: number;
  readonly rad: number;
}

/** By right ascension, from behind the widest gap of the circle on. */
function unroll(members: readonly number[], nodeRad: Float64Array): Unrolled[] {
  const sorted = members.map((id) => ({ id, rad: nodeRad[id] })).sort((p, q) => p.rad - q.rad || p.id - q.id);
  let from = 0;
  let widest = -1;
  for (const [i, { rad }] of sorted.entries()) {
    const before = i === 0 ? sorted[sorted.length - 1].rad - 2 * Math.PI : sorted[i - 1].rad;
    if (rad - before > widest) {
      widest = rad - before;
      from = i;
    }
  }
  const turned = sorted.slice(0, from).map(({ id, rad }) => ({ id, rad: rad + 2 * Math.PI }));
  return [...sorted.slice(from), ...turned];
}

function split(run: readonly Unrolled[], gapRad: number): (readonly Unrolled[])[] {
  const parts: (readonly Unrolled[])[] = [];
  let start = 0;
  for (let i = 1; i <= run.length; i++) {
    if (i < run.length && run[i].rad - run[i - 1].rad <= gapRad) continue;
    const part = run.slice(start, i);
    start = i;
    if (part.length === 0) continue;
    if (part[part.length - 1].rad - part[0].rad <= WIDEST_RAD) parts.push(part);
    else if (gapRad > SMALLEST_GAP_RAD) parts.push(...split(part, gapRad / 2));
  }
  return parts;
}

/** Size of the run that the middle satellite is in, so that many strays do not make runs look small. */
function usualSize(runs: readonly (readonly Unrolled[])[]): number {
  const sizes = runs.map(({ length }) => length).sort((p, q) => p - q);
  const half = sizes.reduce((sum, size) => sum + size, 0) / 2;
  let sum = 0;
  for (const size of sizes) {
    sum += size;
    if (sum >= half) return size;
  }
  return 0;
}

function toPlane(run: readonly Unrolled[]): FoundPlane {
  const mean = run.reduce((sum, { rad }) => sum + rad, 0) / run.length;
  return { nodeRad: mean % (2 * Math.PI), members: run.map(({ id }) => id) };
}
