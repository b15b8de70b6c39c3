import { canonicalJson } from "../scenario/canonical-json.js";
import type { RunPlan } from "../scenario/run-plan.js";

/** Parts of a scenario that decide where nodes are and which links there may be. */
export const SKY_PARTS = ["time", "constellation", "ground", "links"] as const;

/** The parts of a scenario that its frames are made from, as plain JSON. */
export function skyContent({ content, sky }: RunPlan): Record<string, unknown> {
  const parts = content as Readonly<Record<string, unknown>>;
  const isSeeded = sky.staticLinks.some(({ jitterMs }) => jitterMs > 0);
  const picked = Object.fromEntries(SKY_PARTS.map((part) => [part, parts[part]]));
  // The latency of such links is drawn from it.
  return JSON.parse(canonicalJson({ ...picked, ...(isSeeded && { seed: sky.seed }) })) as Record<
    string,
    unknown
  >;
}

/** Where two values of JSON differ first, and how, in words; undefined where they are equal. */
export function firstDifference(path: string, recorded: unknown, asked: unknown): string | undefined {
  if (isContainer(recorded) && isContainer(asked) && Array.isArray(recorded) === Array.isArray(asked)) {
    const keys = new Set([...Object.keys(recorded), ...Object.keys(asked)]);
    for (const key of keys) {
      const inner = Array.isArray(recorded) ? `${path}[${key}]` : `${path}.${key}`;
      const difference = firstDifference(inner, recorded[key], asked[key]);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  if (Object.is(recorded, asked)) return undefined;
  return `${path}: recorded with ${shown(recorded)}, the scenario has ${shown(asked)}`;
}

const MOST_SHOWN = 60;

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}...` : text;
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
