import type { Awaitable } from "../../kernel/index.js";
import type { NodeConstraint } from "./node-constraint.js";

/** What a node can compute with. */
export interface NodeResources {
  readonly tier: string;
  readonly cores: number;
  /** Work that a core does in a second, in seconds of a core of speed 1. */
  readonly speed: number;
  readonly memoryMb: number;
  readonly storageMb: number;
  /** Units by kind, such as `gpu`. */
  readonly accelerators: Readonly<Record<string, number>>;
}

/** What a service takes of its node while it is there, and a task from its start to its end. */
export interface Demand {
  readonly memoryMb?: number;
  readonly storageMb?: number;
  readonly accelerators?: Readonly<Record<string, number>>;
}

/** Work to be done on a node. */
export interface TaskRequest extends Demand {
  /** Work in seconds of one core of speed 1. */
  readonly cpuSeconds: number;
  /** The most cores that it can use at once. Default 1. */
  readonly cores?: number;
  /** Seconds from now after which it is of no use. */
  readonly deadline?: number;
  /** Lowest first among those that wait: a whole number from -256 to 256. Default 0. */
  readonly priority?: number;
  readonly constraint?: NodeConstraint;
  /** Told in events. */
  readonly name?: string;
  readonly workflowId?: string;
}

export interface TaskDone {
  readonly completed: true;
  /** Where it ended: another node than it began on where its constraint moved it. */
  readonly node: number;
  /** Seconds from submission to completion, and how many of them it waited for a core or was suspended. */
  readonly seconds: number;
  readonly waitedSeconds: number;
  /** A bit error has corrupted its result. */
  readonly corrupted: boolean;
}

export type TaskFailure =
  /** No node of that size, or admission says no at this moment (`detail` tells why). */
  | "rejected"
  /** Made room for a task of higher priority. */
  | "evicted"
  | "deadline"
  | "node-down"
  /** The node restarted. */
  | "restarted"
  /** Its constraint broke, and says abort; or says migrate, and no node would have it. */
  | "constraint"
  | "cancelled";

export interface TaskFailed {
  readonly completed: false;
  readonly node: number;
  readonly reason: TaskFailure;
  readonly detail: string;
  readonly seconds: number;
}

export type TaskResult = TaskDone | TaskFailed;

/** A task waits for cores or memory, is at work, is suspended by its constraint, or has ended. */
export type TaskState = "waiting" | "running" | "suspended" | "ended";

/** A task on its way; nobody has to await it. */
export interface Task extends Awaitable<TaskResult> {
  readonly id: number;
  readonly request: TaskRequest;
  /** Where it is now; where it ended. */
  readonly node: number;
  readonly state: TaskState;
  /** @returns whether it was still to end */
  cancel(): boolean;
}

/** A service that holds resources of its node and can be found by name. */
export interface ServiceSpec extends Demand {
  readonly name: string;
  /** Cores set aside for it: tasks do not get them. Default 0. */
  readonly cores?: number;
  readonly constraint?: NodeConstraint;
}

export interface Placement {
  readonly id: number;
  readonly service: ServiceSpec;
  /** Where it is now; where it last was, once it is gone. */
  readonly node: number;
  /** Suspended: its constraint does not hold, so that `nearest` passes it over. Gone: removed, or lost with its node. */
  readonly state: "serving" | "suspended" | "gone";
}

export interface Refusal {
  readonly placed: false;
  /** What is missing, such as `memory: 512 MB wanted, 128 MB free`. */
  readonly detail: string;
}

export type PlaceResult = { readonly placed: true; readonly placement: Placement } | Refusal;

/** Tasks and services on the nodes that have computers. */
export interface ComputeService {
  /** Undefined for a node without a computer. */
  resources(node: number): NodeResources | undefined;
  /**
   * What is free now: memory, storage and accelerators that nothing holds; cores that are neither set aside for services
   * nor at work. Undefined for a node without a computer.
   */
  free(node: number): NodeResources | undefined;
  /** Ids of the nodes with computers, ascending; of one tier where it is named. */
  hosts(tier?: string): readonly number[];
  /**
   * Submits a task to a node. Awaiting gives how it ended: an end without completion is a result, no error.
   * @throws RangeError for a node that does not exist or a request that cannot be
   */
  run(node: number, request: TaskRequest): Task;
  /** Whether a node, were it empty, could take the demand; where not, what is missing. */
  couldHold(node: number, demand: Demand & { readonly cores?: number }): true | Refusal;
  /** Whether `place` would take it at this moment: the same question without a reason, cheap enough for thousands of nodes. */
  canPlace(node: number, service: Omit<ServiceSpec, "name">): boolean;
  /**
   * Puts a service on a node. Where that cannot be, the node stays as it was and the answer says why.
   * @throws RangeError for a node that does not exist or a demand that cannot be
   */
  place(service: ServiceSpec, node: number): PlaceResult;
  /** Takes a service away; one that is gone already stays gone. */
  remove(placement: Placement): void;
  /** Takes the service to another node at once; its state is the caller's to transfer. Refused, it stays where it is. */
  move(placement: Placement, node: number): PlaceResult;
  /** Where services of that name are, in the order of node ids, then of placement. */
  placements(name?: string): readonly Placement[];
  /**
   * The host of a service with the least latency from a node, at equal latency the one of the lower id; undefined where
   * none is reachable. Hosts that take no work now, and services that are suspended, do not count.
   */
  nearest(name: string, from: number): Placement | undefined;
  /** Cores at work now, on tasks; 0 for a node without a computer. */
  busyCores(node: number): number;
  /** Tasks that wait for cores or memory; 0 for a node without a computer. */
  queueLength(node: number): number;
  /** Why the node takes no work now: `no-computer`, `node-down`, `restarting`, or what a gate says; undefined where it does. */
  refuses(node: number): string | undefined;
}
