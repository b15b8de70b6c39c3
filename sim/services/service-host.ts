import type { LinkLoads } from "../../routing/link-loads.js";
import type { SourceOrbits } from "../../workers/sky.js";
import type { EventData, SimEvent } from "../host/event-bus.js";
import type { Metrics } from "../host/metrics.js";
import type { World } from "../host/world.js";
import type { Kernel, RandomStream } from "../kernel/index.js";
import type { RunPlan } from "../scenario/run-plan.js";

/** What a simulation lends to its services. Services come before plugins in everything. */
export interface ServiceHost {
  readonly plan: RunPlan;
  readonly kernel: Kernel;
  /** From the first tick on. */
  readonly world: World;
  /** Where satellites with orbits are at any time, as frames have it; by source, whatever its kind. */
  readonly orbits: readonly SourceOrbits[];
  readonly metrics: Metrics;
  readonly moments: ServiceMoments;
  /** Records an event and tells those who listen for its kind. */
  emit(kind: string, subject: string, data?: EventData): void;
  /** Tells those who listen, and records nothing; `data` is asked for only if someone does. */
  tell(kind: string, subject: string, data: () => EventData): void;
  /** Lets costs of links know how busy they are; see `LinkLoads`. */
  useLoads(loads: LinkLoads): void;
  /** @returns a function that ends the subscription */
  on(kind: string, listener: (event: SimEvent) => void): () => void;
  /** The stream of random numbers of that name, such as `faults.random.0`. */
  random(name: string): RandomStream;
  /** A node is down as long as one cause says so; see `NodeFaults`. */
  setNodeUsable(node: number, usable: boolean, cause: string): void;
  /** The same for a link, named by its ends in either order. */
  setLinkUsable(a: number, b: number, usable: boolean, cause: string): void;
}

/** Callbacks of services, called in the order in which they were added. */
export interface ServiceMoments {
  /** Before the first tick: there is no world yet. */
  readonly start: (() => void)[];
  /**
   * The network changed: at each tick, after handovers were told and before `tick`; and once, at the same instant,
   * after whatever went down between ticks.
   */
  readonly topology: (() => void)[];
  /** At each tick, before plugins' own handlers. */
  readonly tick: (() => void)[];
  /** At the end of the run, before plugins' own handlers. */
  readonly end: (() => void)[];
}
