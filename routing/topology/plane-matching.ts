const TURN = 2 * Math.PI;

/** Between two partners that are equally far in phase, the one behind; rounding is far below this. */
const TIE_RAD = 1e-9;

const Step = { Match: 0, PassLeft: 1, PassRight: 2 } as const;

/**
 * Pairs the satellites of two rings in order, one to one at most: so that the angles by which partners differ in
 * phase, and half a slot for each satellite that is passed over, add up to the least. So nobody gets a partner more
 * than a slot away, and where a ring has holes the others keep the partners beside them.
 *
 * A dynamic program over the two sequences for every way of cutting the rings open that can matter: the
 * work grows like the product of their sizes.
 *
 * @param left phases, ascending in [0, 2 pi)
 * @param right the same of the other ring, as the left one would see them at zero difference
 * @returns the place in `right` of each left satellite's partner, -1 for none
 */
export function matchRings(left: Float64Array, right: Float64Array, slotRad: number): Int32Array {
  const partners = new Int32Array(left.length).fill(-1);
  if (left.length === 0 || right.length === 0) return partners;
  const work = new Alignment(left, right, slotRad);
  let leastCost = Number.POSITIVE_INFINITY;
  let best = 0;
  for (const cut of work.cuts()) {
    const cost = work.run(cut);
    if (cost < leastCost) {
      leastCost = cost;
      best = cut;
    }
  }
  work.run(best);
  work.trace(best, partners);
  return partners;
}

class Alignment {
  readonly #slotRad: number;
  /** Phases of the left ring, counted from its first satellite. */
  readonly #x: Float64Array;
  /** Places in the right ring by how far ahead of the left one's first they are, and that angle, (-pi, pi]. */
  readonly #order: readonly number[];
  readonly #ahead: Float64Array;
  /** Phases of the right ring from a cut on, ascending. */
  readonly #y: Float64Array;
  /** Least cost of aligning what is left, by row; and the step that gives it. */
  readonly #cost: Float64Array;
  readonly #step: Uint8Array;

  constructor(left: Float64Array, right: Float64Array, slotRad: number) {
    const cells = (left.length + 1) * (right.length + 1);
    const ahead = Array.from(right, (phase) => halfTurn(phase - left[0]));
    this.#slotRad = slotRad;
    this.#x = left.map((phase) => phase - left[0]);
    this.#order = ahead.map((_, j) => j).sort((p, q) => ahead[p] - ahead[q] || p - q);
    this.#ahead = Float64Array.from(this.#order, (j) => ahead[j]);
    this.#y = new Float64Array(right.length);
    this.#cost = new Float64Array(cells);
    this.#step = new Uint8Array(cells);
  }

  /**
   * Where the right ring can be cut open when the left one begins with its first satellite: before each within reach
   * of that one, and before the next after them. Every pairing without crossings has one of these cuts.
   */
  cuts(): number[] {
    const size = this.#order.length;
    let cut = 0;
    while (cut < size && this.#ahead[cut] < -this.#slotRad) cut++;
    const cuts = [cut];
    for (const end = cut + size; cut < end && this.#position(cut) <= this.#slotRad; ) cuts.push(++cut);
    return cuts;
  }

  run(cut: number): number {
    const [x, y, cost, step] = [this.#x, this.#y, this.#cost, this.#step];
    const width = y.length + 1;
    const passed = this.#slotRad / 2;
    for (let j = 0; j < y.length; j++) y[j] = this.#position(cut + j);
    for (let i = x.length; i >= 0; i--) {
      for (let j = y.length; j >= 0; j--) {
        const at = i * width + j;
        if (i === x.length || j === y.length) {
          cost[at] = (x.length - i + y.length - j) * passed;
          continue;
        }
        const ahead = y[j] - x[i];
        const matched = cost[at + width + 1] + (ahead > 0 ? ahead + TIE_RAD : -ahead);
        const passLeft = cost[at + width] + passed;
        const passRight = cost[at + 1] + passed;
        const least = Math.min(matched, passLeft, passRight);
        cost[at] = least;
        step[at] = least === matched ? Step.Match : least === passLeft ? Step.PassLeft : Step.PassRight;
      }
    }
    return cost[0];
  }

  /** Reads the partners off the last run, which was for `cut`. */
  trace(cut: number, partners: Int32Array): void {
    const size = this.#order.length;
    let [i, j] = [0, 0];
    while (i < this.#x.length && j < size) {
      const step = this.#step[i * (size + 1) + j];
      if (step === Step.Match) partners[i++] = this.#order[(cut + j++) % size];
      else if (step === Step.PassLeft) i++;
      else j++;
    }
  }

  /** Phase of a right satellite by its place in the order, which goes on after a turn. */
  #position(place: number): number {
    const size = this.#order.length;
    return this.#ahead[place % size] + TURN * Math.floor(place / size);
  }
}

/** The angle in (-pi, pi]. */
function halfTurn(rad: number): number {
  const rest = ((rad % TURN) + TURN) % TURN;
  return rest > Math.PI ? rest - TURN : rest;
}
