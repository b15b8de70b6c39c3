import type { Cluster } from "../../orbits/cluster.js";
import type { ElementSets } from "../../orbits/element-sets.js";
import type { RecordedElements } from "../../results/index.js";
import type { SatelliteSource } from "../scenario/run-plan.js";

/** What all satellites with orbits are propagated from, as a recording keeps them. */
export function elementsOf(sources: readonly SatelliteSource[]): RecordedElements[] {
  return sources.flatMap((source) => {
    if (source.kind === "static") return [];
    const { first, count } = source;
    if (source.kind === "cluster") return clusterElements(first, source.cluster);
    const { elements } = source;
    return [{ first, count, columns: columnsOf(elements) }];
  });
}

/** The first satellite whose elements are not those recorded, and which of them; undefined where all are. */
export function elementsDifference(
  recorded: readonly RecordedElements[],
  asked: readonly RecordedElements[],
): { readonly satellite: number; readonly column: string } | undefined {
  for (const [i, source] of asked.entries()) {
    const other = recorded[i];
    if (other?.first !== source.first || other.count !== source.count)
      return { satellite: source.first, column: "count" };
    for (const [column, values] of Object.entries(source.columns)) {
      const at = values.findIndex((value, k) => !Object.is(value, other.columns[column]?.[k]));
      if (at >= 0) return { satellite: source.first + at, column };
    }
  }
  return recorded.length === asked.length
    ? undefined
    : { satellite: recorded[asked.length].first, column: "count" };
}

/** Two parts: the relative motion of the members, and, under the first of them, their chief. */
function clusterElements(first: number, { chief, epoch, motion }: Cluster): RecordedElements[] {
  const { count, ...relative } = motion;
  const { day, secondOfDay } = epoch;
  const ofEpoch = {
    relativeEpochDay: Float64Array.of(day),
    relativeEpochSecondOfDay: Float64Array.of(secondOfDay),
  };
  return [
    { first, count, columns: relative },
    { first, count: 1, columns: { ...columnsOf(chief), ...ofEpoch } },
  ];
}

function columnsOf({ count: _count, names: _names, ...columns }: ElementSets): Record<string, Float64Array> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [name, Float64Array.from(values)]),
  );
}
