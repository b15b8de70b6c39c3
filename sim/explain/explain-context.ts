import { gmstRad } from "../../orbits/gmst.js";
import { addNs, julianDate } from "../../orbits/instant.js";
import type { ChosenLinks } from "../../routing/chosen-links.js";
import type { FrameView } from "../../routing/frame-view.js";
import type { GroundPlanEntry, IslPlanEntry } from "../../routing/link-plan.js";
import type { NetworkGraph } from "../../routing/network-graph.js";
import type { Route } from "../../routing/router.js";
import { SpatialIndex } from "../../routing/spatial-index.js";
import type { TickFrame } from "../../workers/frame.js";
import type { RunPlan } from "../scenario/run-plan.js";
import { ChosenPairs } from "./chosen-pairs.js";
import { SiteView } from "./site-view.js";

/** The tick that is explained, as it is in force. */
export interface ExplainedTick {
  readonly frame: TickFrame;
  /** Without what faults struck within the tick. */
  readonly graph: NetworkGraph;
  /** Whether a fault had the node or link down at any moment of the tick. */
  isNodeStruck(node: number): boolean;
  isLinkStruck(a: number, b: number): boolean;
  /** What each entry of the link plan chose at the tick, before strikes: ISL entries first, then ground. */
  choices(view: FrameView): ReadonlyMap<number, ChosenLinks>;
  /** Positions of all nodes at another time. */
  positionsAt(timeNs: number): Float64Array;
  route(source: number, target: number): Route;
}

const NOBODY = -1;

/** A tick with what explanations look up in it again and again. Valid for as long as the tick is. */
export class ExplainContext {
  readonly plan: RunPlan;
  readonly tick: ExplainedTick;
  /** The tick as protocols see it. */
  readonly view: FrameView;
  /** What protocols choose at the tick when run on their own, by entry, name and configuration. */
  readonly reruns = new Map<string, ChosenPairs>();
  readonly #islEntryOf: Int32Array;
  readonly #groundEntryOf: Int32Array;
  readonly #hasOrbit: Uint8Array;
  readonly #chosen = new Map<number, ChosenPairs>();
  readonly #sites = new Map<number, SiteView>();
  #choices: ReadonlyMap<number, ChosenLinks> | undefined;
  #index: SpatialIndex | undefined;

  constructor(plan: RunPlan, tick: ExplainedTick) {
    this.plan = plan;
    this.tick = tick;
    const { nodes, links, satellites, time } = plan.sky;
    const { frame } = tick;
    const instant = addNs(time.start, frame.timeNs);
    this.view = {
      tick: frame.tick,
      timeNs: frame.timeNs,
      julianDate: julianDate(instant),
      gmstRad: gmstRad(instant),
      positionsKm: frame.positionsKm,
      usable: frame.usable,
      nodes,
    };
    this.#islEntryOf = entryOf(links.isl, nodes.satelliteCount, 0);
    this.#groundEntryOf = entryOf(links.ground, nodes.groundCount, nodes.satelliteCount);
    this.#hasOrbit = new Uint8Array(nodes.satelliteCount);
    for (const { kind, first, count } of satellites) {
      if (kind !== "static") this.#hasOrbit.fill(1, first, first + count);
    }
  }

  isSatellite(node: number): boolean {
    return node < this.plan.sky.nodes.satelliteCount;
  }

  /** False for nodes of static networks, which have no place in space. */
  hasPlace(node: number): boolean {
    if (this.isSatellite(node)) return this.#hasOrbit[node] === 1;
    const { positionsKm: p } = this.view;
    return p[3 * node] !== 0 || p[3 * node + 1] !== 0 || p[3 * node + 2] !== 0;
  }

  /** Place in `links.isl` of the plan of the entry that speaks for a satellite, -1 for none. */
  islEntryOf(satellite: number): number {
    return this.#islEntryOf[satellite];
  }

  islEntry(i: number): IslPlanEntry {
    return this.plan.sky.links.isl[i];
  }

  /** Place in `links.ground` of the plan of the entry that speaks for a site, -1 for none. */
  groundEntryOf(site: number): number {
    return this.#groundEntryOf[site - this.plan.sky.nodes.satelliteCount];
  }

  groundEntry(i: number): GroundPlanEntry {
    return this.plan.sky.links.ground[i];
  }

  chosenIsls(i: number): ChosenPairs {
    return this.#chosenBy(i);
  }

  chosenGsls(i: number): ChosenPairs {
    return this.#chosenBy(this.plan.sky.links.isl.length + i);
  }

  /** What a site that some entry speaks for sees. */
  site(site: number): SiteView {
    let view = this.#sites.get(site);
    if (view === undefined) {
      view = new SiteView(this, this.groundEntry(this.groundEntryOf(site)), site);
      this.#sites.set(site, view);
    }
    return view;
  }

  get index(): SpatialIndex {
    if (this.#index === undefined) {
      this.#index = new SpatialIndex();
      this.#index.build(this.view.positionsKm, this.view.usable, this.plan.sky.nodes.satelliteCount);
    }
    return this.#index;
  }

  /** Writes positions of some nodes at another time, at `3 * id`. */
  positionsOf(timeNs: number, ids: Uint32Array, positionsKm: Float64Array): void {
    const all = this.tick.positionsAt(timeNs);
    for (const id of ids) positionsKm.set(all.subarray(3 * id, 3 * id + 3), 3 * id);
  }

  #chosenBy(entry: number): ChosenPairs {
    let pairs = this.#chosen.get(entry);
    if (pairs === undefined) {
      this.#choices ??= this.tick.choices(this.view);
      const chosen = this.#choices.get(entry);
      if (chosen === undefined) throw new Error(`nothing is known of what entry ${entry} of the plan chose`);
      pairs = new ChosenPairs(chosen);
      this.#chosen.set(entry, pairs);
    }
    return pairs;
  }
}

function entryOf(
  entries: readonly { readonly entry: { readonly members: Uint32Array } }[],
  count: number,
  first: number,
): Int32Array {
  const of = new Int32Array(count).fill(NOBODY);
  for (const [i, { entry }] of entries.entries()) for (const node of entry.members) of[node - first] = i;
  return of;
}
