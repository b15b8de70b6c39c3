import type { Awaitable, PluginSim, ProcessBody } from "../../index.js";
import { writtenBy } from "./check-spec.js";
import type { StepInvocation } from "./invocation.js";
import type { DataPath, DataResult, WorkflowOutcome } from "./platform.js";
import type { PlatformMetrics } from "./platform-metrics.js";
import type { Sandbox, SandboxKind } from "./sandbox.js";
import type { SandboxPool } from "./sandbox-pool.js";
import type { FunctionSpec, RuntimeProfile } from "./specs.js";
import type { Placed, StepPlacement } from "./step-placement.js";

const NS_PER_MS = 1e6;

/** How a step came to nothing. */
export interface StepFailure {
  readonly outcome: WorkflowOutcome;
  readonly detail: string;
}

/** What running steps takes of the platform. */
export interface StepHost {
  readonly sim: PluginSim;
  readonly pool: SandboxPool;
  readonly placement: StepPlacement;
  readonly metrics: PlatformMetrics;
  /** Of the message that invokes a step; undefined: none is sent. */
  readonly invocationBytes: number | undefined;
  readonly timeoutSeconds: number;
  dataPath(name: string): DataPath;
  runtime(name: string): RuntimeProfile;
}

/** Work of one invocation: seconds of one core of speed 1. */
export function cpuSecondsOf(
  spec: FunctionSpec,
  runtime: RuntimeProfile,
  inputBytes: number,
  outputBytes: number,
): number {
  const { base, perByte } = spec.work;
  return (
    runtime.cpuSeconds?.(spec, inputBytes, outputBytes) ?? (base + perByte * inputBytes) * runtime.workFactor
  );
}

/** Runs one step, from its placement to the end of its outputs' way. */
export class StepRunner {
  readonly #host: StepHost;

  constructor(host: StepHost) {
    this.#host = host;
  }

  /**
   * @param calledFrom node of the step that was over last before it
   * @returns why it failed
   */
  *run(
    invocation: StepInvocation,
    kind: SandboxKind,
    calledFrom: number | undefined,
  ): ProcessBody<StepFailure | undefined> {
    const { workflow, step } = invocation;
    const placed = yield* this.#host.placement.place(invocation, kind);
    if ("none" in placed) return { outcome: "no-placement", detail: `step "${step.name}": ${placed.none}` };
    const { sandbox } = placed.lease;
    invocation.assign(placed.lease);
    workflow.places.set(step.name, sandbox.node);
    this.#tellPlaced(invocation, placed);
    const failure = yield* this.#runIn(sandbox, invocation, calledFrom);
    if (step.group === undefined) this.#host.pool.release(sandbox);
    return failure;
  }

  *#runIn(
    sandbox: Sandbox,
    invocation: StepInvocation,
    calledFrom: number | undefined,
  ): ProcessBody<StepFailure | undefined> {
    const { sim } = this.#host;
    const { workflow, step } = invocation;
    const path = this.#host.dataPath(workflow.spec.dataPath ?? "storage");
    const receiving = sim.process(() => path.receive(invocation), `receive of ${step.name}`);
    const calling = sim.process(() => this.#call(invocation, calledFrom), `call of ${step.name}`);
    const lost = (): StepFailure => ({
      outcome: "function-failed",
      detail: `step "${step.name}" at ${sim.world.names.at(sandbox.node)}: ${sandbox.detail}`,
    });
    if (!(yield* sandbox.ready)) return lost();
    const startedNs = sim.nowNs;
    this.#tell("function.start", invocation);
    const called = yield* unlessEnded(sim, calling, sandbox);
    if (called === undefined) return lost();
    if (!called.ok) return failedBy(step.name, called);
    const received = yield* unlessEnded(sim, receiving, sandbox);
    if (received === undefined) return lost();
    if (!received.ok) return failedBy(step.name, received);
    for (const ref of received.refs ?? []) workflow.states.set(ref.key, ref);
    if (workflow.result !== undefined) return undefined;
    const outputs = outputsOf(invocation);
    const worked = yield* this.#work(invocation, outputs);
    if (worked !== undefined) return worked;
    const sending = sim.process(() => path.send(invocation, outputs), `send of ${step.name}`);
    const sent = yield* unlessEnded(sim, sending, sandbox);
    if (sent === undefined) return lost();
    if (!sent.ok) return failedBy(step.name, sent);
    for (const ref of sent.refs ?? []) workflow.states.set(ref.key, ref);
    this.#tell("function.end", invocation, {
      billedMs: (sim.nowNs - startedNs) / NS_PER_MS,
      outputBytes: sum(outputs.values()),
      labels: step.function.labels ?? {},
    });
    return undefined;
  }

  /** The message that invokes the step goes to its node as soon as that is known. */
  *#call({ placed, workflow, node }: StepInvocation, from: number | undefined): ProcessBody<DataResult> {
    const { invocationBytes, timeoutSeconds, sim } = this.#host;
    if (invocationBytes === undefined || from === undefined) return { ok: true };
    yield* placed;
    const request = {
      from,
      to: node!,
      sizeBytes: invocationBytes,
      purpose: "payload",
      workflowId: workflow.label,
    };
    const transfer = sim.network.transfer(request);
    const first = yield* sim.any([transfer, sim.sleep(timeoutSeconds)]);
    if (first.index === 0 && first.value.delivered) return { ok: true };
    transfer.cancel();
    const why =
      first.index === 0 && !first.value.delivered ? first.value.reason : `not within ${timeoutSeconds} s`;
    return { ok: false, reason: `its invocation did not arrive: ${why}`, outcome: "function-failed" };
  }

  *#work(
    { workflow, step, inputBytes, node }: StepInvocation,
    outputs: ReadonlyMap<string, number>,
  ): ProcessBody<StepFailure | undefined> {
    const { sim } = this.#host;
    const { name, runtime, cores, accelerators } = step.function;
    const cpuSeconds = cpuSecondsOf(
      step.function,
      this.#host.runtime(runtime),
      inputBytes,
      sum(outputs.values()),
    );
    const request = { cpuSeconds, cores, accelerators, name, workflowId: workflow.label };
    const done = yield* sim.compute.run(node!, request);
    if (done.completed) return undefined;
    const where = sim.world.names.at(done.node);
    const why = done.detail === "" ? done.reason : `${done.reason}, ${done.detail}`;
    return { outcome: "function-failed", detail: `step "${step.name}" at ${where}: ${why}` };
  }

  #tellPlaced(invocation: StepInvocation, { lease, latencyMs, inputLatencyMs }: Placed): void {
    const { metrics } = this.#host;
    const { workflow, step } = invocation;
    const { maxLatencyMs, maxInputLatencyMs } = step;
    const isLate =
      (maxLatencyMs !== undefined && latencyMs !== undefined && latencyMs > maxLatencyMs) ||
      (maxInputLatencyMs !== undefined && inputLatencyMs > maxInputLatencyMs);
    metrics.placed(workflow.spec.name, lease.cold, latencyMs);
    if (isLate) metrics.violated(workflow.spec.name, "placement");
    const finite = (value: number | undefined) => (Number.isFinite(value) ? value : null);
    this.#tell("function.place", invocation, {
      sandbox: lease.sandbox.id,
      latencyMs: finite(latencyMs),
      inputLatencyMs: finite(inputLatencyMs),
      withinSlo: !isLate,
    });
  }

  #tell(kind: string, invocation: StepInvocation, rest: Readonly<Record<string, unknown>> = {}): void {
    const { id, workflow, step, node, cold, inputBytes } = invocation;
    const { name, runtime, memoryMb } = step.function;
    this.#host.sim.emit(kind, this.#host.sim.world.names.at(node!), {
      invocation: id,
      workflow: workflow.label,
      step: step.name,
      function: name,
      node,
      cold,
      runtime,
      memoryMb,
      inputBytes,
      ...rest,
    });
  }
}

/** Waits for something at a sandbox; undefined where the sandbox ends before. */
function* unlessEnded<T>(
  sim: PluginSim,
  awaitable: Awaitable<T>,
  sandbox: Sandbox,
): ProcessBody<T | undefined> {
  const first = yield* sim.any([awaitable, sandbox.ended]);
  return first.index === 0 ? first.value : undefined;
}

function outputsOf({ step, inputBytes }: StepInvocation): ReadonlyMap<string, number> {
  const { outputs } = step.function;
  return new Map(
    writtenBy(step).map(([key, output]) => {
      const { base, perByte } = outputs[output];
      return [key, Math.round(base + perByte * inputBytes)];
    }),
  );
}

function failedBy(
  step: string,
  { reason, outcome = "state-lost" }: Extract<DataResult, { readonly ok: false }>,
): StepFailure {
  return { outcome, detail: `step "${step}": ${reason}` };
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
