import type { Process, ProcessBody } from "../../index.js";
import { type GroupMemory, groupReads, isNeededOutside } from "./group-memory.js";
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
    const places = new Map<string, StateRef>();
    for (const other of this.#memories.get(workflow.id) ?? []) {
      if (other === memory) continue;
      const needed = keys.filter((key) => other.unwritten.has(key));
      if (needed.length > 0) {
        const written = yield* this.#flush(other, needed);
        if (!written.ok) return written;
        moved.push(...(written.refs ?? []));
      }
      for (const [key, ref] of other.written) places.set(key, ref);
    }
    const wanted = keys
      .filter((key) => memory === undefined || !(memory.unwritten.has(key) || memory.read.has(key)))
      .map((key) => places.get(key) ?? workflow.states.get(key))
      .filter((ref) => ref !== undefined);
    const read =
      memory === undefined
        ? yield* this.#read(invocation, fuse ? byHolder(wanted) : wanted.map((ref) => [ref]))
        : yield* this.#readInto(memory, invocation, wanted);
    return read.ok ? { ok: true, refs: moved } : read;
  }

  /** What several steps of a sandbox read at the same time is read once. */
  *#readInto(
    memory: GroupMemory,
    invocation: Invocation,
    wanted: readonly StateRef[],
  ): ProcessBody<DataResult> {
    const { reading } = memory;
    const underWay = new Set(wanted.map(({ key }) => reading.get(key)).filter((one) => one !== undefined));
    const own = wanted.filter(({ key }) => !reading.has(key));
    if (own.length > 0) {
      const begun = this.#host.process(() => this.#read(invocation, byHolder(own)), "fused read");
      for (const { key } of own) reading.set(key, begun);
      const read = yield* begun;
      for (const { key } of own) reading.delete(key);
      if (!read.ok) return read;
      for (const { key } of own) memory.read.add(key);
    }
    for (const one of underWay) {
      const read = yield* one;
      if (!read.ok) return read;
    }
    return { ok: true };
  }

  /** Reads states, those of each list in one request. */
  *#read(
    { workflow, node }: Invocation,
    requests: readonly (readonly StateRef[])[],
  ): ProcessBody<DataResult> {
    for (const refs of requests) {
      const got = yield* this.#host.store.getAll(node!, refs);
      if (!got.stored)
        return { ok: false, reason: `state "${refs[0].key}": ${got.detail}`, outcome: "state-lost" };
      for (const { key, holder } of refs)
        if (!Object.hasOwn(workflow.spec.input, key))
          this.#host.metrics.stateRead(workflow.spec.name, holder === node, got.hops);
    }
    return { ok: true };
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
    if (isNeededOutside(workflow, step)) return yield* this.#flush(memory, [...outputs.keys()]);
    return { ok: true, refs: [...outputs].map(([key, bytes]) => refTo(workflow, key, node!, bytes)) };
  }

  forget({ id }: RunningWorkflow): void {
    for (const ref of this.#written.get(id) ?? []) this.#host.store.remove(ref);
    this.#written.delete(id);
    this.#memories.delete(id);
  }

  /**
   * Writes what a group's sandbox has not written yet. Who comes meanwhile waits for the same, and where that began before
   * one of its keys was made, for the write after it.
   */
  *#flush(memory: GroupMemory, keys: readonly string[]): ProcessBody<DataResult> {
    const refs: StateRef[] = [];
    do {
      const flushing = memory.flushing ?? this.#host.process(() => this.#writeMemory(memory), "fused write");
      memory.flushing = flushing;
      const written = yield* flushing;
      if (memory.flushing === flushing) memory.flushing = undefined;
      if (!written.ok) return written;
      refs.push(...(written.refs ?? []));
    } while (keys.some((key) => memory.unwritten.has(key)));
    return { ok: true, refs };
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
    for (const ref of written.refs ?? []) {
      memory.unwritten.delete(ref.key);
      memory.read.add(ref.key);
      memory.written.set(ref.key, ref);
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
        reading: new Map(),
        written: new Map(),
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
  const why = refusals.map(({ detail }) => detail).join("; ") || "its sandbox ended before it was written";
  return { ok: false, reason: `state "${key}": ${why}`, outcome: noRoom ? "no-storage" : "state-lost" };
}
