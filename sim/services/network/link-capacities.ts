import { FadeCurve } from "./fade.js";
import type { CapacityPlan, FadePlan, LinkKind } from "./network-plan.js";

/** What one kind of link can carry at its nodes' ends. */
interface KindCapacities {
  /** By node; NaN where the link's own entry decides. */
  readonly bandwidthBps: Float64Array;
  /** By node, the place of its curve; -1 where it has none. */
  readonly curve: Int32Array;
}

/**
 * What links can carry. A link's clear-sky capacity is the smallest bandwidth that `capacities` gives to its ends, or
 * that of its link entry where they are given none; the shares that fades leave at both ends multiply it. It is the same
 * in both directions.
 */
export class LinkCapacities {
  /** Instants at which some capacity changes, ascending, without repetition. */
  readonly instantsNs: Float64Array;
  readonly #kinds: Partial<Record<LinkKind, KindCapacities>> = {};
  readonly #curves: FadeCurve[] = [];

  constructor(plans: readonly CapacityPlan[], nodeCount: number) {
    const places = new Map<FadePlan, number>();
    for (const { kind, nodes, bandwidthBps, fade } of plans) {
      this.#kinds[kind] ??= {
        bandwidthBps: new Float64Array(nodeCount).fill(Number.NaN),
        curve: new Int32Array(nodeCount).fill(-1),
      };
      const of = this.#kinds[kind];
      if (bandwidthBps !== undefined) for (const node of nodes) of.bandwidthBps[node] = bandwidthBps;
      if (fade === undefined) continue;
      const place = places.get(fade) ?? this.#curves.push(new FadeCurve(fade)) - 1;
      places.set(fade, place);
      for (const node of nodes) of.curve[node] = place;
    }
    const instants = new Set(this.#curves.flatMap(({ timesNs }) => [...timesNs]));
    this.instantsNs = Float64Array.from(instants).sort();
  }

  /** @param entryBps what the link's own entry says */
  bpsAt(kind: LinkKind, a: number, b: number, entryBps: number, timeNs: number): number {
    const of = this.#kinds[kind];
    if (of === undefined) return entryBps;
    const [atA, atB] = [of.bandwidthBps[a], of.bandwidthBps[b]];
    let bps = entryBps;
    if (!Number.isNaN(atA)) bps = Number.isNaN(atB) ? atA : Math.min(atA, atB);
    else if (!Number.isNaN(atB)) bps = atB;
    return bps * this.#share(of.curve[a], timeNs) * this.#share(of.curve[b], timeNs);
  }

  #share(curve: number, timeNs: number): number {
    return curve < 0 ? 1 : (this.#curves[curve] as FadeCurve).shareAt(timeNs);
  }
}
