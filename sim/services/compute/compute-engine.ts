import { NS_PER_SECOND } from "../../../orbits/constants.js";
import { durationNs, type Kernel, Priority } from "../../kernel/index.js";
import { routerTraits } from "../router-traits.js";
import type { ServiceHost } from "../service-host.js";
import { Admission } from "./admission.js";
import { checkDemand, checkRequest } from "./check-request.js";
import type { ComputeControl } from "./compute-control.js";
import { ComputeEvents } from "./compute-events.js";
import { ComputeMetrics } from "./compute-metrics.js";
import type { ComputePlan } from "./compute-plan.js";
import type {
  Demand,
  NodeResources,
  Placement,
  PlaceResult,
  Refusal,
  ServiceSpec,
  Task,
  TaskFailure,
  TaskRequest,
} from "./compute-service.js";
import type { Computer, ComputerHost } from "./computer.js";
import { ComputerPark } from "./computer-park.js";
import { missingWhenEmpty } from "./holdings.js";
import { NodeTask } from "./node-task.js";
import { ServiceBoard } from "./service-board.js";
import { type ConstraintHost, TaskConstraints } from "./task-constraints.js";

/** A task that is done at its deadline is in time. */
const AFTER_ENDS = { priority: 1 };

/** The compute service of a run. */
export class ComputeEngine implements ComputeControl, ComputerHost, ConstraintHost {
  readonly #host: ServiceHost;
  readonly events: ComputeEvents;
  readonly metrics: ComputeMetrics;
  readonly #park: ComputerPark;
  readonly #resources: readonly (NodeResources | undefined)[];
  readonly #hosts = new Map<string | undefined, readonly number[]>();
  readonly #board: ServiceBoard;
  readonly constraints = new TaskConstraints(this);
  readonly #admission = new Admission(this);
  readonly #gates: ((node: number) => string | undefined)[] = [];
  readonly #loadListeners: ((node: number, busyCores: number) => void)[] = [];
  /** Computers whose load is being told of: what they are asked meanwhile has to wait. */
  #telling = 0;
  readonly #toRecheck = new Set<number>();
  #nextTask = 0;
  #hasBegun = false;
  /** Nodes that are down before the first tick. */
  readonly #downAtStart = new Set<number>();

  constructor(host: ServiceHost, plan: ComputePlan) {
    this.#host = host;
    this.#resources = plan.resources;
    this.#park = new ComputerPark(this, plan, (node) =>
      this.#hasBegun ? !this.world.isUsable(node) : this.#downAtStart.has(node),
    );
    this.events = new ComputeEvents(host, plan.record);
    this.metrics = new ComputeMetrics(host.metrics, plan.resources, () => this.#park.made());
    this.#board = new ServiceBoard(this);
    host.on("node.down", ({ data }) => this.#goDown(data.node as number));
    host.on("node.up", ({ data }) => this.#comeBack(data.node as number));
    host.moments.topology.push(() => this.#lookAtNodes());
    host.moments.tick.push(() => this.#tick());
    host.moments.end.push(() => this.metrics.sample(this.kernel.nowNs));
  }

  get kernel(): Kernel {
    return this.#host.kernel;
  }

  get world() {
    return this.#host.world;
  }

  /** Trees of the built-in routers that have them cost latency where that is what routes minimise. */
  get router() {
    const { routing } = this.#host.plan;
    return { hasLatencyTrees: routing.cost === "latency" && routerTraits(routing).hasTrees };
  }

  // What plugins see.

  resources(node: number): NodeResources | undefined {
    this.#check(node);
    return this.#park.resources(node);
  }

  free(node: number): NodeResources | undefined {
    const computer = this.computerOf(node);
    if (computer === undefined) return undefined;
    const { resources, holdings, freeCores } = computer;
    return {
      tier: resources.tier,
      cores: freeCores,
      speed: resources.speed,
      memoryMb: holdings.freeMemoryMb,
      storageMb: holdings.freeStorageMb,
      accelerators: holdings.freeAccelerators,
    };
  }

  hosts(tier?: string): readonly number[] {
    let hosts = this.#hosts.get(tier);
    if (hosts === undefined) {
      hosts = [...this.#resources.keys()].filter((node) => {
        const resources = this.#resources[node];
        return resources !== undefined && (tier === undefined || resources.tier === tier);
      });
      this.#hosts.set(tier, hosts);
    }
    return hosts;
  }

  run(node: number, request: TaskRequest): Task {
    this.computerOf(node);
    checkRequest(request);
    const { agenda } = this.kernel;
    const task = new NodeTask(agenda, this.#nextTask++, node, request, (own) =>
      this.fail(own, "cancelled", "cancelled by its submitter"),
    );
    this.events.submitted(task);
    this.metrics.submitted();
    this.#watchDeadline(task);
    // Who heard of it may have cancelled it.
    if (!task.settled) this.#admission.admit(task);
    return task;
  }

  couldHold(node: number, demand: Demand & { readonly cores?: number }): true | Refusal {
    checkDemand(demand);
    const computer = this.computerOf(node);
    const detail = computer === undefined ? "no-computer" : missingWhenEmpty(computer.resources, demand);
    return detail === undefined ? true : { placed: false, detail };
  }

  canPlace(node: number, service: Omit<ServiceSpec, "name">): boolean {
    return this.#board.canPlace(node, service);
  }

  place(service: ServiceSpec, node: number): PlaceResult {
    return this.#board.place(service, node);
  }

  remove(placement: Placement): void {
    this.#board.remove(placement);
  }

  move(placement: Placement, node: number): PlaceResult {
    return this.#board.move(placement, node);
  }

  placements(name?: string): readonly Placement[] {
    return this.#board.placements(name);
  }

  nearest(name: string, from: number): Placement | undefined {
    return this.#board.nearest(name, from);
  }

  busyCores(node: number): number {
    this.#check(node);
    return this.#park.ifMade(node)?.busyCores ?? 0;
  }

  queueLength(node: number): number {
    this.#check(node);
    return this.#park.ifMade(node)?.queueLength ?? 0;
  }

  refuses(node: number): string | undefined {
    const computer = this.computerOf(node);
    return computer === undefined ? "no-computer" : this.#whyClosed(computer);
  }

  // What other services do.

  onLoadChange(listener: (node: number, busyCores: number) => void): void {
    this.#loadListeners.push(listener);
  }

  addGate(gate: (node: number) => string | undefined): void {
    this.#gates.push(gate);
  }

  recheck(node: number): void {
    if (this.#telling === 0) {
      this.#recheck(node);
      return;
    }
    // Asked from within a change of load: the computer is not yet in a state to be looked at.
    if (this.#toRecheck.size === 0) {
      this.kernel.agenda.soon(Priority.Urgent, { fire: () => this.#recheckAll() });
    }
    this.#toRecheck.add(node);
  }

  corrupt(node: number, pick: number): boolean {
    this.#check(node);
    const computer = this.#park.ifMade(node);
    const running = [...(computer?.tasks ?? [])].filter(({ state }) => state === "running");
    const hit = running[Math.min(Math.floor(pick * running.length), running.length - 1)];
    if (hit === undefined) return false;
    hit.corrupted = true;
    return true;
  }

  restart(node: number, seconds: number): void {
    const untilNs = this.kernel.nowNs + durationNs(seconds);
    const computer = this.computerOf(node);
    if (computer === undefined) return;
    computer.restartedNs = Math.max(computer.restartedNs, untilNs);
    for (const task of [...computer.tasks]) this.fail(task, "restarted", `node ${node} restarts`);
  }

  // What computers and constraints tell and ask.

  isOpen(computer: Computer): boolean {
    return this.#whyClosed(computer) === undefined;
  }

  started(task: NodeTask): void {
    const isFirst = !task.started;
    task.started = true;
    this.events.touched(this.#park.get(task.node)!);
    this.events.started(task, isFirst);
  }

  completed(task: NodeTask): void {
    this.#conclude(task, undefined);
  }

  loadChanges(computer: Computer, busyCores: number): void {
    this.metrics.loadChanges(computer, busyCores, this.kernel.nowNs);
    this.#telling++;
    try {
      for (const listener of this.#loadListeners) listener(computer.node, computer.busyCores);
    } finally {
      this.#telling--;
    }
  }

  computerOf(node: number): Computer | undefined {
    this.#check(node);
    return this.#park.get(node);
  }

  fail(task: NodeTask, reason: TaskFailure, detail: string): boolean {
    if (task.settled) return false;
    this.#park.get(task.node)?.leave(task);
    this.#conclude(task, { reason, detail });
    return true;
  }

  resume(task: NodeTask): void {
    const computer = this.#park.get(task.node)!;
    computer.join(task);
    computer.settle();
  }

  whyNotAdmit(task: NodeTask, node: number): string | undefined {
    return this.#admission.whyNot(task, node);
  }

  enter(task: NodeTask): string | undefined {
    this.events.touched(this.#park.get(task.node)!);
    return this.#admission.enter(task);
  }

  suspended(task: NodeTask, constraint: string): void {
    this.events.touched(this.#park.get(task.node)!);
    this.metrics.suspended();
    this.events.suspended(task, constraint);
  }

  moved(task: NodeTask, from: number, constraint: string): void {
    this.events.touched(this.#park.get(from)!);
    this.metrics.moved();
    this.events.moved(task, from, constraint);
  }

  #conclude(task: NodeTask, failure: { reason: TaskFailure; detail: string } | undefined): void {
    if (task.deadline?.pending === true) this.kernel.cancel(task.deadline);
    this.constraints.forget(task);
    const computer = this.#park.get(task.node);
    if (computer !== undefined && failure?.reason !== "rejected") this.events.touched(computer);
    const result = task.conclude(failure);
    this.metrics.ended(result, task.waitedSeconds);
    this.events.ended(task, result);
    computer?.settle();
  }

  #watchDeadline(task: NodeTask): void {
    const { deadline } = task.request;
    if (deadline === undefined) return;
    const atNs = this.kernel.nowNs + Math.round(deadline * NS_PER_SECOND);
    // Beyond what the clock can count there is no deadline.
    if (atNs > Number.MAX_SAFE_INTEGER) return;
    const late = () => this.fail(task, "deadline", `not done within ${deadline} s`);
    task.deadline = this.kernel.schedule({ atNs }, late, AFTER_ENDS);
  }

  #whyClosed(computer: Computer): string | undefined {
    if (computer.isDown) return "node-down";
    if (this.kernel.nowNs < computer.restartedNs) return "restarting";
    for (const gate of this.#gates) {
      const refusal = gate(computer.node);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }

  #recheck(node: number): void {
    const computer = this.#park.ifMade(node);
    if (computer === undefined) return;
    this.constraints.checkOn(computer);
    this.#board.check(node);
    computer.settle();
  }

  #recheckAll(): void {
    const nodes = [...this.#toRecheck].sort((a, b) => a - b);
    this.#toRecheck.clear();
    for (const node of nodes) this.#recheck(node);
  }

  #tick(): void {
    this.constraints.check();
    this.#board.check();
    this.metrics.sample(this.kernel.nowNs);
    this.events.tellResources();
  }

  /** Nodes go down with the world: by faults, and where a satellite has no position. */
  #lookAtNodes(): void {
    this.#hasBegun = true;
    for (const computer of this.#park.made()) {
      const isUsable = this.world.isUsable(computer.node);
      if (!isUsable) this.#goDown(computer.node);
      else computer.isDown = false;
    }
  }

  #goDown(node: number): void {
    if (!this.#hasBegun) this.#downAtStart.add(node);
    const computer = this.#park.ifMade(node);
    if (computer === undefined || computer.isDown) return;
    computer.isDown = true;
    for (const task of [...computer.tasks]) this.fail(task, "node-down", `node ${node} went down`);
    this.#board.loseAll(node, "node-down", `node ${node} went down`);
  }

  /** As its links do, a node comes back with the next tick; before the first one there is none to wait for. */
  #comeBack(node: number): void {
    if (this.#hasBegun) return;
    this.#downAtStart.delete(node);
    const computer = this.#park.ifMade(node);
    if (computer !== undefined) computer.isDown = false;
  }

  #check(node: number): void {
    const { nodeCount } = this.#park;
    if (Number.isInteger(node) && node >= 0 && node < nodeCount) return;
    throw new RangeError(`no node ${node}; ids are 0 to ${nodeCount - 1}`);
  }
}
