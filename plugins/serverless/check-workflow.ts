import { type ConfigPath, didYouMean } from "../../index.js";
import { ancestorsOf, orderSteps } from "./workflow-order.js";

/** A workflow as far as its shape goes: of the configuration, or of a program. */
export interface WorkflowShape {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly steps: readonly StepShape[];
}

export interface StepShape {
  readonly name: string;
  readonly after: readonly {
    readonly step: string;
    readonly probability: number;
    readonly choice?: string | undefined;
  }[];
  /** Undefined: whatever the steps before it write. */
  readonly reads: readonly string[] | undefined;
  /** Names of its function's outputs, and the keys under which it writes some of them. */
  readonly outputs: readonly string[];
  readonly writes: Readonly<Record<string, string>>;
}

type Fail = (path: ConfigPath, message: string) => void;

/** Sums of probabilities miss 1 by rounding. */
const SLACK = 1e-9;

/** Key under which a step writes an output of its function. */
export function keyOf({ writes }: Pick<StepShape, "writes">, output: string): string {
  return Object.hasOwn(writes, output) ? writes[output] : output;
}

/** Notes what keeps a workflow from ever being run: steps that wait for each other, states that nobody writes, ... */
export function checkShape({ name, inputs, steps }: WorkflowShape, fail: Fail): void {
  const names = steps.map((step) => step.name);
  for (const [i, step] of steps.entries()) {
    if (names.indexOf(step.name) < i)
      fail(["steps", i, "name"], `another step of the workflow is named "${step.name}"`);
    checkEdges(step, names, (path, message) => fail(["steps", i, ...path], message));
  }
  checkChoices(steps, fail);
  const after = steps.map((step) => ({ name: step.name, after: step.after.map((edge) => edge.step) }));
  const ordered = orderSteps(after);
  if ("cycle" in ordered) {
    fail(["steps"], `steps of workflow "${name}" wait for each other: ${ordered.cycle.join(" -> ")}`);
    return;
  }
  checkStates(inputs, steps, ancestorsOf(ordered.order), fail);
}

function checkEdges({ name, after }: StepShape, names: readonly string[], fail: Fail): void {
  const seen = new Set<string>();
  for (const [k, { step }] of after.entries()) {
    if (!names.includes(step)) {
      const near = didYouMean(
        step,
        names.filter((other) => other !== name),
      );
      fail(["after", k], `no step of the workflow is named "${step}"${near}`);
    } else if (seen.has(step)) {
      fail(["after", k], `step "${step}" stands there twice`);
    }
    seen.add(step);
  }
}

function checkChoices(steps: readonly StepShape[], fail: Fail): void {
  const sums = new Map<string, number>();
  for (const [i, { after }] of steps.entries()) {
    for (const [k, { step, choice, probability }] of after.entries()) {
      if (choice === undefined) continue;
      const key = JSON.stringify([step, choice]);
      const sum = (sums.get(key) ?? 0) + probability;
      sums.set(key, sum);
      if (sum > 1 + SLACK)
        fail(
          ["steps", i, "after", k],
          `probabilities of choice "${choice}" of step "${step}" sum up to ${sum}; expected 1 at most`,
        );
    }
  }
}

function checkStates(
  inputs: readonly string[],
  steps: readonly StepShape[],
  ancestors: ReadonlyMap<string, ReadonlySet<string>>,
  fail: Fail,
): void {
  /** Step that writes each key; undefined for inputs of the workflow. */
  const writers = new Map<string, string | undefined>(inputs.map((key) => [key, undefined]));
  for (const [i, step] of steps.entries()) {
    for (const output of Object.keys(step.writes)) {
      if (step.outputs.includes(output)) continue;
      const near = didYouMean(output, step.outputs);
      fail(["steps", i, "writes", output], `its function has no output "${output}"${near}`);
    }
    for (const output of step.outputs) {
      const key = keyOf(step, output);
      if (writers.has(key)) {
        const other = writers.get(key);
        const whose = other === undefined ? "the workflow's input" : `step "${other}"`;
        fail(
          ["steps", i],
          `state "${key}" of step "${step.name}" is one of ${whose} too; give another key under writes`,
        );
      } else writers.set(key, step.name);
    }
  }
  for (const [i, step] of steps.entries()) {
    for (const [k, key] of (step.reads ?? []).entries()) {
      const path = ["steps", i, "reads", k];
      const writer = writers.get(key);
      if (!writers.has(key)) fail(path, `no step writes state "${key}"${didYouMean(key, writers.keys())}`);
      else if (writer !== undefined && ancestors.get(step.name)?.has(writer) !== true)
        fail(path, `state "${key}" is of step "${writer}", which does not come before "${step.name}"`);
    }
  }
}

/** Keys that a step reads: those it names, else all that the steps before it write, or the workflow's input. */
export function readsOf(
  step: StepShape,
  byName: ReadonlyMap<string, StepShape>,
  inputs: readonly string[],
): readonly string[] {
  if (step.reads !== undefined) return step.reads;
  if (step.after.length === 0) return inputs;
  return step.after.flatMap((edge) => {
    const before = byName.get(edge.step);
    return before === undefined ? [] : before.outputs.map((output) => keyOf(before, output));
  });
}
