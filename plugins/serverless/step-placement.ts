import type { ProcessBody, Signal } from "../../index.js";
import type { StepInvocation } from "./invocation.js";
import { NamedRegistry } from "./named-registry.js";
import { type PlacementHost, StepPlacementView } from "./placement/placement-view.js";
import type { PlacementPolicy } from "./platform.js";
import type { SandboxKind } from "./sandbox.js";
import type { Lease } from "./sandbox-pool.js";

const NS_PER_SECOND = 1e9;

export interface Placed {
  readonly lease: Lease;
  /** From the steps before it, ms; undefined where there are none. */
  readonly latencyMs: number | undefined;
  /** From the workflow's inputs that it reads, ms. */
  readonly inputLatencyMs: number;
}

export interface NotPlaced {
  readonly none: string;
}

/** Brings steps to nodes: asks the policy, commits what it chose, and waits for room where the configuration says so. */
export class StepPlacement {
  readonly #host: PlacementHost;
  readonly policies = new NamedRegistry<PlacementPolicy>("placement policy");
  readonly #patienceSeconds: number;
  /** Over when there may be room that was not there before; a new one each time. */
  #room: Signal<void>;
  #isAwaited = false;

  constructor(host: PlacementHost, patienceSeconds: number) {
    this.#host = host;
    this.#patienceSeconds = patienceSeconds;
    this.#room = host.sim.event();
  }

  /** Those who wait for room look again. */
  roomChanged(): void {
    if (!this.#isAwaited) return;
    const room = this.#room;
    this.#isAwaited = false;
    this.#room = this.#host.sim.event();
    room.succeed();
  }

  /** The node that the policy has in mind for a step that is still to come; nothing is committed. */
  foresee(invocation: StepInvocation, kind: SandboxKind): number | undefined {
    const { step, workflow } = invocation;
    if (step.node !== undefined) return step.node;
    const view = new StepPlacementView(this.#host, invocation, kind);
    const choice = this.#ask(workflow.spec.placementPolicy, invocation, view);
    return typeof choice === "number" ? choice : undefined;
  }

  /** Places a step now, or as soon as there is room within the patience. */
  *place(invocation: StepInvocation, kind: SandboxKind): ProcessBody<Placed | NotPlaced> {
    const { sim } = this.#host;
    // In whole nanoseconds, as the clock counts: what is left of a sum of seconds may be too little for it to move.
    const deadlineNs = sim.nowNs + Math.round(this.#patienceSeconds * NS_PER_SECOND);
    for (;;) {
      const placed = this.#tryNow(invocation, kind);
      if ("lease" in placed || invocation.workflow.result !== undefined) return placed;
      if (sim.nowNs >= deadlineNs) return placed;
      this.#isAwaited = true;
      yield* sim.any([this.#room, sim.sleep((deadlineNs - sim.nowNs) / NS_PER_SECOND)]);
    }
  }

  #tryNow(invocation: StepInvocation, kind: SandboxKind): Placed | NotPlaced {
    const { workflow, step } = invocation;
    const view = new StepPlacementView(this.#host, invocation, kind);
    if (step.node !== undefined) {
      const lease = this.#acquire(invocation, step.node, kind);
      return lease === undefined ? { none: this.#whyNot(step.node) } : placedBy(view, lease);
    }
    const foreseen = workflow.places.get(step.name);
    if (foreseen !== undefined) {
      const lease = this.#acquire(invocation, foreseen, kind);
      if (lease !== undefined) return placedBy(view, lease);
    }
    for (;;) {
      const choice = this.#ask(workflow.spec.placementPolicy, invocation, view);
      if (typeof choice !== "number") return choice;
      const lease = this.#acquire(invocation, choice, kind);
      if (lease !== undefined) return placedBy(view, lease);
      view.excluded.add(choice);
    }
  }

  /** The sandbox of the step's group, where that runs there already; else one of the pool. */
  #acquire({ workflow, step }: StepInvocation, node: number, kind: SandboxKind): Lease | undefined {
    const { pool } = this.#host;
    const { group } = step;
    const shared = group === undefined ? undefined : workflow.leaseOf(group, node);
    if (shared !== undefined) {
      shared.sandbox.uses++;
      return { sandbox: shared.sandbox, cold: false };
    }
    const lease = pool.acquire(node, kind);
    if (lease !== undefined && group !== undefined) workflow.keepLease(group, lease, pool);
    return lease;
  }

  /** @throws RangeError for a policy that is not there, or that chose what cannot be chosen */
  #ask(name: string, invocation: StepInvocation, view: StepPlacementView): number | NotPlaced {
    const policy = this.policies.get(name);
    const choice: unknown = policy.place(invocation, view);
    const chose = `placement policy "${name}" chose`;
    const forStep = `for step "${invocation.step.name}" of ${invocation.workflow.label}`;
    if (typeof choice !== "number") {
      if (isNone(choice)) return choice;
      throw new RangeError(`${chose} ${String(choice)} ${forStep}; expected a node, or { none: why }`);
    }
    const { compute, world } = this.#host.sim;
    if (!Number.isInteger(choice) || choice < 0 || choice >= world.nodes.count)
      throw new RangeError(`${chose} node ${choice} ${forStep}; ids are 0 to ${world.nodes.count - 1}`);
    if (compute.resources(choice) === undefined)
      throw new RangeError(`${chose} ${world.names.at(choice)} ${forStep}, which has no computer`);
    if (view.excluded.has(choice))
      throw new RangeError(`${chose} ${world.names.at(choice)} ${forStep} again, which had refused`);
    return choice;
  }

  #whyNot(node: number): string {
    const { compute, world } = this.#host.sim;
    return `${world.names.at(node)} ${compute.refuses(node) ?? "has no room"}`;
  }
}

function placedBy(view: StepPlacementView, lease: Lease): Placed {
  const { node } = lease.sandbox;
  return {
    lease,
    latencyMs: view.firstPredecessor === undefined ? undefined : view.incomingLatencyMs(node),
    inputLatencyMs: view.inputLatencyMs(node),
  };
}

function isNone(choice: unknown): choice is NotPlaced {
  return typeof choice === "object" && choice !== null && typeof (choice as NotPlaced).none === "string";
}
