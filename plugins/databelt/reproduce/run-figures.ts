import { type RunPlan, type SimEvent, Simulation } from "../../../index.js";

/** What a run shows of one workflow. */
export interface WorkflowFigures {
  /** Seconds from submission to the end, of those completed. */
  readonly seconds: readonly number[];
  /** How many ended as what. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Completed, for each simulated second until the last of them had ended. */
  readonly perSecond: number;
  /** Reads of states that steps wrote: those of its input, which is there before, do not count. */
  readonly reads: number;
  readonly localReads: number;
  /** Links between reader and holder, summed over reads. */
  readonly readHops: number;
  /** Seconds that steps waited for those reads. */
  readonly getSeconds: number;
  /** Bytes that moved between nodes to and from stores. */
  readonly movedBytes: number;
  /** Decisions where to write, by policy, and how many of them break the SLO by Databelt's own reckoning. */
  readonly decisions: ReadonlyMap<string, { readonly all: number; readonly violations: number }>;
}

interface Collected {
  readonly written: Set<string>;
  readonly seconds: number[];
  readonly outcomes: Map<string, number>;
  lastEnd: number;
  reads: number;
  localReads: number;
  readHops: number;
  getSeconds: number;
  movedBytes: number;
  readonly decisions: Map<string, { all: number; violations: number }>;
}

/** Runs a plan without a results folder. @returns figures by name of workflow */
export async function runFigures(plan: RunPlan): Promise<ReadonlyMap<string, WorkflowFigures>> {
  const collected = new Map<string, Collected>();
  const simulation = await Simulation.create(plan);
  await simulation.run({
    topology() {},
    route() {},
    metric() {},
    tickDone() {},
    event(event) {
      const name = workflowOf(event);
      if (name === undefined) return;
      const into = collected.get(name) ?? none();
      collected.set(name, into);
      collect(into, event);
    },
  });
  const figures = [...collected].map(([name, { lastEnd, written: _, ...rest }]) => {
    const perSecond = lastEnd === 0 ? 0 : rest.seconds.length / lastEnd;
    return [name, { ...rest, perSecond }] as const;
  });
  return new Map(figures);
}

function none(): Collected {
  return {
    written: new Set(),
    seconds: [],
    outcomes: new Map(),
    lastEnd: 0,
    reads: 0,
    localReads: 0,
    readHops: 0,
    getSeconds: 0,
    movedBytes: 0,
    decisions: new Map(),
  };
}

/** Events of a workflow have its name; those of its states the label of the running workflow: the name, `-` and a number. */
function workflowOf({ kind, data }: SimEvent): string | undefined {
  const { workflow } = data;
  if (typeof workflow !== "string") return undefined;
  if (kind === "workflow.end") return workflow;
  if (kind !== "storage.op" && kind !== "databelt.decision") return undefined;
  return workflow.slice(0, workflow.lastIndexOf("-"));
}

function collect(into: Collected, { kind, data, time }: SimEvent): void {
  if (kind === "workflow.end") {
    const { outcome, seconds } = data as { outcome: string; seconds: number };
    into.outcomes.set(outcome, (into.outcomes.get(outcome) ?? 0) + 1);
    if (outcome !== "completed") return;
    into.seconds.push(seconds);
    into.lastEnd = time;
  } else if (kind === "storage.op") {
    const op = data as {
      op: string;
      keys: string[];
      hops: number;
      local: boolean;
      bytes: number;
      seconds: number;
    };
    const ids = op.keys.map((key) => `${data.workflow}/${key}`);
    if (op.op === "put") for (const id of ids) into.written.add(id);
    else if (ids.every((id) => !into.written.has(id))) return;
    if (!op.local) into.movedBytes += op.bytes;
    if (op.op === "put") return;
    into.getSeconds += op.seconds;
    into.reads++;
    into.readHops += op.hops;
    if (op.local) into.localReads++;
  } else if (kind === "databelt.decision") {
    const { policy, expectedMs, sloMs } = data as {
      policy: string;
      expectedMs: number | null;
      sloMs: number;
    };
    const of = into.decisions.get(policy) ?? { all: 0, violations: 0 };
    of.all++;
    if (expectedMs === null || expectedMs > sloMs) of.violations++;
    into.decisions.set(policy, of);
  }
}
