import { InputError, type InputProblem } from "../../orbits/input-error.js";
import { readPlainYaml } from "../../orbits/plain-yaml.js";
import { describeValue } from "../../orbits/schema-problems.js";
import type { Path } from "../../orbits/yaml-source.js";

/** How a `--set` is named in messages; `index` counts from 0. */
export function setOptionName(index: number): string {
  return `--set #${index + 1}`;
}

/** A `--set` that was applied. */
export interface AppliedSet {
  /** As shown in messages: `--set #2`. */
  readonly label: string;
  /** Where the value stands that it wrote; shorter than the path given where parents had to be created. */
  readonly wrote: Path;
}

/**
 * Applies `path.to.0.key=value` options in order. The input is not changed: what lies along a path is copied,
 * so that YAML aliases of it keep their value.
 */
export function applySetOptions(
  root: unknown,
  options: readonly string[],
): { value: unknown; applied: AppliedSet[]; problems: InputProblem[] } {
  const applied: AppliedSet[] = [];
  const problems: InputProblem[] = [];
  let value = root;
  for (const [i, option] of options.entries()) {
    const label = setOptionName(i);
    const result = applyOne(value, option, label);
    if ("problem" in result) {
      problems.push({ file: label, message: result.problem });
    } else {
      value = result.value;
      applied.push({ label, wrote: result.wrote });
    }
  }
  return { value, applied, problems };
}

type Outcome = { readonly value: unknown; readonly wrote: Path } | { readonly problem: string };

function applyOne(root: unknown, option: string, label: string): Outcome {
  const equals = option.indexOf("=");
  const keys = option.slice(0, Math.max(0, equals)).split(".");
  if (equals < 0 || keys.some((key) => key.trim() === "")) {
    return {
      problem: `expected path=value, such as time.duration='5 min' or constellation.0.tle=x.tle; got "${option}"`,
    };
  }
  let written: unknown;
  try {
    written = parseValue(label, option.slice(equals + 1));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return {
      problem: `cannot read the value of "${option}": ${error.problems.map((p) => p.message).join("; ")}`,
    };
  }
  return setAt(root, keys, 0, written);
}

function parseValue(label: string, text: string): unknown {
  if (text.trim() === "") {
    throw new InputError([{ file: label, message: "nothing stands after =" }]);
  }
  return readPlainYaml(label, text).value;
}

/** A copy of `container` in which the rest of the path leads to `written`. */
function setAt(container: unknown, keys: readonly string[], depth: number, written: unknown): Outcome {
  const key = keys[depth] as string;
  const last = depth === keys.length - 1;
  const where = depth === 0 ? "the scenario" : `"${keys.slice(0, depth).join(".")}"`;
  if (Array.isArray(container)) {
    const index = /^\d+$/.test(key) ? Number(key) : Number.NaN;
    if (!(index < container.length)) {
      const range = container.length === 0 ? "it is empty" : `its items are 0 to ${container.length - 1}`;
      return { problem: `${where} is a list: ${range}; got "${key}"` };
    }
    const inner = last ? { value: written, wrote: [] } : setAt(container[index], keys, depth + 1, written);
    return "problem" in inner
      ? inner
      : { value: container.with(index, inner.value), wrote: [index, ...inner.wrote] };
  }
  if (typeof container !== "object" || container === null) {
    return { problem: `${where} is ${describeValue(container)}, which has no "${key}"` };
  }
  const exists = Object.hasOwn(container, key);
  const before = exists ? (container as Record<string, unknown>)[key] : {};
  const inner = last ? { value: written, wrote: [] } : setAt(before, keys, depth + 1, written);
  if ("problem" in inner) return inner;
  const copy = { ...container };
  // Not an assignment: "__proto__" must become a key like any other, for the schema to refuse.
  Object.defineProperty(copy, key, {
    value: inner.value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
  return { value: copy, wrote: exists ? [key, ...inner.wrote] : [key] };
}
