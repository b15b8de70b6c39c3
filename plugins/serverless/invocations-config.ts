import { type ConfigPath, z } from "../../index.js";
import { name, perSecond, seconds } from "./config-parts.js";

/** When workflows are submitted: each entry says one way. */
const EntrySchema = z.strictObject({
  workflow: name.describe("A workflow of this scenario. A trace names them itself.").optional(),
  from: seconds().describe("When it begins.").prefault("0 s"),
  to: seconds().describe("When it ends, exclusive. Default: the end of the run.").optional(),
  count: z.int().min(1).describe("Most submissions; required with `over` and `at once`.").optional(),
  poisson: perSecond().describe("A Poisson process of this rate.").optional(),
  every: seconds({ above: "0 s" }).describe("One after each such time.").optional(),
  over: seconds().describe("`count` submissions, evenly over so long; 0 s is all at once.").optional(),
  clients: z
    .int()
    .min(1)
    .describe("Closed loop: so many clients, each submitting again when its last one has ended.")
    .optional(),
  think: seconds()
    .describe("Mean of the exponential time between an end and the next submission.")
    .optional(),
  trace: z
    .string()
    .describe(
      "A CSV file with the header time_s,workflow: seconds since the start, and what is submitted then. Text of several lines is the CSV itself.",
    )
    .optional(),
});

export const InvocationsSchema = z.array(EntrySchema);
export type InvocationConfig = z.output<typeof EntrySchema>;

/** Whether an entry's trace is the text itself: names of files have one line, and a trace of one line is empty. */
export function isInline(trace: string): boolean {
  return trace.includes("\n");
}

/** Where the names of traces stand that are files. */
export function traceFiles({
  invocations,
}: {
  readonly invocations: readonly InvocationConfig[];
}): ConfigPath[] {
  return invocations.flatMap(({ trace }, i) =>
    trace === undefined || isInline(trace) ? [] : [["invocations", i, "trace"]],
  );
}
