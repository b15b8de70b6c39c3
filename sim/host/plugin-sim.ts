import { refusePromise } from "../../orbits/refuse-promise.js";
import {
  type Awaitable,
  type Container,
  type EventHandle,
  type FirstOf,
  type Kernel,
  Priority,
  type Process,
  type ProcessBody,
  type RandomStream,
  type Resource,
  type ScheduleOptions,
  type Signal,
  type Store,
  type ValuesOf,
  type When,
} from "../kernel/index.js";
import type { PluginReport, ReportSections } from "../report/plugin-report.js";
import type { ComputeService } from "../services/compute/index.js";
import type { EnergyService } from "../services/energy/index.js";
import type { Services } from "../services/index.js";
import type { NetworkService } from "../services/network/index.js";
import { type ConfigFile, fileAt } from "./config-file.js";
import type { EventBus, EventData, SimEvent } from "./event-bus.js";
import { isAttributed, PluginError, processName } from "./failures.js";
import type { PluginUse } from "./load-plugins.js";
import type { Metrics } from "./metrics.js";
import { type Owners, PluginMetrics } from "./owners.js";
import type { ConfigPath } from "./plan-view.js";
import type { ServiceToken } from "./plugin.js";
import type { ReadyCheck, ReadyChecks } from "./ready-checks.js";
import type { World } from "./world.js";

/** What a simulation lends to its plugins. */
export interface PluginSimHost {
  readonly kernel: Kernel;
  readonly events: EventBus;
  readonly world: World;
  readonly metrics: Metrics;
  readonly services: Map<string, unknown>;
  readonly hooks: Hooks;
  readonly readyChecks: ReadyChecks;
  readonly reports: ReportSections;
  /** The run's own: network, computers, energy. */
  readonly ownServices: Services;
  readonly owners: Owners;
  random(name: string): RandomStream;
  setNodeUsable(node: number, usable: boolean, cause: string): void;
  setLinkUsable(a: number, b: number, usable: boolean, cause: string): void;
}

/** Handlers of the run's own moments, in the order of set-up. */
export interface Hooks {
  readonly start: (() => void)[];
  readonly tick: (() => void)[];
  readonly end: (() => void)[];
}

/**
 * The simulation as one plugin sees it. Whatever the plugin does later (handlers, callbacks, processes) is
 * known to be its own, so that a failure names it.
 */
export class PluginSim {
  readonly #plugin: string;
  readonly #use: PluginUse;
  readonly #host: PluginSimHost;
  /** Tables and charts for the run's report. */
  readonly report: PluginReport;
  readonly metrics: Metrics;

  constructor(use: PluginUse, host: PluginSimHost) {
    const { name } = use.plugin;
    this.#plugin = name;
    this.#use = use;
    this.#host = host;
    this.report = host.reports.of(name);
    this.metrics = new PluginMetrics(host.metrics, name, host.owners);
  }

  /** Simulated seconds since the start. */
  get now(): number {
    return this.#host.kernel.now;
  }

  /** The same as exact integer nanoseconds. */
  get nowNs(): number {
    return this.#host.kernel.nowNs;
  }

  /** The network as it is; from the first tick on. */
  get world(): World {
    return this.#host.world;
  }

  /** Moves bytes over the network. */
  get network(): NetworkService {
    return this.#host.ownServices.network;
  }

  /** Tasks and services on the nodes' computers. @throws Error where the scenario has no `compute` */
  get compute(): ComputeService {
    return this.#host.ownServices.compute ?? absent("compute");
  }

  /** Whether the scenario has `energy`. */
  get hasEnergy(): boolean {
    return this.#host.ownServices.energy !== undefined;
  }

  /** Batteries, heat and radiation. @throws Error where the scenario has no `energy` */
  get energy(): EnergyService {
    return this.#host.ownServices.energy ?? absent("energy");
  }

  /** The file that the plugin's configuration names at a place. @throws RangeError where its `files` did not tell that place */
  file(path: ConfigPath): ConfigFile {
    const file = fileAt(this.#use.files, path);
    if (file === undefined)
      throw new RangeError(`the plugin's files have none at ${["with", ...path].join(".")}`);
    return file;
  }

  /**
   * Calls back once all plugins of the run are set up: what of the configuration turns out to be wrong only then is noted by
   * `fail`, and told with its line and column before the run begins.
   */
  whenReady(check: ReadyCheck): void {
    this.#host.readyChecks.add(this.#use, check);
  }

  /**
   * Calls back at the start (before the first tick), at each tick, at the end, or at events of the given kind.
   * @returns a function that ends the subscription
   */
  on(moment: "start" | "tick" | "end", handler: (world: World) => void): () => void;
  on(kind: string, handler: (event: SimEvent) => void): () => void;
  on(kind: string, handler: ((world: World) => void) | ((event: SimEvent) => void)): () => void {
    if (kind !== "start" && kind !== "tick" && kind !== "end") {
      return this.#host.events.on(kind, this.#guard(handler as (event: SimEvent) => void));
    }
    const hooks = this.#host.hooks[kind];
    const own = () => this.#guard(handler as (world: World) => void)(this.world);
    hooks.push(own);
    return () => {
      const at = hooks.indexOf(own);
      if (at !== -1) hooks.splice(at, 1);
    };
  }

  /** Records an event and tells those who listen for its kind. */
  emit(kind: string, subject: string, data: EventData = {}): void {
    this.#host.owners.noteEvent(kind, this.#plugin);
    this.#host.events.emit(kind, subject, data);
  }

  /**
   * Calls back after a delay in seconds, or at `{ at: seconds }` since the start.
   * @returns a handle for `cancel`
   * @throws PastEventError for a time before now, RangeError for the priority of ticks
   */
  schedule(when: When, callback: () => void, options?: ScheduleOptions): EventHandle {
    if (options?.priority === Priority.Tick) {
      throw new RangeError(`priority ${Priority.Tick} is for ticks, which go before all other events`);
    }
    return this.#host.kernel.schedule(when, this.#guard(callback), options);
  }

  /** @returns whether the event was still to come */
  cancel(handle: EventHandle): boolean {
    return this.#host.kernel.cancel(handle);
  }

  /**
   * Starts a process: a generator that waits with `yield*` on what this object gives. It can be awaited itself,
   * and then gives what it returns.
   *
   * @example sim.process(function* () { yield* sim.sleep(5); });
   */
  process<T>(body: () => ProcessBody<T>, name: string = body.name || "process"): Process<T> {
    return this.#host.kernel.process(body, { name: processName(this.#plugin, name) });
  }

  /** Waits for so many seconds. */
  sleep(seconds: number): Awaitable<void> {
    return this.#host.kernel.sleep(seconds);
  }

  /** A one-shot event of the plugin's own, to be settled by `succeed` or `fail`. */
  event<T = void>(): Signal<T> {
    return this.#host.kernel.event<T>();
  }

  /** Waits for all: gives their values in order, or throws the first failure. */
  all<const A extends readonly Awaitable<unknown>[]>(awaitables: A): Awaitable<ValuesOf<A>> {
    return this.#host.kernel.all(awaitables);
  }

  /** Waits for the first: gives its place in the list and its value, or throws its failure. */
  any<const A extends readonly Awaitable<unknown>[]>(awaitables: A): Awaitable<FirstOf<A>> {
    return this.#host.kernel.any(awaitables);
  }

  /** Waits no longer than so many seconds: gives the awaitable's value, or throws a `TimeoutError`. */
  timeout<T>(awaitable: Awaitable<T>, seconds: number): Awaitable<T> {
    return this.#host.kernel.timeout(awaitable, seconds);
  }

  /** So many places that processes share. @throws RangeError where the capacity is no whole number of at least 1 */
  resource(capacity = 1): Resource {
    return this.#host.kernel.resource(capacity);
  }

  /** Items that processes hand to one another. @throws RangeError where the capacity is not above 0 */
  store<T>(capacity?: number): Store<T> {
    return this.#host.kernel.store<T>(capacity);
  }

  /** A quantity that is filled and drawn from. @throws RangeError where the capacity or level cannot be */
  container(capacity?: number, level?: number): Container {
    return this.#host.kernel.container(capacity, level);
  }

  /** The stream of random numbers of that name; streams do not disturb one another. */
  random(name: string): RandomStream {
    return this.#host.random(name);
  }

  /**
   * Takes a node out of the network or back into it: links go at once, and come back with the next tick. What other
   * causes (faults of the scenario, other plugins) keep down stays down.
   */
  setNodeUsable(node: number, usable: boolean): void {
    this.#host.setNodeUsable(node, usable, `plugin ${this.#plugin}`);
  }

  /** The same for the link between two nodes, in whichever ticks it exists. */
  setLinkUsable(a: number, b: number, usable: boolean): void {
    this.#host.setLinkUsable(a, b, usable, `plugin ${this.#plugin}`);
  }

  /** @throws Error where another plugin provides it already */
  provide<T>(token: ServiceToken<T>, service: T): void {
    const { services } = this.#host;
    if (services.has(token.name)) throw new Error(`service "${token.name}" is provided already`);
    services.set(token.name, service);
  }

  /** @throws Error where no plugin has provided it; name it in `needs` */
  service<T>(token: ServiceToken<T>): T {
    const { services } = this.#host;
    if (!services.has(token.name)) {
      throw new Error(`no plugin has provided service "${token.name}"; name it in needs`);
    }
    return services.get(token.name) as T;
  }

  #guard<A extends unknown[]>(callback: (...args: A) => unknown): (...args: A) => void {
    return (...args) => {
      try {
        refusePromise(callback(...args), "a handler or callback", "; wait in a process (sim.process)");
      } catch (error) {
        // Another plugin's failure may surface here, through an event that this one emitted.
        throw isAttributed(error) ? error : new PluginError(this.#plugin, this.now, error);
      }
    };
  }
}

function absent(service: string): never {
  throw new Error(`the scenario has no "${service}": nodes without it have none`);
}
