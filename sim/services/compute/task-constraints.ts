import { callHook, holdsOn, targetOf } from "./ask-constraint.js";
import type { TaskFailure } from "./compute-service.js";
import type { Computer } from "./computer.js";
import type { NodeConstraint } from "./node-constraint.js";
import type { NodeTask } from "./node-task.js";

/** What keeping tasks to their constraints takes. */
export interface ConstraintHost {
  computerOf(node: number): Computer | undefined;
  fail(task: NodeTask, reason: TaskFailure, detail: string): boolean;
  /** Lets a task that was suspended go on when its turn comes. */
  resume(task: NodeTask): void;
  /** Why a node would not admit the task at this moment. */
  whyNotAdmit(task: NodeTask, node: number): string | undefined;
  /** Lets a task join a node that would admit it. @returns why it cannot stay */
  enter(task: NodeTask): string | undefined;
  suspended(task: NodeTask, constraint: string): void;
  moved(task: NodeTask, from: number, constraint: string): void;
}

/** The tasks that carry a constraint, in the order of their ids, and what is done when one breaks. */
export class TaskConstraints {
  readonly #host: ConstraintHost;
  readonly #tasks = new Set<NodeTask>();

  constructor(host: ConstraintHost) {
    this.#host = host;
  }

  add(task: NodeTask): void {
    this.#tasks.add(task);
  }

  forget(task: NodeTask): void {
    this.#tasks.delete(task);
  }

  /** Looks at all of them. */
  check(): void {
    for (const task of [...this.#tasks]) this.#check(task);
  }

  /** Looks at those on one node. */
  checkOn({ tasks }: Computer): void {
    for (const task of [...tasks]) if (this.#tasks.has(task)) this.#check(task);
  }

  /** Does what the constraint says for when it breaks; also where it does not hold on admission. */
  break(task: NodeTask): void {
    const constraint = task.request.constraint!;
    callHook(constraint, task.node);
    // The hook may have ended it.
    if (task.settled) return;
    switch (constraint.onBreak) {
      case "suspend": {
        const computer = this.#host.computerOf(task.node)!;
        computer.suspend(task);
        this.#host.suspended(task, constraint.name);
        computer.settle();
        return;
      }
      case "abort":
        this.#host.fail(task, "constraint", `${constraint.name} does not hold`);
        return;
      case "migrate":
        this.#migrate(task, constraint);
    }
  }

  #check(task: NodeTask): void {
    if (task.settled) return;
    const holds = holdsOn(task.request.constraint!, task.node);
    if (holds && task.state === "suspended") this.#host.resume(task);
    else if (!holds && task.state !== "suspended") this.break(task);
  }

  /** From node to node, none twice, until one holds and admits the task. */
  #migrate(task: NodeTask, constraint: NodeConstraint): void {
    const seen = new Set([task.node]);
    const fail = (why: string) =>
      this.#host.fail(task, "constraint", `${constraint.name} does not hold, and ${why}`);
    for (;;) {
      const from = task.node;
      const node = targetOf(constraint, from);
      if (node === undefined || seen.has(node)) {
        fail("there is no node to move to");
        return;
      }
      seen.add(node);
      const refusal = this.#host.whyNotAdmit(task, node);
      if (refusal !== undefined) {
        fail(`node ${node} takes no work: ${refusal}`);
        return;
      }
      const left = this.#host.computerOf(from)!;
      left.leave(task);
      task.node = node;
      this.#host.moved(task, from, constraint.name);
      left.settle();
      // Who heard of the move, or of what began in its place, may have ended it.
      if (task.settled) return;
      if (holdsOn(constraint, node)) {
        const full = this.#host.enter(task);
        if (full !== undefined) fail(`node ${node} is full (${full})`);
        return;
      }
      callHook(constraint, node);
    }
  }
}
