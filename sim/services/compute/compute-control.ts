import type { ComputeService } from "./compute-service.js";

/** What other services may do to computers, beyond what plugins may. */
export interface ComputeControl extends ComputeService {
  /** Called whenever the number of cores at work on a node is about to change: both are as they were until now. */
  onLoadChange(listener: (node: number, busyCores: number) => void): void;
  /**
   * Asked before work is admitted: why the node takes none now, such as `out-of-energy`; undefined where it does. While
   * it says no, new tasks and services are refused and tasks that wait stay waiting; what is at work goes on.
   */
  addGate(gate: (node: number) => string | undefined): void;
  /** Something about the node changed: constraints and gates are looked at again. */
  recheck(node: number): void;
  /** A bit error hits one of the tasks at work on the node, the `pick`-th part (0 to 1) of them. @returns whether there was one */
  corrupt(node: number, pick: number): boolean;
  /**
   * The node's computer restarts: all tasks end as `restarted`, and it takes none for so many seconds. Services come
   * back with it, and are not found until then.
   */
  restart(node: number, seconds: number): void;
}
