import type { Awaitable, PluginSim, RandomStream, Signal } from "../../index.js";
import type { RunningWorkflow, StateRef, WorkflowResult } from "./platform.js";
import type { Lease, SandboxPool } from "./sandbox-pool.js";
import type { Step, WorkflowSpec } from "./specs.js";

/** One workflow under way. */
export class WorkflowRun implements RunningWorkflow {
  readonly id: number;
  readonly label: string;
  readonly spec: WorkflowSpec;
  readonly submittedAt: number;
  readonly submittedNs: number;
  readonly places = new Map<string, number>();
  readonly states = new Map<string, StateRef>();
  result: WorkflowResult | undefined;
  readonly #over: Signal<WorkflowResult>;
  /** Of each step: whether it ran (true) or was skipped, once that is known. */
  readonly #done = new Map<string, Signal<boolean>>();
  readonly #taken: ReadonlySet<string>;
  /** Sandboxes of groups, by group and node, and how many steps of each group are still to come. */
  readonly #groupLeases = new Map<string, Lease>();
  readonly #groupSteps = new Map<string, number>();
  readonly #endedAt = new Map<string, number>();
  readonly #now: () => number;
  #stepsLeft: number;

  /** @param branches what conditional edges are drawn from */
  constructor(sim: PluginSim, id: number, spec: WorkflowSpec, branches: RandomStream) {
    this.id = id;
    this.label = `${spec.name}-${id}`;
    this.spec = spec;
    this.submittedAt = sim.now;
    this.submittedNs = sim.nowNs;
    this.#over = sim.event<WorkflowResult>();
    this.#now = () => sim.now;
    this.#stepsLeft = spec.steps.length;
    for (const { name, group } of spec.steps) {
      this.#done.set(name, sim.event<boolean>());
      if (group !== undefined) this.#groupSteps.set(group, (this.#groupSteps.get(group) ?? 0) + 1);
    }
    this.#taken = drawEdges(spec, branches);
  }

  get over(): Awaitable<WorkflowResult> {
    return this.#over;
  }

  /** Steps that have neither ended nor been skipped. */
  get stepsLeft(): number {
    return this.#stepsLeft;
  }

  doneOf(step: string): Awaitable<boolean> {
    return this.#done.get(step)!;
  }

  /** When a step was over, seconds since the start. */
  endedAt(step: string): number {
    return this.#endedAt.get(step)!;
  }

  isTaken(from: string, to: string): boolean {
    return this.#taken.has(edgeKey(from, to));
  }

  end(result: WorkflowResult): void {
    this.result = result;
    this.#over.succeed(result);
  }

  /** A step has ended (true), or was skipped. */
  stepOver({ name }: Step, ran: boolean): void {
    this.#stepsLeft--;
    this.#endedAt.set(name, this.#now());
    this.#done.get(name)!.succeed(ran);
  }

  leaseOf(group: string, node: number): Lease | undefined {
    const lease = this.#groupLeases.get(`${node}/${group}`);
    return lease?.sandbox.state === "ended" ? undefined : lease;
  }

  keepLease(group: string, lease: Lease, pool: SandboxPool): void {
    const key = `${lease.sandbox.node}/${group}`;
    const before = this.#groupLeases.get(key);
    if (before !== undefined) pool.release(before.sandbox);
    this.#groupLeases.set(key, lease);
  }

  /** A step of a group is over: with the last one, the group's sandboxes are free. */
  leaveGroup(group: string, pool: SandboxPool): void {
    const left = this.#groupSteps.get(group)! - 1;
    this.#groupSteps.set(group, left);
    if (left > 0) return;
    for (const [key, { sandbox }] of [...this.#groupLeases]) {
      if (key.slice(key.indexOf("/") + 1) !== group) continue;
      this.#groupLeases.delete(key);
      pool.release(sandbox);
    }
  }
}

/** Draws the edges that are taken. Edges that are certain take no number from the stream. */
function drawEdges({ steps }: WorkflowSpec, random: RandomStream): ReadonlySet<string> {
  const taken = new Set<string>();
  /** What of each choice's number from 0 to 1 is left to its further edges; negative once one is taken. */
  const choices = new Map<string, number>();
  for (const { name, after } of steps) {
    for (const { from, probability, choice } of after) {
      if (choice === undefined) {
        if (probability >= 1 || random.next() < probability) taken.add(edgeKey(from, name));
        continue;
      }
      const key = edgeKey(from, choice);
      const drawn = choices.get(key) ?? random.next();
      if (drawn >= 0 && drawn < probability) taken.add(edgeKey(from, name));
      choices.set(key, drawn - probability);
    }
  }
  return taken;
}

function edgeKey(from: string, to: string): string {
  return JSON.stringify([from, to]);
}
