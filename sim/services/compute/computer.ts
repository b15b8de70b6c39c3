import { type EventHandle, EventQueue, type Kernel } from "../../kernel/index.js";
import type { AdmissionRules } from "./compute-plan.js";
import type { Demand, NodeResources } from "./compute-service.js";
import { FifoProcessor } from "./fifo-processor.js";
import { Holdings } from "./holdings.js";
import type { NodeTask } from "./node-task.js";
import type { Processor } from "./processor.js";
import { SharingProcessor } from "./sharing-processor.js";

/** Task ids that the order of the waiting line can tell apart within a priority. */
const MOST_TASKS = 2 ** 40;

/** Whom a computer tells what happens on it. */
export interface ComputerHost {
  readonly kernel: Kernel;
  /** Whether tasks that wait may start there now. */
  isOpen(computer: Computer): boolean;
  /** A task is at work: for the first time, or again. */
  started(task: NodeTask): void;
  /** A task has done its work; it has left the computer. */
  completed(task: NodeTask): void;
  /** The number of cores at work is about to change to `busyCores`; the computer's own still is what it was. */
  loadChanges(computer: Computer, busyCores: number): void;
}

/** The computer of one node: tasks that wait and that are at work, and what tasks and services hold of it. */
export class Computer {
  readonly node: number;
  readonly resources: NodeResources;
  readonly rules: AdmissionRules;
  readonly holdings: Holdings;
  /** All tasks that have not ended, suspended ones included, in the order in which they came. */
  readonly tasks = new Set<NodeTask>();
  isDown = false;
  /** Takes no work before. */
  restartedNs = 0;
  readonly #host: ComputerHost;
  readonly #processor: Processor;
  /** By priority, then by id. */
  readonly #line = new EventQueue<NodeTask>();
  #reservedCores = 0;
  #reservations = 0;
  #busyCores = 0;
  #isTelling = false;
  #nextEnd: EventHandle | undefined;

  constructor(host: ComputerHost, node: number, resources: NodeResources, rules: AdmissionRules) {
    this.#host = host;
    this.node = node;
    this.resources = resources;
    this.rules = rules;
    this.holdings = new Holdings(resources);
    const { cores, speed } = resources;
    this.#processor =
      rules.discipline === "fifo" ? new FifoProcessor(cores, speed) : new SharingProcessor(cores, speed);
  }

  /** Cores at work on tasks. */
  get busyCores(): number {
    return this.#busyCores;
  }

  get queueLength(): number {
    return this.#line.size;
  }

  get firstInLine(): NodeTask | undefined {
    return this.#line.peek();
  }

  /** Cores neither set aside nor at work. */
  get freeCores(): number {
    return Math.max(0, this.openCores - this.#busyCores);
  }

  /** Cores that tasks may use: all but those set aside. */
  get openCores(): number {
    return this.resources.cores - this.#reservedCores;
  }

  canStart(task: NodeTask): boolean {
    return this.#processor.canStart(task.maxCores) && (task.holds || this.holdings.fits(task.request));
  }

  /** Why a task cannot start now. */
  whyNotStart(task: NodeTask): string {
    const lacking = task.holds ? undefined : this.holdings.missing(task.request);
    if (lacking !== undefined) return lacking;
    const wanted = Math.min(task.maxCores, this.openCores);
    return wanted > 0
      ? `cores: ${wanted} wanted, ${this.#processor.spareCores} free`
      : "cores: all are set aside for services";
  }

  /** Lets a task join the line; `settle` then starts whoever can start. */
  join(task: NodeTask): void {
    task.enter("waiting");
    this.tasks.add(task);
    task.slot = this.#line.push(task.priority * MOST_TASKS + task.id, 0, task);
  }

  /** Takes a task away, whatever it does; others start only when `settle` is called. */
  leave(task: NodeTask): void {
    this.#stop(task);
    task.enter("waiting");
    task.slot = -1;
    this.#giveUp(task);
  }

  /** Stops a task, which keeps what it holds. */
  suspend(task: NodeTask): void {
    this.#stop(task);
    task.enter("suspended");
    this.tasks.add(task);
  }

  /** Whether a service would fit now; cores are those set aside for it. */
  canReserve(demand: Demand & { readonly cores?: number }): boolean {
    return this.#processor.canSpare(demand.cores ?? 0) && this.holdings.fits(demand);
  }

  /** What is missing for a service, such as `cores: 2 wanted, 1 free`. */
  missing(demand: Demand & { readonly cores?: number }): string {
    const { cores = 0 } = demand;
    const parts: string[] = [];
    if (!this.#processor.canSpare(cores)) {
      const spare = this.#processor.spareCores;
      const stuck = cores <= spare ? ", and the tasks at work need some" : "";
      parts.push(`cores: ${cores} wanted, ${spare} free${stuck}`);
    }
    const rest = this.holdings.missing(demand);
    if (rest !== undefined) parts.push(rest);
    return parts.join("; ");
  }

  reserve(demand: Demand & { readonly cores?: number }): void {
    this.#reservations++;
    this.holdings.take(demand);
    this.#setReserved(this.#reservedCores + (demand.cores ?? 0));
  }

  release(demand: Demand & { readonly cores?: number }): void {
    this.holdings.giveBack(demand);
    // What rounding has left of earlier sums goes with the last one.
    this.#setReserved(--this.#reservations === 0 ? 0 : this.#reservedCores - (demand.cores ?? 0));
  }

  /** Starts the tasks whose turn it is, and takes note of what has changed. To be called after every change. */
  settle(): void {
    let started: NodeTask[] | undefined;
    for (;;) {
      const first = this.#line.peek();
      if (first === undefined || !this.#host.isOpen(this) || !this.canStart(first)) break;
      this.#line.pop();
      this.#start(first);
      if (started === undefined) started = [first];
      else started.push(first);
    }
    this.#tellLoad();
    this.#expectEnd();
    if (started === undefined) return;
    // Who hears of one may have ended another.
    for (const task of started) if (task.state === "running") this.#host.started(task);
  }

  #start(task: NodeTask): void {
    if (!task.holds) this.holdings.take(task.request);
    task.holds = true;
    task.enter("running");
    this.#processor.start(task, this.#host.kernel.nowNs);
  }

  #stop(task: NodeTask): void {
    if (task.state === "running") this.#processor.stop(task, this.#host.kernel.nowNs);
    else if (task.state === "waiting") this.#line.remove(task.slot, task);
  }

  #setReserved(cores: number): void {
    this.#reservedCores = cores;
    this.#processor.setCapacity(this.openCores, this.#host.kernel.nowNs);
  }

  /** Whoever hears of a change may cause another, such as by taking the node down: that is told after it. */
  #tellLoad(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    try {
      for (;;) {
        const { busyCores } = this.#processor;
        if (busyCores === this.#busyCores) return;
        this.#host.loadChanges(this, busyCores);
        this.#busyCores = busyCores;
      }
    } finally {
      this.#isTelling = false;
    }
  }

  #expectEnd(): void {
    const { kernel } = this.#host;
    const atNs = this.#processor.nextEndNs();
    if (this.#nextEnd?.pending === true) {
      if (this.#nextEnd.timeNs === atNs) return;
      kernel.cancel(this.#nextEnd);
    }
    // What would end beyond the clock's last nanosecond does not end in the run.
    this.#nextEnd =
      atNs <= Number.MAX_SAFE_INTEGER ? kernel.schedule({ atNs }, () => this.#end()) : undefined;
  }

  #end(): void {
    const task = this.#processor.takeEnded(this.#host.kernel.nowNs) as NodeTask;
    this.#giveUp(task);
    this.#host.completed(task);
  }

  #giveUp(task: NodeTask): void {
    if (task.holds) this.holdings.giveBack(task.request);
    task.holds = false;
    this.tasks.delete(task);
  }
}
