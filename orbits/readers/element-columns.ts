import type { ElementSets } from "../element-sets.js";
import type { InputProblem } from "../input-error.js";
import { NameList } from "../name-list.js";

/** What every reader of element sets gives back. */
export interface ReadElements {
  readonly elements: ElementSets;
  /** Not mistakes, but worth telling: repeated names, checksums let through. */
  readonly warnings: readonly InputProblem[];
}

/** The first satellites, as many as there are names, of columns that were allocated before these were known. */
export function trimElementSets(sets: ElementSets, names: readonly string[]): ElementSets {
  const count = names.length;
  const named = { count, names: NameList.of(names) };
  if (count === sets.count) return { ...sets, ...named };
  return {
    ...named,
    catalogueNumbers: sets.catalogueNumbers.slice(0, count),
    epochDay: sets.epochDay.slice(0, count),
    epochSecondOfDay: sets.epochSecondOfDay.slice(0, count),
    inclinationDeg: sets.inclinationDeg.slice(0, count),
    rightAscensionDeg: sets.rightAscensionDeg.slice(0, count),
    eccentricity: sets.eccentricity.slice(0, count),
    argumentOfPerigeeDeg: sets.argumentOfPerigeeDeg.slice(0, count),
    meanAnomalyDeg: sets.meanAnomalyDeg.slice(0, count),
    meanMotionRevPerDay: sets.meanMotionRevPerDay.slice(0, count),
    bstar: sets.bstar.slice(0, count),
  };
}
