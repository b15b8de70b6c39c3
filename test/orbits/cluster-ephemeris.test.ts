import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cluster, prepareCluster } from "../../orbits/cluster.js";
import { chiefElements } from "../../orbits/cluster-chief.js";
import { createClusterEphemeris } from "../../orbits/cluster-ephemeris.js";
import { EphemerisStatus } from "../../orbits/ephemeris.js";
import { ecefToTeme, gmstRad } from "../../orbits/gmst.js";
import { addNs, secondsBetween } from "../../orbits/instant.js";
import { contactWindows, islContact } from "../../orbits/look-ahead/index.js";
import { allocateMotion, latticeMotion, relativePlace, setState } from "../../orbits/relative-motion.js";
import { initialiseSatRec, propagateRecord } from "../../orbits/satrec.js";
import type { Vector3 } from "../../orbits/vector.js";

const START = { day: 20_625, secondOfDay: 43_200 };
const DAWN = { altitudeKm: 650, localTimeOfNodeSeconds: 21_600, meanAnomalyDeg: 0 };
const LATTICE = { radial: 9, alongTrack: 9, spacingKm: [0.1, 0.2], phaseRad: 0 } as const;
const ORBIT_NS = 5860e9;

function clusterOf(epoch = START, changes: Partial<Record<"eccentricity" | "bstar", number>> = {}): Cluster {
  const chief = chiefElements(DAWN, epoch);
  for (const [column, value] of Object.entries(changes)) chief[column as "bstar"][0] = value;
  return { chief, epoch, motion: latticeMotion(LATTICE) };
}

const dot = (p: Vector3, q: Vector3) => p[0] * q[0] + p[1] * q[1] + p[2] * q[2];
const cross = (p: Vector3, q: Vector3): Vector3 => [
  p[1] * q[2] - p[2] * q[1],
  p[2] * q[0] - p[0] * q[2],
  p[0] * q[1] - p[1] * q[0],
];
const unit = (p: Vector3): Vector3 => {
  const length = Math.hypot(...p);
  return [p[0] / length, p[1] / length, p[2] / length];
};

describe("the ephemeris of a cluster", () => {
  test("has members where satellite.js has the chief, in the frame of its position and velocity", () => {
    const epochs = fc.integer({ min: -10, max: 10 });
    fc.assert(
      fc.property(
        epochs,
        fc.integer({ min: 0, max: 86_400 * 1e9 }),
        fc.constantFrom(0, 0.003),
        fc.constantFrom(0, 1e-4),
        (days, timeNs, eccentricity, bstar) => {
          const cluster = clusterOf({ ...START, day: START.day + days }, { eccentricity, bstar });
          const ephemeris = createClusterEphemeris(prepareCluster(cluster, START));
          const positionsKm = new Float64Array(3 * ephemeris.count);
          const status = new Uint8Array(ephemeris.count);
          ephemeris.positionsAt(timeNs, positionsKm, status);
          const at = addNs(START, timeNs);
          const seconds = secondsBetween(cluster.epoch, at);
          const record = initialiseSatRec(cluster.chief, 0);
          const chiefAt = (shift: number) => propagateRecord(record, (seconds + shift) / 60);
          const { positionKm: r, velocityKmS } = chiefAt(0);
          // SGP4's own velocity leaves out how its short-period terms change: the plane of its positions is the truth.
          const [back2, back, on, on2] = [-10, -5, 5, 10].map((shift) => chiefAt(shift).positionKm);
          const v = r.map((_, k) => (8 * (on[k] - back[k]) - (on2[k] - back2[k])) / 60) as unknown as Vector3;
          const x = unit(r);
          const z = unit(cross(r, v));
          const y = cross(z, x);
          expect(Math.hypot(...z.map((each, k) => each - unit(cross(r, velocityKmS))[k]))).toBeLessThan(3e-6);
          const tau = ((cluster.chief.meanMotionRevPerDay[0] * 2 * Math.PI) / 86_400) * seconds;
          const expected = new Float64Array(3);
          for (const member of [0, 8, 40, 77]) {
            const [px, py, pz] = ecefToTeme(
              [...positionsKm.subarray(3 * member, 3 * member + 3)] as unknown as Vector3,
              gmstRad(at),
            );
            const from: Vector3 = [px - r[0], py - r[1], pz - r[2]];
            relativePlace(cluster.motion, member, tau, expected);
            [x, y, z].forEach((axis, k) => {
              expect(Math.abs(dot(from, axis) - expected[k])).toBeLessThan(3e-9);
            });
            expect(status[member]).toBe(EphemerisStatus.Ok);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("gives the same bits for any range of members, whatever was asked before", () => {
    const prepared = prepareCluster(clusterOf(), START);
    const whole = createClusterEphemeris(prepared);
    const parts = createClusterEphemeris(prepared);
    const [one, other] = [new Float64Array(243), new Float64Array(243)];
    const status = new Uint8Array(81);
    for (const timeNs of [7e12, 0, -3e9, 12_345_678]) {
      whole.positionsAt(timeNs, one, status);
      parts.positionsAt(timeNs, other, status, 40, 81);
      parts.positionsAt(timeNs + 1e9, new Float64Array(243), status, 0, 3);
      parts.positionsAt(timeNs, other, status, 0, 40);
      expect(other).toEqual(one);
    }
  });

  test("has no places where the chief has none, and none below 80 km", () => {
    const fallen = clusterOf(START, { eccentricity: 1.2 });
    const ephemeris = createClusterEphemeris(prepareCluster(fallen, START));
    const positionsKm = new Float64Array(243).fill(1);
    const status = new Uint8Array(81);
    ephemeris.positionsAt(0, positionsKm, status);
    expect([...status].every((each) => each !== EphemerisStatus.Ok)).toBe(true);
    expect([...positionsKm].every((each) => each === 0)).toBe(true);

    const chief = chiefElements(
      { altitudeKm: 100, inclinationDeg: 0, rightAscensionDeg: 0, meanAnomalyDeg: 0 },
      START,
    );
    const tall = { radial: 3, alongTrack: 1, spacingKm: [30, 30], phaseRad: 0 } as const;
    const low = createClusterEphemeris(
      prepareCluster({ chief, epoch: START, motion: latticeMotion(tall) }, START),
    );
    low.positionsAt(0, positionsKm, status);
    expect([...status.subarray(0, 3)]).toEqual([EphemerisStatus.BelowClearance, 0, 0]);
    expect([...positionsKm.subarray(0, 3)]).toEqual([0, 0, 0]);
  });

  test("knows how fast two members can move against one another at most", () => {
    const part = fc.double({ min: -1, max: 1, noNaN: true });
    const triple = fc.tuple(part, part, part);
    fc.assert(
      fc.property(triple, triple, fc.integer({ min: 0, max: ORBIT_NS }), (place, speed, timeNs) => {
        const { chief } = clusterOf();
        const motion = allocateMotion(2);
        const velocityKmS = speed.map((each) => each * 1e-3) as [number, number, number];
        setState(motion, 0, { positionKm: place, velocityKmS }, 1.0716e-3);
        const [x, y, z] = place;
        setState(motion, 1, { positionKm: [y, z, x], velocityKmS: [-1e-3 * z, 0, 1e-3 * x] }, 1.0716e-3);
        const ephemeris = createClusterEphemeris(prepareCluster({ chief, epoch: START, motion }, START));
        const positionsKm = new Float64Array(6);
        const apart = (ns: number) => {
          ephemeris.positionsAt(ns, positionsKm, new Uint8Array(2));
          return Math.hypot(...[0, 1, 2].map((k) => positionsKm[k] - positionsKm[3 + k]));
        };
        const rate = Math.abs(apart(timeNs + 1e9) - apart(timeNs));
        const limits = ephemeris.relativeLimits?.(0, 1);
        expect(rate).toBeLessThanOrEqual((limits?.speedKmS ?? 0) + 1e-11);
      }),
      { numRuns: 200 },
    );
  });

  test("has contact windows for members that stand still against one another", () => {
    const motion = allocateMotion(2);
    setState(motion, 1, { positionKm: [0, 0.1, 0], velocityKmS: [0, 0, 0] }, 1.0716e-3);
    const { chief } = clusterOf();
    const ephemeris = createClusterEphemeris(prepareCluster({ chief, epoch: START, motion }, START));
    const windows = (maxRangeKm: number) =>
      contactWindows(islContact(ephemeris, 0, 1, { maxRangeKm }), { fromNs: 0, toNs: ORBIT_NS });
    expect(windows(0.100001)).toEqual([{ fromNs: 0, toNs: ORBIT_NS, openAtStart: true, openAtEnd: true }]);
    expect(windows(0.099999)).toEqual([]);
  });

  test("has contact windows that are those of a scan, at ranges of metres", () => {
    const ephemeris = createClusterEphemeris(prepareCluster(clusterOf(), START));
    const windows = contactWindows(islContact(ephemeris, 40, 41, { maxRangeKm: 0.15 }), {
      fromNs: 0,
      toNs: ORBIT_NS,
    });
    const positionsKm = new Float64Array(243);
    const status = new Uint8Array(81);
    const isNear = (timeNs: number) => {
      ephemeris.positionsAt(timeNs, positionsKm, status, 40, 42);
      return Math.hypot(...[0, 1, 2].map((k) => positionsKm[120 + k] - positionsKm[123 + k])) <= 0.15;
    };
    const inWindow = (timeNs: number) =>
      windows.some(({ fromNs, toNs }) => timeNs >= fromNs && timeNs <= toNs);
    const ends = windows.flatMap(({ fromNs, toNs }) => [fromNs, toNs]);
    for (let timeNs = 0; timeNs < ORBIT_NS; timeNs += 5e9) {
      if (ends.every((end) => Math.abs(end - timeNs) > 1e8)) expect(inWindow(timeNs)).toBe(isNear(timeNs));
    }
    // Near twice an orbit, when the two fly one above the other.
    expect(windows).toHaveLength(2);
  });
});
