import type { Process } from "../../index.js";
import type { DataResult, Invocation, RunningWorkflow, StateRef } from "./platform.js";
import type { Step } from "./specs.js";

/** States that a group's sandbox has in memory: those that it made and has not written yet, and those it has read. */
export interface GroupMemory {
  readonly sandbox: number;
  readonly isLost: () => boolean;
  readonly node: number;
  readonly unwritten: Map<string, number>;
  readonly read: Set<string>;
  /** Those that one of its steps is reading at this moment: others wait for the same. */
  readonly reading: Map<string, Process<DataResult>>;
  /** Where those are that it made and has written: until who asked for them has told, the workflow does not know. */
  readonly written: Map<string, StateRef>;
  /** Who made the last of them: it speaks for all when they are written. */
  maker: Invocation;
  /** While its states are being written. */
  flushing: Process<DataResult> | undefined;
}

/** What the steps of a group read of what there is by now, this step's own first. */
export function groupReads({ spec }: RunningWorkflow, step: Step): readonly string[] {
  const others = spec.steps.filter((other) => other.group === step.group && other !== step);
  return [...new Set([step, ...others].flatMap(({ reads }) => reads))];
}

/** Whether the steps after it, or who awaits the workflow's results, cannot see into its sandbox. */
export function isNeededOutside({ spec }: RunningWorkflow, step: Step): boolean {
  const next = spec.steps.filter(({ after }) => after.some(({ from }) => from === step.name));
  return next.length === 0 || next.some(({ group }) => group !== step.group);
}
