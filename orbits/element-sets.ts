import { NameList } from "./name-list.js";

/**
 * Mean elements of many satellites as columns: no object per satellite, so that a million of them fit and
 * can be handed to another thread as they are. Index = place in the input, which is what tells satellites
 * apart (names and catalogue numbers repeat in real files).
 */
export interface ElementSets {
  readonly count: number;
  /** Names as given; `""` where the input has none. */
  readonly names: NameList;
  /** NORAD catalogue numbers, up to 9 digits; 0 where there is none. */
  readonly catalogueNumbers: Int32Array;
  /** Epoch (UTC): whole days since 1970-01-01, and seconds into that day. */
  readonly epochDay: Int32Array;
  readonly epochSecondOfDay: Float64Array;
  readonly inclinationDeg: Float64Array;
  readonly rightAscensionDeg: Float64Array;
  readonly eccentricity: Float64Array;
  readonly argumentOfPerigeeDeg: Float64Array;
  readonly meanAnomalyDeg: Float64Array;
  readonly meanMotionRevPerDay: Float64Array;
  /** Drag term, 1 / Earth radii. */
  readonly bstar: Float64Array;
}

/** Numeric columns of `ElementSets` that every reader and generator fills. */
export function allocateElementSets(count: number, names: NameList | readonly string[]): ElementSets {
  const column = () => new Float64Array(count);
  return {
    count,
    names: names instanceof NameList ? names : NameList.of(names),
    catalogueNumbers: new Int32Array(count),
    epochDay: new Int32Array(count),
    epochSecondOfDay: column(),
    inclinationDeg: column(),
    rightAscensionDeg: column(),
    eccentricity: column(),
    argumentOfPerigeeDeg: column(),
    meanAnomalyDeg: column(),
    meanMotionRevPerDay: column(),
    bstar: column(),
  };
}
