import type { PluginSim } from "../../../index.js";
import type { LatencyMap } from "../latency-map.js";
import type { Invocation, PlacementView } from "../platform.js";
import type { SandboxKind } from "../sandbox.js";
import type { SandboxPool } from "../sandbox-pool.js";

/** What placement looks at, beside the step. */
export interface PlacementHost {
  readonly sim: PluginSim;
  readonly pool: SandboxPool;
  readonly latencies: LatencyMap;
}

/** Nodes and what is known of them, for one decision. */
export class StepPlacementView implements PlacementView {
  readonly excluded = new Set<number>();
  readonly #host: PlacementHost;
  readonly #kind: SandboxKind;
  readonly #hosts: readonly number[];
  /** Nodes of the steps before it; where the inputs are that it reads. */
  readonly #predecessors: readonly number[];
  readonly #inputs: readonly number[];

  constructor(host: PlacementHost, { workflow, step }: Invocation, kind: SandboxKind) {
    this.#host = host;
    this.#kind = kind;
    const { compute } = host.sim;
    const { tiers } = step;
    this.#hosts =
      tiers === undefined
        ? compute.hosts()
        : compute.hosts().filter((node) => tiers.includes(compute.resources(node)!.tier));
    const places = step.after.map(({ from }) => workflow.places.get(from));
    this.#predecessors = places.filter((node) => node !== undefined);
    const { input } = workflow.spec;
    this.#inputs = step.reads.filter((key) => Object.hasOwn(input, key)).map((key) => input[key].node);
  }

  get nodes(): readonly number[] {
    return this.excluded.size === 0 ? this.#hosts : this.#hosts.filter((node) => !this.excluded.has(node));
  }

  get firstPredecessor(): number | undefined {
    return this.#predecessors[0];
  }

  hasRoom(node: number): boolean {
    return this.#host.pool.hasRoom(node, this.#kind);
  }

  isWarm(node: number): boolean {
    return this.#host.pool.isWarm(node, this.#kind);
  }

  freeCores(node: number): number {
    return this.#host.pool.freeCores(node);
  }

  incomingLatencyMs(node: number): number {
    return this.#largest(this.#predecessors.length > 0 ? this.#predecessors : this.#inputs, node);
  }

  inputLatencyMs(node: number): number {
    return this.#largest(this.#inputs, node);
  }

  #largest(sources: readonly number[], node: number): number {
    let largest = 0;
    for (const source of sources) largest = Math.max(largest, this.#host.latencies.between(source, node));
    return largest;
  }
}
