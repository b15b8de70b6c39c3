import { CLEARANCE_RADIUS_KM } from "../orbits/constants.js";
import { nearLatitudeRad, nearLongitudeRad } from "./near-angle.js";

const SATELLITES_PER_CELL = 2;
const CLEARANCE_SQUARED = CLEARANCE_RADIUS_KM * CLEARANCE_RADIUS_KM;
/** Every window is this much wider than asked, rad: far above any rounding, 7 mm on an orbit. */
const WIDENING_RAD = 1e-9;
const SINE_OF_QUARTER_TURN_HALVED = Math.SQRT1_2;

/** Whether a satellite is at or above the clearance sphere: below it, it has decayed. False for NaN. */
export function isInOrbit(x: number, y: number, z: number): boolean {
  return x * x + y * y + z * z >= CLEARANCE_SQUARED;
}

/**
 * Satellites by where they stand over the Earth: bands of latitude, each cut into bins of longitude of
 * about equal size. Positions are copied in cell order, so that a neighbourhood is a few runs of memory.
 *
 * Holds the usable satellites at or above the clearance sphere; whatever is below has decayed and can have
 * no link. Buffers are kept from one `build` to the next. "Place" is an index into `ids`, `x`, `y`, `z`;
 * places ascend by band, bin and id.
 */
export class SpatialIndex {
  /** Satellites held. */
  count = 0;
  /** Node id at each place. */
  ids = new Uint32Array(0);
  /** Earth-fixed km at each place. */
  x = new Float64Array(0);
  y = new Float64Array(0);
  z = new Float64Array(0);
  /** Smallest and largest distance of a held satellite from the Earth's centre, km; Infinity and 0 for none. */
  minRadiusKm = Number.POSITIVE_INFINITY;
  maxRadiusKm = 0;
  bandCount = 0;
  /** Runs of places found by the last `window`: from, to (exclusive), from, to, ... */
  runs = new Uint32Array(0);

  /** Places of cell `c` are `#cellStart[c]` to `#cellStart[c + 1] - 1`. */
  #cellStart = new Uint32Array(1);
  /** Cells of band `b` are `#bandCell[b]` to `#bandCell[b + 1] - 1`. */
  #bandCell = new Uint32Array(1);
  #cellOf = new Uint32Array(0);
  /** Smallest and largest, km^2. */
  readonly #radiusSquared = new Float64Array(2);

  /**
   * Takes in the usable ones of nodes 0 to `satelliteCount - 1`.
   *
   * @param positionsKm Earth-fixed km, `[x, y, z]` per node
   * @param usable 1 where a node may have links
   */
  build(positionsKm: Float64Array, usable: Uint8Array, satelliteCount: number): void {
    if (this.#cellOf.length < satelliteCount) this.#cellOf = new Uint32Array(satelliteCount);
    this.#layOut(satelliteCount);
    const cellStart = this.#cellStart;
    const outside = this.#bandCell[this.bandCount];
    cellStart.fill(0, 0, outside + 1);
    this.#radiusSquared[0] = Number.POSITIVE_INFINITY;
    this.#radiusSquared[1] = 0;
    this.#countInCells(positionsKm, usable, satelliteCount);
    this.minRadiusKm = Math.sqrt(this.#radiusSquared[0]);
    this.maxRadiusKm = Math.sqrt(this.#radiusSquared[1]);
    addUp(cellStart, outside);
    this.#reserve(cellStart[outside]);
    this.#fillCells(positionsKm, satelliteCount, outside);
    // Filling moved each start to the next cell's: move them back.
    cellStart.copyWithin(1, 0, outside);
    cellStart[0] = 0;
  }

  // One long loop to a function, with nothing after it: docs/performance.md says why.

  /** Finds each satellite's cell, counts those of cell `c` in `#cellStart[c + 1]`, and finds the extreme radii. */
  #countInCells(positionsKm: Float64Array, usable: Uint8Array, satelliteCount: number): void {
    const cellOf = this.#cellOf;
    const bandCell = this.#bandCell;
    const cellStart = this.#cellStart;
    const extremes = this.#radiusSquared;
    const bands = this.bandCount;
    const bandsPerRad = bands / Math.PI;
    const outside = bandCell[bands];
    for (let id = 0; id < satelliteCount; id++) {
      const x = positionsKm[3 * id];
      const y = positionsKm[3 * id + 1];
      const z = positionsKm[3 * id + 2];
      const radiusSquared = x * x + y * y + z * z;
      if (usable[id] !== 1 || !isInOrbit(x, y, z)) {
        cellOf[id] = outside;
        continue;
      }
      if (radiusSquared < extremes[0]) extremes[0] = radiusSquared;
      if (radiusSquared > extremes[1]) extremes[1] = radiusSquared;
      const latitude = nearLatitudeRad(Math.sqrt(x * x + y * y), z);
      const band = Math.min(bands - 1, Math.floor((latitude + Math.PI / 2) * bandsPerRad));
      const bins = bandCell[band + 1] - bandCell[band];
      const bin = Math.floor((nearLongitudeRad(x, y) + Math.PI) * (bins / (2 * Math.PI)));
      const cell = bandCell[band] + Math.min(bins - 1, bin);
      cellOf[id] = cell;
      cellStart[cell + 1]++;
    }
  }

  #fillCells(positionsKm: Float64Array, satelliteCount: number, outside: number): void {
    const cellOf = this.#cellOf;
    const cellStart = this.#cellStart;
    const { ids, x, y, z } = this;
    for (let id = 0; id < satelliteCount; id++) {
      const cell = cellOf[id];
      if (cell === outside) continue;
      const place = cellStart[cell]++;
      ids[place] = id;
      x[place] = positionsKm[3 * id];
      y[place] = positionsKm[3 * id + 1];
      z[place] = positionsKm[3 * id + 2];
    }
  }

  /** Becomes the part of `source` whose nodes have a 1 in `keep` (by id); cells stay the same. */
  buildFrom(source: SpatialIndex, keep: Uint8Array): void {
    this.bandCount = source.bandCount;
    this.minRadiusKm = source.minRadiusKm;
    this.maxRadiusKm = source.maxRadiusKm;
    this.#reserve(source.count);
    this.#bandCell = source.#bandCell;
    if (this.runs.length < source.runs.length) this.runs = new Uint32Array(source.runs.length);
    const cells = source.#bandCell[source.bandCount];
    if (this.#cellStart.length < cells + 1) this.#cellStart = new Uint32Array(cells + 1);
    const kept = this.#keepCells(source, keep, cells);
    this.#cellStart[cells] = kept;
    this.count = kept;
  }

  /** @returns how many satellites were kept */
  #keepCells(source: SpatialIndex, keep: Uint8Array, cells: number): number {
    const from = source.#cellStart;
    const cellStart = this.#cellStart;
    const { ids, x, y, z } = this;
    let place = 0;
    for (let cell = 0, p = 0; cell < cells; cell++) {
      cellStart[cell] = place;
      for (const end = from[cell + 1]; p < end; p++) {
        const id = source.ids[p];
        if (keep[id] !== 1) continue;
        ids[place] = id;
        x[place] = source.x[p];
        y[place] = source.y[p];
        z[place++] = source.z[p];
      }
    }
    return place;
  }

  /** First place of a band; `bandStart(bandCount)` is `count`. */
  bandStart(band: number): number {
    return this.#cellStart[this.#bandCell[band]];
  }

  /**
   * Sine of half of the largest angle, seen from the Earth's centre, between a point `radiusKm` from it and
   * a held satellite no further than `lengthKm` from that point: from
   * d^2 = (r1 - r2)^2 + 4 r1 r2 sin^2(angle / 2). Feeds `window`.
   */
  halfAngleSine(radiusKm: number, lengthKm: number): number {
    return lengthKm / (2 * Math.sqrt(radiusKm * this.minRadiusKm));
  }

  /**
   * Finds runs of places that hold every satellite within an angle of the direction (x, y, z), and some
   * beyond; no place is in two runs. They stand in `runs` until the next call.
   *
   * @param halfAngleSine sine of half the angle; 1 or more (or NaN) means everything
   * @param firstBand leaves out the bands before it
   * @returns number of runs
   */
  window(x: number, y: number, z: number, halfAngleSine: number, firstBand = 0): number {
    const sine = halfAngleSine + WIDENING_RAD;
    if (!(sine < SINE_OF_QUARTER_TURN_HALVED)) return this.#everything(firstBand);
    const sin = 2 * sine * Math.sqrt(1 - sine * sine);
    const cos = 1 - 2 * sine * sine;
    const rho = Math.sqrt(x * x + y * y);
    const bands = this.bandCount;
    const bandsPerRad = bands / Math.PI;
    // Turning the direction by the angle towards either pole gives the latitudes; over a pole, rho is negative.
    const northRho = rho * cos - z * sin;
    const southRho = rho * cos + z * sin;
    const north = northRho <= 0 ? Math.PI / 2 : nearLatitudeRad(northRho, z * cos + rho * sin);
    const south = southRho <= 0 ? -Math.PI / 2 : nearLatitudeRad(southRho, z * cos - rho * sin);
    const top = Math.min(bands - 1, ((north + Math.PI / 2) * bandsPerRad) | 0);
    const bottom = Math.max(firstBand, ((south + Math.PI / 2) * bandsPerRad) | 0);
    const sinLongitude = (sin * Math.sqrt(rho * rho + z * z)) / rho;
    if (northRho <= 0 || southRho <= 0 || !(sinLongitude < 1)) return this.#wholeBands(bottom, top);
    const cosLongitude = Math.sqrt(1 - sinLongitude * sinLongitude);
    const west = nearLongitudeRad(x * cosLongitude + y * sinLongitude, y * cosLongitude - x * sinLongitude);
    const east = nearLongitudeRad(x * cosLongitude - y * sinLongitude, y * cosLongitude + x * sinLongitude);
    return this.#cutBands(bottom, top, west + Math.PI, east + Math.PI);
  }

  #cutBands(bottom: number, top: number, west: number, east: number): number {
    const { runs } = this;
    const bandCell = this.#bandCell;
    const cellStart = this.#cellStart;
    const wraps = west > east;
    let found = 0;
    for (let band = bottom; band <= top; band++) {
      const first = bandCell[band];
      const end = bandCell[band + 1];
      const binsPerRad = (end - first) / (2 * Math.PI);
      const westCell = Math.min(end - 1, first + ((west * binsPerRad) | 0));
      const eastCell = Math.min(end - 1, first + ((east * binsPerRad) | 0));
      if (!wraps) {
        runs[2 * found] = cellStart[westCell];
        runs[2 * found + 1] = cellStart[eastCell + 1];
      } else if (eastCell >= westCell) {
        runs[2 * found] = cellStart[first];
        runs[2 * found + 1] = cellStart[end];
      } else {
        runs[2 * found] = cellStart[first];
        runs[2 * found + 1] = cellStart[eastCell + 1];
        found++;
        runs[2 * found] = cellStart[westCell];
        runs[2 * found + 1] = cellStart[end];
      }
      found++;
    }
    return found;
  }

  #wholeBands(bottom: number, top: number): number {
    if (top < bottom) return 0;
    this.runs[0] = this.bandStart(bottom);
    this.runs[1] = this.bandStart(top + 1);
    return 1;
  }

  #everything(firstBand: number): number {
    return this.#wholeBands(firstBand, this.bandCount - 1);
  }

  #reserve(count: number): void {
    this.count = count;
    if (this.ids.length >= count) return;
    this.ids = new Uint32Array(count);
    this.x = new Float64Array(count);
    this.y = new Float64Array(count);
    this.z = new Float64Array(count);
  }

  /** Chooses bands and bins for about `satelliteCount` satellites: B bands have 4 B^2 / pi cells. */
  #layOut(satelliteCount: number): void {
    const cells = Math.max(1, satelliteCount / SATELLITES_PER_CELL);
    const bands = Math.max(4, Math.round(Math.sqrt((cells * Math.PI) / 4)));
    if (bands === this.bandCount) return;
    this.bandCount = bands;
    this.runs = new Uint32Array(4 * bands);
    this.#bandCell = new Uint32Array(bands + 1);
    for (let band = 0; band < bands; band++) {
      const latitude = ((band + 0.5) / bands - 0.5) * Math.PI;
      const bins = Math.max(1, Math.round(2 * bands * Math.cos(latitude)));
      this.#bandCell[band + 1] = this.#bandCell[band] + bins;
    }
    this.#cellStart = new Uint32Array(this.#bandCell[bands] + 1);
  }
}

function addUp(start: Uint32Array, cells: number): void {
  for (let cell = 0; cell < cells; cell++) start[cell + 1] += start[cell];
}
