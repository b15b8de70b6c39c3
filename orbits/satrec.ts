import { constants, gstime, json2satrec, type SatRec, sgp4 } from "satellite.js";
import type { ElementSets } from "./element-sets.js";
import { EphemerisStatus } from "./ephemeris.js";
import { type Instant, julianDate, unixMsFromInstant } from "./instant.js";
import type { Vector3 } from "./vector.js";

/** Epoch of element set `index`. */
export function epochOf(elements: ElementSets, index: number): Instant {
  return {
    day: elements.epochDay[index],
    secondOfDay: elements.epochSecondOfDay[index],
  };
}

/**
 * satellite.js's initialised record (WGS72, `opsmode` i) of element set `index`. What SGP4 thinks of the
 * elements at their own epoch stands in `error` of the record.
 */
export function initialiseSatRec(elements: ElementSets, index: number): SatRec {
  const epoch = epochOf(elements, index);
  const record = json2satrec({
    OBJECT_NAME: "",
    OBJECT_ID: "",
    ELEMENT_SET_NO: 0,
    NORAD_CAT_ID: elements.catalogueNumbers[index],
    EPOCH: new Date(Math.round(unixMsFromInstant(epoch))).toISOString(),
    MEAN_MOTION: elements.meanMotionRevPerDay[index],
    ECCENTRICITY: elements.eccentricity[index],
    INCLINATION: elements.inclinationDeg[index],
    RA_OF_ASC_NODE: elements.rightAscensionDeg[index],
    ARG_OF_PERICENTER: elements.argumentOfPerigeeDeg[index],
    MEAN_ANOMALY: elements.meanAnomalyDeg[index],
    BSTAR: elements.bstar[index],
    MEAN_MOTION_DOT: 0,
    MEAN_MOTION_DDOT: 0,
  });
  if (record.method === "d") restoreSubMillisecondEpoch(record, julianDate(epoch));
  return record;
}

/**
 * json2satrec reads the epoch through a `Date`, so to the millisecond. Near the Earth the epoch does not
 * enter SGP4 but by the time since it. In deep space it also fixes where Sun, Moon and Greenwich stand, and
 * half a millisecond moves an eccentric orbit by centimetres. So those phases are moved by what was cut off,
 * to the epoch as one double Julian date, which is what the reference implementation works with.
 *
 * Rates of the phases: Vallado et al., AIAA 2006-6753, procedure dscom.
 */
function restoreSubMillisecondEpoch(record: SatRec, epochJulianDate: number): void {
  const cutDays = epochJulianDate - record.jdsatepoch;
  if (cutDays === 0) return;
  const greenwich = gstime(epochJulianDate);
  let turned = greenwich - record.gsto;
  if (turned > Math.PI) turned -= 2 * Math.PI;
  if (turned < -Math.PI) turned += 2 * Math.PI;
  record.gsto = greenwich;
  // Resonant orbits: irez 1 takes the longitude from Greenwich once, irez 2 (half a day) twice.
  if (record.irez !== 0) {
    record.xlamo -= record.irez === 1 ? turned : 2 * turned;
    record.xli = record.xlamo;
  }
  record.zmos += 0.017201977 * cutDays;
  record.zmol += (0.2299715 - 0.001944368) * cutDays;
  record.jdsatepoch = epochJulianDate;
}

/** Mean equinox, true equator of date: the frame SGP4 answers in. Zeros where `status` is not Ok. */
export interface TemeState {
  /** An `EphemerisStatus`: SGP4's own error codes. */
  readonly status: number;
  readonly positionKm: Vector3;
  readonly velocityKmS: Vector3;
}

const ZERO: Vector3 = [0, 0, 0];

/**
 * Position and velocity of one satellite as satellite.js gives them, with nothing of ours in between: for
 * verification, and for what needs velocities. The record is initialised anew at each call; keep one from
 * `initialiseSatRec` for `propagateRecord` where there are many.
 */
export function propagateTeme(elements: ElementSets, index: number, minutesSinceEpoch: number): TemeState {
  return propagateRecord(initialiseSatRec(elements, index), minutesSinceEpoch);
}

/** The same from a record of `initialiseSatRec`. */
export function propagateRecord(record: SatRec, minutesSinceEpoch: number): TemeState {
  const state = sgp4(record, minutesSinceEpoch);
  if (state === null) return { status: record.error, positionKm: ZERO, velocityKmS: ZERO };
  const { position: r, velocity: v } = state;
  // Elements out of all bounds give NaN and no error; so does drag extrapolated over years.
  if (!Number.isFinite(r.x + r.y + r.z + v.x + v.y + v.z)) {
    return { status: refusalOf(record), positionKm: ZERO, velocityKmS: ZERO };
  }
  return { status: EphemerisStatus.Ok, positionKm: [r.x, r.y, r.z], velocityKmS: [v.x, v.y, v.z] };
}

/** The code for a record that answers with NaN: SGP4 has no word for it, so the nearest of its own. */
export function refusalOf(record: SatRec): number {
  if (!(record.ecco >= 0 && record.ecco < 1)) return EphemerisStatus.MeanEccentricity;
  if (!(record.nokozai > 0 && record.no > 0)) return EphemerisStatus.MeanMotion;
  return EphemerisStatus.Decayed;
}

/** Semi-major axis (Earth radii) that SGP4 derives from the record's mean motion, rounded exactly as it does. */
export function semiMajorAxisOf(record: SatRec): number {
  return (constants.xke / record.no) ** constants.x2o3;
}
