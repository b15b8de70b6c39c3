import type { Placement } from "../../index.js";
import type { DemandConfig } from "./config.js";

/** One service of a deployment, placed or to be placed. */
export interface DeployedTask {
  /** Name of its service among all of the run. */
  readonly service: string;
  readonly demand: DemandConfig;
  readonly bound: TaskBound | undefined;
  /** Undefined until it is placed, and when it was lost with its node. */
  placement: Placement | undefined;
  /** Whether it has been told that it is out of its bound, or without a node, and that there is no other. */
  isStuck: boolean;
}

export interface TaskBound {
  readonly maxLatencyMs: number;
  /** Where what it is bound to is now. */
  sources(): readonly number[];
}

/** What was submitted as one: a task, the replicas of a service, the tasks of a workflow. */
export interface Deployment {
  readonly name: string;
  readonly kind: "service" | "task" | "workflow";
  /** Each after the one that it is bound to. */
  readonly tasks: readonly DeployedTask[];
}

/** Where a task is now. */
export function nodeOf({ placement }: DeployedTask): number | undefined {
  return placement === undefined || placement.state === "gone" ? undefined : placement.node;
}
