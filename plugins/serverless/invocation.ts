import type { Awaitable } from "../../index.js";
import type { Invocation, SandboxView } from "./platform.js";
import type { Sandbox } from "./sandbox.js";
import type { Lease } from "./sandbox-pool.js";
import type { Step } from "./specs.js";
import type { WorkflowRun } from "./workflow-run.js";

/** A step of a running workflow, from the moment on at which it is to be placed. */
export class StepInvocation implements Invocation {
  readonly id: number;
  readonly workflow: WorkflowRun;
  readonly step: Step;
  inputBytes = 0;
  cold = false;
  #sandbox: Sandbox | undefined;

  constructor(id: number, workflow: WorkflowRun, step: Step) {
    this.id = id;
    this.workflow = workflow;
    this.step = step;
  }

  get node(): number | undefined {
    return this.#sandbox?.node;
  }

  get sandbox(): SandboxView | undefined {
    return this.#sandbox;
  }

  get placed(): Awaitable<number> {
    return this.#decided.placed;
  }

  get ready(): Awaitable<boolean> {
    return this.#decided.ready;
  }

  get #decided(): Sandbox {
    if (this.#sandbox !== undefined) return this.#sandbox;
    throw new Error(`step "${this.step.name}" of ${this.workflow.label} has no node yet`);
  }

  assign({ sandbox, cold }: Lease): void {
    this.#sandbox = sandbox;
    this.cold = cold;
  }
}
