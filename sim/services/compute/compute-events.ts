import type { EventData } from "../../host/event-bus.js";
import type { ServiceHost } from "../service-host.js";
import type { ComputeRecord } from "./compute-plan.js";
import type { Placement, TaskResult } from "./compute-service.js";
import type { Computer } from "./computer.js";
import type { NodeTask } from "./node-task.js";

/**
 * Tells of tasks and services, each event of the node that it happens on. What the scenario does not want recorded is
 * told to those who listen, and to nobody where none does.
 */
export class ComputeEvents {
  readonly #host: ServiceHost;
  readonly #records: { readonly tasks: boolean; readonly failures: boolean };
  /** Computers whose tasks or services have changed since the last tick. */
  readonly #touched = new Set<Computer>();

  constructor(host: ServiceHost, record: ComputeRecord) {
    this.#host = host;
    this.#records = { tasks: record === "all", failures: record !== "nothing" };
  }

  submitted(task: NodeTask): void {
    this.#ofTask("task.submit", task, () => {
      const { cpuSeconds, memoryMb, storageMb, accelerators, deadline } = task.request;
      const { maxCores, priority } = task;
      return { cpuSeconds, maxCores, priority, memoryMb, storageMb, accelerators, deadlineSeconds: deadline };
    });
  }

  /** At work, for the first time or again. */
  started(task: NodeTask, isFirst: boolean): void {
    const { waitedSeconds } = task;
    this.#ofTask(isFirst ? "task.start" : "task.resume", task, () => ({ waitedSeconds }));
  }

  suspended(task: NodeTask, constraint: string): void {
    this.#ofTask("task.suspend", task, () => ({ constraint }));
  }

  moved(task: NodeTask, from: number, constraint: string): void {
    this.#ofTask("task.move", task, () => ({ from, constraint }));
  }

  ended(task: NodeTask, result: TaskResult): void {
    const { seconds } = result;
    const { waitedSeconds, request, remaining } = task;
    const cpuSeconds = request.cpuSeconds - remaining;
    const outcome = result.completed
      ? { outcome: "completed", corrupted: result.corrupted }
      : { outcome: result.reason, detail: result.detail };
    const data = () => ({ ...outcome, seconds, waitedSeconds, cpuSeconds });
    this.#ofTask("task.end", task, data, !result.completed);
  }

  placed(placement: Placement): void {
    const { cores = 0, memoryMb, storageMb, accelerators } = placement.service;
    this.#ofService("service.place", placement, { cores, memoryMb, storageMb, accelerators });
  }

  removed(placement: Placement): void {
    this.#ofService("service.remove", placement, {});
  }

  /** @param reason `node-down` or `constraint` */
  lost(placement: Placement, reason: string, detail: string): void {
    this.#ofService("service.lost", placement, { reason, detail });
  }

  serviceMoved(placement: Placement, from: number): void {
    this.#ofService("service.move", placement, { from });
  }

  serviceSuspended(placement: Placement, constraint: string): void {
    this.#ofService("service.suspend", placement, { constraint });
  }

  serviceResumed(placement: Placement, constraint: string): void {
    this.#ofService("service.resume", placement, { constraint });
  }

  /** Something has changed on a computer. */
  touched(computer: Computer): void {
    this.#touched.add(computer);
  }

  /** At each tick: `node.resource` for the nodes on which something has changed, by id. */
  tellResources(): void {
    const touched = [...this.#touched].sort((a, b) => a.node - b.node);
    this.#touched.clear();
    for (const { node, busyCores, freeCores, queueLength, holdings } of touched) {
      this.#tell("node.resource", node, this.#records.tasks, () => ({
        node,
        busyCores,
        freeCores,
        freeMemoryMb: holdings.freeMemoryMb,
        freeStorageMb: holdings.freeStorageMb,
        freeAccelerators: holdings.freeAccelerators,
        waiting: queueLength,
      }));
    }
  }

  #ofTask(kind: string, task: NodeTask, data: () => EventData, isFailure = false): void {
    const { id, node, request } = task;
    const { name, workflowId } = request;
    const records = isFailure ? this.#records.failures : this.#records.tasks;
    this.#tell(kind, node, records, () => known({ task: id, node, name, workflowId, ...data() }));
  }

  #ofService(kind: string, { id, node, service }: Placement, data: EventData): void {
    const { name } = service;
    this.#tell(kind, node, this.#records.failures, () =>
      known({ service: name, placement: id, node, ...data }),
    );
  }

  #tell(kind: string, node: number, records: boolean, data: () => EventData): void {
    const subject = this.#host.plan.nodeNames.at(node);
    if (records) this.#host.emit(kind, subject, data());
    else this.#host.tell(kind, subject, data);
  }
}

/** Without the keys that have no value. */
function known(data: EventData): EventData {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
}
