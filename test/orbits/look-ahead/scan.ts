import fc from "fast-check";
import { degreesToRadians, ecfToLookAngles } from "satellite.js";
import { expect } from "vitest";
import type { Ephemeris } from "../../../orbits/ephemeris.js";
import type { ContactSite } from "../../../orbits/look-ahead/index.js";
import type { KeplerOrbit } from "./kepler-ephemeris.js";

export const SECOND_NS = 1e9;
export const HOUR_NS = 3600 * SECOND_NS;
export const DAY_NS = 24 * HOUR_NS;
const LOWEST_ORBIT_KM = 6378.135 + 80;

/** Azimuth, elevation (degrees) and slant range (km) by satellite.js, from positions of ours; undefined without a position. */
export function look(ephemeris: Ephemeris, satellite: number, site: ContactSite, timeNs: number) {
  const p = positionAt(ephemeris, satellite, timeNs);
  if (p === undefined) return undefined;
  const observer = {
    latitude: degreesToRadians(site.latitudeDeg),
    longitude: degreesToRadians(site.longitudeDeg),
    height: site.altitudeKm,
  };
  const { azimuth, elevation, rangeSat } = ecfToLookAngles(observer, { x: p[0], y: p[1], z: p[2] });
  return {
    azimuthDeg: (((azimuth * 180) / Math.PI) % 360) + (azimuth < 0 ? 360 : 0),
    elevationDeg: (elevation * 180) / Math.PI,
    rangeKm: rangeSat,
  };
}

const scratch = new WeakMap<Ephemeris, { positionsKm: Float64Array; status: Uint8Array }>();

/** All positions, of which only one satellite's is written, and whether it has one. */
export function positionsOf(ephemeris: Ephemeris, satellites: readonly number[], timeNs: number) {
  let buffers = scratch.get(ephemeris);
  if (buffers === undefined) {
    const { count } = ephemeris;
    buffers = { positionsKm: new Float64Array(3 * count), status: new Uint8Array(count) };
    scratch.set(ephemeris, buffers);
  }
  const { positionsKm, status } = buffers;
  for (const i of satellites) ephemeris.positionsAt(timeNs, positionsKm, status, i, i + 1);
  return { positionsKm, known: satellites.every((i) => status[i] === 0) };
}

function positionAt(ephemeris: Ephemeris, satellite: number, timeNs: number): Float64Array | undefined {
  const { positionsKm, known } = positionsOf(ephemeris, [satellite], timeNs);
  const p = positionsKm.subarray(3 * satellite, 3 * satellite + 3);
  return known && Math.hypot(p[0], p[1], p[2]) >= LOWEST_ORBIT_KM ? p : undefined;
}

export interface Span {
  readonly fromNs: number;
  readonly toNs: number;
}

/** Every instant of a dense scan lies in a window just when there is contact, and every edge is one to 1 ms. */
export function expectWindowsOfScan(
  windows: readonly Span[],
  inContact: (timeNs: number) => boolean,
  { fromNs, toNs }: Span,
  stepNs = SECOND_NS,
): void {
  const toleranceNs = 1e6 + 1000;
  let place = 0;
  for (let t = fromNs; t <= toNs; t += stepNs) {
    while (place < windows.length && windows[place].toNs < t) place++;
    const window = windows[place];
    const inside = window !== undefined && window.fromNs <= t;
    if (inside === inContact(t)) continue;
    const edges = windows.flatMap((each) => [each.fromNs, each.toNs]);
    const offNs = Math.min(...edges.map((edge) => Math.abs(edge - t)));
    expect(offNs, `contact at ${t} ns is ${!inside}, windows say ${inside}`).toBeLessThanOrEqual(toleranceNs);
  }
  for (const window of windows) {
    expect(window.fromNs).toBeLessThanOrEqual(window.toNs);
    if (window.fromNs > fromNs) expect(inContact(window.fromNs - toleranceNs)).toBe(false);
    if (window.toNs < toNs) expect(inContact(window.toNs + toleranceNs)).toBe(false);
  }
}

const angle = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true });

/** Orbits from near circles to long ellipses; perigees from 120 km up, retrograde ones too. */
export const anyOrbit: fc.Arbitrary<KeplerOrbit> = fc
  .record({
    perigeeKm: fc.double({ min: 120, max: 2000, noNaN: true }),
    eccentricity: fc.oneof(
      fc.constant(0),
      fc.double({ min: 0, max: 0.02, noNaN: true }),
      fc.double({ min: 0, max: 0.75, noNaN: true }),
    ),
    inclinationRad: fc.oneof(
      fc.constantFrom(0, Math.PI / 2, Math.PI),
      fc.double({ min: 0, max: Math.PI, noNaN: true }),
    ),
    nodeRad: angle,
    perigeeRad: angle,
    meanAnomalyRad: angle,
  })
  .map(({ perigeeKm, ...orbit }) => ({
    ...orbit,
    semiMajorAxisKm: (6378.135 + perigeeKm) / (1 - orbit.eccentricity),
  }));

/** Sites all over, the poles among them. */
export const anySite: fc.Arbitrary<ContactSite> = fc.record({
  latitudeDeg: fc.oneof(fc.constantFrom(-90, 0, 90), fc.double({ min: -90, max: 90, noNaN: true })),
  longitudeDeg: fc.oneof(fc.constantFrom(-180, 180), fc.double({ min: -180, max: 180, noNaN: true })),
  altitudeKm: fc.double({ min: -0.4, max: 9, noNaN: true }),
});
