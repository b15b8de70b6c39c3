import type { WorkflowShape } from "./check-workflow.js";
import type { ServerlessConfig } from "./config.js";

/** The shapes of the configuration's workflows. What a function that is not there writes is taken to be nothing. */
export function shapesOf({
  functions,
  workflows,
}: Pick<ServerlessConfig, "functions" | "workflows">): WorkflowShape[] {
  const outputs = new Map(functions.map((each) => [each.name, Object.keys(each.outputs)]));
  return workflows.map(({ name, input, steps }) => ({
    name,
    inputs: Object.keys(input),
    steps: steps.map((step) => ({
      name: step.name,
      after: step.after,
      reads: step.reads,
      outputs: outputs.get(step.function) ?? [],
      writes: step.writes,
    })),
  }));
}
