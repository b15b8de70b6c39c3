import { NS_PER_SECOND, SECONDS_PER_DAY } from "../constants.js";
import { type Contact, type ContactCondition, holds } from "./contact-condition.js";
import { EdgeFinder } from "./edge-finder.js";
import type { KeptInstants } from "./kept-instants.js";
import { HALF_SECOND_NS } from "./orbit-bounds.js";

const DAY_NS = SECONDS_PER_DAY * NS_PER_SECOND;

/**
 * Contacts are followed from one multiple of this to the next, all at the same instants. Links of a grid, thousands of
 * kilometres from their limits, are proven to hold that far in one step; it divides a day.
 */
const CELL_NS = 300 * NS_PER_SECOND;

/**
 * Ends are found to the last nanosecond at which the contact holds, so that an end is the same from wherever in the
 * contact it was looked for.
 */
const TOLERANCE_NS = 1;

/** What is known of the window of contact that a pair is in. */
interface Known {
  readonly fromNs: number;
  /** The contact holds from `fromNs` to here, at least. */
  untilNs: number;
  /** It ends there. */
  hasEnded: boolean;
  /** The day whose bounds `conditions` were made with. */
  day: number;
  conditions: readonly ContactCondition[] | undefined;
  /** Number of the look at which the pair was last asked about. */
  look: number;
}

/**
 * Ends of many contacts, asked for again and again as time goes on. While a contact lasts its end is a fixed instant:
 * it is searched for once, and a contact without an end within the horizon is followed on as the horizon moves.
 */
export class LinkEnds {
  readonly #instants: KeptInstants;
  readonly #contactOf: (a: number, b: number) => Contact;
  readonly #nodeCount: number;
  readonly #horizonNs: number;
  readonly #known = new Map<number, Known>();
  #timeNs = 0;
  #look = 0;
  #asked = 0;

  /**
   * @param instants what the contacts ask for positions
   * @param contactOf the contact of a pair, the same whenever it is asked for
   * @param nodeCount one more than the highest number in a pair
   */
  constructor(
    instants: KeptInstants,
    contactOf: (a: number, b: number) => Contact,
    { nodeCount, horizonNs }: { readonly nodeCount: number; readonly horizonNs: number },
  ) {
    this.#instants = instants;
    this.#contactOf = contactOf;
    this.#nodeCount = nodeCount;
    this.#horizonNs = horizonNs;
  }

  /** Looks from another time: `endNs` speaks of it from now on. It may lie before the last one. */
  lookFrom(timeNs: number): void {
    // Pairs that nobody asked about at the last look are forgotten once they are the most.
    if (this.#known.size > 2 * this.#asked) {
      for (const [pair, { look }] of this.#known) if (look !== this.#look) this.#known.delete(pair);
    }
    this.#asked = 0;
    this.#look++;
    this.#timeNs = timeNs;
    this.#instants.keep(instantsOf(timeNs, timeNs + this.#horizonNs));
  }

  /**
   * The last instant, integer ns, at which the contact that holds now still holds: the present one where none holds,
   * Infinity where it holds to the horizon.
   */
  endNs(a: number, b: number): number {
    const timeNs = this.#timeNs;
    const goalNs = timeNs + this.#horizonNs;
    const pair = a * this.#nodeCount + b;
    let known = this.#known.get(pair);
    if (known === undefined || timeNs < known.fromNs || timeNs > known.untilNs) {
      known = {
        fromNs: timeNs,
        untilNs: timeNs,
        hasEnded: false,
        day: Number.NaN,
        conditions: undefined,
        look: -1,
      };
      this.#known.set(pair, known);
    }
    if (known.look !== this.#look) {
      known.look = this.#look;
      this.#asked++;
    }
    while (!known.hasEnded && known.untilNs < goalNs) this.#follow(known, a, b, goalNs);
    return known.untilNs >= goalNs ? Number.POSITIVE_INFINITY : known.untilNs;
  }

  /** On to the horizon or the end of the day, or to the end of the contact before it. */
  #follow(known: Known, a: number, b: number, goalNs: number): void {
    const fromNs = known.untilNs;
    const day = Math.floor(fromNs / DAY_NS);
    if (known.conditions === undefined || known.day !== day) {
      known.conditions = this.#conditions(a, b, day);
      known.day = day;
    }
    const stopNs = Math.min((day + 1) * DAY_NS, CELL_NS * Math.ceil(goalNs / CELL_NS));
    let untilNs = stopNs;
    for (const condition of known.conditions) untilNs = holdsUntil(condition, fromNs, untilNs);
    known.untilNs = untilNs;
    known.hasEnded = untilNs < stopNs;
    if (known.hasEnded) known.conditions = undefined;
  }

  /** Bounds of a whole day, so that all pairs measure their satellites at the same instants. */
  #conditions(a: number, b: number, day: number): readonly ContactCondition[] {
    return this.#contactOf(a, b).conditionsOver({ fromNs: day * DAY_NS, toNs: (day + 1) * DAY_NS });
  }
}

/** The instants that every search looks at: now, the multiples of a cell, and where orbits are measured. */
function instantsOf(timeNs: number, goalNs: number): Set<number> {
  const instants = new Set([timeNs]);
  const firstCell = Math.floor(timeNs / CELL_NS);
  const lastCell = Math.ceil(goalNs / CELL_NS);
  for (let cell = firstCell + 1; cell <= lastCell; cell++) instants.add(cell * CELL_NS);
  const lastDay = Math.floor(goalNs / DAY_NS) + 1;
  for (let day = Math.floor(timeNs / DAY_NS); day <= lastDay; day++) {
    instants.add(day * DAY_NS - HALF_SECOND_NS);
    instants.add(day * DAY_NS + HALF_SECOND_NS);
  }
  return instants;
}

/** The last instant up to `toNs` at which a condition has held since `fromNs`; that itself where it does not hold. */
function holdsUntil(condition: ContactCondition, fromNs: number, toNs: number): number {
  let timeNs = fromNs;
  let gap = condition.gap(timeNs);
  if (!holds(gap)) return fromNs;
  let endNs = toNs;
  const finder = new EdgeFinder(condition, TOLERANCE_NS, (beforeNs) => {
    endNs = beforeNs;
    return false;
  });
  while (timeNs < toNs) {
    const nextNs = Math.min(toNs, CELL_NS * (Math.floor(timeNs / CELL_NS) + 1));
    const nextGap = condition.gap(nextNs);
    if (!finder.settle(timeNs, gap, nextNs, nextGap)) break;
    timeNs = nextNs;
    gap = nextGap;
  }
  return endNs;
}
