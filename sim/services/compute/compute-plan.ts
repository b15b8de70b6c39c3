import type { NodeResources } from "./compute-service.js";

/** How a node's cores are given to tasks. */
export type Discipline =
  /** All tasks at work at once, in equal shares of the cores, none with more than its own limit. */
  | "processor-sharing"
  /** Each task with all its cores until it ends; the others wait, by priority and then by arrival. */
  | "fifo";

/** What becomes of a task that cannot start at once. */
export type WhenFull =
  | "queue"
  | "reject"
  /** Tasks of lower priority make room; where that is not enough, it waits. */
  | "evict";

export interface AdmissionRules {
  readonly discipline: Discipline;
  readonly whenFull: WhenFull;
  /** Most tasks that may wait; absent: no limit. */
  readonly queueLimit?: number;
}

/** Which events of the compute service stand in the results; listeners are told of all. */
export type ComputeRecord =
  | "all"
  /** Those of services, and the ends of tasks that fail. */
  | "failures"
  | "nothing";

/** Which nodes have computers. Nodes of one tier share the objects. */
export interface ComputePlan {
  /** By node id; undefined: no computer. */
  readonly resources: readonly (NodeResources | undefined)[];
  /** By node id, where there is a computer. */
  readonly rules: readonly (AdmissionRules | undefined)[];
  readonly record: ComputeRecord;
}
