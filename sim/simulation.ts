import { performance } from "node:perf_hooks";
import { describeStatus, EphemerisStatus } from "../orbits/ephemeris.js";
import { InputError } from "../orbits/input-error.js";
import { type FrameSource, openSky, type TickFrame } from "../workers/index.js";
import { EventBus, type SimEvent } from "./host/event-bus.js";
import { checkHandedPlugin, type HandedPlugin, loadPlugins, type PluginUse } from "./host/load-plugins.js";
import { loadRouter } from "./host/load-router.js";
import { Metrics } from "./host/metrics.js";
import { NodeFaults } from "./host/node-faults.js";
import { asPluginError } from "./host/plugin.js";
import { type Hooks, PluginSim, type PluginSimHost } from "./host/plugin-sim.js";
import { TopologyStats } from "./host/topology-stats.js";
import { TickWorld } from "./host/world.js";
import { Kernel, Priority, RandomStreams } from "./kernel/index.js";
import type { RunObserver } from "./run-observer.js";
import type { RunPlan } from "./scenario/run-plan.js";

export interface SimulationOptions {
  /** Threads that make frames; 0 makes them in this one. */
  readonly workers?: number;
  /** Plugins that a program hands over, beside those of the scenario. */
  readonly plugins?: readonly HandedPlugin[];
  /** Gets what is worth telling but no mistake, such as satellites that have no position. */
  readonly onNotice?: (text: string) => void;
}

/** How a run ended: by itself, or because its signal asked it to. */
export type RunStatus = "complete" | "interrupted";

/** Events between two looks at the signal, and at the threads' messages. */
const EVENTS_PER_BREATH = 10_000;

/** Failing satellites named in one notice. */
const NAMES_TOLD = 20;

/**
 * One run of a scenario: the clock, the world, the plugins. Ticks are events of it; at an instant the tick
 * goes first.
 */
export class Simulation {
  readonly plan: RunPlan;
  readonly world: TickWorld;
  readonly metrics = new Metrics();
  readonly #kernel = new Kernel();
  readonly #hooks: Hooks = { start: [], tick: [], end: [] };
  readonly #events: EventBus;
  readonly #faults: NodeFaults;
  readonly #frames: FrameSource;
  readonly #topology: TopologyStats;
  readonly #failedSatellites = new Map<number, number>();
  readonly #onNotice: (text: string) => void;
  /** Events of plugins' set-up, kept until there is someone to record them. */
  readonly #early: SimEvent[] = [];
  #observer: RunObserver | undefined;
  #ranMs = 0;

  /**
   * Loads the scenario's code, starts the threads and sets the plugins up.
   * @throws InputError where a plugin cannot be set up
   */
  static async create(plan: RunPlan, options: SimulationOptions = {}): Promise<Simulation> {
    const handed = (options.plugins ?? []).map(checkHandedPlugin);
    const { plugins, statePlugins } = await loadPlugins(plan.plugins, handed);
    const router = await loadRouter(plan.routing.router);
    const { frames } = await openSky(plan.sky, statePlugins, options.workers ?? 0);
    try {
      const faults = new NodeFaults(plan.sky.nodes.count);
      const world = new TickWorld(plan, faults, router);
      const simulation = new Simulation(plan, world, faults, frames, options.onNotice ?? (() => {}));
      await simulation.#setUp(plugins);
      return simulation;
    } catch (error) {
      await frames.close();
      throw error;
    }
  }

  private constructor(
    plan: RunPlan,
    world: TickWorld,
    faults: NodeFaults,
    frames: FrameSource,
    onNotice: (text: string) => void,
  ) {
    this.plan = plan;
    this.world = world;
    this.#faults = faults;
    this.#frames = frames;
    this.#onNotice = onNotice;
    this.#topology = new TopologyStats(plan.sky.nodes);
    this.#events = new EventBus(
      () => this.#kernel.nowNs,
      (event) => {
        if (this.#observer === undefined) this.#early.push(event);
        else this.#observer.event(event);
      },
    );
  }

  /** Simulated seconds since the start. */
  get now(): number {
    return this.#kernel.now;
  }

  /** Wall time spent waiting for frames, ms. */
  get waitedMs(): number {
    return this.#frames.waitedMs;
  }

  /** Wall time that `run` took, ms. */
  get ranMs(): number {
    return this.#ranMs;
  }

  /** Satellites that had no position at some tick, with the `EphemerisStatus` of the first time. */
  get failedSatellites(): ReadonlyMap<number, number> {
    return this.#failedSatellites;
  }

  /**
   * Runs to the end of the scenario, or until `signal` is aborted; then ends the threads.
   *
   * @param observer gets everything that the run records
   * @throws PluginError where a plugin fails, Error where a protocol does
   */
  async run(observer?: RunObserver, signal?: AbortSignal): Promise<RunStatus> {
    const began = performance.now();
    this.#observer = observer;
    for (const event of this.#early.splice(0)) observer?.event(event);
    try {
      const status = await this.#runTicks(signal);
      for (const sample of this.metrics.all()) observer?.metric(this.#kernel.nowNs, sample);
      return status;
    } catch (error) {
      throw asPluginError(error, this.now);
    } finally {
      this.#ranMs = performance.now() - began;
      await this.close();
    }
  }

  /** Ends the threads of a simulation that will not run. */
  async close(): Promise<void> {
    await this.#frames.close();
  }

  async #runTicks(signal: AbortSignal | undefined): Promise<RunStatus> {
    const { tickCount, stepNs, durationNs } = this.plan.time;
    const kernel = this.#kernel;
    this.#call(this.#hooks.start);
    for (let tick = 0; tick < tickCount; tick++) {
      const tickNs = tick * stepNs;
      if (!(await this.#runEventsBefore(tickNs, signal))) return "interrupted";
      const frame = await this.#frames.next(tick, this.#faults.mask);
      kernel.schedule({ atNs: tickNs }, () => this.#startTick(frame), { priority: Priority.Tick });
      kernel.step();
    }
    if (!(await this.#runEventsBefore(durationNs, signal))) return "interrupted";
    kernel.agenda.nowNs = durationNs;
    this.#call(this.#hooks.end);
    return "complete";
  }

  /** @returns false where the signal was aborted */
  async #runEventsBefore(timeNs: number, signal: AbortSignal | undefined): Promise<boolean> {
    const kernel = this.#kernel;
    for (let left = EVENTS_PER_BREATH; kernel.peekNs() < timeNs; left--) {
      if (signal?.aborted === true) return false;
      kernel.step();
      if (left > 0) continue;
      left = EVENTS_PER_BREATH;
      // Signals and threads' messages arrive only when this thread pauses.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return signal?.aborted !== true;
  }

  #startTick(frame: TickFrame): void {
    const { world } = this;
    world.startTick(frame);
    this.#noteFailures(frame);
    const observer = this.#observer;
    const struck = this.#faults.strikes(frame.links);
    observer?.topology(this.#topology.measure(frame.timeNs, frame.links, frame.usable, struck));
    if (observer !== undefined) this.#probe(observer);
    this.#call(this.#hooks.tick);
    for (const sample of this.metrics.changes()) observer?.metric(frame.timeNs, sample);
    observer?.tickDone(frame.tick, frame.timeNs);
  }

  #probe(observer: RunObserver): void {
    const { sources, targets } = this.plan.probes;
    const { timeNs } = this.world.frame;
    for (let i = 0; i < sources.length; i++) {
      const source = sources[i];
      const target = targets[i];
      observer.route({ timeNs, source, target, route: this.world.route(source, target) });
    }
  }

  #noteFailures({ status, tick }: TickFrame): void {
    const told: string[] = [];
    for (let id = 0; id < status.length; id++) {
      const code = status[id];
      if (code === EphemerisStatus.Ok || this.#failedSatellites.has(id)) continue;
      this.#failedSatellites.set(id, code);
      const name = this.plan.nodeNames[id];
      const reason = describeStatus(code);
      this.#events.emit("satellite.failed", name, { id, reason });
      told.push(`"${name}" (id ${id}, ${reason})`);
    }
    if (told.length === 0) return;
    const more =
      told.length > NAMES_TOLD ? `, and ${told.length - NAMES_TOLD} more (all in summary.json)` : "";
    const who = told.slice(0, NAMES_TOLD).join(", ");
    this.#onNotice(`${told.length} satellites leave the network at tick ${tick}: ${who}${more}`);
  }

  async #setUp(plugins: readonly PluginUse[]): Promise<void> {
    const streams = new RandomStreams(this.plan.seed);
    const host: PluginSimHost = {
      kernel: this.#kernel,
      events: this.#events,
      world: this.world,
      metrics: this.metrics,
      services: new Map(),
      hooks: this.#hooks,
      random: (name) => streams.stream(name),
      setNodeUsable: (node, usable) => this.#setNodeUsable(node, usable),
      setLinkUsable: (a, b, usable) => this.#setLinkUsable(a, b, usable),
    };
    for (const { plugin, config, place } of plugins) {
      try {
        await plugin.setup(new PluginSim(plugin.name, host), config);
      } catch (error) {
        if (place === undefined) throw error;
        const message = `plugin "${plugin.name}" cannot be set up: ${(error as Error).message}`;
        throw new InputError([{ ...place, message }]);
      }
    }
  }

  #setNodeUsable(node: number, usable: boolean): void {
    if (!this.#faults.setNode(node, usable)) return;
    this.#events.emit(usable ? "node.up" : "node.down", this.plan.nodeNames[node], { node });
    if (!usable) this.world.strike();
  }

  #setLinkUsable(a: number, b: number, usable: boolean): void {
    if (!this.#faults.setLink(a, b, usable)) return;
    this.#events.emit(usable ? "link.up" : "link.down", `${a}-${b}`, { a, b });
    if (!usable) this.world.strike();
  }

  #call(handlers: readonly (() => void)[]): void {
    for (const handler of [...handlers]) handler();
  }
}
