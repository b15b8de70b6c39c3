import { checkShape, keyOf, type WorkflowShape } from "./check-workflow.js";
import type { Step, WorkflowSpec } from "./specs.js";

/** The names that a workflow of a program can speak of. */
export interface KnownNames {
  readonly nodeCount: number;
  hasRuntime(name: string): boolean;
}

/** @throws RangeError naming all that is wrong with a workflow that a program submits */
export function checkSpec(spec: WorkflowSpec, known: KnownNames): void {
  const mistakes: string[] = [];
  checkShape(shapeOf(spec), (path, message) => mistakes.push(`${path.join(".")}: ${message}`));
  const { input, destination, steps, slo } = spec;
  const fail = (what: string, expected: string, got: unknown) =>
    mistakes.push(`${what}: expected ${expected}; got ${String(got)}`);
  const node = (what: string, id: number) => {
    if (!Number.isInteger(id) || id < 0 || id >= known.nodeCount)
      fail(what, `a node; ids are 0 to ${known.nodeCount - 1}`, id);
  };
  const atLeastZero = (what: string, value: number | undefined) => {
    if (value !== undefined && !(value >= 0 && value < Number.POSITIVE_INFINITY))
      fail(what, "a finite number of at least 0", value);
  };
  node("destination", destination);
  for (const [key, { node: at, sizeBytes }] of Object.entries(input)) {
    node(`input.${key}.node`, at);
    if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0)
      fail(`input.${key}.sizeBytes`, "a whole number of at least 0", sizeBytes);
  }
  atLeastZero("slo.latencyMs", slo.latencyMs);
  atLeastZero("slo.migrationMs", slo.migrationMs);
  const seen = new Set<string>();
  for (const [i, step] of steps.entries()) {
    const at = `steps.${i}`;
    if (step.node !== undefined) node(`${at}.node`, step.node);
    atLeastZero(`${at}.maxLatencyMs`, step.maxLatencyMs);
    atLeastZero(`${at}.maxInputLatencyMs`, step.maxInputLatencyMs);
    for (const { from, probability } of step.after) {
      if (!seen.has(from)) mistakes.push(`${at}: steps are to stand in topological order`);
      if (!(probability >= 0 && probability <= 1))
        fail(`${at}.after.${from}`, "a probability from 0 to 1", probability);
    }
    seen.add(step.name);
    const { runtime, work, outputs, memoryMb, cores, concurrency, image } = step.function;
    if (!known.hasRuntime(runtime)) mistakes.push(`${at}: no runtime is named "${runtime}"`);
    atLeastZero(`${at}: memoryMb`, memoryMb);
    atLeastZero(`${at}: image.sizeBytes`, image.sizeBytes);
    if (!(cores > 0)) fail(`${at}: cores`, "a number above 0", cores);
    if (!Number.isInteger(concurrency) || concurrency < 1)
      fail(`${at}: concurrency`, "a whole number of at least 1", concurrency);
    for (const [what, line] of [["work", work], ...Object.entries(outputs)] as const) {
      atLeastZero(`${at}: ${what}.base`, line.base);
      atLeastZero(`${at}: ${what}.perByte`, line.perByte);
    }
  }
  if (mistakes.length > 0) throw new RangeError(`workflow "${spec.name}": ${mistakes.join("; ")}`);
}

function shapeOf({ name, input, steps }: WorkflowSpec): WorkflowShape {
  return {
    name,
    inputs: Object.keys(input),
    steps: steps.map((step) => ({
      name: step.name,
      after: step.after.map(({ from, ...edge }) => ({ step: from, ...edge })),
      reads: step.reads,
      outputs: Object.keys(step.function.outputs),
      writes: step.writes ?? {},
    })),
  };
}

/** Keys of the states that a step writes, with the names that its function has for them. */
export function writtenBy({ function: { outputs }, writes = {} }: Step): [key: string, output: string][] {
  return Object.keys(outputs).map((output) => [keyOf({ writes }, output), output]);
}
