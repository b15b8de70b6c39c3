import { NS_PER_SECOND } from "../../orbits/constants.js";
import type { GroundProtocolSetup, GroundTick } from "../ground-link-protocol.js";

/** Satellites are looked at this often; a gap in visibility between two looks goes unseen. */
export const LOOK_STEP_NS = 10 * NS_PER_SECOND;
/** What is visible for longer counts as visible for so long: any pass of a low orbit is shorter. */
export const LOOK_HORIZON_NS = 3600 * NS_PER_SECOND;
/** The last instant of visibility is found to this. */
export const LOOK_TOLERANCE_NS = NS_PER_SECOND / 100;

/** Rows are alive while the satellite has been visible at every look. */
const ALIVE = 0;

/**
 * How long each site will see each of the satellites that it sees now: until the first of the instants 10 s,
 * 20 s, ... from the tick at which the satellite is not visible, and from there back by halving the last 10 s
 * to the last instant, to 10 ms, at which it still is. Masks, slant range and decay count as they do at a
 * tick; faults, which nobody foresees, do not; sites that move are looked from where they are then. Only satellites
 * that are visible now are propagated.
 */
export class RemainingVisibility {
  readonly #setup: GroundProtocolSetup<unknown>;
  readonly #positionsKm: Float64Array;
  /** Look at which each row was first seen to be gone; 0 while it is not. */
  #goneAt = new Uint32Array(0);
  /** Look after which a site had no more than `enough` rows alive; beyond the last look while it has more. */
  readonly #doneAt: Uint32Array;
  readonly #wanted: Uint32Array;
  readonly #wantedAt: Uint32Array;
  /** 1 for members that move. */
  readonly #isMoving: Uint8Array;
  /** A satellite, and a member that moves. */
  readonly #pair = new Uint32Array(2);

  constructor(setup: GroundProtocolSetup<unknown>) {
    const { entry, nodes } = setup;
    this.#setup = setup;
    this.#positionsKm = new Float64Array(3 * nodes.count);
    this.#doneAt = new Uint32Array(entry.members.length);
    const { moving = new Uint32Array(0) } = nodes;
    this.#isMoving = Uint8Array.from(entry.members, (member) => (moving.includes(member) ? 1 : 0));
    this.#wanted = new Uint32Array(nodes.satelliteCount + moving.length);
    this.#wantedAt = new Uint32Array(nodes.satelliteCount);
  }

  /**
   * Writes the seconds that each row of `tick.visible` has left.
   *
   * @param best how many of each site's rows have to be told from its others: figures are worked out only as
   * far as that takes, and may be too low among the best and among the rest. Absent: all are exact
   */
  measure(tick: GroundTick, best: number | undefined, seconds: Float64Array): void {
    const { offsets } = tick.visible;
    const { members } = this.#setup.entry;
    const rows = offsets[members.length];
    if (this.#goneAt.length < rows) this.#goneAt = new Uint32Array(2 * rows);
    this.#goneAt.fill(ALIVE, 0, rows);
    const looks = LOOK_HORIZON_NS / LOOK_STEP_NS;
    const enough = best ?? 0;
    for (let i = 0; i < members.length; i++) {
      this.#doneAt[i] = offsets[i + 1] - offsets[i] <= enough ? 0 : looks + 1;
    }
    this.#wantedAt.fill(0);
    for (let look = 1; look <= looks; look++) if (!this.#look(tick, enough, look)) break;
    for (let i = 0; i < members.length; i++) {
      for (let row = offsets[i]; row < offsets[i + 1]; row++) {
        // Of a site's rows, those that went between the same two looks as the last of the best are in doubt.
        const inDoubt = best === undefined || this.#goneAt[row] === this.#doneAt[i];
        seconds[row] = this.#lastSeenNs(tick, i, row, inDoubt) / NS_PER_SECOND;
      }
    }
  }

  /** Looks at all rows that are alive and still matter, at one instant. @returns whether any is left */
  #look(tick: GroundTick, enough: number, look: number): boolean {
    const { visible, timeNs } = tick;
    const count = this.#gather(tick, look);
    if (count === 0) return false;
    this.#positionsOf(tick, timeNs + look * LOOK_STEP_NS, this.#wanted.subarray(0, count));
    const { members } = this.#setup.entry;
    const goneAt = this.#goneAt;
    for (let i = 0; i < members.length; i++) {
      if (this.#doneAt[i] < look) continue;
      let alive = 0;
      for (let row = visible.offsets[i]; row < visible.offsets[i + 1]; row++) {
        if (goneAt[row] !== ALIVE) continue;
        if (this.#isSeen(tick, i, visible.satellites[row])) alive++;
        else goneAt[row] = look;
      }
      if (alive <= enough) this.#doneAt[i] = look;
    }
    return true;
  }

  /** Lists the satellites, ascending, that some site has yet to look at, and then the sites of these that move. */
  #gather({ visible }: GroundTick, look: number): number {
    const { members } = this.#setup.entry;
    const wantedAt = this.#wantedAt;
    for (let i = 0; i < members.length; i++) {
      if (this.#doneAt[i] < look) continue;
      for (let row = visible.offsets[i]; row < visible.offsets[i + 1]; row++) {
        if (this.#goneAt[row] === ALIVE) wantedAt[visible.satellites[row]] = look;
      }
    }
    let count = 0;
    for (let id = 0; id < wantedAt.length; id++) if (wantedAt[id] === look) this.#wanted[count++] = id;
    if (count === 0) return 0;
    for (let i = 0; i < members.length; i++) {
      if (this.#isMoving[i] === 1 && this.#doneAt[i] >= look) this.#wanted[count++] = members[i];
    }
    return count;
  }

  #lastSeenNs(tick: GroundTick, i: number, row: number, inDoubt: boolean): number {
    const gone = this.#goneAt[row];
    if (gone === ALIVE) return Math.min(this.#doneAt[i] * LOOK_STEP_NS, LOOK_HORIZON_NS);
    const from = (gone - 1) * LOOK_STEP_NS;
    return inDoubt ? this.#closeIn(tick, i, tick.visible.satellites[row], from) : from;
  }

  /** The last instant of visibility in the `LOOK_STEP_NS` from `fromNs`, both counted from the tick. */
  #closeIn(tick: GroundTick, i: number, satellite: number, fromNs: number): number {
    let seenNs = fromNs;
    let goneNs = fromNs + LOOK_STEP_NS;
    this.#pair[0] = satellite;
    this.#pair[1] = this.#setup.entry.members[i];
    const nodes = this.#pair.subarray(0, 1 + this.#isMoving[i]);
    while (goneNs - seenNs > LOOK_TOLERANCE_NS) {
      const middle = seenNs + Math.floor((goneNs - seenNs) / 2);
      this.#positionsOf(tick, tick.timeNs + middle, nodes);
      if (this.#isSeen(tick, i, satellite)) seenNs = middle;
      else goneNs = middle;
    }
    return seenNs;
  }

  #isSeen({ visible }: GroundTick, i: number, satellite: number): boolean {
    const p = this.#positionsKm;
    const at = 3 * satellite;
    const then = this.#isMoving[i] === 1 ? p : undefined;
    return visible.slantRangeFrom(i, p[at], p[at + 1], p[at + 2], then) >= 0;
  }

  #positionsOf({ positionsOf }: GroundTick, timeNs: number, ids: Uint32Array): void {
    if (positionsOf === undefined) throw new Error("remaining visibility needs positions at other times");
    positionsOf(timeNs, ids, this.#positionsKm);
  }
}
