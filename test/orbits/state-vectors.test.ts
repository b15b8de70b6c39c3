import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allocateElementSets } from "../../orbits/element-sets.js";
import { InputError } from "../../orbits/input-error.js";
import { formatIsoInstant } from "../../orbits/iso-instant.js";
import { NameList } from "../../orbits/name-list.js";
import { readStates } from "../../orbits/readers/index.js";
import { propagateTeme } from "../../orbits/satrec.js";
import { createSgp4Ephemeris } from "../../orbits/sgp4-kernel.js";
import { prepareSgp4 } from "../../orbits/sgp4-tables.js";
import { setMeanElements } from "../../orbits/state-vectors.js";
import type { Vector3 } from "../../orbits/vector.js";

const MU = 398_600.8;
const EPOCH = { day: 20_600, secondOfDay: 12_345.678912 };
const HEADER = "name,epoch,x_km,y_km,z_km,vx_km_s,vy_km_s,vz_km_s";

interface Orbit {
  readonly a: number;
  readonly e: number;
  readonly i: number;
  readonly node: number;
  readonly perigee: number;
  readonly anomaly: number;
}

/** The state of a two-body orbit, from the textbook's formulae (perifocal frame, then turned). */
function stateOf({ a, e, i, node, perigee, anomaly }: Orbit): { r: Vector3; v: Vector3 } {
  const p = a * (1 - e * e);
  const radius = p / (1 + e * Math.cos(anomaly));
  const speed = Math.sqrt(MU / p);
  const [cw, sw, cn, sn] = [Math.cos(perigee), Math.sin(perigee), Math.cos(node), Math.sin(node)];
  const [ci, si] = [Math.cos(i), Math.sin(i)];
  const toward = [cn * cw - sn * sw * ci, sn * cw + cn * sw * ci, sw * si];
  const across = [-cn * sw - sn * cw * ci, -sn * sw + cn * cw * ci, cw * si];
  const mix = (x: number, y: number) =>
    toward.map((each, k) => x * each + y * across[k]) as unknown as Vector3;
  return {
    r: mix(radius * Math.cos(anomaly), radius * Math.sin(anomaly)),
    v: mix(-speed * Math.sin(anomaly), speed * (e + Math.cos(anomaly))),
  };
}

const turn = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true });
/** Low orbits; circles and equatorial ones as often as others. */
const anyOrbit = fc
  .record({
    height: fc.double({ min: 300, max: 2000, noNaN: true }),
    e: fc.oneof(
      fc.constant(0),
      fc.double({ min: 0, max: 1e-4, noNaN: true }),
      fc.double({ min: 0, max: 0.15, noNaN: true }),
    ),
    i: fc.oneof(
      fc.constant(0),
      fc.double({ min: 0, max: 1e-4, noNaN: true }),
      fc.double({ min: 0, max: 3.05, noNaN: true }),
    ),
    node: turn,
    perigee: turn,
    anomaly: turn,
  })
  .map(({ height, ...rest }) => ({ ...rest, a: (6378.135 + height) / (1 - rest.e) }));

const apart = (p: Vector3, q: Vector3) => Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);

describe("state vectors", () => {
  test("become mean elements that give them back under SGP4, whatever the low orbit", () => {
    fc.assert(
      fc.property(anyOrbit, (orbit) => {
        const { r, v } = stateOf(orbit);
        const elements = allocateElementSets(1, NameList.of(["a"]));
        const wrong = setMeanElements(elements, 0, { epoch: EPOCH, positionKm: r, velocityKmS: v });
        expect(wrong).toBeUndefined();
        const made = propagateTeme(elements, 0, 0);
        expect(apart(made.positionKm, r)).toBeLessThan(1e-6);
        expect(apart(made.velocityKmS, v)).toBeLessThan(1e-6);
      }),
      { numRuns: 2000 },
    );
  });

  test("give back the elements whose state they are, two satellites 50 cm apart stay that far apart", () => {
    const { r, v } = stateOf({ a: 7028, e: 0.001, i: 1.71, node: 1, perigee: 2, anomaly: 3 });
    const line = (name: string, by: number) =>
      [name, formatIsoInstant({ day: 20_600, secondOfDay: 0 }), r[0] + by, r[1], r[2], ...v].join(",");
    const { elements } = readStates("s.csv", `${HEADER}\n${line("one", 0)}\n${line("two", 0.0005)}\n`);
    expect([...elements.names]).toEqual(["one", "two"]);
    const ephemeris = createSgp4Ephemeris(prepareSgp4(elements, { day: 20_600, secondOfDay: 0 }));
    const positionsKm = new Float64Array(6);
    ephemeris.positionsAt(0, positionsKm, new Uint8Array(2));
    const distance = Math.hypot(...[0, 1, 2].map((k) => positionsKm[k] - positionsKm[3 + k]));
    expect(distance).toBeCloseTo(0.0005, 7);
  });

  test("that are wrong are told line by line, all of them", () => {
    const at = "2026-06-21T12:00:00Z";
    const text = [
      HEADER,
      `fine,${at},7000,0,0,0,7.5,0.2`,
      `falls,${at},7000,0,0,0,6,0`,
      `flies,${at},7000,0,0,0,12,0`,
      `late,2026-06-21T12:00:00,7000,0,x,0,7.5,0`,
      `deep,${at},6000,0,0,0,7.5,0`,
      `,${at},7000,0,0,0,7.5,0`,
      `endless,${at},1e999,0,0,0,7.5,0`,
      `short,${at},7000`,
    ].join("\n");
    const messages = () => {
      try {
        readStates("s.csv", text);
      } catch (error) {
        if (error instanceof InputError) return error.message.split("\n");
      }
      return [];
    };
    expect(messages()).toEqual(
      [
        "s.csv:3:1: falls: expected an orbit that stays above 80 km; its perigee is at -3142.6 km: it hits the ground or burns up",
        "s.csv:4:1: flies: expected a speed below that of escape: this is no orbit about the Earth",
        'late: expected an instant with its zone, such as "2024-12-15T13:00:00Z"; got "2026-06-21T12:00:00" (add Z for UTC)',
        's.csv:5:33: expected z_km to be a finite number; got "x"',
        "s.csv:6:1: deep: expected a place above 80 km; it is -378.1 km above a sphere of 6378.135 km",
        "s.csv:7:1: expected a name that is not empty",
        's.csv:8:30: expected x_km to be a finite number; got "1e999"',
        "s.csv:9:1: expected 8 values, as in the header; found 3",
      ].map((each) => (each.startsWith("late") ? each.replace("late", "s.csv:5:6") : each)),
    );
    expect(() => readStates("s.csv", `${HEADER}\n`)).toThrow("a header alone");
    expect(() => readStates("s.csv", "name,epoch,x_km\n")).toThrow("the header has no column y_km");
  });

  test("that no element set can hold are refused with the reason", () => {
    const elements = allocateElementSets(1, NameList.of(["a"]));
    const { r, v } = stateOf({ a: 7028, e: 0, i: Math.PI - 1e-5, node: 0, perigee: 0, anomaly: 1 });
    expect(setMeanElements(elements, 0, { epoch: EPOCH, positionKm: r, velocityKmS: v })).toContain(
      "near an inclination of 180 degrees",
    );
  });
});
