import { isMapping } from "../orbits/schema-problems.js";

/** Figures of a summary by one name each, such as `routes.rttMs.mean` or `metrics.queue.delay.p99`. */
export interface FlatSummary {
  /** In the order of the names by code unit. */
  readonly values: Readonly<Record<string, number>>;
  /** Names that stand there without a value: `routes.rttMs` where no route was found. */
  readonly absent: readonly string[];
}

/** What says which run it was, not what came out of it; and which probes changed most, a ranking of the run's own. */
const LEFT_OUT = ["scenario", "seed", "routes.changedMost"];

/** Counts by kind: a kind that a summary does not name never happened. */
const COUNTS_BY_KIND = ["events.", "routes.unreached.", "topology.islDegree.shares."];

/**
 * Flattens what `summary.json` holds. Lists are named by what their items are called (`sites.Vienna.coverage`),
 * samples of metrics by metric and statistic, other items by their
 * place; of failed satellites the number is kept. Truth values count as 0 and 1; texts are no figures.
 */
export function flattenSummary(summary: unknown): FlatSummary {
  const found = new Map<string, number>();
  const absent: string[] = [];
  const visit = (name: string, value: unknown): void => {
    if (LEFT_OUT.includes(name)) return;
    if (typeof value === "number") found.set(name, value);
    else if (typeof value === "boolean") found.set(name, Number(value));
    else if (value === null) absent.push(name);
    else if (Array.isArray(value)) {
      for (const [item, label] of labelled(value)) visit(`${name}.${label}`, item);
    } else if (isMapping(value)) {
      for (const [key, inner] of Object.entries(value)) visit(`${name}.${key}`, inner);
    }
  };
  for (const [key, value] of Object.entries(isMapping(summary) ? summary : {})) {
    if (key === "metrics" && Array.isArray(value)) {
      for (const sample of value.filter(isMapping)) {
        visit(`metrics.${sample.metric}.${sample.statistic}`, sample.value);
      }
    } else if (key === "failedSatellites" && Array.isArray(value)) visit(`${key}.count`, value.length);
    else visit(key, value);
  }
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  return { values: Object.fromEntries(sorted), absent: absent.sort() };
}

/** Items of a list with what they are called; names that repeat get their place. */
function labelled(items: readonly unknown[]): [unknown, string][] {
  const seen = new Set<string>();
  return items.map((item, i) => {
    const name = nameOf(item);
    if (name === undefined || seen.has(name)) return [item, String(i)];
    seen.add(name);
    return [isMapping(item) ? figuresOf(item) : item, name];
  });
}

function nameOf(item: unknown): string | undefined {
  return isMapping(item) && typeof item.name === "string" ? item.name : undefined;
}

/** An item that has a name has no use for its number. */
function figuresOf({ id: _id, ...figures }: Record<string, unknown>): Record<string, unknown> {
  return figures;
}

/** A figure of a run by its name; undefined where it has none. */
export function figureOf(values: FlatSummary["values"], metric: string): number | undefined {
  if (Object.hasOwn(values, metric)) return values[metric];
  return COUNTS_BY_KIND.some((kind) => metric.startsWith(kind)) ? 0 : undefined;
}

/** Whether a run of which this is the summary could have given the metric a value, had it had any. */
export function couldHave({ values, absent }: FlatSummary, metric: string): boolean {
  if (figureOf(values, metric) !== undefined) return true;
  if (absent.some((name) => metric === name || metric.startsWith(`${name}.`))) return true;
  // A histogram that took no value has its count alone.
  const stem = metric.slice(0, metric.lastIndexOf(".") + 1);
  return stem.startsWith("metrics.") && values[`${stem}count`] === 0;
}
