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
  readonly #left: Float64Array;
  readonly #right: Float64Array;
  readonly #slotRad: number;
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  /** Least cost of aligning what is left, by row; and the step that gives it. */
  readonly #cost: Float64Array;
  readonly #step: Uint8Array;

  constructor(left: Float64Array, right: Float64Array, slotRad: number) {
    const cells = (left.length + 1) * (right.length + 1);
    this.#left = left;
    this.#right = right;
    this.#slotRad = slotRad;
    this.#x = left.map((phase) => phase - left[0]);
    this.#y = new Float64Array(right.length);
    this.#cost = new Float64Array(cells);
    this.#step = new Uint8Array(cells);
  }

  /**
   * Right satellites that the right ring can begin with when the left one begins with its first: those within
   * reach of it, and the one after them. Any pairing without crossings has one of these cuts.
   */
  cuts(): number[] {
    const ahead = Array.from(this.#right, (phase) => halfTurn(phase - this.#left[0]));
    const order = ahead.map((_, j) => j).sort((p, q) => ahead[p] - ahead[q]);
    const first = order.findIndex((j) => ahead[j] >= -this.#slotRad);
    if (first < 0) return [order[0]];
    const cuts: number[] = [];
    for (let k = 0; k < order.length; k++) {
      const j = order[(first + k) % order.length];
      cuts.push(j);
      if (!(Math.abs(ahead[j]) <= this.#slotRad)) break;
    }
    return cuts;
  }

  run(cut: number): number {
    const [x, y, cost, step] = [this.#x, this.#y, this.#cost, this.#step];
    const width = y.length + 1;
    const passed = this.#slotRad / 2;
    this.#unroll(cut);
    for (let i = x.length; i >= 0; i--) {
      for (let j = y.length; j >= 0; j--) {
        const at = i * width + j;
        if (i === x.length || j === y.length) {
          cost[at] = (x.length - i + y.length - j) * passed;
          step[at] = i === x.length ? Step.PassRight : Step.PassLeft;
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

  trace(cut: number, partners: Int32Array): void {
    const width = this.#y.length + 1;
    let [i, j] = [0, 0];
    while (i < this.#x.length && j < this.#y.length) {
      const step = this.#step[i * width + j];
      if (step === Step.Match) partners[i++] = (cut + j++) % this.#y.length;
      else if (step === Step.PassLeft) i++;
      else j++;
    }
  }

  /** Phases of the right ring from the cut on, ascending, counted from the first left satellite. */
  #unroll(cut: number): void {
    const right = this.#right;
    const from = halfTurn(right[cut] - this.#left[0]);
    for (let j = 0; j < right.length; j++) {
      const turned = cut + j < right.length ? 0 : TURN;
      this.#y[j] = from + right[(cut + j) % right.length] + turned - right[cut];
    }
  }
}

/** The angle in (-pi, pi]. */
function halfTurn(rad: number): number {
  const rest = ((rad % TURN) + TURN) % TURN;
  return rest > Math.PI ? rest - TURN : rest;
}
