import { type SatRec, sgp4 } from "satellite.js";
import { CLEARANCE_RADIUS_KM } from "./constants.js";
import { allocateElementSets } from "./element-sets.js";
import { EphemerisStatus } from "./ephemeris.js";
import { initialiseSatRec, refusalOf } from "./satrec.js";
import type { KernelTarget } from "./sgp4-near-earth.js";
import { CORE_STRIDE, Core, Drag, Kind, refusedStatus, type Sgp4Tables } from "./sgp4-tables.js";

/**
 * Answers by satellite.js itself for the satellites that the kernel leaves out: deep space, and near the Earth
 * whatever is irregular at the moment. Records of deep space are made when first asked for and kept.
 */
export function createReferencePropagator(
  tables: Sgp4Tables,
): (satellite: number, target: KernelTarget) => void {
  const { coefficients: rows, kinds, deepSpace } = tables;
  const deepRecords: (SatRec | undefined)[] = [];
  let nearEarthRecord: SatRec | undefined;

  function recordOf(satellite: number): SatRec {
    const row = satellite * CORE_STRIDE;
    if (kinds[satellite] === Kind.DeepSpace) {
      const place = rows[row + Core.DragRow];
      deepRecords[place] ??= initialiseSatRec(deepSpace, place);
      return deepRecords[place];
    }
    nearEarthRecord ??= blankNearEarthRecord();
    fillRecord(nearEarthRecord, rows, row);
    return nearEarthRecord;
  }

  return (satellite, target) => {
    const refused = refusedStatus(kinds[satellite]);
    if (refused !== EphemerisStatus.Ok) {
      writeFailure(target, satellite, refused);
      return;
    }
    const record = recordOf(satellite);
    const minutes = rows[satellite * CORE_STRIDE + Core.MinutesToStart] + target.minutesFromStart;
    const state = sgp4(record, minutes);
    if (state === null) {
      writeFailure(target, satellite, record.error);
      return;
    }
    const { x, y, z } = state.position;
    const radiusKm = Math.hypot(x, y, z);
    if (!Number.isFinite(radiusKm)) {
      writeFailure(target, satellite, refusalOf(record));
    } else if (radiusKm < CLEARANCE_RADIUS_KM) {
      writeFailure(target, satellite, EphemerisStatus.BelowClearance);
    } else {
      const cos = Math.cos(target.gmstRad);
      const sin = Math.sin(target.gmstRad);
      writePosition(target, satellite, cos * x + sin * y, cos * y - sin * x, z);
      target.status[satellite] = EphemerisStatus.Ok;
    }
  };
}

function writeFailure(target: KernelTarget, satellite: number, status: number): void {
  writePosition(target, satellite, 0, 0, 0);
  target.status[satellite] = status;
}

function writePosition(target: KernelTarget, satellite: number, x: number, y: number, z: number): void {
  target.positionsKm[3 * satellite] = x;
  target.positionsKm[3 * satellite + 1] = y;
  target.positionsKm[3 * satellite + 2] = z;
}

/** Any near-Earth record, for `fillRecord` to write over. */
function blankNearEarthRecord(): SatRec {
  const elements = allocateElementSets(1, [""]);
  elements.meanMotionRevPerDay[0] = 15;
  return initialiseSatRec(elements, 0);
}

/** Makes `record` that of the table's row, in all that satellite.js's `sgp4` reads near the Earth. */
function fillRecord(record: SatRec, rows: Float64Array, row: number): void {
  record.mo = rows[row + Core.MeanAnomaly];
  record.mdot = rows[row + Core.MeanAnomalyRate];
  record.argpo = rows[row + Core.ArgumentOfPerigee];
  record.argpdot = rows[row + Core.ArgumentOfPerigeeRate];
  record.nodeo = rows[row + Core.Node];
  record.nodedot = rows[row + Core.NodeRate];
  record.no = rows[row + Core.MeanMotion];
  record.nokozai = record.no;
  record.ecco = rows[row + Core.Eccentricity];
  record.inclo = rows[row + Core.Inclination];
  record.aycof = rows[row + Core.Aycof];
  record.xlcof = rows[row + Core.Xlcof];
  const cosSquared = rows[row + Core.CosInclination] ** 2;
  record.con41 = 3 * cosSquared - 1;
  record.x1mth2 = 1 - cosSquared;
  record.x7thm1 = 7 * cosSquared - 1;

  const drag = rows[row + Core.DragRow];
  const dragOf = (column: number): number => (drag < 0 ? 0 : rows[drag + column]);
  record.isimp = 0;
  record.bstar = 1;
  record.nodecf = dragOf(Drag.Nodecf);
  record.cc1 = dragOf(Drag.Cc1);
  record.cc4 = dragOf(Drag.BstarCc4);
  record.t2cof = dragOf(Drag.T2cof);
  record.omgcof = dragOf(Drag.Omgcof);
  record.eta = dragOf(Drag.Eta);
  record.xmcof = dragOf(Drag.Xmcof);
  record.delmo = dragOf(Drag.Delmo);
  record.d2 = dragOf(Drag.D2);
  record.d3 = dragOf(Drag.D3);
  record.d4 = dragOf(Drag.D4);
  record.cc5 = dragOf(Drag.BstarCc5);
  record.sinmao = dragOf(Drag.Sinmao);
  record.t3cof = dragOf(Drag.T3cof);
  record.t4cof = dragOf(Drag.T4cof);
  record.t5cof = dragOf(Drag.T5cof);
}
