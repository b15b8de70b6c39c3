import { performance } from "node:perf_hooks";
import { describeStatus, EphemerisStatus } from "../orbits/ephemeris.js";
import { InputError } from "../orbits/input-error.js";
import type { PluginSection, RecordedFrames } from "../results/index.js";
import type { ExtensionUse } from "../routing/extension-ref.js";
import {
  type FrameSource,
  type OpenedSky,
  openSky,
  RowThreads,
  type SetUpProgress,
  type TickFrame,
} from "../workers/index.js";
import { EventBus, type SimEvent } from "./host/event-bus.js";
import { asPluginError, messageOf, PluginError } from "./host/failures.js";
import { HandoverTracker } from "./host/handovers.js";
import { checkHandedPlugin, type HandedPlugin, loadPlugins, type PluginUse } from "./host/load-plugins.js";
import { loadRoutingCode } from "./host/load-router.js";
import { Metrics } from "./host/metrics.js";
import { NodeFaults } from "./host/node-faults.js";
import { Owners } from "./host/owners.js";
import { type Hooks, PluginSim, type PluginSimHost } from "./host/plugin-sim.js";
import { ReadyChecks } from "./host/ready-checks.js";
import { TickWorld } from "./host/tick-world.js";
import { TopologyStats } from "./host/topology-stats.js";
import { Kernel, Priority, RandomStreams } from "./kernel/index.js";
import { type KeptFrames, openKeptFrames, openReplay } from "./replay/index.js";
import { ReportSections } from "./report/plugin-report.js";
import type { RunObserver } from "./run-observer.js";
import type { RunPlan } from "./scenario/run-plan.js";
import { reportShellPlanes, shellPlanesText } from "./scenario/shell-planes.js";
import { type ServiceMoments, type Services, startServices } from "./services/index.js";

export interface SimulationOptions {
  /** Threads that make frames; 0 makes them in this one. As many, this one included, share in forwarding states. */
  readonly workers?: number;
  /** Plugins that a program hands over, beside those of the scenario. */
  readonly plugins?: readonly HandedPlugin[];
  /** Gets what is worth telling but no mistake, such as satellites that have no position. */
  readonly onNotice?: (text: string) => void;
  /** Gets how many satellites are set up. */
  readonly onSetUp?: SetUpProgress;
  /** Frames of a recorded run on the same sky, to be used instead of making them. They stay open. */
  readonly replay?: RecordedFrames;
  /** Frames of this very run from an earlier attempt at it, for its first ticks. They stay open. */
  readonly kept?: KeptFrames;
}

/** How a run ended: by itself, or because its signal asked it to. */
export type RunStatus = "complete" | "interrupted";

/** Most threads that a run may ask for: beyond any machine at hand, and well before memory runs out on starting them. */
export const MAX_WORKERS = 256;

/** Events of one instant between ticks after which the run looks at its signal all the same. */
const EVENTS_PER_BREATH = 10_000;

/** Failing satellites named in one notice. */
const NAMES_TOLD = 3;

/**
 * One run of a scenario: the clock, the world, the plugins. Ticks are events of it; at an instant the tick
 * goes first.
 */
export class Simulation {
  readonly plan: RunPlan;
  readonly world: TickWorld;
  readonly metrics = new Metrics();
  /** Which plugin is behind which events and metrics. */
  readonly owners = new Owners();
  readonly #kernel: Kernel;
  readonly #hooks: Hooks = { start: [], tick: [], end: [] };
  readonly #reports = new ReportSections();
  readonly #moments: ServiceMoments = { start: [], topology: [], tick: [], end: [] };
  readonly #streams: RandomStreams;
  readonly #services: Services;
  /** Whether services are to be told, at this instant, that something went down. */
  #isToldOfStrikes = false;
  readonly #events: EventBus;
  readonly #faults: NodeFaults;
  readonly #frames: FrameSource;
  #rowTeam: RowThreads | undefined;
  #statePlugins: readonly ExtensionUse[] = [];
  readonly #topology: TopologyStats;
  readonly #handovers = new HandoverTracker();
  readonly #failedSatellites = new Map<number, number>();
  readonly #onNotice: (text: string) => void;
  /** Events of plugins' set-up, kept until there is someone to record them. */
  readonly #early: SimEvent[] = [];
  #observer: RunObserver | undefined;
  #ranMs = 0;

  /**
   * Loads the scenario's code, starts the threads and sets the plugins up.
   * @throws InputError where a plugin cannot be set up
   * @throws RangeError for a number of workers that cannot be
   */
  static async create(plan: RunPlan, options: SimulationOptions = {}): Promise<Simulation> {
    const { workers = 0 } = options;
    if (!Number.isInteger(workers) || workers < 0 || workers > MAX_WORKERS) {
      throw new RangeError(`workers: expected a whole number from 0 to ${MAX_WORKERS}; got ${workers}`);
    }
    const handed = (options.plugins ?? []).map((each) => checkHandedPlugin(each, plan));
    const { plugins, statePlugins } = await loadPlugins(plan.plugins, handed);
    const rowTeam =
      workers > 1 ? new RowThreads(workers, { onLost: (text) => options.onNotice?.(text) }) : undefined;
    const routing = { ...(await loadRoutingCode(plan.routing)), rowTeam };
    const onNotice = options.onNotice ?? (() => {});
    const { frames, sky } = await openFrames(plan, statePlugins, { ...options, workers, onNotice });
    try {
      const faults = new NodeFaults(plan.sky.nodes.count);
      const kernel = new Kernel();
      const world = new TickWorld(plan, faults, routing, sky, () => kernel.nowNs);
      const simulation = new Simulation(plan, kernel, world, faults, frames, onNotice);
      simulation.#rowTeam = rowTeam;
      simulation.#statePlugins = statePlugins;
      for (const report of reportShellPlanes(plan.sky.nodes.shells))
        simulation.#onNotice(shellPlanesText(report));
      await simulation.#setUp(plugins);
      return simulation;
    } catch (error) {
      await frames.close();
      throw error;
    }
  }

  private constructor(
    plan: RunPlan,
    kernel: Kernel,
    world: TickWorld,
    faults: NodeFaults,
    frames: FrameSource,
    onNotice: (text: string) => void,
  ) {
    this.plan = plan;
    this.#kernel = kernel;
    this.world = world;
    this.#faults = faults;
    this.#frames = frames;
    this.#onNotice = onNotice;
    this.#topology = new TopologyStats(plan.sky.nodes);
    this.#streams = new RandomStreams(plan.seed);
    this.#events = new EventBus(
      () => this.#kernel.nowNs,
      (event) => {
        if (this.#observer === undefined) this.#early.push(event);
        else this.#observer.event(event);
      },
    );
    this.#services = this.#startServices();
  }

  /** The run's state plugins, as frames carry their values. */
  get statePlugins(): readonly ExtensionUse[] {
    return this.#statePlugins;
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

  /** What plugins have to show in the report, as things stand. @throws PluginError where a plugin's code fails */
  reportSections(): PluginSection[] {
    return this.#reports.build((plugin, error) => {
      throw new PluginError(plugin, this.now, error, "while its part of the report was made");
    });
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
    try {
      for (const event of this.#early.splice(0)) observer?.event(event);
      const status = await this.#runTicks(signal);
      if (status === "interrupted") observer?.stopped?.();
      for (const sample of this.metrics.all()) observer?.metric(this.#kernel.nowNs, sample);
      return status;
    } catch (error) {
      throw asPluginError(error);
    } finally {
      this.#ranMs = performance.now() - began;
      await this.close();
    }
  }

  /** Ends the threads. `run` does so by itself: this is for a simulation that will not run. */
  async close(): Promise<void> {
    await Promise.all([this.#frames.close(), this.#rowTeam?.close()]);
  }

  async #runTicks(signal: AbortSignal | undefined): Promise<RunStatus> {
    const { tickCount, stepNs, durationNs } = this.plan.time;
    const kernel = this.#kernel;
    this.#call(this.#moments.start);
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
    this.#call(this.#moments.end);
    this.#call(this.#hooks.end);
    return "complete";
  }

  /** @returns false where the signal was aborted */
  async #runEventsBefore(timeNs: number, signal: AbortSignal | undefined): Promise<boolean> {
    const kernel = this.#kernel;
    await pause();
    for (let left = EVENTS_PER_BREATH; kernel.peekNs() < timeNs; left--) {
      if (signal?.aborted === true) return false;
      kernel.step();
      if (left > 0) continue;
      left = EVENTS_PER_BREATH;
      await pause();
    }
    return signal?.aborted !== true;
  }

  #startTick(frame: TickFrame): void {
    const { world } = this;
    world.startTick(frame);
    this.#noteFailures(frame);
    const observer = this.#observer;
    const struck = this.#faults.strikes(frame.links);
    const { timeNs, links, usable } = frame;
    const handovers = this.#handovers.update(links, struck);
    observer?.frame?.(frame, struck);
    observer?.topology(this.#topology.measure(timeNs, links, usable, struck, handovers));
    if (observer !== undefined) this.#probe(observer);
    for (const { site, from, to } of handovers) {
      this.#events.emit("handover", this.plan.nodeNames.at(site), { site, from, to });
    }
    this.#call(this.#moments.topology);
    this.#call(this.#moments.tick);
    this.#call(this.#hooks.tick);
    for (const sample of this.metrics.changes()) observer?.metric(timeNs, sample);
    observer?.tickDone(frame.tick, timeNs);
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
      const name = this.plan.nodeNames.at(id);
      const reason = describeStatus(code);
      this.#events.emit("satellite.failed", name, { id, reason });
      told.push(`"${name}" (id ${id}, ${reason})`);
    }
    if (told.length === 0) return;
    const more =
      told.length > NAMES_TOLD ? `, and ${told.length - NAMES_TOLD} more (all in summary.json)` : "";
    const who = told.slice(0, NAMES_TOLD).join(", ");
    const count = told.length === 1 ? "1 satellite leaves" : `${told.length} satellites leave`;
    this.#onNotice(`${count} the network at tick ${tick}: ${who}${more}`);
  }

  async #setUp(plugins: readonly PluginUse[]): Promise<void> {
    const readyChecks = new ReadyChecks();
    const host: PluginSimHost = {
      kernel: this.#kernel,
      events: this.#events,
      world: this.world,
      metrics: this.metrics,
      services: new Map(),
      hooks: this.#hooks,
      readyChecks,
      reports: this.#reports,
      ownServices: this.#services,
      owners: this.owners,
      random: (name) => this.#streams.stream(name),
      setNodeUsable: (node, usable, cause) => this.#setNodeUsable(node, usable, cause),
      setLinkUsable: (a, b, usable, cause) => this.#setLinkUsable(a, b, usable, cause),
    };
    for (const use of plugins) {
      const { plugin, config, place } = use;
      try {
        await plugin.setup(new PluginSim(use, host), config);
      } catch (error) {
        if (place === undefined) throw new PluginError(plugin.name, this.now, error, "while it was set up");
        const message = `plugin "${plugin.name}" cannot be set up: ${messageOf(error)}`;
        throw new InputError([{ ...place, message }]);
      }
    }
    readyChecks.run();
  }

  #startServices(): Services {
    return startServices(
      {
        plan: this.plan,
        kernel: this.#kernel,
        world: this.world,
        orbits: this.world.orbits,
        metrics: this.metrics,
        moments: this.#moments,
        emit: (kind, subject, data = {}) => this.#events.emit(kind, subject, data),
        tell: (kind, subject, data) => this.#events.tell(kind, subject, data),
        useLoads: (loads) => this.world.useLoads(loads),
        on: (kind, listener) => this.#events.on(kind, listener),
        random: (name) => this.#streams.stream(name),
        setNodeUsable: (node, usable, cause) => this.#setNodeUsable(node, usable, cause),
        setLinkUsable: (a, b, usable, cause) => this.#setLinkUsable(a, b, usable, cause),
      },
      this.plan.services,
    );
  }

  #setNodeUsable(node: number, usable: boolean, cause: string): void {
    this.world.settle();
    if (!this.#faults.setNode(node, usable, cause)) return;
    // Before the event, so that who hears of it finds the network without the node.
    if (!usable) this.#strike();
    this.#events.emit(usable ? "node.up" : "node.down", this.plan.nodeNames.at(node), { node, cause });
  }

  #setLinkUsable(a: number, b: number, usable: boolean, cause: string): void {
    this.world.settle();
    if (!this.#faults.setLink(a, b, usable, cause)) return;
    if (!usable) this.#strike();
    this.#events.emit(usable ? "link.up" : "link.down", `${a}-${b}`, { a, b, cause });
  }

  /** Services hear of it once, however much goes down at the same instant. */
  #strike(): void {
    this.world.strike();
    if (this.#isToldOfStrikes || !this.world.hasBegun) return;
    this.#isToldOfStrikes = true;
    this.#kernel.agenda.soon(Priority.Urgent, {
      fire: () => {
        this.#isToldOfStrikes = false;
        this.#call(this.#moments.topology);
      },
    });
  }

  #call(handlers: readonly (() => void)[]): void {
    for (const handler of [...handlers]) handler();
  }
}

function openFrames(
  plan: RunPlan,
  statePlugins: readonly ExtensionUse[],
  options: SimulationOptions & { readonly workers: number; readonly onNotice: (text: string) => void },
): Promise<OpenedSky> {
  const { workers, replay, kept, onNotice, onSetUp } = options;
  if (replay !== undefined) return openReplay(plan, statePlugins, replay, onNotice);
  if (kept !== undefined) return openKeptFrames(plan, statePlugins, { kept, workers, onSetUp });
  return openSky(plan.sky, statePlugins, workers, onSetUp);
}

/** Lets the process take in signals and threads' messages, which reach it only when this thread pauses. */
function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
