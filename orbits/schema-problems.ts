import type { z } from "zod";
import type { InputProblem } from "./input-error.js";
import { didYouMean } from "./nearest-name.js";
import type { Path } from "./yaml-source.js";

/** Tells where the value at a path, or a key, stands in an input. */
export interface Locator {
  problem(path: Path, message: string): InputProblem;
  problemAtKey(path: Path, key: string, message: string): InputProblem;
}

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

/**
 * The issues that zod found as located problems.
 *
 * @param issues what `schema.safeParse(value, { error: schemaMessage })` gave
 * @param root the whole input
 * @param base path of `value` within the input
 */
export function schemaProblems(
  issues: readonly Issue[],
  root: unknown,
  at: Locator,
  base: Path = [],
): InputProblem[] {
  return issues.flatMap((issue) => {
    const path = [...base, ...issue.path];
    const branch = issue.code === "invalid_union" ? meantBranch(issue.errors) : undefined;
    if (branch !== undefined) return schemaProblems(branch, root, at, path);
    if (issue.code === "unrecognized_keys") {
      const messages = issue.message.split("\n");
      return issue.keys.map((key, i) => at.problemAtKey(path, key, messages[i] ?? `unknown key "${key}"`));
    }
    const key = path.at(-1);
    const missing = typeof key === "string" && !hasPath(root, path);
    const message = missing ? `"${key}" is missing: ${issue.message}` : issue.message;
    return [at.problem(path, message)];
  });
}

/** The one branch of a union that fits in kind, and is wrong only in its parts. */
function meantBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const fitting = branches.filter((issues) => issues.every((issue) => isAboutParts(issue)));
  return fitting.length === 1 ? fitting[0] : undefined;
}

function isAboutParts({ code, path }: Issue): boolean {
  return path.length > 0 || code === "unrecognized_keys" || code === "too_small" || code === "too_big";
}

/**
 * Messages for zod issues in the words of scenario files: what was expected, what was found, the nearest
 * valid name. Pass it as `safeParse(value, { error: schemaMessage })`.
 *
 * For unknown keys it gives one line for each key, which `schemaProblems` takes apart.
 */
export function schemaMessage(issue: RawIssue): string | undefined {
  const got = `got ${describeValue(issue.input)}`;
  switch (issue.code) {
    case "unrecognized_keys":
      return (issue.keys as string[]).map((key) => unknownKey(key, keysOf(issue.inst))).join("\n");
    case "invalid_type":
      if (issue.input === undefined) return `expected ${expectedType(String(issue.expected))}`;
      return `expected ${expectedType(String(issue.expected))}; ${got}${quoteHint(issue)}`;
    case "invalid_value":
      return expectedOneOf(issue.values as readonly unknown[], issue.input);
    case "too_small":
      return `expected ${sizeWords(issue, issue.inclusive === false ? "more than" : "at least", issue.minimum)}; ${got}`;
    case "too_big":
      return `expected ${sizeWords(issue, issue.inclusive === false ? "less than" : "at most", issue.maximum)}; ${got}`;
    case "not_multiple_of":
      return `expected a multiple of ${issue.divisor}; ${got}`;
    case "invalid_union":
      return `none of the accepted forms fits; ${got}`;
    default:
      return undefined;
  }
}

/** `unknown key "x"; did you mean "y"?`, or the list of valid keys where none is near. */
export function unknownKey(key: string, valid: readonly string[]): string {
  if (valid.length === 0) return `unknown key "${key}"`;
  return `unknown key "${key}"${didYouMean(key, valid) || `; expected ${valid.join(", ")}`}`;
}

/** `expected one of a, b; got "c"; did you mean "b"?` */
export function expectedOneOf(values: readonly unknown[], got: unknown): string {
  const names = values.map(String);
  const list = names.length === 1 ? names[0] : `one of ${names.join(", ")}`;
  if (got === undefined) return `expected ${list}`;
  return `expected ${list}; got ${describeValue(got)}${typeof got === "string" ? didYouMean(got, names) : ""}`;
}

/** A value as it is shown in messages: short, and in the words of YAML. */
export function describeValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "an empty value";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "keys and values";
  if (typeof value === "string") {
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  }
  return typeof value === "number" || typeof value === "boolean" ? String(value) : `a ${typeof value}`;
}

/** True for what YAML writes as `key: value` pairs. */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  object: "keys and values",
  record: "keys and values",
};

function expectedType(type: string): string {
  return TYPES[type] ?? type;
}

/** YAML reads `name: 42` and `name: yes` as other things than text. */
function quoteHint(issue: RawIssue): string {
  const scalar = typeof issue.input === "number" || typeof issue.input === "boolean";
  return issue.expected === "string" && scalar ? " (put it in quotes)" : "";
}

function sizeWords(issue: RawIssue, relation: string, limit: unknown): string {
  switch (issue.origin) {
    case "string":
      return Number(limit) === 1 ? "text that is not empty" : `text of ${relation} ${limit} characters`;
    case "array":
      return `a list of ${relation} ${limit} ${Number(limit) === 1 ? "item" : "items"}`;
    default:
      return `${relation} ${limit}`;
  }
}

function keysOf(inst: unknown): string[] {
  const shape = (inst as { _zod?: { def?: { shape?: object } } } | undefined)?._zod?.def?.shape;
  return shape === undefined ? [] : Object.keys(shape);
}

function hasPath(value: unknown, path: Path): boolean {
  let current = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) return false;
    current = (current as Record<PropertyKey, unknown>)[key];
  }
  return true;
}
