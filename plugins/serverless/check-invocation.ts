import { type ConfigPath, didYouMean, type PlanView, traceWarning } from "../../index.js";
import { type InvocationConfig, isInline } from "./invocations-config.js";
import { readTrace, type TraceMistake } from "./trace.js";

/** Ways in which an entry can say when workflows are submitted, and the further keys that each of them takes. */
const WAYS = {
  poisson: ["from", "to", "count"],
  every: ["from", "to", "count"],
  over: ["from", "count"],
  clients: ["from", "to", "count", "think"],
  trace: [],
} as const;

const FURTHER = ["from", "to", "count", "think"] as const;

/** Notes what is wrong with an entry of `invocations`, and with the trace that it names. */
export function checkInvocation(
  plan: PlanView,
  path: ConfigPath,
  entry: InvocationConfig,
  workflows: readonly string[],
): void {
  const ways = (Object.keys(WAYS) as (keyof typeof WAYS)[]).filter((way) => entry[way] !== undefined);
  const [way] = ways;
  if (way === undefined || ways.length > 1) {
    const got = way === undefined ? "none" : ways.join(" and ");
    plan.fail(path, `expected one of ${Object.keys(WAYS).join(", ")}; got ${got}`);
  } else {
    const taken: readonly string[] = WAYS[way];
    for (const key of FURTHER)
      if (isSaid(entry, key) && !taken.includes(key))
        plan.fail([...path, key], `${key} says nothing beside ${way}`);
  }
  const { workflow, trace, over, count, from, to } = entry;
  if (trace !== undefined) {
    if (workflow !== undefined) plan.fail([...path, "workflow"], "a trace names its workflows itself");
    checkTrace(plan, [...path, "trace"], trace, workflows);
  } else if (workflow === undefined) {
    plan.fail(path, "expected workflow: which one is submitted?");
  } else if (!workflows.includes(workflow)) {
    plan.fail([...path, "workflow"], unknown(workflow, workflows));
  }
  if (over !== undefined && count === undefined)
    plan.fail([...path, "over"], "expected count: how many are submitted?");
  if (to !== undefined && to <= from)
    plan.fail([...path, "to"], `expected an end after the beginning at ${from} s`);
}

/** `from` is 0 s where nobody says it. */
function isSaid(entry: InvocationConfig, key: (typeof FURTHER)[number]): boolean {
  return key === "from" ? entry.from > 0 : entry[key] !== undefined;
}

/** Mistakes in a file are told in that file, those in text of the scenario at its place. */
function checkTrace(plan: PlanView, path: ConfigPath, trace: string, workflows: readonly string[]): void {
  const file = isInline(trace) ? undefined : plan.file(path);
  if (!isInline(trace) && file === undefined) return;
  const { rows, mistakes } = readTrace(file?.text ?? trace);
  const unnamed: TraceMistake[] = rows
    .filter(({ workflow }) => !workflows.includes(workflow))
    .map(({ line, column, workflow }) => ({ line, column, message: unknown(workflow, workflows) }));
  const late = rows.filter(({ time }) => time >= plan.durationSeconds).length;
  const warning = traceWarning(rows.length, late, plan.durationSeconds);
  if (mistakes.length === 0 && warning !== undefined) plan.warn(path, warning);
  for (const { line, column, message } of [...mistakes, ...unnamed]) {
    if (file === undefined) plan.fail(path, `line ${line}: ${message}`);
    else file.fail(line, column, message);
  }
}

function unknown(workflow: string, workflows: readonly string[]): string {
  return `no workflow is named "${workflow}"${didYouMean(workflow, workflows)}`;
}
