import { alwaysClearSquaredKm, clearsEarth, horizonSquaredKm } from "./line-of-sight.js";
import { SpatialIndex } from "./spatial-index.js";

const GROWTH = 1.6;
const FIRST_RADIUS_KM = 100;

/**
 * The k nearest admissible neighbours of every satellite of an index, in the order (length squared, id).
 * Buffers are kept from one search to the next.
 */
export class NearestNeighbours {
  /** Neighbours of node `a`, nearest first: `of[a * k]` to `of[a * k + counts[a] - 1]`. */
  of = new Uint32Array(0);
  /** How many neighbours each node has, up to k; 0 for nodes that were not searched. */
  counts = new Uint32Array(0);
  #k = 0;
  readonly #part = new SpatialIndex();
  #lengthSquared = new Float64Array(0);
  #ids = new Uint32Array(0);

  /**
   * @param members 1 for the satellites to search among, by node id
   * @param k how many neighbours each gets at most
   * @param maxRangeKm inclusive; Infinity for none
   */
  find(
    index: SpatialIndex,
    positionsKm: Float64Array,
    members: Uint8Array,
    k: number,
    maxRangeKm: number,
  ): void {
    this.#reserve(members.length, k);
    if (k === 0) return;
    const part = this.#part;
    part.buildFrom(index, members);
    const rangeSquared = maxRangeKm * maxRangeKm;
    const horizon = Math.min(rangeSquared, horizonSquaredKm(part.maxRadiusKm));
    const limit = Math.sqrt(horizon) * (1 + 1e-9);
    const ids = this.#ids;
    let radius = Math.min(limit, FIRST_RADIUS_KM);
    for (let place = 0; place < part.count; place++) {
      let found = this.#search(part, positionsKm, place, radius, rangeSquared);
      // Every neighbour within the radius was seen, so k of them within it are the k nearest.
      while (!(found === k && this.#lengthSquared[k - 1] <= radius * radius) && radius < limit) {
        radius = Math.min(limit, radius * GROWTH);
        found = this.#search(part, positionsKm, place, radius, rangeSquared);
      }
      const id = part.ids[place];
      this.counts[id] = found;
      for (let rank = 0; rank < found; rank++) this.of[id * k + rank] = ids[rank];
      // Satellites that follow in the index are near: what was enough here is a good first guess there.
      if (found === k) radius = Math.max(1e-3, Math.min(limit, 1.1 * Math.sqrt(this.#lengthSquared[k - 1])));
    }
  }

  /** Whether `b` is among the neighbours of `a`. */
  has(a: number, b: number): boolean {
    const first = a * this.#k;
    for (let i = first; i < first + this.counts[a]; i++) if (this.of[i] === b) return true;
    return false;
  }

  /** Fills `#ids` and `#lengthSquared` with the up to k nearest in the window of a radius; returns how many. */
  #search(
    part: SpatialIndex,
    positionsKm: Float64Array,
    place: number,
    radiusKm: number,
    rangeSquared: number,
  ): number {
    const { ids, x, y, z } = part;
    const k = this.#k;
    const bestLength = this.#lengthSquared;
    const bestIds = this.#ids;
    const clear = alwaysClearSquaredKm(part.minRadiusKm);
    const px = x[place];
    const py = y[place];
    const pz = z[place];
    const id = ids[place];
    const sine = part.halfAngleSine(Math.sqrt(px * px + py * py + pz * pz), radiusKm);
    const runCount = part.window(px, py, pz, sine);
    const { runs } = part;
    let found = 0;
    for (let run = 0; run < runCount; run++) {
      const end = runs[2 * run + 1];
      for (let other = runs[2 * run]; other < end; other++) {
        const dx = px - x[other];
        const dy = py - y[other];
        const dz = pz - z[other];
        const d = dx * dx + dy * dy + dz * dz;
        if (d > rangeSquared || other === place) continue;
        const otherId = ids[other];
        if (found === k && (d > bestLength[k - 1] || (d === bestLength[k - 1] && otherId > bestIds[k - 1]))) {
          continue;
        }
        if (d > clear && !clearsEarth(positionsKm, id, otherId)) continue;
        let at = found < k ? found++ : k - 1;
        while (
          at > 0 &&
          (bestLength[at - 1] > d || (bestLength[at - 1] === d && bestIds[at - 1] > otherId))
        ) {
          bestLength[at] = bestLength[at - 1];
          bestIds[at] = bestIds[at - 1];
          at--;
        }
        bestLength[at] = d;
        bestIds[at] = otherId;
      }
    }
    return found;
  }

  #reserve(nodes: number, k: number): void {
    this.#k = k;
    if (this.counts.length < nodes) this.counts = new Uint32Array(nodes);
    else this.counts.fill(0);
    if (this.of.length < nodes * k) this.of = new Uint32Array(nodes * k);
    if (this.#ids.length < k) {
      this.#ids = new Uint32Array(k);
      this.#lengthSquared = new Float64Array(k);
    }
  }
}
