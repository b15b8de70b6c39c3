import { type PreparedCluster, prepareCluster } from "../orbits/cluster.js";
import { createClusterEphemeris } from "../orbits/cluster-ephemeris.js";
import type { Ephemeris, RelativeLimits } from "../orbits/ephemeris.js";
import { EphemerisStatus } from "../orbits/ephemeris.js";
import { gmstRad } from "../orbits/gmst.js";
import { addNs, julianDate } from "../orbits/instant.js";
import { createSgp4Ephemeris } from "../orbits/sgp4-kernel.js";
import { prepareSgp4, type Sgp4Tables } from "../orbits/sgp4-tables.js";
import { evaluateStaticLinks } from "../orbits/static-network.js";
import type { ChosenLinks } from "../routing/chosen-links.js";
import type { ExtensionUse } from "../routing/extension-ref.js";
import type { FrameView } from "../routing/frame-view.js";
import { atItsPlace } from "../routing/link-errors.js";
import {
  createLinkStage,
  type LinkStage,
  type LinkStageInput,
  type StrikeCounts,
} from "../routing/link-stage.js";
import { decodeFrame, encodeFrame, type TickFrame } from "./frame.js";
import { MovingGround } from "./moving-ground.js";
import { loadSkyExtensions, type SkyExtensions } from "./sky-extensions.js";
import type { SkyPlan } from "./sky-plan.js";
import { StateStage } from "./state-stage.js";

/** A sky plan whose element sets are initialised: plain data that every thread shares. */
export interface PreparedSky extends Omit<SkyPlan, "satellites"> {
  readonly satellites: readonly PreparedSource[];
  readonly statePlugins: readonly ExtensionUse[];
}

/** Satellites of a source that have orbits: satellite `first + i` of the run is number `i` of the ephemeris. */
export interface SourceOrbits {
  readonly first: number;
  readonly ephemeris: Ephemeris;
}

type PreparedSource =
  | { readonly kind: "sgp4"; readonly first: number; readonly count: number; readonly tables: Sgp4Tables }
  | {
      readonly kind: "cluster";
      readonly first: number;
      readonly count: number;
      readonly cluster: PreparedCluster;
    }
  | { readonly kind: "static"; readonly first: number; readonly count: number };

/** Gets how many of a run's satellites are set up. */
export type SetUpProgress = (done: number, total: number) => void;

/** Initialises SGP4 for all satellites, once for all threads. */
export function prepareSky(
  plan: SkyPlan,
  statePlugins: readonly ExtensionUse[],
  onProgress?: SetUpProgress,
): PreparedSky {
  const total = plan.nodes.satelliteCount;
  const satellites = plan.satellites.map((source): PreparedSource => {
    if (source.kind === "static") return source;
    if (source.kind === "cluster") {
      return { ...source, cluster: prepareCluster(source.cluster, plan.time.start) };
    }
    const { kind, first, count, elements } = source;
    return {
      kind,
      first,
      count,
      tables: prepareSgp4(elements, plan.time.start, (done) => onProgress?.(first + done, total)),
    };
  });
  return { ...plan, satellites, statePlugins };
}

/**
 * Loads the user's modules that the plan names, and makes the sky.
 * @throws InputError where a link protocol that a scenario names cannot be set up
 */
export async function createSky(prepared: PreparedSky): Promise<Sky> {
  const extensions = await loadSkyExtensions(prepared.links, prepared.statePlugins);
  try {
    return new Sky(prepared, extensions);
  } catch (error) {
    throw atItsPlace(error, prepared.links, extensions);
  }
}

/**
 * Computes positions and frames. It remembers nothing from one tick to the next, so that every thread can
 * have one and give the same bytes.
 */
export class Sky {
  readonly #plan: PreparedSky;
  readonly #ephemerides: readonly (Ephemeris | undefined)[];
  readonly #stage: LinkStage;
  readonly #states: StateStage;
  readonly #moving: MovingGround;
  /** Where `positionsOf` has statuses written that nobody reads. */
  readonly #ignoredStatus: Uint8Array;

  constructor(plan: PreparedSky, extensions: SkyExtensions) {
    this.#plan = plan;
    this.#ephemerides = plan.satellites.map(ephemerisOf);
    this.#stage = createLinkStage(plan.links, plan.nodes, extensions, plan.staticLinks);
    this.#ignoredStatus = new Uint8Array(plan.nodes.count);
    this.#states = new StateStage(extensions.statePlugins, plan.nodes.count);
    this.#moving = new MovingGround(plan.movingNodes ?? []);
  }

  get nodeCount(): number {
    return this.#plan.nodes.count;
  }

  /** True where a protocol needs its last output: frames must then be made in tick order. */
  get stateful(): boolean {
    return this.#stage.stateful;
  }

  /** Where satellites with orbits are at any time: what `propagate` asks, by source. Static networks have none. */
  get orbits(): readonly SourceOrbits[] {
    return this.#plan.satellites.flatMap(({ first }, i) => {
      const ephemeris = this.#ephemerides[i];
      return ephemeris === undefined ? [] : [{ first, ephemeris }];
    });
  }

  /**
   * Writes positions (km, `[x, y, z]`) and status of satellites `from` to `to` (exclusive) at `timeNs`.
   * Arrays are those of all nodes of the run.
   */
  propagate(timeNs: number, positionsKm: Float64Array, status: Uint8Array, from: number, to: number): void {
    for (const [i, { first, count }] of this.#plan.satellites.entries()) {
      const begin = Math.max(from, first);
      const end = Math.min(to, first + count);
      if (begin >= end) continue;
      const ephemeris = this.#ephemerides[i];
      if (ephemeris === undefined) {
        status.fill(EphemerisStatus.Ok, begin, end);
        continue;
      }
      const positions = positionsKm.subarray(3 * first, 3 * (first + count));
      ephemeris.positionsAt(
        timeNs,
        positions,
        status.subarray(first, first + count),
        begin - first,
        end - first,
      );
    }
  }

  /** As `Ephemeris.relativeLimits`, of two satellites by their ids. */
  relativeLimits(a: number, b: number): RelativeLimits | undefined {
    const i = this.#plan.satellites.findIndex(({ first, count }) => a >= first && a < first + count);
    if (i < 0) return undefined;
    const { first, count } = this.#plan.satellites[i];
    if (b < first || b >= first + count) return undefined;
    return this.#ephemerides[i]?.relativeLimits?.(a - first, b - first);
  }

  /** Writes the positions of ground nodes: to be called once for an array, before `moveGround`. */
  placeGround(positionsKm: Float64Array): void {
    positionsKm.set(this.#plan.groundPositionsKm, 3 * this.#plan.nodes.satelliteCount);
  }

  /** Writes the positions at `timeNs` of the ground nodes that move. */
  moveGround(timeNs: number, positionsKm: Float64Array): void {
    this.#moving.placeAll(timeNs, positionsKm);
  }

  /** Positions of all nodes at any time, in an array of their own. */
  positionsAt(timeNs: number): { positionsKm: Float64Array; status: Uint8Array } {
    const { count, satelliteCount } = this.#plan.nodes;
    const positionsKm = new Float64Array(3 * count);
    const status = new Uint8Array(count);
    this.propagate(timeNs, positionsKm, status, 0, satelliteCount);
    this.placeGround(positionsKm);
    this.moveGround(timeNs, positionsKm);
    return { positionsKm, status };
  }

  /**
   * Positions of some nodes at any time, written at `3 * id`; zeros for one that has none then.
   * @param nodes ids, ascending
   */
  positionsOf(timeNs: number, nodes: Uint32Array, positionsKm: Float64Array): void {
    const { satelliteCount } = this.#plan.nodes;
    for (let i = 0; i < nodes.length; ) {
      const first = nodes[i++];
      if (first >= satelliteCount) {
        this.#placeGroundNode(timeNs, first, positionsKm);
        continue;
      }
      let last = first;
      while (i < nodes.length && nodes[i] === last + 1 && nodes[i] < satelliteCount) last = nodes[i++];
      this.propagate(timeNs, positionsKm, this.#ignoredStatus, first, last + 1);
    }
  }

  #placeGroundNode(timeNs: number, node: number, positionsKm: Float64Array): void {
    if (this.#moving.place(node, timeNs, positionsKm)) return;
    const at = 3 * (node - this.#plan.nodes.satelliteCount);
    positionsKm.set(this.#plan.groundPositionsKm.subarray(at, at + 3), 3 * node);
  }

  /**
   * Links and states of a tick from its positions.
   *
   * @param mask 1 where a node may take part; absent: all
   * @param previous what stateful protocols chose at the tick before
   */
  frame(
    tick: number,
    positionsKm: Float64Array,
    status: Uint8Array,
    mask: Uint8Array | undefined,
    previous: ReadonlyMap<number, ChosenLinks> | undefined,
  ): TickFrame {
    return this.#frameAt(
      { tick, timeNs: tick * this.#plan.time.stepNs },
      positionsKm,
      status,
      mask,
      previous,
    );
  }

  /**
   * The frame that a tick at `timeNs` would have, in arrays of its own. Draws that go by ticks (jitter of static
   * links) are those of the tick in force then.
   *
   * @param mask as for `frame`
   * @param previous as for `frame`
   */
  forecast(
    timeNs: number,
    mask: Uint8Array | undefined,
    previous: ReadonlyMap<number, ChosenLinks> | undefined,
  ): TickFrame {
    const { positionsKm, status } = this.positionsAt(timeNs);
    const tick = Math.max(0, Math.floor(timeNs / this.#plan.time.stepNs));
    return decodeFrame(encodeFrame(this.#frameAt({ tick, timeNs }, positionsKm, status, mask, previous)));
  }

  #frameAt(
    { tick, timeNs }: { readonly tick: number; readonly timeNs: number },
    positionsKm: Float64Array,
    status: Uint8Array,
    mask: Uint8Array | undefined,
    previous: ReadonlyMap<number, ChosenLinks> | undefined,
  ): TickFrame {
    const { nodes, staticLinks, staticClass, seed } = this.#plan;
    const usable = new Uint8Array(nodes.count);
    for (let node = 0; node < nodes.count; node++) {
      if (status[node] === EphemerisStatus.Ok && (mask === undefined || mask[node] === 1)) usable[node] = 1;
    }
    const view = this.#view({ tick, timeNs, positionsKm, usable });
    const fixed = evaluateStaticLinks(staticLinks, { tick, timeNs, seed });
    const made = this.#stage.build(view, {
      fixed,
      fixedClass: staticClass,
      ...this.#ahead,
      ...(previous === undefined ? {} : { previous }),
    });
    return {
      tick,
      timeNs,
      positionsKm,
      status,
      usable,
      links: made.links,
      struck: flattenStrikes(made.struck),
      visible: made.visible,
      ...withheldIn(made.struck),
      states: this.#states.compute(view),
      outputs: made.outputs,
    };
  }

  /**
   * What every entry of the link plan chooses at a tick whose frame is made already, before strikes: ISL
   * entries first, then ground.
   *
   * @param previous what stateful protocols chose at the tick before
   */
  choices(
    view: FrameView,
    previous: ReadonlyMap<number, ChosenLinks> | undefined,
  ): ReadonlyMap<number, ChosenLinks> {
    const memory = previous === undefined ? {} : { previous };
    return this.#stage.build(view, { ...this.#ahead, ...memory, keepAll: true }).outputs;
  }

  /** Values of the state plugins at a tick whose frame is made already, in arrays of their own. */
  states(frame: Pick<FrameView, "tick" | "timeNs" | "positionsKm" | "usable">): Map<string, Float64Array> {
    const made = this.#states.compute(this.#view(frame));
    return new Map([...made].map(([name, values]) => [name, values.slice()]));
  }

  #view({
    tick,
    timeNs,
    positionsKm,
    usable,
  }: Pick<FrameView, "tick" | "timeNs" | "positionsKm" | "usable">): FrameView {
    const { time, nodes } = this.#plan;
    const instant = addNs(time.start, timeNs);
    return {
      tick,
      timeNs,
      julianDate: julianDate(instant),
      gmstRad: gmstRad(instant),
      positionsKm,
      usable,
      nodes,
    };
  }

  /** How entries look at other times. */
  get #ahead(): Pick<LinkStageInput, "lookAhead" | "positionsOf"> {
    return {
      lookAhead: (ns) => this.positionsAt(ns).positionsKm,
      positionsOf: (ns, satellites, out) => this.positionsOf(ns, satellites, out),
    };
  }
}

/** Undefined for satellites without orbits. */
function ephemerisOf(source: PreparedSource): Ephemeris | undefined {
  if (source.kind === "static") return undefined;
  return source.kind === "sgp4" ? createSgp4Ephemeris(source.tables) : createClusterEphemeris(source.cluster);
}

function flattenStrikes(struck: readonly StrikeCounts[]): Uint32Array {
  return Uint32Array.from(
    struck.flatMap(({ unusable, outOfRange, behindEarth, notVisible }) => [
      unusable,
      outOfRange,
      behindEarth,
      notVisible,
    ]),
  );
}

/** What the entries' own rules kept back, where any has such rules. */
function withheldIn(struck: readonly StrikeCounts[]): { withheld?: Uint32Array } {
  const hasRules = ({ turning, overCapacity }: StrikeCounts) =>
    turning !== undefined || overCapacity !== undefined;
  if (!struck.some(hasRules)) return {};
  const counts = struck.flatMap(({ turning = 0, settingUp = 0, overAntennas = 0, overCapacity = 0 }) => [
    turning,
    settingUp,
    overAntennas,
    overCapacity,
  ]);
  return { withheld: Uint32Array.from(counts) };
}
