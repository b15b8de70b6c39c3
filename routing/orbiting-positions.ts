import type { FrameView } from "./frame-view.js";
import { isInOrbit } from "./spatial-index.js";

/** Positions of the satellites of a tick that may have links at all. Buffers are kept from one tick to the next. */
export class OrbitingPositions {
  /** Earth-fixed km, `[x, y, z]` per satellite; NaN for those that are not usable or below the clearance sphere. */
  positionsKm: Float64Array = new Float64Array(0);
  /** Smallest distance of the others from the Earth's centre, km; Infinity where there are none. */
  lowestRadiusKm = Number.POSITIVE_INFINITY;
  #copy = new Float64Array(0);

  update({ positionsKm, usable, nodes: { satelliteCount } }: FrameView): void {
    this.positionsKm = positionsKm;
    this.lowestRadiusKm = Math.sqrt(this.#lowestSquared(positionsKm, usable, satelliteCount));
  }

  /**
   * Also strikes out those that may have no links. Nothing but the return comes after the loop: docs/performance.md
   * says why.
   */
  #lowestSquared(p: Float64Array, usable: Uint8Array, satelliteCount: number): number {
    let lowest = Number.POSITIVE_INFINITY;
    for (let id = 0; id < satelliteCount; id++) {
      const x = p[3 * id];
      const y = p[3 * id + 1];
      const z = p[3 * id + 2];
      if (usable[id] === 1 && isInOrbit(x, y, z)) {
        const squared = x * x + y * y + z * z;
        if (squared < lowest) lowest = squared;
        continue;
      }
      this.#strike(p, id, satelliteCount);
    }
    return lowest;
  }

  #strike(p: Float64Array, id: number, satelliteCount: number): void {
    if (this.positionsKm === p) this.positionsKm = this.#copyOf(p, satelliteCount);
    this.positionsKm.fill(Number.NaN, 3 * id, 3 * id + 3);
  }

  #copyOf(positionsKm: Float64Array, satelliteCount: number): Float64Array {
    const length = 3 * satelliteCount;
    if (this.#copy.length < length) this.#copy = new Float64Array(length);
    this.#copy.set(positionsKm.subarray(0, length));
    return this.#copy;
  }
}
