import { isMapping } from "../../orbits/schema-problems.js";
import { canonicalJson } from "../../results/index.js";

/** A value that two manifests have otherwise. */
export interface Difference {
  /** Dotted path. */
  readonly key: string;
  /** As JSON; null where there is none. */
  readonly a: string | null;
  readonly b: string | null;
}

/** The single values of two nested ones that differ, in the order in which they stand. */
export function differences(a: unknown, b: unknown, prefix = ""): Difference[] {
  const first = new Map(leaves(a, prefix));
  const second = new Map(leaves(b, prefix));
  const keys = new Set([...first.keys(), ...second.keys()]);
  return [...keys].flatMap((key) => {
    const difference = { key, a: first.get(key) ?? null, b: second.get(key) ?? null };
    return difference.a === difference.b ? [] : [difference];
  });
}

function leaves(value: unknown, path: string): [string, string][] {
  const inner = Array.isArray(value)
    ? value.map((item, i) => [String(i), item] as const)
    : mappingEntries(value);
  if (inner === undefined || inner.length === 0)
    return value === undefined ? [] : [[path, canonicalJson(value)]];
  return inner.flatMap(([key, item]) => leaves(item, path === "" ? key : `${path}.${key}`));
}

function mappingEntries(value: unknown): [string, unknown][] | undefined {
  return isMapping(value) ? Object.entries(value) : undefined;
}

/** A resolved scenario without where its results go, and without the seed, which stands beside it. */
export function contentOf(scenario: unknown): unknown {
  if (!isMapping(scenario)) return scenario;
  const { output: _output, seed: _seed, ...content } = scenario;
  return content;
}
