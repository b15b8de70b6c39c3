import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { closestApproach } from "../../orbits/cluster-separation.js";
import {
  allocateMotion,
  driftPerOrbitKm,
  furthestMember,
  latticeMotion,
  type RelativeState,
  relativePlace,
  setEllipse,
  setState,
} from "../../orbits/relative-motion.js";

const MU = 398_600.8;
const RADIUS_KM = 6378.135 + 650;
const MEAN_MOTION = Math.sqrt(MU / RADIUS_KM ** 3);
const ORBIT_S = (2 * Math.PI) / MEAN_MOTION;

type Six = readonly number[];

/** Two-body motion, by Runge and Kutta's fourth order. */
function flown(start: Six, seconds: number, steps: number): Six {
  const rate = (s: Six): Six => {
    const pull = -MU / Math.hypot(s[0], s[1], s[2]) ** 3;
    return [s[3], s[4], s[5], pull * s[0], pull * s[1], pull * s[2]];
  };
  const ahead = (s: Six, d: Six, by: number): Six => s.map((value, k) => value + by * d[k]);
  const h = seconds / steps;
  let s = start;
  for (let i = 0; i < steps; i++) {
    const k1 = rate(s);
    const k2 = rate(ahead(s, k1, h / 2));
    const k3 = rate(ahead(s, k2, h / 2));
    const k4 = rate(ahead(s, k3, h));
    s = s.map((value, k) => value + (h / 6) * (k1[k] + 2 * k2[k] + 2 * k3[k] + k4[k]));
  }
  return s;
}

/** Where the deputy is in the chief's local frame after some seconds; the chief starts on the x-axis, on a circle. */
function integrated({ positionKm: [x, y, z], velocityKmS: [vx, vy, vz] }: RelativeState, seconds: number) {
  const turning = MEAN_MOTION;
  const steps = Math.max(1, Math.ceil(seconds / 2));
  const deputy = [RADIUS_KM + x, y, z, vx - turning * y, turning * (RADIUS_KM + x) + vy, vz];
  const [px, py, pz] = flown(deputy, seconds, steps);
  const angle = turning * seconds;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [cos * px + sin * py - RADIUS_KM, cos * py - sin * px, pz];
}

function predicted(state: RelativeState, seconds: number): number[] {
  const motion = allocateMotion(1);
  setState(motion, 0, state, MEAN_MOTION);
  const place = new Float64Array(3);
  relativePlace(motion, 0, MEAN_MOTION * seconds, place);
  return [...place];
}

function missKm(state: RelativeState, seconds: number): number {
  const truth = integrated(state, seconds);
  return Math.hypot(...predicted(state, seconds).map((value, k) => value - truth[k]));
}

/** Size of a state: its place, and its velocity by the mean motion. */
function sizeKm({ positionKm, velocityKmS }: RelativeState): number {
  return Math.hypot(...positionKm, ...velocityKmS.map((each) => each / MEAN_MOTION));
}

const part = fc.double({ min: -1, max: 1, noNaN: true });
const anyState = fc.record({
  place: fc.tuple(part, part, part),
  speed: fc.tuple(part, part, part),
});

function stateOf({ place, speed }: { place: number[]; speed: number[] }, scaleKm: number): RelativeState {
  return {
    positionKm: place.map((each) => each * scaleKm) as [number, number, number],
    velocityKmS: speed.map((each) => each * scaleKm * MEAN_MOTION) as [number, number, number],
  };
}

describe("relative motion", () => {
  test("is that of two bodies but for what linear gravity leaves out, which grows with the square of the size", () => {
    fc.assert(
      fc.property(anyState, fc.double({ min: 0, max: 1, noNaN: true }), (drawn, share) => {
        const seconds = share * ORBIT_S;
        const state = stateOf(drawn, 1);
        // Left out are accelerations of up to 3 n^2 d^2 / r, with d the size of the motion; they add up twice over time,
        // and a size with drift grows up to 1 + 6 pi times (1.5 * 4 * tau).
        const tau = MEAN_MOTION * seconds;
        const size = sizeKm(state) * (1 + 6 * tau);
        const bound = (1.5 * size * size * (tau * tau + tau + 1)) / RADIUS_KM;
        expect(missKm(state, seconds)).toBeLessThanOrEqual(bound + 5e-8);
      }),
      { numRuns: 60 },
    );
  });

  test("misses two-body motion by a quarter where it is half as large", () => {
    for (const [place, speed] of [
      [
        [1, 0, 0],
        [0, -2, 0],
      ],
      [
        [0, 1, 0],
        [0.5, 0, 0],
      ],
      [
        [0.3, -0.5, 0.4],
        [0.1, -0.6, 0.2],
      ],
    ]) {
      const [whole, half] = [1, 0.5].map((scale) => missKm(stateOf({ place, speed }, scale), 0.9 * ORBIT_S));
      expect(whole).toBeLessThan(0.002);
      expect(whole / half).toBeCloseTo(4, 1);
    }
  });

  test("comes back after an orbit where vy = -2 n x, and else moves by what is told", () => {
    fc.assert(
      fc.property(anyState, (drawn) => {
        const { positionKm: p, velocityKmS: v } = stateOf(drawn, 1);
        const bounded = { positionKm: p, velocityKmS: [v[0], -2 * MEAN_MOTION * p[0], v[2]] as const };
        const back = predicted(bounded, ORBIT_S);
        for (const k of [0, 1, 2]) expect(back[k]).toBeCloseTo(p[k], 9);
        const motion = allocateMotion(1);
        setState(motion, 0, { positionKm: p, velocityKmS: v }, MEAN_MOTION);
        const moved = predicted({ positionKm: p, velocityKmS: v }, ORBIT_S)[1] - p[1];
        expect(driftPerOrbitKm(motion, 0)).toBeCloseTo(moved, 9);
      }),
    );
  });

  test("ellipses are twice as long as high, about their offset, and are states too", () => {
    const motion = allocateMotion(2);
    const ellipse = {
      amplitudeKm: 0.3,
      phaseRad: 0.7,
      offsetKm: -2,
      crossTrackKm: 0.1,
      crossTrackPhaseRad: 2,
    };
    setEllipse(motion, 0, ellipse);
    const n = MEAN_MOTION;
    setState(
      motion,
      1,
      {
        positionKm: [0.3 * Math.cos(0.7), -2 - 0.6 * Math.sin(0.7), 0.1 * Math.cos(2)],
        velocityKmS: [-0.3 * n * Math.sin(0.7), -0.6 * n * Math.cos(0.7), -0.1 * n * Math.sin(2)],
      },
      n,
    );
    const [one, other] = [new Float64Array(3), new Float64Array(3)];
    for (let tau = 0; tau < 7; tau += 0.1) {
      relativePlace(motion, 0, tau, one);
      relativePlace(motion, 1, tau, other);
      for (const k of [0, 1, 2]) expect(other[k]).toBeCloseTo(one[k], 12);
      expect((one[0] / 0.3) ** 2 + ((one[1] + 2) / 0.6) ** 2).toBeCloseTo(1, 12);
    }
  });
});

describe("lattices", () => {
  test("lie on the grid when turned by nothing, and each satellite moves about the chief", () => {
    const lattice = { radial: 3, alongTrack: 4, spacingKm: [0.1, 0.2], phaseRad: 0 } as const;
    const motion = latticeMotion(lattice);
    const place = new Float64Array(3);
    for (let r = 0; r < 3; r++) {
      for (let a = 0; a < 4; a++) {
        relativePlace(motion, 4 * r + a, 0, place);
        expect(place[0]).toBeCloseTo((r - 1) * 0.1, 12);
        expect(place[1]).toBeCloseTo((a - 1.5) * 0.2, 12);
        expect(driftPerOrbitKm(motion, 4 * r + a)).toBeCloseTo(0, 15);
      }
    }
    // Turned by a phase, it is where the other comes to.
    const turned = latticeMotion({ ...lattice, phaseRad: 0.4 });
    const later = new Float64Array(3);
    for (let i = 0; i < 12; i++) {
      relativePlace(turned, i, 0.3, place);
      relativePlace(motion, i, 0.7, later);
      for (const k of [0, 1, 2]) expect(place[k]).toBeCloseTo(later[k], 12);
    }
  });

  test("a lattice of 9 x 9 at 100 and 200 m gets no further than 1.14 km from its chief", () => {
    const { reachKm } = furthestMember(
      latticeMotion({ radial: 9, alongTrack: 9, spacingKm: [0.1, 0.2], phaseRad: 0 }),
    );
    expect(reachKm).toBeCloseTo(0.8 * Math.SQRT2, 2);
  });
});

describe("the closest approach in a cluster", () => {
  const anyCluster = fc.array(anyState, { minLength: 2, maxLength: 12 });

  test("is that of a dense scan over all pairs, and none where no pair comes as near", () => {
    fc.assert(
      fc.property(anyCluster, fc.double({ min: 0.01, max: 0.5, noNaN: true }), (states, withinKm) => {
        const motion = allocateMotion(states.length);
        for (const [i, each] of states.entries()) setState(motion, i, stateOf(each, 0.3), MEAN_MOTION);
        const [p, q] = [new Float64Array(3), new Float64Array(3)];
        const apart = (a: number, b: number, tau: number) => {
          relativePlace(motion, a, tau, p);
          relativePlace(motion, b, tau, q);
          return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
        };
        let scanned = Number.POSITIVE_INFINITY;
        for (let a = 0; a < states.length; a++) {
          for (let b = a + 1; b < states.length; b++) {
            for (let i = 0; i <= 2000; i++) {
              scanned = Math.min(scanned, apart(a, b, (i * 2 * Math.PI) / 2000));
            }
          }
        }
        const found = closestApproach(motion, withinKm);
        // Between samples of the scan a pair moves by some metres at most.
        if (found === undefined) expect(scanned).toBeGreaterThanOrEqual(withinKm - 1e-9);
        else {
          expect(found.distanceKm).toBeLessThanOrEqual(scanned + 1e-9);
          expect(found.distanceKm).toBeGreaterThan(scanned - 0.005);
          expect(apart(found.a, found.b, found.tauRad)).toBe(found.distanceKm);
          expect(found.a).toBeLessThan(found.b);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("is told with its time: two that cross a quarter of an orbit on", () => {
    const motion = allocateMotion(2);
    const flat = { phaseRad: 0, offsetKm: 0, crossTrackKm: 0, crossTrackPhaseRad: 0 };
    setEllipse(motion, 0, { ...flat, amplitudeKm: 0.1 });
    // The same ellipse in another plane: the two meet where the cross-track motion passes through zero.
    setEllipse(motion, 1, { ...flat, amplitudeKm: 0.1, crossTrackKm: 0.05 });
    const found = closestApproach(motion, 0.01);
    expect(found?.distanceKm).toBeLessThan(1e-6);
    expect(found?.tauRad).toBeCloseTo(Math.PI / 2, 4);
    expect(
      closestApproach(
        latticeMotion({ radial: 9, alongTrack: 9, spacingKm: [0.1, 0.2], phaseRad: 1 }),
        0.0999,
      ),
    ).toBeUndefined();
  });
});
