import { alwaysClearSquaredKm, clearsEarth, horizonSquaredKm } from "./line-of-sight.js";
import { PairBuffer } from "./pair-buffer.js";
import { SpatialIndex } from "./spatial-index.js";

/** What a protocol says about the satellites, by node id, while `PairStages.run` walks the pairs. */
export interface PairFlags {
  /** 1 while pairs with the satellite can still be taken. May only fall. */
  readonly open: Uint8Array;
  /** A pair matters only if one of its ends has a 1 here; absent: `open` alone decides. */
  seeking?: Uint8Array;
  /** Pairs whose ends have equal labels do not matter; absent: all do. */
  label?: Int32Array;
}

export interface PairWalk extends PairFlags {
  readonly index: SpatialIndex;
  readonly positionsKm: Float64Array;
  /** Inclusive; Infinity for none. */
  readonly maxRangeKm: number;
  /** How far the first stage looks; later ones grow. Changes speed only. */
  readonly firstRadiusKm: number;
  /** Takes or leaves an admissible pair of open satellites, a < b, in the order (length squared, a, b). */
  visit(a: number, b: number, lengthSquaredKm: number): void;
  /** Called after every stage but the last; may change `seeking` and `label`. False ends the walk. */
  afterStage?(): boolean;
}

/** A stage holds at most this many pairs for each satellite in play, and at least `MIN_PAIRS` in all. */
const PAIRS_PER_SATELLITE = 6;
const MIN_PAIRS = 1 << 13;
/** The radius of the next stage is between these times that of the last. */
const MIN_GROWTH = 1.6;
const MAX_GROWTH = 4;
const MIN_RADIUS_KM = 1e-3;

/**
 * Walks the admissible pairs of satellites from the shortest to the longest without looking at all of them:
 * stage by stage, each with the pairs in the next shell of length, among the satellites that can still take
 * one. A stage that turns out too full (satellites crowd together) is cut to a shorter radius; the walk is
 * the same however it is staged.
 */
export class PairStages {
  readonly #pairs = new PairBuffer();
  readonly #part = new SpatialIndex();

  /** Calls `visit` for every admissible pair that still matters when its turn comes. */
  run(walk: PairWalk): void {
    const limit = Math.min(walk.maxRangeKm * walk.maxRangeKm, horizonSquaredKm(walk.index.maxRadiusKm));
    let done = -1;
    let radius = Math.max(walk.firstRadiusKm, MIN_RADIUS_KM);
    let index = this.#openPart(walk.index, walk.open);
    while (index.count > 1) {
      const seekers = countSeekers(walk, index);
      if (seekers === 0) return;
      const reached = this.#collect(walk, index, done, Math.min(radius * radius, limit));
      const found = this.#pairs.count;
      this.#pairs.sort(Math.max(done, 0), reached);
      this.#visitAll(walk, index);
      done = reached;
      if (done >= limit || walk.afterStage?.() === false) return;
      index = this.#openPart(index, walk.open);
      const growth = Math.sqrt((2 * seekers) / (found + 1));
      radius = Math.sqrt(reached) * Math.min(MAX_GROWTH, Math.max(MIN_GROWTH, growth));
      radius = Math.max(radius, MIN_RADIUS_KM);
    }
  }

  /** The index of the satellites still open; the one at hand where most are. */
  #openPart(index: SpatialIndex, open: Uint8Array): SpatialIndex {
    if (countOpen(index, open) > 0.8 * index.count) return index;
    // Filling a part from itself is safe: places only move down.
    this.#part.buildFrom(index, open);
    return this.#part;
  }

  #visitAll(walk: PairWalk, index: SpatialIndex): void {
    const { a, b, lengthSquared, count } = this.#pairs;
    const { open, positionsKm } = walk;
    const clear = alwaysClearSquaredKm(index.minRadiusKm);
    for (let i = 0; i < count; i++) {
      const p = a[i];
      const q = b[i];
      if (open[p] === 0 || open[q] === 0) continue;
      const d = lengthSquared[i];
      if (d <= clear || clearsEarth(positionsKm, p, q)) walk.visit(p, q, d);
    }
  }

  /**
   * Gathers the pairs with `above` < length squared <= the returned limit, which is `upTo` or, where those
   * are too many to hold, less.
   */
  #collect(walk: PairWalk, index: SpatialIndex, above: number, upTo: number): number {
    const pairs = this.#pairs;
    pairs.count = 0;
    pairs.reserve(Math.max(MIN_PAIRS, PAIRS_PER_SATELLITE * index.count));
    const everyone = walk.seeking === undefined && walk.label === undefined;
    let limit = upTo;
    for (let band = 0; band < index.bandCount; band++) {
      const end = index.bandStart(band + 1);
      for (let place = index.bandStart(band); place < end; place++) {
        if (everyone) {
          limit = this.#collectOnwards(index, place, band, above, limit);
        } else if (isSeeking(walk, index.ids[place])) {
          limit = this.#collectAround(walk, index, place, above, limit);
        }
      }
    }
    return limit;
  }

  /** Pairs of the satellite at `place` with all at later places. */
  #collectOnwards(index: SpatialIndex, place: number, band: number, above: number, upTo: number): number {
    const { ids, x, y, z } = index;
    const px = x[place];
    const py = y[place];
    const pz = z[place];
    const id = ids[place];
    const sine = index.halfAngleSine(Math.sqrt(px * px + py * py + pz * pz), Math.sqrt(upTo));
    const runCount = index.window(px, py, pz, sine, band);
    const { runs } = index;
    const pairs = this.#pairs;
    let { lengthSquared, a, b, count } = pairs;
    let limit = upTo;
    for (let run = 0; run < runCount; run++) {
      const end = runs[2 * run + 1];
      for (let other = Math.max(runs[2 * run], place + 1); other < end; other++) {
        const dx = px - x[other];
        const dy = py - y[other];
        const dz = pz - z[other];
        const d = dx * dx + dy * dy + dz * dz;
        if (d > limit || d <= above) continue;
        if (count === a.length) {
          pairs.count = count;
          limit = this.#makeRoom(above, limit);
          ({ lengthSquared, a, b, count } = pairs);
          if (d > limit) continue;
        }
        const otherId = ids[other];
        lengthSquared[count] = d;
        a[count] = Math.min(id, otherId);
        b[count++] = Math.max(id, otherId);
      }
    }
    pairs.count = count;
    return limit;
  }

  /** Pairs of the seeking satellite at `place` with every other; of two seekers, the later place leaves it. */
  #collectAround(walk: PairWalk, index: SpatialIndex, place: number, above: number, upTo: number): number {
    const { ids, x, y, z } = index;
    const { label } = walk;
    const px = x[place];
    const py = y[place];
    const pz = z[place];
    const id = ids[place];
    const sine = index.halfAngleSine(Math.sqrt(px * px + py * py + pz * pz), Math.sqrt(upTo));
    const runCount = index.window(px, py, pz, sine);
    const { runs } = index;
    const pairs = this.#pairs;
    let { lengthSquared, a, b, count } = pairs;
    let limit = upTo;
    for (let run = 0; run < runCount; run++) {
      const end = runs[2 * run + 1];
      for (let other = runs[2 * run]; other < end; other++) {
        const dx = px - x[other];
        const dy = py - y[other];
        const dz = pz - z[other];
        const d = dx * dx + dy * dy + dz * dz;
        if (d > limit || d <= above) continue;
        const otherId = ids[other];
        if (other <= place && isSeeking(walk, otherId)) continue;
        if (label !== undefined && label[id] === label[otherId]) continue;
        if (count === a.length) {
          pairs.count = count;
          limit = this.#makeRoom(above, limit);
          ({ lengthSquared, a, b, count } = pairs);
          if (d > limit) continue;
        }
        lengthSquared[count] = d;
        a[count] = Math.min(id, otherId);
        b[count++] = Math.max(id, otherId);
      }
    }
    pairs.count = count;
    return limit;
  }

  /** Halves the shell until half of the room is free; where all lengths are as good as equal, makes more room. */
  #makeRoom(above: number, upTo: number): number {
    const pairs = this.#pairs;
    const floor = Math.max(above, 0);
    let limit = upTo;
    while (pairs.count > pairs.capacity / 2) {
      const half = floor + (limit - floor) / 2;
      if (half - floor < 1e-9 * (1 + floor)) {
        pairs.reserve(2 * pairs.capacity);
        return limit;
      }
      limit = half;
      pairs.keepUpTo(limit);
    }
    return limit;
  }
}

function countOpen({ ids, count }: SpatialIndex, open: Uint8Array): number {
  let stillOpen = 0;
  for (let place = 0; place < count; place++) stillOpen += open[ids[place]];
  return stillOpen;
}

/** Satellites whose neighbourhoods a stage has to look at. */
function countSeekers(flags: PairFlags, { ids, count }: SpatialIndex): number {
  let seekers = 0;
  for (let place = 0; place < count; place++) if (isSeeking(flags, ids[place])) seekers++;
  return seekers;
}

function isSeeking({ open, seeking }: PairFlags, id: number): boolean {
  return open[id] === 1 && (seeking === undefined || seeking[id] === 1);
}
