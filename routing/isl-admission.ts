import type { FrameView } from "./frame-view.js";
import { Verdict } from "./isl-constraints.js";
import { alwaysClearSquaredKm, clearsEarth, lengthSquaredKm } from "./line-of-sight.js";
import type { LinkColumns } from "./link-columns.js";
import type { LinkList } from "./link-list.js";
import type { IslWork } from "./link-work.js";
import type { OrbitingPositions } from "./orbiting-positions.js";
import type { StrikeCounts } from "./strike-counts.js";

/** What an entry chose at a tick; all ends are satellites. */
export interface ChosenIsls {
  readonly links: LinkList;
  /** Links at the front of the list that the protocol chose; the entry's `interShell` added the rest. */
  readonly own: number;
}

/**
 * Adds to `to`, with its length, what an entry chose and may be. Most links are short enough to be within range
 * and clear the Earth whatever their ends are: one loop takes those, and only what stops it is looked at closely.
 */
export function admitIsls(
  { plan, constraints }: IslWork,
  { usable, positionsKm }: FrameView,
  orbiting: OrbitingPositions,
  { links, own }: ChosenIsls,
  to: LinkColumns,
): StrikeCounts {
  const { check, entry, linkClass, interShell = entry } = plan;
  const { a, b, count } = links;
  const rangeSquared = entry.maxRangeKm * entry.maxRangeKm;
  const extraRangeSquared = interShell.maxRangeKm * interShell.maxRangeKm;
  const clear = alwaysClearSquaredKm(orbiting.lowestRadiusKm);
  const safe = check ? Math.min(rangeSquared, extraRangeSquared, clear) : Number.POSITIVE_INFINITY;
  const isPlain = constraints === undefined && safe >= 0;
  const verdicts = [0, 0, 0];
  const struck: StrikeCounts = { unusable: 0, outOfRange: 0, behindEarth: 0, notVisible: 0 };
  to.reserve(to.count + count);
  const first = to.count;
  for (let i = 0; i < count; i++) {
    if (isPlain) {
      const from = i;
      i = takeShort(orbiting.positionsKm, links, from, safe, to);
      to.count += i - from;
      if (i === count) break;
    }
    const low = Math.min(a[i], b[i]);
    const high = Math.max(a[i], b[i]);
    const squared = lengthSquaredKm(positionsKm, low, high);
    if (usable[low] !== 1 || usable[high] !== 1) struck.unusable++;
    else if (check && squared > (i < own ? rangeSquared : extraRangeSquared)) struck.outOfRange++;
    else if (check && !clearsEarth(positionsKm, low, high)) struck.behindEarth++;
    else {
      const verdict = constraints === undefined ? Verdict.Carries : constraints.judge(i, low, high);
      if (verdict === Verdict.Carries) to.add(low, high, Math.sqrt(squared), linkClass);
      else verdicts[verdict]++;
    }
  }
  to.linkClass.fill(linkClass, first, to.count);
  if (constraints === undefined) return struck;
  return { ...struck, turning: verdicts[Verdict.TurnsTooFast], settingUp: verdicts[Verdict.SettingUp] };
}

/**
 * Writes links from place `from` on to the end of the columns, without their class, until one is longer than
 * `safeSquaredKm` or has an end without a position. Nothing but the return comes after the loop:
 * docs/performance.md says why.
 *
 * @returns the place of that link, or the number of links
 */
function takeShort(
  p: Float64Array,
  { a, b, count }: LinkList,
  from: number,
  safeSquaredKm: number,
  to: LinkColumns,
): number {
  const { a: toA, b: toB, lengthKm } = to;
  let at = to.count;
  let i = from;
  for (; i < count; i++) {
    const one = a[i];
    const other = b[i];
    const low = one < other ? one : other;
    const high = one < other ? other : one;
    // Not `3 * low`: the engine would reckon with fractions.
    const atLow = Math.imul(3, low);
    const atHigh = Math.imul(3, high);
    const dx = p[atLow] - p[atHigh];
    const dy = p[atLow + 1] - p[atHigh + 1];
    const dz = p[atLow + 2] - p[atHigh + 2];
    const squared = dx * dx + dy * dy + dz * dz;
    if (!(squared <= safeSquaredKm)) break;
    toA[at] = low;
    toB[at] = high;
    lengthKm[at++] = Math.sqrt(squared);
  }
  return i;
}
