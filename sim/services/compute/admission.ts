import { holdsOn } from "./ask-constraint.js";
import type { TaskFailure } from "./compute-service.js";
import type { Computer } from "./computer.js";
import { missingWhenEmpty } from "./holdings.js";
import { chooseVictims } from "./make-room.js";
import type { NodeTask } from "./node-task.js";
import type { TaskConstraints } from "./task-constraints.js";

/** What admitting tasks takes. */
export interface AdmissionHost {
  readonly constraints: TaskConstraints;
  /** @throws RangeError for a node that does not exist */
  computerOf(node: number): Computer | undefined;
  refuses(node: number): string | undefined;
  fail(task: NodeTask, reason: TaskFailure, detail: string): boolean;
}

/** Decides who may come onto a node, and who has to make room. */
export class Admission {
  readonly #host: AdmissionHost;

  constructor(host: AdmissionHost) {
    this.#host = host;
  }

  /** Lets a new task in, or ends it. */
  admit(task: NodeTask): void {
    const { node } = task;
    const refusal = this.whyNot(task, node);
    if (refusal !== undefined) {
      this.#host.fail(task, refusal === "node-down" ? "node-down" : "rejected", refusal);
      return;
    }
    const { constraint } = task.request;
    if (constraint !== undefined) {
      this.#host.constraints.add(task);
      if (!holdsOn(constraint, node)) {
        this.#host.constraints.break(task);
        return;
      }
    }
    const full = this.enter(task);
    if (full !== undefined) this.#host.fail(task, "rejected", full);
  }

  /** Why a node would not have the task at all at this moment, however empty it were. */
  whyNot({ request }: NodeTask, node: number): string | undefined {
    const refused = this.#host.refuses(node);
    if (refused !== undefined) return refused;
    // A task makes do with fewer cores than it could use.
    return missingWhenEmpty(this.#host.computerOf(node)!.resources, { ...request, cores: 0 });
  }

  /** Lets a task join the line of its node, and makes room as the node's rules say. @returns why it cannot stay */
  enter(task: NodeTask): string | undefined {
    const computer = this.#host.computerOf(task.node)!;
    computer.join(task);
    computer.settle();
    if (task.state !== "waiting") return undefined;
    const { whenFull, queueLimit = Number.POSITIVE_INFINITY } = computer.rules;
    if (whenFull === "reject") return computer.whyNotStart(task);
    if (whenFull === "evict" && computer.firstInLine === task) {
      for (const victim of chooseVictims(computer, task) ?? []) this.#evict(victim, task);
      if (task.state !== "waiting") return undefined;
    }
    if (computer.queueLength <= queueLimit) return undefined;
    const last = whenFull === "evict" ? lastInLine(computer) : task;
    if (last === task) return `the queue is full: ${queueLimit} tasks wait`;
    this.#evict(last, task);
    return undefined;
  }

  #evict(victim: NodeTask, task: NodeTask): void {
    this.#host.fail(victim, "evicted", `made room for task ${task.id} of priority ${task.priority}`);
  }
}

/** The task that would start last. */
function lastInLine({ tasks }: Computer): NodeTask {
  const waiting = [...tasks].filter(({ state }) => state === "waiting");
  return waiting.reduce((a, b) =>
    b.priority > a.priority || (b.priority === a.priority && b.id > a.id) ? b : a,
  );
}
