import { PLACE_SIZE, placeOnTrack, type Track } from "../orbits/track.js";

/** A ground node that moves, and its way. */
export interface MovingNode {
  readonly node: number;
  readonly track: Track;
}

/** Places the ground nodes that move. */
export class MovingGround {
  readonly #nodes: readonly MovingNode[];
  readonly #trackOf: ReadonlyMap<number, Track>;
  readonly #place = new Float64Array(PLACE_SIZE);

  constructor(nodes: readonly MovingNode[]) {
    this.#nodes = nodes;
    this.#trackOf = new Map(nodes.map(({ node, track }) => [node, track]));
  }

  /** Writes the positions, Earth-fixed km, of all of them at a time, each at `3 * node`. */
  placeAll(timeNs: number, positionsKm: Float64Array): void {
    for (const { node, track } of this.#nodes) this.#write(track, timeNs, positionsKm, 3 * node);
  }

  /** The same for one node. @returns false for one that does not move */
  place(node: number, timeNs: number, positionsKm: Float64Array): boolean {
    const track = this.#trackOf.get(node);
    if (track === undefined) return false;
    this.#write(track, timeNs, positionsKm, 3 * node);
    return true;
  }

  #write(track: Track, timeNs: number, positionsKm: Float64Array, at: number): void {
    const place = this.#place;
    placeOnTrack(track, timeNs, place);
    positionsKm[at] = place[0];
    positionsKm[at + 1] = place[1];
    positionsKm[at + 2] = place[2];
  }
}
