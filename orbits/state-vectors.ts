import { CLEARANCE_RADIUS_KM, WGS72_MU_KM3_S2 as MU, RAD_TO_DEG, SECONDS_PER_DAY } from "./constants.js";
import type { ElementSets } from "./element-sets.js";
import { EphemerisStatus } from "./ephemeris.js";
import type { Instant } from "./instant.js";
import { propagateTeme } from "./satrec.js";
import { withinTurn } from "./secular-elements.js";
import type { Vector3 } from "./vector.js";

/** Where a satellite is and how it moves at an instant, TEME. */
export interface StateVector {
  readonly epoch: Instant;
  readonly positionKm: Vector3;
  readonly velocityKmS: Vector3;
}

/** Mean elements are accepted that give the state back to within this. Source: the project's requirements ask for 1 mm. */
const POSITION_TOLERANCE_KM = 1e-7;
const VELOCITY_TOLERANCE_KM_S = 1e-9;
/** The search ends earlier where it is as near as SGP4's own solution of Kepler's equation is exact. */
const POSITION_GOAL_KM = 2e-9;
const VELOCITY_GOAL_KM_S = 2e-12;
/** A low orbit needs four or five. */
const MOST_STEPS = 40;

/**
 * Writes the mean elements whose SGP4 orbit has this state at its epoch, without drag: element set `index`.
 *
 * The unknown is a state of its own, the one whose Kepler elements are the mean elements; it is moved by what SGP4 still
 * misses until nothing is missed: the difference of osculating and mean elements is small and smooth, so this contracts by
 * three digits a step in a low orbit. States have no singular cases, so circles and equatorial orbits need no care; only SGP4's
 * own limits remain (`reasonOf`).
 *
 * @returns what is wrong with the state; undefined where the elements were written
 */
export function setMeanElements(
  elements: ElementSets,
  index: number,
  { epoch, positionKm, velocityKmS }: StateVector,
): string | undefined {
  const refusal = refuse(positionKm, velocityKmS);
  if (refusal !== undefined) return refusal;
  elements.epochDay[index] = epoch.day;
  elements.epochSecondOfDay[index] = epoch.secondOfDay;
  elements.bstar[index] = 0;
  const r: [number, number, number] = [...positionKm];
  const v: [number, number, number] = [...velocityKmS];
  let least = Number.POSITIVE_INFINITY;
  const best = new Float64Array(6);
  let last: Float64Array | undefined;
  for (let step = 0; step < MOST_STEPS; step++) {
    const mean = keplerElements(r, v);
    if (mean === undefined) break;
    last = mean;
    write(elements, index, mean);
    const made = propagateTeme(elements, index, 0);
    if (made.status !== EphemerisStatus.Ok) break;
    const dr = minus(positionKm, made.positionKm);
    const dv = minus(velocityKmS, made.velocityKmS);
    const miss = Math.max(length(dr) / POSITION_TOLERANCE_KM, length(dv) / VELOCITY_TOLERANCE_KM_S);
    if (miss < least) {
      least = miss;
      best.set(mean);
    }
    if (length(dr) < POSITION_GOAL_KM && length(dv) < VELOCITY_GOAL_KM_S) break;
    for (let k = 0; k < 3; k++) {
      r[k] += dr[k];
      v[k] += dv[k];
    }
  }
  if (least > 1) return `no mean elements were found whose SGP4 orbit passes through it${reasonOf(last)}`;
  write(elements, index, best);
  return undefined;
}

/** SGP4 takes a smaller mean eccentricity for this one. Source: Vallado et al., AIAA 2006-6753, procedure sgp4. */
const SMALLEST_ECCENTRICITY = 1e-6;
/** From here on the long-period terms, which grow with tan(i / 2), outgrow what they correct. */
const MOST_INCLINED_RAD = (178 * Math.PI) / 180;

/** What in SGP4 itself may be in the way. */
function reasonOf(mean: Float64Array | undefined): string {
  if (mean === undefined) return "";
  if (mean[2] > MOST_INCLINED_RAD) return ": SGP4 has no bounds near an inclination of 180 degrees";
  if (mean[1] < SMALLEST_ECCENTRICITY) return ": SGP4 has no mean eccentricity below 1e-6";
  return "";
}

function refuse(r: Vector3, v: Vector3): string | undefined {
  const radius = length(r);
  if (radius < CLEARANCE_RADIUS_KM) {
    return `expected a place above 80 km; it is ${(radius - CLEARANCE_RADIUS_KM + 80).toFixed(1)} km above a sphere of 6378.135 km`;
  }
  const inverseA = 2 / radius - length(v) ** 2 / MU;
  if (!(inverseA > 0)) return "expected a speed below that of escape: this is no orbit about the Earth";
  const momentum = length(cross(r, v));
  const e = Math.sqrt(Math.max(0, 1 - (momentum * momentum * inverseA) / MU));
  const perigeeKm = (1 - e) / inverseA;
  if (perigeeKm < CLEARANCE_RADIUS_KM) {
    const height = (perigeeKm - CLEARANCE_RADIUS_KM + 80).toFixed(1);
    return `expected an orbit that stays above 80 km; its perigee is at ${height} km: it hits the ground or burns up`;
  }
  return undefined;
}

/** Semi-major axis (km), e, i, node, argument of perigee, mean anomaly (rad); undefined where there is no ellipse. */
function keplerElements(r: Vector3, v: Vector3): Float64Array | undefined {
  const radius = length(r);
  const a = 1 / (2 / radius - length(v) ** 2 / MU);
  if (!(a > 0 && a < Number.POSITIVE_INFINITY)) return undefined;
  const h = cross(r, v);
  const momentum = length(h);
  const inclination = Math.atan2(Math.hypot(h[0], h[1]), h[2]);
  // Where the node is not defined it may be anywhere: what counts is the sum with the argument of latitude.
  const node = h[0] === 0 && h[1] === 0 ? 0 : Math.atan2(h[0], -h[1]);
  const cosNode = Math.cos(node);
  const sinNode = Math.sin(node);
  // Within the plane: to the node, and a quarter turn on.
  const p: Vector3 = [cosNode, sinNode, 0];
  const q = cross([h[0] / momentum, h[1] / momentum, h[2] / momentum], p);
  const latitude = Math.atan2(dot(r, q), dot(r, p));
  const radial = dot(r, v) / radius;
  const eCos = (momentum * momentum) / (MU * radius) - 1;
  const eSin = (momentum * radial) / MU;
  const e = Math.hypot(eCos, eSin);
  if (!(e < 1)) return undefined;
  const trueAnomaly = Math.atan2(eSin, eCos);
  const eccentric =
    2 *
    Math.atan2(Math.sqrt(1 - e) * Math.sin(trueAnomaly / 2), Math.sqrt(1 + e) * Math.cos(trueAnomaly / 2));
  const meanAnomaly = eccentric - e * Math.sin(eccentric);
  return Float64Array.of(a, e, inclination, node, latitude - trueAnomaly, meanAnomaly);
}

function write(elements: ElementSets, index: number, mean: Float64Array): void {
  const [a, e, inclination, node, perigee, meanAnomaly] = mean;
  elements.meanMotionRevPerDay[index] = (Math.sqrt(MU / (a * a * a)) * SECONDS_PER_DAY) / (2 * Math.PI);
  elements.eccentricity[index] = e;
  elements.inclinationDeg[index] = inclination * RAD_TO_DEG;
  elements.rightAscensionDeg[index] = withinTurn(node) * RAD_TO_DEG;
  elements.argumentOfPerigeeDeg[index] = withinTurn(perigee) * RAD_TO_DEG;
  elements.meanAnomalyDeg[index] = withinTurn(meanAnomaly) * RAD_TO_DEG;
}

function minus(p: Vector3, q: Vector3): Vector3 {
  return [p[0] - q[0], p[1] - q[1], p[2] - q[2]];
}

function dot(p: Vector3, q: Vector3): number {
  return p[0] * q[0] + p[1] * q[1] + p[2] * q[2];
}

function cross(p: Vector3, q: Vector3): Vector3 {
  return [p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]];
}

function length(p: Vector3): number {
  return Math.hypot(p[0], p[1], p[2]);
}
