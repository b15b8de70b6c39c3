import type { SatRec } from "satellite.js";
import { SECONDS_PER_DAY } from "./constants.js";
import { allocateElementSets, type ElementSets } from "./element-sets.js";
import { EphemerisStatus } from "./ephemeris.js";
import type { Instant } from "./instant.js";
import { epochOf, initialiseSatRec, refusalOf, semiMajorAxisOf } from "./satrec.js";

/**
 * Initialised SGP4 of many satellites: plain data, made once and handed to other threads as it is. The
 * arrays lie on shared memory, so that a clone costs nothing.
 */
export interface Sgp4Tables {
  readonly count: number;
  /** The UTC instant that is time 0 of the ephemeris. */
  readonly start: Instant;
  /**
   * `count` rows of `CORE_STRIDE` doubles (columns `Core`), then a row of `DRAG_STRIDE` doubles (columns
   * `Drag`) for each near-Earth satellite with drag. Rows of other kinds hold only their first column.
   */
  readonly coefficients: Float64Array;
  /** Per satellite a `Kind`. */
  readonly kinds: Uint8Array;
  /** Element sets of the deep-space satellites, which satellite.js propagates; place in it: `Core.DragRow`. */
  readonly deepSpace: ElementSets;
}

/** How a satellite is propagated; `Refused + code` where SGP4 cannot even be initialised. */
export const Kind = { NearEarth: 0, DeepSpace: 1, Refused: 16 } as const;

/** Columns of a satellite's row, angles in rad and rates per minute, as the SatRec fields they come from. */
export const Core = {
  MinutesToStart: 0,
  MeanAnomaly: 1,
  MeanAnomalyRate: 2,
  ArgumentOfPerigee: 3,
  ArgumentOfPerigeeRate: 4,
  Node: 5,
  NodeRate: 6,
  MeanMotion: 7,
  /** Earth radii. */
  SemiMajorAxis: 8,
  Eccentricity: 9,
  Inclination: 10,
  CosInclination: 11,
  SinInclination: 12,
  Aycof: 13,
  Xlcof: 14,
  /** Where the drag row begins in `coefficients`, or -1; for deep space the place in `deepSpace`. */
  DragRow: 15,
} as const;
export const CORE_STRIDE = 16;

/** Columns of a drag row, named after the SatRec fields. */
export const Drag = {
  Nodecf: 0,
  Cc1: 1,
  /** bstar * cc4 and bstar * cc5: only the products enter. */
  BstarCc4: 2,
  T2cof: 3,
  Omgcof: 4,
  Eta: 5,
  Xmcof: 6,
  Delmo: 7,
  D2: 8,
  D3: 9,
  D4: 10,
  BstarCc5: 11,
  Sinmao: 12,
  T3cof: 13,
  T4cof: 14,
  T5cof: 15,
} as const;
const DRAG_STRIDE = 16;

/** Satellites between two calls of `onProgress`: catalogues take a second for some 50,000. */
const PROGRESS_STEP = 8192;

/**
 * Initialises SGP4 for all element sets, for an ephemeris whose time 0 is `start`.
 * @param onProgress gets how many satellites are initialised, now and then and at the end
 */
export function prepareSgp4(
  elements: ElementSets,
  start: Instant,
  onProgress?: (satellites: number) => void,
): Sgp4Tables {
  const { count } = elements;
  let withDrag = 0;
  for (let i = 0; i < count; i++) if (elements.bstar[i] !== 0) withDrag++;
  const rows = sharedDoubles(count * CORE_STRIDE + withDrag * DRAG_STRIDE);
  const kinds = new Uint8Array(new SharedArrayBuffer(count));
  const deepSpace: number[] = [];
  let dragRow = count * CORE_STRIDE;

  for (let i = 0; i < count; i++) {
    if (i % PROGRESS_STEP === 0 && i > 0) onProgress?.(i);
    const row = i * CORE_STRIDE;
    rows[row + Core.MinutesToStart] = minutesBetween(epochOf(elements, i), start);
    if (i > 0 && kinds[i - 1] === Kind.NearEarth && sharesOrbitShape(elements, i - 1, i)) {
      copyOrbitShape(rows, row, elements, i);
      continue;
    }
    const record = initialiseSatRec(elements, i);
    if (!isUsable(record)) {
      kinds[i] = Kind.Refused + (record.error || refusalOf(record));
    } else if (record.method === "d") {
      kinds[i] = Kind.DeepSpace;
      rows[row + Core.DragRow] = deepSpace.length;
      deepSpace.push(i);
    } else {
      writeCoreRow(rows, row, record);
      if (record.bstar !== 0) {
        rows[row + Core.DragRow] = dragRow;
        writeDragRow(rows, dragRow, record);
        dragRow += DRAG_STRIDE;
      }
    }
  }
  onProgress?.(count);
  return { count, start, coefficients: rows, kinds, deepSpace: selectElements(elements, deepSpace) };
}

function sharedDoubles(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(8 * length));
}

function minutesBetween(epoch: Instant, start: Instant): number {
  const days = start.day - epoch.day;
  return (days * SECONDS_PER_DAY + (start.secondOfDay - epoch.secondOfDay)) / 60;
}

/** False where the elements are out of all bounds, so that initialisation itself gave NaN. */
function isUsable(record: SatRec): boolean {
  const { ecco, no, mdot, argpdot, nodedot, aycof, xlcof, nodeo, argpo, mo, bstar, cc1, cc4, cc5 } = record;
  const sum = mdot + argpdot + nodedot + aycof + xlcof + nodeo + argpo + mo + bstar * (cc4 + cc5) + cc1;
  return ecco >= 0 && ecco < 1 && no > 0 && Number.isFinite(sum);
}

function writeCoreRow(rows: Float64Array, row: number, record: SatRec): void {
  rows[row + Core.MeanAnomaly] = record.mo;
  rows[row + Core.MeanAnomalyRate] = record.mdot;
  rows[row + Core.ArgumentOfPerigee] = record.argpo;
  rows[row + Core.ArgumentOfPerigeeRate] = record.argpdot;
  rows[row + Core.Node] = record.nodeo;
  rows[row + Core.NodeRate] = record.nodedot;
  rows[row + Core.MeanMotion] = record.no;
  rows[row + Core.SemiMajorAxis] = semiMajorAxisOf(record);
  rows[row + Core.Eccentricity] = record.ecco;
  rows[row + Core.Inclination] = record.inclo;
  rows[row + Core.CosInclination] = Math.cos(record.inclo);
  rows[row + Core.SinInclination] = Math.sin(record.inclo);
  rows[row + Core.Aycof] = record.aycof;
  rows[row + Core.Xlcof] = record.xlcof;
  rows[row + Core.DragRow] = -1;
}

function writeDragRow(rows: Float64Array, row: number, record: SatRec): void {
  rows[row + Drag.Nodecf] = record.nodecf;
  rows[row + Drag.Cc1] = record.cc1;
  rows[row + Drag.BstarCc4] = record.bstar * record.cc4;
  rows[row + Drag.T2cof] = record.t2cof;
  // Perigee below 220 km: SGP4 keeps only the linear terms, which is these being zero.
  if (record.isimp === 1) return;
  rows[row + Drag.Omgcof] = record.omgcof;
  rows[row + Drag.Eta] = record.eta;
  rows[row + Drag.Xmcof] = record.xmcof;
  rows[row + Drag.Delmo] = record.delmo;
  rows[row + Drag.D2] = record.d2;
  rows[row + Drag.D3] = record.d3;
  rows[row + Drag.D4] = record.d4;
  rows[row + Drag.BstarCc5] = record.bstar * record.cc5;
  rows[row + Drag.Sinmao] = record.sinmao;
  rows[row + Drag.T3cof] = record.t3cof;
  rows[row + Drag.T4cof] = record.t4cof;
  rows[row + Drag.T5cof] = record.t5cof;
}

/** Without drag, satellites of one shell differ in nothing but node and mean anomaly: no need to initialise each. */
function sharesOrbitShape(elements: ElementSets, a: number, b: number): boolean {
  return (
    elements.bstar[a] === 0 &&
    elements.bstar[b] === 0 &&
    elements.meanMotionRevPerDay[a] === elements.meanMotionRevPerDay[b] &&
    elements.eccentricity[a] === elements.eccentricity[b] &&
    elements.inclinationDeg[a] === elements.inclinationDeg[b] &&
    elements.argumentOfPerigeeDeg[a] === elements.argumentOfPerigeeDeg[b]
  );
}

function copyOrbitShape(rows: Float64Array, row: number, elements: ElementSets, index: number): void {
  rows.copyWithin(row + 1, row + 1 - CORE_STRIDE, row);
  // As json2satrec turns them into radians.
  rows[row + Core.MeanAnomaly] = elements.meanAnomalyDeg[index] * (Math.PI / 180);
  rows[row + Core.Node] = elements.rightAscensionDeg[index] * (Math.PI / 180);
}

function selectElements(elements: ElementSets, indices: readonly number[]): ElementSets {
  const subset = allocateElementSets(
    indices.length,
    indices.map((i) => elements.names.at(i)),
  );
  indices.forEach((from, to) => {
    subset.catalogueNumbers[to] = elements.catalogueNumbers[from];
    subset.epochDay[to] = elements.epochDay[from];
    for (const column of DOUBLE_COLUMNS) subset[column][to] = elements[column][from];
  });
  return subset;
}

const DOUBLE_COLUMNS = [
  "epochSecondOfDay",
  "inclinationDeg",
  "rightAscensionDeg",
  "eccentricity",
  "argumentOfPerigeeDeg",
  "meanAnomalyDeg",
  "meanMotionRevPerDay",
  "bstar",
] as const;

/** The status that a satellite refused at initialisation keeps for ever. */
export function refusedStatus(kind: number): number {
  return kind >= Kind.Refused ? kind - Kind.Refused : EphemerisStatus.Ok;
}
