import type { VariableConfig } from "./schema.js";

/** What an axis draws from. */
export type Variable = Range | Choices;

export interface Choices {
  readonly kind: "choices";
  readonly choices: readonly unknown[];
}

/** Numbers of one unit. */
export interface Range {
  readonly kind: "range";
  readonly from: number;
  readonly to: number;
  /** Values are `from` and whole steps beyond it, `to` at most. Absent: any from `from` up to, but without, `to`. */
  readonly step?: number;
  /** Equal ratios are as likely as one another. */
  readonly log: boolean;
  /** Empty for plain numbers. */
  readonly unit: string;
}

/** A mistake in one of a variable's keys. */
export interface VariableProblem {
  readonly key: string;
  readonly message: string;
}

const MEASURE = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([^\s\d].*?)?\s*$/;

/** A number with its unit: `"550 km"`, `550` or `"0.5"`. Undefined for anything else. */
export function readMeasure(written: unknown): { readonly value: number; readonly unit: string } | undefined {
  if (typeof written === "number") return { value: written, unit: "" };
  const match = typeof written === "string" ? MEASURE.exec(written) : null;
  if (match === null) return undefined;
  return { value: Number(match[1]), unit: match[2] ?? "" };
}

/** Checks a variable as the schema lets it pass. */
export function readVariable(config: VariableConfig): Variable | VariableProblem[] {
  const { choices, log = false } = config;
  if (choices !== undefined) {
    const beside = (["from", "to", "step", "log"] as const).filter((key) => config[key] !== undefined);
    return beside.length === 0
      ? { kind: "choices", choices }
      : beside.map((key) => ({ key, message: `"${key}" is of no use beside "choices"` }));
  }
  const problems: VariableProblem[] = [];
  const read = (key: "from" | "to" | "step") => {
    const measure = readMeasure(config[key]);
    if (measure !== undefined && Number.isFinite(measure.value)) return measure;
    const got = config[key] === undefined ? "" : `; got ${JSON.stringify(config[key])}`;
    const missing = config[key] === undefined ? `"${key}" is missing: ` : "";
    problems.push({ key, message: `${missing}expected a number, with its unit, such as "550 km"${got}` });
    return undefined;
  };
  const from = read("from");
  const to = read("to");
  const step = config.step === undefined ? undefined : read("step");
  if (from === undefined || to === undefined || problems.length > 0) return problems;
  for (const [key, measure] of [
    ["to", to],
    ["step", step],
  ] as const) {
    if (measure === undefined || measure.unit === from.unit) continue;
    problems.push({
      key,
      message: `expected ${unitText(from.unit)}, as "from" has; got ${unitText(measure.unit)}`,
    });
  }
  if (problems.length > 0) return problems;
  if (!(from.value < to.value)) {
    problems.push({ key: "to", message: `expected more than "from" (${from.value}); got ${to.value}` });
  }
  if (log && !(from.value > 0)) {
    problems.push({ key: "from", message: `expected more than 0 on a log scale; got ${from.value}` });
  }
  if (step !== undefined && !(step.value > 0)) {
    problems.push({ key: "step", message: `expected more than 0; got ${step.value}` });
  }
  if (problems.length > 0) return problems;
  return {
    kind: "range",
    from: from.value,
    to: to.value,
    ...(step !== undefined && { step: step.value }),
    log,
    unit: from.unit,
  };
}

function unitText(unit: string): string {
  return unit === "" ? "no unit" : `the unit "${unit}"`;
}

/**
 * The value at a quantile of the variable.
 *
 * @param u at least 0 and below 1
 */
export function valueAt(variable: Variable, u: number): unknown {
  if (variable.kind === "choices") return variable.choices[Math.floor(u * variable.choices.length)];
  const { unit } = variable;
  const value = numberAt(variable, u);
  return unit === "" ? value : `${value} ${unit}`;
}

function numberAt({ from, to, step, log }: Range, u: number): number {
  const any = log ? from * (to / from) ** u : from + (to - from) * u;
  // Rounding may reach `to`, which is outside.
  if (step === undefined) return any < to ? any : from;
  const steps = Math.floor((to - from) / step + 1e-9);
  const k = log ? Math.min(steps, Math.round((any - from) / step)) : Math.floor(u * (steps + 1));
  // Decimal steps: 0.1 + 2 * 0.1 is meant to be 0.3.
  return Number((from + k * step).toPrecision(12));
}
