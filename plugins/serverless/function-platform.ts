import type { Awaitable, PluginSim, ProcessBody, RandomStream } from "../../index.js";
import { checkSpec } from "./check-spec.js";
import type { ServerlessConfig } from "./config.js";
import { ImageCache } from "./image-cache.js";
import { StepInvocation } from "./invocation.js";
import { LatencyMap } from "./latency-map.js";
import type { PartSort } from "./named-parts.js";
import { NamedRegistry } from "./named-registry.js";
import { addBuiltInPlacements } from "./placement/built-in.js";
import type {
  DataPath,
  Invocation,
  PlacementPolicy,
  ServerlessPlatform,
  StatePolicy,
  WorkflowOutcome,
  WorkflowResult,
} from "./platform.js";
import { PlatformMetrics } from "./platform-metrics.js";
import { RUNTIMES } from "./runtimes.js";
import { SandboxKinds } from "./sandbox-kinds.js";
import { SandboxPool } from "./sandbox-pool.js";
import type { RuntimeProfile, Step, WorkflowSpec } from "./specs.js";
import { local } from "./state-policy-local.js";
import { StepPlacement } from "./step-placement.js";
import { cpuSecondsOf, StepRunner } from "./step-run.js";
import { NodeStores } from "./storage/node-stores.js";
import { NetworkStateStore } from "./storage/state-store.js";
import { StoragePath } from "./storage-path.js";
import { WorkflowRun } from "./workflow-run.js";
import { WorkflowTemplates } from "./workflow-templates.js";

const MS_PER_SECOND = 1000;
const NS_PER_SECOND = 1e9;

/** The function platform of a run. */
export class FunctionPlatform implements ServerlessPlatform {
  readonly store: NetworkStateStore;
  readonly metrics: PlatformMetrics;
  readonly #sim: PluginSim;
  readonly #stores: NodeStores;
  readonly #images: ImageCache;
  readonly #pool: SandboxPool;
  readonly #placement: StepPlacement;
  readonly #kinds: SandboxKinds;
  readonly #runner: StepRunner;
  readonly #templates: WorkflowTemplates;
  readonly #branches: RandomStream;
  readonly #statePolicies = new NamedRegistry<StatePolicy>("state policy");
  readonly #dataPaths = new NamedRegistry<DataPath>("data path");
  readonly #runtimes = new NamedRegistry<RuntimeProfile>("runtime");
  readonly #active = new Map<number, WorkflowRun>();
  #nextWorkflow = 0;
  #nextInvocation = 0;

  constructor(sim: PluginSim, config: ServerlessConfig) {
    const { placement, requests, storage, registry, invocationBytes } = config;
    this.#sim = sim;
    this.metrics = new PlatformMetrics(sim);
    this.#branches = sim.random("serverless.branches");
    this.#templates = new WorkflowTemplates(sim, config);
    this.#stores = new NodeStores(sim, storage);
    const model = { bytes: requests.bytes, timeoutSeconds: requests.timeout };
    this.store = new NetworkStateStore(sim, this.#stores, model, this.metrics, (id) => this.#nameOf(id));
    this.#images = new ImageCache(sim, registry);
    this.#pool = new SandboxPool(sim, this.#images, {
      reserveCores: placement.cores === "reserve",
      onRoom: () => this.#placement.roomChanged(),
    });
    const host = { sim, pool: this.#pool, latencies: new LatencyMap(sim.world) };
    this.#placement = new StepPlacement(host, placement.patience);
    this.#kinds = new SandboxKinds((name) => this.runtime(name));
    this.#runner = new StepRunner({
      sim,
      pool: this.#pool,
      placement: this.#placement,
      metrics: this.metrics,
      invocationBytes,
      timeoutSeconds: requests.timeout,
      dataPath: (name) => this.#dataPaths.get(name),
      runtime: (name) => this.runtime(name),
    });
    for (const profile of [...RUNTIMES, ...this.#templates.runtimes]) this.#runtimes.add(profile);
    addBuiltInPlacements(sim, placement.hyperdrive, {
      add: (policy) => this.addPlacementPolicy(policy),
      cpuSeconds: (invocation) => this.#cpuSeconds(invocation),
    });
    this.addStatePolicy(local);
    this.addDataPath(
      new StoragePath({
        store: this.store,
        metrics: this.metrics,
        nodeCount: sim.world.nodes.count,
        process: (body, name) => sim.process(body, name),
        statePolicy: (name) => this.#statePolicies.get(name),
      }),
    );
    sim.on("tick", () => {
      this.#placement.roomChanged();
      this.metrics.sample(this.#stores.books, this.#stores.heldBytes, this.#active.size);
    });
    sim.on("end", () => this.#endRun());
  }

  addPlacementPolicy(policy: PlacementPolicy): void {
    this.#placement.policies.add(policy);
  }

  addStatePolicy(policy: StatePolicy): void {
    this.#statePolicies.add(policy);
  }

  addDataPath(path: DataPath): void {
    this.#dataPaths.add(path);
  }

  addRuntime(profile: RuntimeProfile): void {
    this.#runtimes.add(profile);
  }

  dataPath(name: string): DataPath {
    return this.#dataPaths.get(name);
  }

  runtime(name: string): RuntimeProfile {
    return this.#runtimes.get(name);
  }

  hasImage(node: number, image: string): boolean {
    return this.#images.has(node, image);
  }

  workflow(name: string): WorkflowSpec {
    return this.#templates.workflow(name);
  }

  /** What of a sort is registered by now. */
  registered(sort: PartSort): readonly string[] {
    switch (sort) {
      case "serverless.placement":
        return this.#placement.policies.names;
      case "serverless.state-policy":
        return this.#statePolicies.names;
      case "serverless.data-path":
        return this.#dataPaths.names;
      case "serverless.runtime":
        return this.#runtimes.names;
    }
  }

  /** Starts the sandboxes that are there from the start; to be called once the world has begun. */
  prewarm(): void {
    for (const { spec, nodes, count } of this.#templates.prewarmed()) {
      const kind = this.#kinds.ofFunction(spec);
      for (const node of nodes) {
        for (let i = 0; i < count; i++) {
          if (this.#pool.prewarm(node, kind)) continue;
          const where = this.#sim.world.names.at(node);
          throw new RangeError(
            `function "${spec.name}": ${where} has no room for ${count} prewarmed sandboxes`,
          );
        }
      }
    }
  }

  submit(spec: WorkflowSpec): Awaitable<WorkflowResult> {
    const known = {
      nodeCount: this.#sim.world.nodes.count,
      hasRuntime: (name: string) => this.#runtimes.has(name),
    };
    checkSpec(spec, known);
    const run = new WorkflowRun(this.#sim, this.#nextWorkflow++, spec, this.#branches);
    this.#active.set(run.id, run);
    this.metrics.submitted(spec.name);
    const inputBytes = Object.values(spec.input).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    this.#sim.emit("workflow.submit", run.label, { id: run.id, workflow: spec.name, inputBytes });
    this.#loadInput(run);
    if (spec.placeAhead === true && run.result === undefined) this.#placeAhead(run);
    for (const step of spec.steps)
      this.#sim.process(() => this.#runStep(run, step), `${run.label} ${step.name}`);
    return run.over;
  }

  /** A state larger than its store keeps the workflow from beginning. */
  #loadInput(run: WorkflowRun): void {
    const { input, service } = run.spec;
    for (const [key, { node, sizeBytes }] of Object.entries(input)) {
      const ref = {
        workflow: run.id,
        key,
        holder: node,
        sizeBytes,
        ...(service !== undefined && { service }),
      };
      const refused = this.store.preload(ref);
      if (refused === undefined) run.states.set(key, ref);
      else this.#end(run, "no-storage", `input "${key}": ${refused}`);
    }
  }

  #placeAhead(run: WorkflowRun): void {
    for (const step of run.spec.steps) {
      const invocation = new StepInvocation(-1, run, step);
      const node = this.#placement.foresee(invocation, this.#kinds.ofStep(run.spec, step));
      if (node !== undefined) run.places.set(step.name, node);
    }
  }

  *#runStep(run: WorkflowRun, step: Step): ProcessBody<void> {
    let isCalled = step.after.length === 0;
    let calledFrom: number | undefined;
    let lastAt = -1;
    for (const { from } of step.after) {
      const ran = yield* run.doneOf(from);
      if (!ran || !run.isTaken(from, step.name)) continue;
      isCalled = true;
      const endedAt = run.endedAt(from);
      if (endedAt >= lastAt) calledFrom = run.places.get(from);
      lastAt = Math.max(lastAt, endedAt);
    }
    let ran = false;
    if (isCalled && run.result === undefined) {
      const invocation = new StepInvocation(this.#nextInvocation++, run, step);
      invocation.inputBytes = inputBytesOf(run, step);
      const kind = this.#kinds.ofStep(run.spec, step);
      const failure = yield* this.#runner.run(invocation, kind, calledFrom);
      ran = failure === undefined;
      if (failure !== undefined) this.#end(run, failure.outcome, failure.detail);
    } else if (run.result === undefined) {
      this.metrics.skipped();
    }
    if (step.group !== undefined) run.leaveGroup(step.group, this.#pool);
    run.stepOver(step, ran);
    if (run.stepsLeft > 0) return;
    this.#end(run, "completed", "");
    this.#clear(run);
  }

  /** The first end counts. */
  #end(run: WorkflowRun, outcome: WorkflowOutcome, detail: string): void {
    if (run.result !== undefined) return;
    const seconds = (this.#sim.nowNs - run.submittedNs) / NS_PER_SECOND;
    const { spec, label, id } = run;
    const { latencyMs } = spec.slo;
    const isLate = latencyMs !== undefined && seconds * MS_PER_SECOND > latencyMs;
    // Who asked for an answer within a time has none, unless the run was over before that time.
    const isViolated =
      latencyMs !== undefined && (isLate || (outcome !== "completed" && outcome !== "unfinished"));
    if (isViolated) this.metrics.violated(spec.name, "latency");
    this.metrics.ended(spec.name, outcome, seconds);
    const told = { id, workflow: spec.name, outcome, detail, seconds, withinSlo: !isViolated };
    this.#sim.emit("workflow.end", label, told);
    run.end({ outcome, detail, seconds });
  }

  /** Nothing of it is under way any more: its states go. */
  #clear(run: WorkflowRun): void {
    for (const key of Object.keys(run.spec.input)) {
      const ref = run.states.get(key);
      if (ref !== undefined) this.store.remove(ref);
    }
    for (const path of this.#dataPaths.all()) path.forget?.(run);
    this.#active.delete(run.id);
  }

  #endRun(): void {
    for (const run of this.#active.values()) {
      const waiting = run.spec.steps.filter(({ name }) => !run.doneOf(name).settled).map(({ name }) => name);
      this.#end(run, "unfinished", `the run ended before ${waiting.join(", ")}`);
    }
    this.metrics.sample(this.#stores.books, this.#stores.heldBytes, this.#active.size);
  }

  #cpuSeconds({ step, inputBytes }: Invocation): number {
    const spec = step.function;
    return cpuSecondsOf(spec, this.runtime(spec.runtime), inputBytes, 0);
  }

  #nameOf(id: number): { readonly name: string; readonly label: string } {
    const run = this.#active.get(id);
    return { name: run?.spec.name ?? "unknown", label: run?.label ?? `workflow-${id}` };
  }
}

function inputBytesOf({ states }: WorkflowRun, { reads }: Step): number {
  return reads.reduce((sum, key) => sum + (states.get(key)?.sizeBytes ?? 0), 0);
}
