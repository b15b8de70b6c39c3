/**
 * What must hold of the node that a task or a service is on, and what happens when it no longer does. It is looked at
 * when the task is admitted, at every tick, and whenever a service says that something about the node changed.
 */
export interface NodeConstraint {
  /** For events, such as `charge >= 0.3`. */
  readonly name: string;
  holds(node: number): boolean;
  /** `suspend` waits until it holds again; `migrate` moves to the node that `target` gives; `abort` ends it. */
  readonly onBreak: "suspend" | "migrate" | "abort";
  /** For `migrate`: the node to move to; undefined where there is none, which aborts. */
  target?(node: number): number | undefined;
  /** Called once whenever it breaks, before anything is done. */
  hook?(node: number): void;
}
