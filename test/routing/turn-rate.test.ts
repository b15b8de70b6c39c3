import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { FrameView } from "../../routing/frame-view.js";
import type { WalkerPattern } from "../../routing/nodes.js";
import { TurnRate } from "../../routing/turn-rate.js";
import { walker, walkerPositions } from "../support/circular-orbits.js";
import { pairKeys } from "../support/frames.js";
import { linksIn, lookInto, ruledStage, shellAt } from "../support/ruled-stages.js";

const MU_KM3_S2 = 398600.8;
const EARTH_RATE_RAD_S = 7.2921159e-5;

type Vector = readonly [number, number, number];
const dot = (p: Vector, q: Vector) => p[0] * q[0] + p[1] * q[1] + p[2] * q[2];
const unit = (p: Vector): Vector => {
  const length = Math.hypot(...p);
  return [p[0] / length, p[1] / length, p[2] / length];
};
const cross = (p: Vector, q: Vector): Vector => [
  p[1] * q[2] - p[2] * q[1],
  p[2] * q[0] - p[0] * q[2],
  p[0] * q[1] - p[1] * q[0],
];

/** Inertial position and velocity of a Walker shell's satellite, from its elements. */
function stateOf(
  { planes, slotsPerPlane, altitudeKm, inclinationDeg, phasing }: WalkerPattern,
  id: number,
  s: number,
) {
  const a = 6378.135 + altitudeKm;
  const rate = Math.sqrt(MU_KM3_S2 / a ** 3);
  const i = (inclinationDeg * Math.PI) / 180;
  const plane = Math.floor(id / slotsPerPlane);
  const node = (2 * Math.PI * plane) / planes;
  const u =
    (2 * Math.PI * (id % slotsPerPlane)) / slotsPerPlane +
    (2 * Math.PI * Number(phasing) * plane) / (planes * slotsPerPlane) +
    rate * s;
  const along = (angle: number): Vector => [
    Math.cos(angle) * Math.cos(node) - Math.sin(angle) * Math.cos(i) * Math.sin(node),
    Math.cos(angle) * Math.sin(node) + Math.sin(angle) * Math.cos(i) * Math.cos(node),
    Math.sin(angle) * Math.sin(i),
  ];
  const [p, v] = [along(u), along(u + Math.PI / 2)];
  return { position: p.map((x) => a * x) as unknown as Vector, velocity: v };
}

/** Degrees that the terminal of `a` towards `b` turns from `from` to `to`, seconds: local frames by velocity. */
function turnedDeg(pattern: WalkerPattern, a: number, b: number, from: number, to: number): number {
  const [p, q] = [from, to].map((s): Vector => {
    const { position, velocity } = stateOf(pattern, a, s);
    const other = stateOf(pattern, b, s).position;
    const way = unit([other[0] - position[0], other[1] - position[1], other[2] - position[2]]);
    const r = unit(position);
    const w = unit(cross(r, velocity));
    return [dot(way, r), dot(way, cross(w, r)), dot(way, w)];
  });
  return (Math.acos(Math.max(-1, Math.min(1, dot(p, q)))) * 180) / Math.PI;
}

describe("turn rates", () => {
  const pattern = walker({ planes: 12, slotsPerPlane: 9, inclinationDeg: 70, phasing: 5 });

  it("are the angle that the direction turns in the satellite's own frame", () => {
    fc.assert(
      fc.property(
        fc.nat(107),
        fc.nat(107),
        fc.integer({ min: 0, max: 90_000 }),
        fc.constantFrom(1, 10, 60, 300),
        (a, b, seconds, step) => {
          fc.pre(a !== b);
          const turning = new TurnRate({ degPerS: 1, overNs: step * 1e9 }, 108, 108);
          turning.begin(seconds * 1e9, walkerPositions(pattern, seconds), (ns, ids, out) => {
            expect(ids).toHaveLength(108);
            out.set(lookInto(pattern)(ns));
          });
          const expected = turnedDeg(pattern, a, b, seconds - step, seconds);
          expect((turning.turnRad(a, b) * 180) / Math.PI).toBeCloseTo(expected, 4);
        },
      ),
    );
  });

  it("are zero within a plane, and the orbit's own rate between satellites that meet head on", () => {
    const turning = new TurnRate({ degPerS: 1, overNs: 1e9 }, 108, 108);
    turning.begin(0, walkerPositions(pattern, 0), (ns, _, out) => out.set(lookInto(pattern)(ns)));
    expect(turning.turnRad(0, 1)).toBeLessThan(1e-7);
    // Two on one circle in opposite directions.
    const a = 7000;
    const rate = Math.sqrt(MU_KM3_S2 / a ** 3);
    const at = (s: number) =>
      Float64Array.of(
        a * Math.cos(rate * s - EARTH_RATE_RAD_S * s),
        a * Math.sin(rate * s - EARTH_RATE_RAD_S * s),
        0,
        a * Math.cos(1 - rate * s - EARTH_RATE_RAD_S * s),
        a * Math.sin(1 - rate * s - EARTH_RATE_RAD_S * s),
        0,
      );
    const meeting = new TurnRate({ degPerS: 1, overNs: 1e9 }, 2, 2);
    meeting.begin(0, at(0), (ns, _, out) => out.set(at(ns / 1e9)));
    // The chord between them keeps its direction, and the satellite turns with its orbit.
    expect(meeting.turnRad(0, 1)).toBeCloseTo(rate, 6);
  });

  it("above the limit strike a link at either end, whatever the protocol", () => {
    const rates = (frame: FrameView, a: number, b: number) => {
      const s = frame.timeNs / 1e9;
      return Math.max(turnedDeg(pattern, a, b, s - 20, s), turnedDeg(pattern, b, a, s - 20, s)) / 20;
    };
    for (const protocol of ["nearest", "plus-grid", "mst"]) {
      for (const degPerS of [0.02, 0.08, 0.5]) {
        const frame = shellAt(pattern, 1234);
        const free = ruledStage(frame.nodes, [{ protocol }]).build(frame);
        const stage = ruledStage(frame.nodes, [{ protocol, maxTurnRate: { degPerS, overNs: 20e9 } }]);
        const { links, struck } = stage.build(frame, { lookAhead: lookInto(pattern) });
        const all = linksIn(free.links, "isl");
        const expected = all.filter(([a, b]) => rates(frame, a, b) <= degPerS);
        expect(pairKeys(linksIn(links, "isl"))).toEqual(pairKeys(expected));
        expect(struck[0].turning).toBe(all.length - expected.length);
        expect(stage.stateful).toBe(false);
      }
    }
  });

  it("cannot be told without looking at other times", () => {
    const frame = shellAt(pattern, 0);
    const stage = ruledStage(frame.nodes, [
      { protocol: "nearest", maxTurnRate: { degPerS: 1, overNs: 1e9 } },
    ]);
    expect(() => stage.build(frame)).toThrow("needs positions at other times");
  });
});
