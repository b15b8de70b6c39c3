import { constants } from "satellite.js";
import { CLEARANCE_RADIUS_KM, WGS72_RADIUS_KM } from "./constants.js";
import { EphemerisStatus } from "./ephemeris.js";
import { CORE_STRIDE, Core, Drag, Kind } from "./sgp4-tables.js";
import {
  restOf,
  SINES,
  SMALL_ANGLE_RAD,
  sineAt,
  stepOf,
  turnCos,
  turnSin,
  withoutTurns,
} from "./sine-table.js";

/*
 * Near-Earth SGP4 over tables, positions only, turned into the Earth-fixed frame as it goes. The model is
 * that of Hoots and Roehrich (Spacetrack Report No. 3) as revised by Vallado et al. (AIAA 2006-6753); names
 * of coefficients are theirs.
 *
 * Angles that grow with time are summed in the same order and rounding as in satellite.js, because days from
 * the epoch one unit in the last place is already a micrometre of orbit. From there on all numbers are small,
 * and sines of sums are taken by turning sines that are known, not by calling Math's.
 *
 * Whatever is out of the ordinary - below 80 km, elements out of bounds, an eccentricity that takes long
 * steps to solve - is handed to `irregular`, which asks satellite.js itself. NaN marks it between the passes.
 *
 * Three passes over a block of satellites instead of one long loop: V8 inlines only so much into one
 * function, and the calls that it did not inline would cost half the time.
 */

/** Columns of a block's row: what one pass leaves to the next. Lengths in Earth radii, angles in rad. */
const A = 0;
const NODE = 1;
const AXN = 2;
const AYN = 3;
/** First the mean argument of latitude; once solved, sine and cosine of the eccentric one. */
const U = 4;
const SIN_E = 4;
const COS_E = 5;
const BLOCK_STRIDE = 6;
const BLOCK_SIZE = 128;
const block = new Float64Array(BLOCK_SIZE * BLOCK_STRIDE);

/** SGP4 ends Kepler's equation at a correction below this, rad, and goes on with the angle before it. */
const KEPLER_TOLERANCE_RAD = 1e-12;
/** So near to the tolerance, rad, rounding decides whether SGP4 ends: worth 7 micrometres, so not ours to guess. */
const KEPLER_TIE_RAD = 2e-14;
const KEPLER_ITERATIONS = 10;
/** SGP4 cuts corrections at 0.95 rad; this stays clear of it. */
const KEPLER_LARGEST_STEP_RAD = 0.9;

const HALF_J2 = 0.5 * constants.j2;
const SMALLEST_RADIUS = CLEARANCE_RADIUS_KM / WGS72_RADIUS_KM;
/** Earth radii; below it short-period terms outgrow `SMALL_ANGLE_RAD`. */
const SMALLEST_SEMI_LATUS_RECTUM = 0.5;

/** Where and when a call of the kernel writes. */
export interface KernelTarget {
  /** Earth-fixed km, written at `3 * satellite`. */
  readonly positionsKm: Float64Array;
  /** An `EphemerisStatus`, written at `satellite`. */
  readonly status: Uint8Array;
  readonly minutesFromStart: number;
  readonly gmstRad: number;
}

/**
 * Positions of satellites `from` to `to - 1`. Those that this kernel does not answer for, deep space
 * among them, are left as they are, and `irregular` is called for each.
 *
 * @param rows `Sgp4Tables.coefficients`
 * @param kinds `Sgp4Tables.kinds`
 */
export function propagateNearEarth(
  rows: Float64Array,
  kinds: Uint8Array,
  target: KernelTarget,
  from: number,
  to: number,
  irregular: (satellite: number) => void,
): void {
  for (let first = from; first < to; first += BLOCK_SIZE) {
    const end = Math.min(to, first + BLOCK_SIZE);
    applySecularAndDrag(rows, kinds, target.minutesFromStart, first, end);
    solveKepler(end - first);
    orient(rows, target, first, end, irregular);
  }
}

/** Mean elements at time t, with long-period terms: leaves a, node, e cos and e sin of perigee, and u. */
function applySecularAndDrag(
  rows: Float64Array,
  kinds: Uint8Array,
  minutesFromStart: number,
  from: number,
  to: number,
): void {
  const sines = SINES;
  for (let i = from, b = 0; i < to; i++, b += BLOCK_STRIDE) {
    block[b + U] = Number.NaN;
    if (kinds[i] !== Kind.NearEarth) continue;
    const row = i * CORE_STRIDE;
    const t = rows[row + Core.MinutesToStart] + minutesFromStart;
    const undraggedAnomaly = rows[row + Core.MeanAnomaly] + rows[row + Core.MeanAnomalyRate] * t;
    let meanAnomaly = undraggedAnomaly;
    let perigee = rows[row + Core.ArgumentOfPerigee] + rows[row + Core.ArgumentOfPerigeeRate] * t;
    let node = rows[row + Core.Node] + rows[row + Core.NodeRate] * t;
    let a = rows[row + Core.SemiMajorAxis];
    let e = rows[row + Core.Eccentricity];

    const drag = rows[row + Core.DragRow];
    if (drag >= 0) {
      const t2 = t * t;
      const t3 = t2 * t;
      const t4 = t3 * t;
      node += rows[drag + Drag.Nodecf] * t2;
      let shift = rows[drag + Drag.Omgcof] * t;
      const xmcof = rows[drag + Drag.Xmcof];
      if (xmcof !== 0) {
        // Math's own cosine: this enters the sum that must round as satellite.js rounds it.
        const w = 1 + rows[drag + Drag.Eta] * Math.cos(undraggedAnomaly);
        shift += xmcof * (w * w * w - rows[drag + Drag.Delmo]);
      }
      meanAnomaly = undraggedAnomaly + shift;
      perigee -= shift;
      const shrink =
        1 -
        rows[drag + Drag.Cc1] * t -
        rows[drag + Drag.D2] * t2 -
        rows[drag + Drag.D3] * t3 -
        rows[drag + Drag.D4] * t4;
      a = a * shrink * shrink;
      let eccentricityLoss = rows[drag + Drag.BstarCc4] * t;
      const bstarCc5 = rows[drag + Drag.BstarCc5];
      if (bstarCc5 !== 0) {
        const k = stepOf(meanAnomaly);
        const j = sineAt(k);
        const sinM = turnSin(sines[j], sines[j + 1], restOf(meanAnomaly, k));
        eccentricityLoss += bstarCc5 * (sinM - rows[drag + Drag.Sinmao]);
      }
      e -= eccentricityLoss;
      const longitudeGain =
        rows[drag + Drag.T2cof] * t2 +
        rows[drag + Drag.T3cof] * t3 +
        t4 * (rows[drag + Drag.T4cof] + t * rows[drag + Drag.T5cof]);
      meanAnomaly += rows[row + Core.MeanMotion] * longitudeGain;
      if (!(e < 1 && e >= -0.001)) continue;
    }
    if (e < 1e-6) e = 1e-6;

    const longitude = withoutTurns(meanAnomaly + perigee + node);
    const k = stepOf(perigee);
    const j = sineAt(k);
    const rest = restOf(perigee, k);
    const axn = e * turnCos(sines[j], sines[j + 1], rest);
    const perSemiLatusRectum = 1 / (a * (1 - e * e));
    block[b + A] = a;
    block[b + NODE] = node;
    block[b + AXN] = axn;
    block[b + AYN] = e * turnSin(sines[j], sines[j + 1], rest) + perSemiLatusRectum * rows[row + Core.Aycof];
    block[b + U] = longitude - node + perSemiLatusRectum * rows[row + Core.Xlcof] * axn;
  }
}

/**
 * Kepler's equation in the argument of latitude, by the very steps of SGP4, which are Newton's: it ends short
 * of the root, and ends where it does. Only the way from u is kept, so that no digits cancel.
 */
function solveKepler(count: number): void {
  const sines = SINES;
  for (let b = 0; b < count * BLOCK_STRIDE; b += BLOCK_STRIDE) {
    const u = block[b + U];
    const axn = block[b + AXN];
    const ayn = block[b + AYN];
    let k = stepOf(u);
    let j = sineAt(k);
    let rest = restOf(u, k);
    let sinE = turnSin(sines[j], sines[j + 1], rest);
    let cosE = turnCos(sines[j], sines[j + 1], rest);
    let fromU = 0;
    let solved = false;
    for (let n = 0; n < KEPLER_ITERATIONS; n++) {
      const step = (axn * sinE - ayn * cosE - fromU) / (1 - axn * cosE - ayn * sinE);
      const size = Math.abs(step);
      if (size < KEPLER_TOLERANCE_RAD + KEPLER_TIE_RAD) {
        solved = size < KEPLER_TOLERANCE_RAD - KEPLER_TIE_RAD;
        break;
      }
      fromU += step;
      if (size < SMALL_ANGLE_RAD) {
        const sin = sinE;
        sinE = turnSin(sin, cosE, step);
        cosE = turnCos(sin, cosE, step);
      } else if (size < KEPLER_LARGEST_STEP_RAD) {
        k = stepOf(u + fromU);
        j = sineAt(k);
        rest = restOf(u + fromU, k);
        sinE = turnSin(sines[j], sines[j + 1], rest);
        cosE = turnCos(sines[j], sines[j + 1], rest);
      } else break;
    }
    block[b + SIN_E] = solved ? sinE : Number.NaN;
    block[b + COS_E] = cosE;
  }
}

/** Short-period terms, orientation and the Earth's rotation: from the solved block to positions. */
function orient(
  rows: Float64Array,
  target: KernelTarget,
  from: number,
  to: number,
  irregular: (satellite: number) => void,
): void {
  const sines = SINES;
  const { positionsKm, status, gmstRad } = target;
  for (let i = from, b = 0; i < to; i++, b += BLOCK_STRIDE) {
    const row = i * CORE_STRIDE;
    const a = block[b + A];
    const axn = block[b + AXN];
    const ayn = block[b + AYN];
    const sinE = block[b + SIN_E];
    const cosE = block[b + COS_E];
    const cosI = rows[row + Core.CosInclination];
    const sinI = rows[row + Core.SinInclination];

    const eSquared = axn * axn + ayn * ayn;
    const semiLatusRectum = a * (1 - eSquared);
    const r = a * (1 - (axn * cosE + ayn * sinE));
    const beta = Math.sqrt(1 - eSquared);
    const esine = (axn * sinE - ayn * cosE) / (1 + beta);
    const aOverR = a / r;
    const sinU = aOverR * (sinE - ayn - axn * esine);
    const cosU = aOverR * (cosE - axn + ayn * esine);
    const sin2U = 2 * cosU * sinU;
    const cos2U = 1 - 2 * sinU * sinU;

    const perSemiLatusRectum = 1 / semiLatusRectum;
    const j2OverP = HALF_J2 * perSemiLatusRectum;
    const j2OverP2 = j2OverP * perSemiLatusRectum;
    const cos2I = cosI * cosI;
    const radius = r * (1 - 1.5 * j2OverP2 * beta * (3 * cos2I - 1)) + 0.5 * j2OverP * (1 - cos2I) * cos2U;
    if (!(radius >= SMALLEST_RADIUS && semiLatusRectum > SMALLEST_SEMI_LATUS_RECTUM)) {
      irregular(i);
      continue;
    }
    const uTurn = -0.25 * j2OverP2 * (7 * cos2I - 1) * sin2U;
    const inclinationTurn = 1.5 * j2OverP2 * cosI * sinI * cos2U;
    const node = block[b + NODE] + 1.5 * j2OverP2 * cosI * sin2U - gmstRad;

    const sinLatitude = turnSin(sinU, cosU, uTurn);
    const cosLatitude = turnCos(sinU, cosU, uTurn);
    const k = stepOf(node);
    const j = sineAt(k);
    const rest = restOf(node, k);
    const sinNode = turnSin(sines[j], sines[j + 1], rest);
    const cosNode = turnCos(sines[j], sines[j + 1], rest);
    const radiusKm = radius * WGS72_RADIUS_KM;
    const acrossNode = turnCos(sinI, cosI, inclinationTurn) * sinLatitude;
    positionsKm[3 * i] = radiusKm * (cosNode * cosLatitude - sinNode * acrossNode);
    positionsKm[3 * i + 1] = radiusKm * (sinNode * cosLatitude + cosNode * acrossNode);
    positionsKm[3 * i + 2] = radiusKm * turnSin(sinI, cosI, inclinationTurn) * sinLatitude;
    status[i] = EphemerisStatus.Ok;
  }
}
