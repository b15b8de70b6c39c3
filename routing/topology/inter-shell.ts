import type { FrameView } from "../frame-view.js";
import type { LinkList } from "../link-list.js";
import type { IslEntry } from "../link-protocol.js";
import { PairLookup } from "../pair-lookup.js";
import { PairStages } from "../pair-stages.js";
import { isInOrbit, type SpatialIndex } from "../spatial-index.js";
import { expectedRadiusKm } from "./expected-radius.js";
import { shellGroups } from "./shell-groups.js";

/** `interShell` of an entry of `links.isl`: links between its shells, beside what its protocol chooses. */
export interface InterShell {
  /** How many of them each satellite may have; they do not count among the entry's `maxLinks`. */
  readonly maxLinks: number;
  /** Inclusive; Infinity for none. */
  readonly maxRangeKm: number;
}

/** Adds links between shells to those in `links`. */
export type AddInterShell = (frame: FrameView, index: SpatialIndex, links: LinkList) => void;

/**
 * Links between the shells of an entry: over the admissible pairs of satellites of different shells, in the
 * order (length squared, lower id, higher id), a pair is taken when both have fewer than `maxLinks` such
 * links. Pairs that are linked already are passed over. A catalogue whose planes were inferred counts as the
 * shells found in it, and those left out as one more.
 *
 * @throws Error for an entry of fewer than two shells
 */
export function linkShells(
  { shells }: IslEntry,
  { maxLinks, maxRangeKm }: InterShell,
  { satelliteCount, count }: { readonly satelliteCount: number; readonly count: number },
): AddInterShell {
  const { count: groups, groupOf: shellOf } = shellGroups(shells, satelliteCount);
  if (groups < 2) {
    throw new Error(`interShell needs an entry for at least two shells; this one is for ${groups}`);
  }
  const NONE = -1;
  const members = shells.reduce((sum, shell) => sum + shell.count, 0);
  const open = new Uint8Array(satelliteCount);
  const seeking = new Uint8Array(satelliteCount);
  const degree = new Uint32Array(satelliteCount);
  const linked = new PairLookup();
  const stages = new PairStages();

  /** Every pair has an end outside of the shell with the most open satellites: only those need to look. */
  const chooseSeekers = (): boolean => {
    const openIn = new Uint32Array(groups);
    for (let id = 0; id < satelliteCount; id++) if (open[id] === 1) openIn[shellOf[id]]++;
    const largest = openIn.indexOf(Math.max(...openIn));
    for (let id = 0; id < satelliteCount; id++) seeking[id] = shellOf[id] === largest ? 0 : open[id];
    return openIn.filter((left) => left > 0).length > 1;
  };

  return ({ positionsKm: p, usable }, index, links) => {
    linked.build(links.a, links.b, links.count, count);
    degree.fill(0);
    for (let id = 0; id < satelliteCount; id++) {
      const inOrbit = isInOrbit(p[3 * id], p[3 * id + 1], p[3 * id + 2]);
      open[id] = shellOf[id] !== NONE && usable[id] === 1 && inOrbit ? 1 : 0;
    }
    if (!chooseSeekers()) return;
    stages.run({
      index,
      positionsKm: p,
      maxRangeKm,
      open,
      seeking,
      label: shellOf,
      firstRadiusKm: expectedRadiusKm(members, maxLinks),
      visit(a, b) {
        if (linked.find(a, b) >= 0) return;
        links.add(a, b);
        if (++degree[a] === maxLinks) open[a] = 0;
        if (++degree[b] === maxLinks) open[b] = 0;
      },
      afterStage: chooseSeekers,
    });
  };
}
