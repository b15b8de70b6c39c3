import type { Histogram } from "./histogram.js";
import { type Counter, type Gauge, type MetricOptions, type MetricSample, Metrics } from "./metrics.js";

/** Which plugins are behind which kinds of events and which metrics. */
export class Owners {
  readonly #events = new Map<string, Set<string>>();
  readonly #metrics = new Map<string, Set<string>>();

  noteEvent(kind: string, plugin: string): void {
    note(this.#events, kind, plugin);
  }

  noteMetric(name: string, plugin: string): void {
    note(this.#metrics, name, plugin);
  }

  /** The plugins that emitted events of the kind, so far. */
  ofEvent(kind: string): readonly string[] {
    return [...(this.#events.get(kind) ?? [])];
  }

  ofMetric(name: string): readonly string[] {
    return [...(this.#metrics.get(name) ?? [])];
  }
}

function note(owners: Map<string, Set<string>>, key: string, plugin: string): void {
  const known = owners.get(key);
  if (known === undefined) owners.set(key, new Set([plugin]));
  else known.add(plugin);
}

/** The run's metrics as one plugin asks for them. */
export class PluginMetrics extends Metrics {
  readonly #shared: Metrics;
  readonly #plugin: string;
  readonly #owners: Owners;

  constructor(shared: Metrics, plugin: string, owners: Owners) {
    super();
    this.#shared = shared;
    this.#plugin = plugin;
    this.#owners = owners;
  }

  override counter(name: string, options: MetricOptions): Counter {
    this.#owners.noteMetric(name, this.#plugin);
    return this.#shared.counter(name, options);
  }

  override gauge(name: string, options: MetricOptions): Gauge {
    this.#owners.noteMetric(name, this.#plugin);
    return this.#shared.gauge(name, options);
  }

  override histogram(name: string, options: MetricOptions): Histogram {
    this.#owners.noteMetric(name, this.#plugin);
    return this.#shared.histogram(name, options);
  }

  override changes(): MetricSample[] {
    return this.#shared.changes();
  }

  override all(): MetricSample[] {
    return this.#shared.all();
  }
}
