import { DEG_TO_RAD, RAD_TO_DEG } from "../orbits/constants.js";
import { ecefToGeodetic, localUp } from "../orbits/geodesy.js";
import { type HorizonMask, horizonAtDeg } from "../orbits/horizon-mask.js";
import type { FrameView } from "./frame-view.js";
import type { GroundEntry, VisibleSatellites } from "./ground-link-protocol.js";
import { RangeSorter } from "./range-sorter.js";
import { isInOrbit, type SpatialIndex } from "./spatial-index.js";

/**
 * Windows are laid about the direction from the Earth's centre, masks about the vertical: on the ellipsoid
 * the two differ by 0.1924 degrees at most (latitude 45).
 */
const VERTICAL_DEFLECTION_DEG = 0.2;

/** Up to so many of a row are picked out; for more of them it is put in order. */
const MOST_PICKED = 16;

/** Which satellites each site of an entry may link to. Buffers are kept from one tick to the next. */
export class Visibility implements VisibleSatellites {
  readonly offsets: Uint32Array;
  #satellites = new Uint32Array(256);
  #slantRangeKm = new Float64Array(256);
  /** Rows are put in order when somebody asks for them: most protocols want the best of each only. */
  #isOrdered = true;
  #best = new Uint32Array(0);
  #bestRangeKm = new Float64Array(0);
  readonly #entry: GroundEntry;
  readonly #sinMask: Float64Array;
  /** Position and vertical of each member: `[x, y, z, ux, uy, uz]`. */
  readonly #places: Float64Array;
  /** The same of a site that moves, at the last other time that was asked about. */
  readonly #then = new Float64Array(6);
  /** Distance of each member from the Earth's centre. */
  readonly #radiusKm: Float64Array;
  /** Cosine of the lowest elevation over the geocentric horizon at which each member may see anything. */
  readonly #cosLowest: Float64Array;
  readonly #sorter = new RangeSorter();
  #frame: FrameView | undefined;

  constructor(entry: GroundEntry) {
    const count = entry.members.length;
    this.#entry = entry;
    this.offsets = new Uint32Array(count + 1);
    this.#sinMask = entry.maskDeg.map((mask) =>
      mask === Number.NEGATIVE_INFINITY ? mask : Math.sin(mask * DEG_TO_RAD),
    );
    this.#places = new Float64Array(6 * count);
    this.#radiusKm = new Float64Array(count);
    this.#cosLowest = entry.maskDeg.map((mask) => Math.cos(lowestElevationRad(mask)));
  }

  /**
   * Fills the rows for a tick: usable satellites with an elevation, above the plane that is level at the
   * site (WGS84), of at least the mask at their azimuth, and no further than the slant range; both inclusive.
   */
  update(frame: FrameView, index: SpatialIndex): void {
    this.#frame = frame;
    this.#locate(frame.positionsKm);
    const { members } = this.#entry;
    let count = 0;
    for (let i = 0; i < members.length; i++) {
      this.offsets[i] = count;
      if (frame.usable[members[i]] !== 1 || index.count === 0 || !this.#hasPlace(i)) continue;
      const found = this.#collect(i, index);
      if (count + found > this.#satellites.length) this.#grow(count + found);
      this.#satellites.set(this.#sorter.ids.subarray(0, found), count);
      this.#slantRangeKm.set(this.#sorter.rangeKm.subarray(0, found), count);
      count += found;
    }
    this.offsets[members.length] = count;
    this.#isOrdered = false;
  }

  get satellites(): Uint32Array {
    if (!this.#isOrdered) this.#order();
    return this.#satellites;
  }

  get slantRangeKm(): Float64Array {
    if (!this.#isOrdered) this.#order();
    return this.#slantRangeKm;
  }

  nearest(i: number, limit: number): Uint32Array {
    const from = this.offsets[i];
    const to = this.offsets[i + 1];
    const most = Math.min(limit, to - from);
    if (this.#isOrdered || most > MOST_PICKED) return this.satellites.subarray(from, from + most);
    if (this.#best.length < most) {
      this.#best = new Uint32Array(MOST_PICKED);
      this.#bestRangeKm = new Float64Array(MOST_PICKED);
    }
    this.#pick(from, to, most);
    return this.#best.subarray(0, most);
  }

  /** The first `most` of a row in the order (slant range, id). */
  #pick(from: number, to: number, most: number): void {
    const satellites = this.#satellites;
    const ranges = this.#slantRangeKm;
    const best = this.#best;
    const bestRange = this.#bestRangeKm;
    bestRange.fill(Number.POSITIVE_INFINITY, 0, most);
    best.fill(0xffff_ffff, 0, most);
    for (let row = from; row < to; row++) {
      const range = ranges[row];
      if (range > bestRange[most - 1]) continue;
      const id = satellites[row];
      let at = most;
      while (at > 0 && (bestRange[at - 1] > range || (bestRange[at - 1] === range && best[at - 1] > id)))
        at--;
      if (at === most) continue;
      best.copyWithin(at + 1, at, most - 1);
      bestRange.copyWithin(at + 1, at, most - 1);
      best[at] = id;
      bestRange[at] = range;
    }
  }

  #order(): void {
    this.#isOrdered = true;
    const sorter = this.#sorter;
    for (let i = 0; i < this.#entry.members.length; i++) {
      const [from, to] = [this.offsets[i], this.offsets[i + 1]];
      sorter.reserve(to - from);
      sorter.ids.set(this.#satellites.subarray(from, to));
      sorter.rangeKm.set(this.#slantRangeKm.subarray(from, to));
      sorter.sortInto(to - from, this.#slantRangeKm, this.#satellites, from);
    }
  }

  /**
   * Slant range, km, if `members[i]` may link to a satellite at the tick of the last `update`, else -1.
   * The same test as the rows are made by.
   */
  slantRangeTo(i: number, satellite: number): number {
    const { usable, positionsKm } = this.#frame as FrameView;
    if (usable[this.#entry.members[i]] !== 1 || usable[satellite] !== 1 || !this.#hasPlace(i)) return -1;
    const at = 3 * satellite;
    return this.slantRangeFrom(i, positionsKm[at], positionsKm[at + 1], positionsKm[at + 2]);
  }

  slantRangeFrom(i: number, x: number, y: number, z: number, positionsKm?: Float64Array): number {
    if (!isInOrbit(x, y, z)) return -1;
    const [sx, sy, sz, ux, uy, uz] =
      positionsKm === undefined
        ? this.#places.subarray(6 * i, 6 * i + 6)
        : this.#placeThen(positionsKm, this.#entry.members[i]);
    const { maxSlantRangeKm, horizons } = this.#entry;
    const range = visibleRange(x - sx, y - sy, z - sz, ux, uy, uz, this.#sinMask[i], maxSlantRangeKm);
    const horizon = horizons?.[i];
    if (range < 0 || horizon === undefined) return range;
    return isAboveHorizon(horizon, x - sx, y - sy, z - sz, ux, uy, uz) ? range : -1;
  }

  elevationDeg(i: number, satellite: number): number {
    const { positionsKm } = this.#frame as FrameView;
    const [sx, sy, sz, ux, uy, uz] = this.#places.subarray(6 * i, 6 * i + 6);
    const dx = positionsKm[3 * satellite] - sx;
    const dy = positionsKm[3 * satellite + 1] - sy;
    const dz = positionsKm[3 * satellite + 2] - sz;
    const up = dx * ux + dy * uy + dz * uz;
    const level = Math.sqrt((dx - up * ux) ** 2 + (dy - up * uy) ** 2 + (dz - up * uz) ** 2);
    return Math.atan2(up, level) * RAD_TO_DEG;
  }

  /** False for nodes of static networks, which stand at the origin. */
  #hasPlace(i: number): boolean {
    return this.#places[6 * i] !== 0 || this.#places[6 * i + 1] !== 0 || this.#places[6 * i + 2] !== 0;
  }

  /** Leaves what the site sees with the sorter. @returns how many it is */
  #collect(i: number, index: SpatialIndex): number {
    const { ids, x, y, z } = index;
    const places = this.#places;
    const at = 6 * i;
    const sx = places[at];
    const sy = places[at + 1];
    const sz = places[at + 2];
    const ux = places[at + 3];
    const uy = places[at + 4];
    const uz = places[at + 5];
    const sinMask = this.#sinMask[i];
    const maxRange = this.#entry.maxSlantRangeKm;
    const horizon = this.#entry.horizons?.[i];
    const runCount = index.window(sx, sy, sz, this.#halfAngleSine(i, index));
    const { runs } = index;
    const sorter = this.#sorter;
    let count = 0;
    for (let run = 0; run < runCount; run++) {
      const end = runs[2 * run + 1];
      sorter.reserve(count + end - runs[2 * run]);
      const { ids: seen, rangeKm } = sorter;
      for (let place = runs[2 * run]; place < end; place++) {
        const range = visibleRange(
          x[place] - sx,
          y[place] - sy,
          z[place] - sz,
          ux,
          uy,
          uz,
          sinMask,
          maxRange,
        );
        if (range < 0) continue;
        if (
          horizon !== undefined &&
          !isAboveHorizon(horizon, x[place] - sx, y[place] - sy, z[place] - sz, ux, uy, uz)
        ) {
          continue;
        }
        seen[count] = ids[place];
        rangeKm[count++] = range;
      }
    }
    return count;
  }

  /**
   * Half-angle sine of a window about the site that holds everything it may see. A satellite r from the
   * centre at elevation e stands at the angle acos(s cos(e) / r) - e from a site s from the centre, which
   * grows with r: the highest satellite decides.
   */
  #halfAngleSine(i: number, index: SpatialIndex): number {
    const { maskDeg, maxSlantRangeKm } = this.#entry;
    const radius = this.#radiusKm[i];
    const byRange = index.halfAngleSine(radius, maxSlantRangeKm);
    if (maskDeg[i] === Number.NEGATIVE_INFINITY || radius >= index.minRadiusKm) return byRange;
    const elevation = lowestElevationRad(maskDeg[i]);
    const angle = Math.acos((radius * this.#cosLowest[i]) / index.maxRadiusKm) - elevation;
    return Math.min(byRange, angle >= Math.PI ? 1 : Math.sin(angle / 2));
  }

  /** Takes over the members' positions; the vertical is worked out only for those that have moved. */
  #locate(positionsKm: Float64Array): void {
    const { members } = this.#entry;
    const places = this.#places;
    for (let i = 0; i < members.length; i++) {
      const at = 3 * members[i];
      const x = positionsKm[at];
      const y = positionsKm[at + 1];
      const z = positionsKm[at + 2];
      if (places[6 * i] === x && places[6 * i + 1] === y && places[6 * i + 2] === z) continue;
      writePlace(positionsKm, members[i], places.subarray(6 * i, 6 * i + 6));
      this.#radiusKm[i] = Math.hypot(x, y, z);
    }
  }

  /** Many satellites are looked at from the same place. */
  #placeThen(positionsKm: Float64Array, node: number): Float64Array {
    writePlace(positionsKm, node, this.#then);
    return this.#then;
  }

  #grow(needed: number): void {
    const size = Math.max(needed, 2 * this.#satellites.length);
    const satellites = this.#satellites;
    const slantRangeKm = this.#slantRangeKm;
    this.#satellites = new Uint32Array(size);
    this.#satellites.set(satellites);
    this.#slantRangeKm = new Float64Array(size);
    this.#slantRangeKm.set(slantRangeKm);
  }
}

/** Writes `[x, y, z, ux, uy, uz]` of a node; its vertical is worked out only where `place` is of somewhere else. */
function writePlace(positionsKm: Float64Array, node: number, place: Float64Array): void {
  const [x, y, z] = [positionsKm[3 * node], positionsKm[3 * node + 1], positionsKm[3 * node + 2]];
  if (place[0] === x && place[1] === y && place[2] === z) return;
  place.set([x, y, z, ...localUp(ecefToGeodetic([x, y, z]))]);
}

function lowestElevationRad(maskDeg: number): number {
  return Math.max(-90, maskDeg - VERTICAL_DEFLECTION_DEG) * DEG_TO_RAD;
}

/** Length of the way (dx, dy, dz) from a site, km, or -1 if it is too long or too low. `u` is the vertical. */
function visibleRange(
  dx: number,
  dy: number,
  dz: number,
  ux: number,
  uy: number,
  uz: number,
  sinMask: number,
  maxRangeKm: number,
): number {
  const squared = dx * dx + dy * dy + dz * dz;
  if (squared > maxRangeKm * maxRangeKm) return -1;
  const range = Math.sqrt(squared);
  const height = dx * ux + dy * uy + dz * uz;
  return sinMask === Number.NEGATIVE_INFINITY || height >= sinMask * range ? range : -1;
}

/**
 * Whether the way (dx, dy, dz) from a site stands at or above the mask at its azimuth. East is level and at
 * right angles to the Earth's axis, north level and at right angles to east; at a pole, east is where the
 * site's own longitude has it.
 */
function isAboveHorizon(
  horizon: HorizonMask,
  dx: number,
  dy: number,
  dz: number,
  ux: number,
  uy: number,
  uz: number,
): boolean {
  const rho = Math.sqrt(ux * ux + uy * uy);
  const cosLongitude = rho === 0 ? 1 : ux / rho;
  const sinLongitude = rho === 0 ? 0 : uy / rho;
  const east = dy * cosLongitude - dx * sinLongitude;
  const north = dz * rho - uz * (dx * cosLongitude + dy * sinLongitude);
  const azimuth = Math.atan2(east, north) * RAD_TO_DEG;
  const mask = horizonAtDeg(horizon, azimuth < 0 ? azimuth + 360 : azimuth);
  const range = Math.sqrt(dx * dx + dy * dy + dz * dz);
  return dx * ux + dy * uy + dz * uz >= Math.sin(mask * DEG_TO_RAD) * range;
}
