import { NS_PER_SECOND } from "../../../orbits/constants.js";
import { type Agenda, Awaitable, type EventHandle } from "../../kernel/index.js";
import type { Task, TaskFailure, TaskRequest, TaskResult, TaskState } from "./compute-service.js";
import type { Job, JobShare } from "./processor.js";

/** A task as the service keeps it: what is asked of it, where it stands, and how long it has waited. */
export class NodeTask extends Awaitable<TaskResult> implements Task, Job {
  readonly id: number;
  readonly request: TaskRequest;
  readonly submittedNs: number;
  readonly maxCores: number;
  readonly priority: number;
  node: number;
  state: TaskState = "waiting";
  remaining: number;
  slot = -1;
  end = 0;
  share: JobShare | undefined;
  /** Whether it holds its memory, storage and accelerators. */
  holds = false;
  /** Whether it has been at work. */
  started = false;
  corrupted = false;
  deadline: EventHandle | undefined;
  readonly #onCancel: (task: NodeTask) => boolean;
  #waitedNs = 0;
  #stateSinceNs: number;

  constructor(
    agenda: Agenda,
    id: number,
    node: number,
    request: TaskRequest,
    onCancel: (task: NodeTask) => boolean,
  ) {
    super(agenda);
    this.id = id;
    this.node = node;
    this.request = request;
    this.submittedNs = agenda.nowNs;
    this.#stateSinceNs = agenda.nowNs;
    this.maxCores = request.cores ?? 1;
    this.priority = request.priority ?? 0;
    this.remaining = request.cpuSeconds;
    this.#onCancel = onCancel;
  }

  cancel(): boolean {
    return this.#onCancel(this);
  }

  /** Seconds for which it has waited or been suspended. */
  get waitedSeconds(): number {
    const now = this.state === "running" ? 0 : this.agenda.nowNs - this.#stateSinceNs;
    return (this.#waitedNs + (this.state === "ended" ? 0 : now)) / NS_PER_SECOND;
  }

  enter(state: TaskState): void {
    const { nowNs } = this.agenda;
    if (this.state !== "running") this.#waitedNs += nowNs - this.#stateSinceNs;
    this.state = state;
    this.#stateSinceNs = nowNs;
  }

  /** Ends it: whoever awaits it is told. */
  conclude(failure: { readonly reason: TaskFailure; readonly detail: string } | undefined): TaskResult {
    this.enter("ended");
    const { node, corrupted, waitedSeconds } = this;
    const seconds = (this.agenda.nowNs - this.submittedNs) / NS_PER_SECOND;
    const result: TaskResult = failure
      ? { completed: false, node, ...failure, seconds }
      : { completed: true, node, seconds, waitedSeconds, corrupted };
    this.settle(false, result);
    return result;
  }

  protected override describe(): string {
    return `task ${this.id}`;
  }
}
