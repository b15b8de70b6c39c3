import type { Process, ProcessBody } from "../../index.js";
import type {
  DataFailure,
  DataPath,
  DataResult,
  Invocation,
  RunningWorkflow,
  StatePolicy,
  StateRef,
  StateStore,
  StateWrite,
  StorageResult,
} from "./platform.js";
import type { PlatformMetrics } from "./platform-metrics.js";
import type { Step } from "./specs.js";

/** States that a group's sandbox has in memory: those that it made and has not written yet, and those it has read. */
interface GroupMemory {
  readonly sandbox: number;
  readonly isLost: () => boolean;
  readonly node: number;
  readonly unwritten: Map<string, number>;
  readonly read: Set<string>;
  /** Who made the last of them: it speaks for all when they are written. */
  maker: Invocation;
  /** While its states are being written. */
  flushing: Process<DataResult> | undefined;
}

export interface StoragePathHost {
  readonly store: StateStore;
  readonly metrics: PlatformMetrics;
  readonly nodeCount: number;
  process<T>(body: () => ProcessBody<T>, name: string): Process<T>;
  /** @throws Error for a name that nobody registered */
  statePolicy(name: string): StatePolicy;
}

/**
 * `storage`: a function reads its inputs from the stores that hold them once its sandbox is ready, one after the other, and
 * writes its outputs to the stores that its state policy names; the steps after it are invoked with the keys.
 *
 * With `fuse`, what lies at one holder is one request; and the steps of a group share what is in their sandbox's memory: its
 * states are written together, as soon as one is needed outside, and what several of them read is read once.
 */
export class StoragePath implements DataPath {
  readonly name = "storage";
  readonly #host: StoragePathHost;
  /** By workflow, then by group and sandbox. */
  readonly #memories = new Map<number, GroupMemory[]>();
  /** Where states were written, by workflow. */
  readonly #written = new Map<number, StateRef[]>();

  constructor(host: StoragePathHost) {
    this.#host = host;
  }

  *receive(invocation: Invocation): ProcessBody<DataResult> {
    if (!(yield* invocation.ready)) return { ok: false, reason: "its sandbox did not start" };
    const { workflow, step } = invocation;
    const { fuse = false } = workflow.spec;
    const memory = fuse ? this.#memoryOf(invocation) : undefined;
    const keys = memory === undefined ? step.reads : groupReads(workflow, step);
    const moved: StateRef[] = [];
    for (const other of this.#memories.get(workflow.id) ?? []) {
      if (other === memory || !keys.some((key) => other.unwritten.has(key))) continue;
      const written = yield* this.#flush(other);
      if (!written.ok) return written;
      moved.push(...(written.refs ?? []));
    }
    const places = new Map(moved.map((ref) => [ref.key, ref]));
    const wanted = keys
      .filter((key) => memory === undefined || !(memory.unwritten.has(key) || memory.read.has(key)))
      .map((key) => places.get(key) ?? workflow.states.get(key))
      .filter((ref) => ref !== undefined);
    for (const refs of fuse ? byHolder(wanted) : wanted.map((ref) => [ref])) {
      const got = yield* this.#host.store.getAll(invocation.node!, refs);
      if (!got.stored)
        return { ok: false, reason: `state "${refs[0].key}": ${got.detail}`, outcome: "state-lost" };
      for (const { key, holder } of refs) {
        memory?.read.add(key);
        if (!Object.hasOwn(workflow.spec.input, key))
          this.#host.metrics.stateRead(workflow.spec.name, holder === invocation.node, got.hops);
      }
    }
    return { ok: true, refs: moved };
  }

  *send(invocation: Invocation, outputs: ReadonlyMap<string, number>): ProcessBody<DataResult> {
    const { workflow, step, node } = invocation;
    if (workflow.spec.fuse !== true) {
      const refs: StateRef[] = [];
      for (const output of outputs) {
        const written = yield* this.#write(invocation, [output]);
        if (!written.ok) return written;
        refs.push(...(written.refs ?? []));
      }
      return { ok: true, refs };
    }
    const memory = this.#memoryOf(invocation);
    if (memory === undefined) return yield* this.#write(invocation, [...outputs]);
    memory.maker = invocation;
    for (const [key, bytes] of outputs) memory.unwritten.set(key, bytes);
    if (isNeededOutside(workflow, step)) return yield* this.#flush(memory);
    return { ok: true, refs: [...outputs].map(([key, bytes]) => refTo(workflow, key, node!, bytes)) };
  }

  forget({ id }: RunningWorkflow): void {
    for (const ref of this.#written.get(id) ?? []) this.#host.store.remove(ref);
    this.#written.delete(id);
    this.#memories.delete(id);
  }

  /** Writes what a group's sandbox has not written yet. Who comes meanwhile waits for the same. */
  *#flush(memory: GroupMemory): ProcessBody<DataResult> {
    memory.flushing ??= this.#host.process(() => this.#writeMemory(memory), "fused write");
    const written = yield* memory.flushing;
    memory.flushing = undefined;
    return written;
  }

  *#writeMemory(memory: GroupMemory): ProcessBody<DataResult> {
    const outputs = [...memory.unwritten];
    if (memory.isLost() && outputs.length > 0)
      return {
        ok: false,
        reason: `state "${outputs[0][0]}" was lost with the sandbox that had it`,
        outcome: "state-lost",
      };
    const written = yield* this.#write(memory.maker, outputs);
    if (!written.ok) return written;
    for (const [key] of outputs) {
      memory.unwritten.delete(key);
      memory.read.add(key);
    }
    return written;
  }

  /** Writes states to one holder: the policy's, else where they were made, else the workflow's destination. */
  *#write(
    invocation: Invocation,
    outputs: readonly (readonly [key: string, bytes: number])[],
  ): ProcessBody<DataResult> {
    if (outputs.length === 0) return { ok: true, refs: [] };
    const { workflow, step } = invocation;
    const source = invocation.node!;
    const policy = this.#host.statePolicy(step.statePolicy ?? workflow.spec.statePolicy);
    const chosen = (yield* policy.holderOf(writeOf(invocation, outputs))) ?? source;
    if (!Number.isInteger(chosen) || chosen < 0 || chosen >= this.#host.nodeCount)
      throw new RangeError(
        `state policy "${policy.name}" chose node ${chosen} for state "${outputs[0][0]}"; ids are 0 to ${this.#host.nodeCount - 1}`,
      );
    const refusals: Extract<StorageResult, { stored: false }>[] = [];
    for (const holder of new Set([chosen, source, workflow.spec.destination])) {
      if (invocation.sandbox?.state === "ended") break;
      const refs = outputs.map(([key, bytes]) => refTo(workflow, key, holder, bytes));
      const put = yield* this.#host.store.putAll(source, refs);
      if (put.stored) {
        if (holder !== chosen) this.#host.metrics.spilled();
        this.#note(workflow, refs);
        return { ok: true, refs };
      }
      refusals.push(put);
    }
    return notWritten(outputs[0][0], refusals);
  }

  /** Takes down what is to be removed with the workflow; of one that has ended, at once. */
  #note({ id, result }: RunningWorkflow, refs: readonly StateRef[]): void {
    if (result !== undefined) {
      for (const ref of refs) this.#host.store.remove(ref);
      return;
    }
    const written = this.#written.get(id);
    if (written === undefined) this.#written.set(id, [...refs]);
    else written.push(...refs);
  }

  /** What the sandbox of the step's group has in memory; undefined for a step without a group. */
  #memoryOf(invocation: Invocation): GroupMemory | undefined {
    const { workflow, step, node, sandbox } = invocation;
    if (step.group === undefined || sandbox === undefined) return undefined;
    const memories = this.#memories.get(workflow.id) ?? [];
    this.#memories.set(workflow.id, memories);
    let memory = memories.find((each) => each.sandbox === sandbox.id);
    if (memory === undefined) {
      memory = {
        sandbox: sandbox.id,
        isLost: () => sandbox.state === "ended",
        node: node!,
        unwritten: new Map(),
        read: new Set(),
        maker: invocation,
        flushing: undefined,
      };
      memories.push(memory);
    }
    return memory;
  }
}

function refTo({ id, spec }: RunningWorkflow, key: string, holder: number, sizeBytes: number): StateRef {
  return {
    workflow: id,
    key,
    holder,
    sizeBytes,
    ...(spec.service !== undefined && { service: spec.service }),
  };
}

function writeOf(
  invocation: Invocation,
  outputs: readonly (readonly [key: string, bytes: number])[],
): StateWrite {
  const { workflow } = invocation;
  const keys = outputs.map(([key]) => key);
  const readers = workflow.spec.steps.filter(({ reads }) => reads.some((key) => keys.includes(key)));
  return {
    invocation,
    key: keys[0],
    keys,
    sizeBytes: outputs.reduce((sum, [, bytes]) => sum + bytes, 0),
    source: invocation.node!,
    readers: readers.map((step) => ({ step, node: workflow.places.get(step.name) ?? step.node })),
  };
}

/** What the steps of a group read of what there is by now, this step's own first. */
function groupReads({ spec }: RunningWorkflow, step: Step): readonly string[] {
  const others = spec.steps.filter((other) => other.group === step.group && other !== step);
  return [...new Set([step, ...others].flatMap(({ reads }) => reads))];
}

/** Whether the steps after it, or who awaits the workflow's results, cannot see into its sandbox. */
function isNeededOutside({ spec }: RunningWorkflow, step: Step): boolean {
  const next = spec.steps.filter(({ after }) => after.some(({ from }) => from === step.name));
  return next.length === 0 || next.some(({ group }) => group !== step.group);
}

function byHolder(refs: readonly StateRef[]): StateRef[][] {
  const groups = new Map<number, StateRef[]>();
  for (const ref of refs) {
    const group = groups.get(ref.holder);
    if (group === undefined) groups.set(ref.holder, [ref]);
    else group.push(ref);
  }
  return [...groups.values()];
}

function notWritten(
  key: string,
  refusals: readonly Extract<StorageResult, { stored: false }>[],
): DataFailure {
  const noRoom =
    refusals.length > 0 && refusals.every(({ reason }) => reason === "full" || reason === "missing");
  const why = refusals.map(({ detail }) => detail).join("; ");
  return { ok: false, reason: `state "${key}": ${why}`, outcome: noRoom ? "no-storage" : "state-lost" };
}
