import type { ChosenLinks } from "./chosen-links.js";
import type { FrameView } from "./frame-view.js";
import type { IslPlanEntry } from "./link-plan.js";
import type { NodeTable } from "./nodes.js";
import { PairLookup } from "./pair-lookup.js";
import { TurnRate } from "./turn-rate.js";

/** Positions of some nodes at another time; see `LinkStageInput.positionsOf`. */
export type PositionsOf = (timeNs: number, ids: Uint32Array, positionsKm: Float64Array) => void;

/** What a rule beyond range and line of sight says of a link. */
export const Verdict = { Carries: 0, TurnsTooFast: 1, SettingUp: 2 } as const;
export type Verdict = (typeof Verdict)[keyof typeof Verdict];

/**
 * The rules that an entry of `links.isl` may lay on whatever its protocol chose: how fast terminals can turn,
 * and how long a link takes to be set up. Scratch memory only; what a tick gives depends on its arguments.
 */
export class IslConstraints {
  /** True where the last tick's links are needed. */
  readonly remembers: boolean;
  readonly #turning: TurnRate | undefined;
  readonly #setupNs: number;
  readonly #nodeCount: number;
  readonly #before = new PairLookup();
  #memory: ChosenLinks | undefined;
  #timeNs = 0;
  #sinceNs = new Float64Array(0);

  constructor({ maxTurnRate, setupNs = 0 }: IslPlanEntry, nodes: NodeTable) {
    this.remembers = setupNs > 0;
    this.#setupNs = setupNs;
    this.#nodeCount = nodes.count;
    this.#turning = maxTurnRate && new TurnRate(maxTurnRate, nodes.satelliteCount, nodes.count);
  }

  /**
   * Since when each link of the tick has been held, ns, by its place in the list; Infinity for those that
   * were not judged. Undefined where that is not asked for.
   */
  get sinceNs(): Float64Array | undefined {
    return this.remembers ? this.#sinceNs : undefined;
  }

  /**
   * Moves on to a tick.
   *
   * @param memory what the entry chose at the last tick; absent at the first, whose links count as set up
   * @param count links of the tick's list
   * @throws Error where turn rates are asked for and no other time can be looked at
   */
  begin(
    { timeNs, positionsKm }: FrameView,
    memory: ChosenLinks | undefined,
    count: number,
    positionsOf: PositionsOf | undefined,
  ): void {
    this.#timeNs = timeNs;
    if (this.#turning !== undefined) {
      if (positionsOf === undefined) throw new Error("a maximum turn rate needs positions at other times");
      this.#turning.begin(timeNs, positionsKm, positionsOf);
    }
    if (!this.remembers) return;
    this.#memory = memory;
    if (memory !== undefined) this.#before.build(memory.a, memory.b, memory.count, this.#nodeCount);
    if (this.#sinceNs.length < count) this.#sinceNs = new Float64Array(count);
    this.#sinceNs.fill(Number.POSITIVE_INFINITY, 0, count);
  }

  /** What holds for the link at place `i` of the list, which is in range and clears the Earth. */
  judge(i: number, a: number, b: number): Verdict {
    if (this.#turning?.isTooFast(a, b) === true) return Verdict.TurnsTooFast;
    if (!this.remembers) return Verdict.Carries;
    const since = this.#heldSince(a, b);
    this.#sinceNs[i] = since;
    return this.#timeNs - since >= this.#setupNs ? Verdict.Carries : Verdict.SettingUp;
  }

  #heldSince(a: number, b: number): number {
    if (this.#memory === undefined) return this.#timeNs - this.#setupNs;
    const at = this.#before.find(a, b);
    const since = at < 0 ? undefined : this.#memory.sinceNs?.[at];
    return since === undefined || since === Number.POSITIVE_INFINITY ? this.#timeNs : since;
  }
}

/** The constraints of an entry, where it has any. */
export function constraintsOf(plan: IslPlanEntry, nodes: NodeTable): IslConstraints | undefined {
  const hasAny = plan.maxTurnRate !== undefined || (plan.setupNs ?? 0) > 0;
  return hasAny ? new IslConstraints(plan, nodes) : undefined;
}
