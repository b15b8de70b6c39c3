import { readFileSync } from "node:fs";
import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { allocateElementSets, type ElementSets } from "../../orbits/element-sets.js";
import { inferPlanes } from "../../orbits/infer-planes.js";
import { type InferredPlanes, LeftOut, leftOutText, reportPlanes } from "../../orbits/inferred-planes.js";
import { addNs, instantFromUnixMs } from "../../orbits/instant.js";
import { readTle } from "../../orbits/readers/index.js";
import { epochOf, initialiseSatRec, semiMajorAxisOf } from "../../orbits/satrec.js";
import { secularElements, withinHalfTurn } from "../../orbits/secular-elements.js";
import { AT, type Disorder, disturbedShell, joinElements } from "../support/catalogue-shells.js";
import { walker } from "../support/circular-orbits.js";
import { sharedPath } from "../support/shared.js";

const TIDY: Disorder = {
  seed: 1,
  nodeDeg: 0,
  altitudeKm: 0,
  phaseSlots: 0,
  missing: 0,
  raising: 0,
  eccentric: 0,
  strangers: 0,
  epochDays: 0,
};

describe("secular elements", () => {
  it("go by the rates and the semi-major axis that satellite.js's SGP4 is initialised with", () => {
    const shapes = [
      [33, 525, 0.0001],
      [53, 550, 0.0002],
      [63.4, 800, 0.008],
      [70, 570, 0.0003],
      [90, 600, 0],
      [97.6, 560, 0.0005],
      [144, 1200, 0.009],
    ];
    const elements = allocateElementSets(
      shapes.length,
      shapes.map(() => ""),
    );
    elements.epochDay.fill(20_000);
    for (const [i, [inclination, altitude, eccentricity]] of shapes.entries()) {
      elements.inclinationDeg[i] = inclination;
      elements.eccentricity[i] = eccentricity;
      elements.meanMotionRevPerDay[i] =
        86_400 / (2 * Math.PI * Math.sqrt((6378.135 + altitude) ** 3 / 398600.8));
      elements.argumentOfPerigeeDeg[i] = 40;
      elements.rightAscensionDeg[i] = 200;
      elements.meanAnomalyDeg[i] = 100;
    }
    const day = 86_400e9;
    for (let i = 0; i < shapes.length; i++) {
      const epoch = epochOf(elements, i);
      const [now, later] = [secularElements(elements, epoch), secularElements(elements, addNs(epoch, day))];
      const record = initialiseSatRec(elements, i);
      const deg = (rad: number) => (withinHalfTurn(rad) * 180) / Math.PI;
      expect(now.altitudeKm[i]).toBeCloseTo((semiMajorAxisOf(record) - 1) * 6378.135, 6);
      expect(deg(now.nodeRad[i])).toBeCloseTo(-160, 9);
      expect(deg(now.latitudeRad[i])).toBeCloseTo(140, 9);
      const drift = (rate: number) => rate * 1440;
      expect(Math.abs(deg(later.nodeRad[i] - now.nodeRad[i] - drift(record.nodedot)))).toBeLessThan(0.03);
      const latitude = later.latitudeRad[i] - now.latitudeRad[i] - drift(record.mdot + record.argpdot);
      expect(Math.abs(deg(latitude))).toBeLessThan(0.05);
    }
  });
});

/** Next satellite of the plane for each that is in one. */
function successors(planeOf: Int32Array, orderOf: (id: number) => number): Map<number, number> {
  const rings = new Map<number, number[]>();
  planeOf.forEach((plane, id) => {
    if (plane >= 0) rings.set(plane, [...(rings.get(plane) ?? []), id]);
  });
  const next = new Map<number, number>();
  for (const ring of rings.values()) {
    ring.sort((p, q) => orderOf(p) - orderOf(q));
    for (const [i, id] of ring.entries()) next.set(id, ring[(i + 1) % ring.length]);
  }
  return next;
}

const patterns = fc
  .record({
    type: fc.constantFrom("delta" as const, "star" as const),
    planes: fc.integer({ min: 4, max: 72 }),
    slotsPerPlane: fc.integer({ min: 8, max: 40 }),
    altitudeKm: fc.constantFrom(540, 550, 1200),
    inclinationDeg: fc.constantFrom(33, 53, 70, 97.6),
    phasing: fc.integer({ min: 0, max: 3 }),
  })
  .map((shape) => walker(shape));

const disorders: fc.Arbitrary<Disorder> = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  nodeDeg: fc.constantFrom(0, 0.1),
  altitudeKm: fc.constantFrom(0, 0.6),
  phaseSlots: fc.constantFrom(0, 0.2),
  missing: fc.constantFrom(0, 0.1, 0.4),
  raising: fc.integer({ min: 0, max: 40 }),
  eccentric: fc.integer({ min: 0, max: 3 }),
  strangers: fc.integer({ min: 0, max: 5 }),
  epochDays: fc.constantFrom(0, 2),
});

const EXPECTED = {
  placed: LeftOut.Placed,
  raising: LeftOut.BelowShell,
  eccentric: LeftOut.Eccentric,
  stranger: LeftOut.NoShell,
} as const;

describe("planes inferred from elements", () => {
  it("are those of the Walker shell that was disturbed, in ring order; others are left out for what they are", () => {
    fc.assert(
      fc.property(patterns, disorders, (pattern, disorder) => {
        const { elements, kind, plane, slot } = disturbedShell(pattern, disorder);
        const inferred = inferPlanes(elements, AT);
        expect([...inferred.leftOut]).toEqual(kind.map((each) => EXPECTED[each]));
        expect(inferred.shells).toHaveLength(1);
        const [shell] = inferred.shells;
        expect(shell.planeSize).toHaveLength(pattern.planes);
        expect(Math.abs(shell.inclinationDeg - pattern.inclinationDeg)).toBeLessThan(0.011);
        const planes = new Map<number, number>();
        plane.forEach((truth, id) => {
          if (truth < 0) return;
          expect(planes.get(truth) ?? inferred.planeOf[id]).toBe(inferred.planeOf[id]);
          planes.set(truth, inferred.planeOf[id]);
        });
        expect(new Set(planes.values()).size).toBe(pattern.planes);
        expect(successors(inferred.planeOf, (id) => inferred.slotOf[id])).toEqual(
          successors(plane, (id) => slot[id]),
        );
      }),
      { numRuns: 40 },
    );
  });

  it("number satellites of a plane from 0 on, and planes by right ascension", () => {
    const { elements } = disturbedShell(walker({ planes: 9, slotsPerPlane: 12 }), { ...TIDY, missing: 0.3 });
    const { shells, planeOf, slotOf, phaseRad } = inferPlanes(elements, AT);
    const { planeSize, planeNodeRad } = shells[0];
    for (const [plane, size] of planeSize.entries()) {
      const ring = [...planeOf.keys()].filter((id) => planeOf[id] === plane);
      ring.sort((p, q) => slotOf[p] - slotOf[q]);
      expect(ring.map((id) => slotOf[id])).toEqual(Array.from({ length: size }, (_, i) => i));
      const phases = ring.map((id) => phaseRad[id]);
      expect(phases).toEqual([...phases].sort((p, q) => p - q));
    }
    expect([...planeNodeRad]).toEqual([...planeNodeRad].sort((p, q) => p - q));
  });

  it("lie around right ascension 0 without being torn", () => {
    const shell = { ...TIDY, nodeDeg: 0.1 };
    const { elements, plane } = disturbedShell(walker({ planes: 24, slotsPerPlane: 10 }), shell);
    expect(elements.rightAscensionDeg.some((deg, id) => plane[id] === 0 && deg > 359)).toBe(true);
    expect(elements.rightAscensionDeg.some((deg, id) => plane[id] === 0 && deg < 1)).toBe(true);
    expect(inferPlanes(elements, AT).shells[0].planeSize).toEqual(new Uint32Array(24).fill(10));
  });

  it.each([180, 240])("are told apart where there are %i of them", (planes) => {
    const { elements } = disturbedShell(walker({ planes, slotsPerPlane: 10 }), { ...TIDY, nodeDeg: 0.1 });
    expect(inferPlanes(elements, AT).shells[0].planeSize).toEqual(new Uint32Array(planes).fill(10));
  });

  it("are of two shells where two altitudes of one inclination are occupied", () => {
    const disorder: Disorder = { ...TIDY, nodeDeg: 0.1, altitudeKm: 0.6, missing: 0.1 };
    const low = disturbedShell(walker({ planes: 18, slotsPerPlane: 20, altitudeKm: 540 }), disorder);
    const high = disturbedShell(walker({ planes: 36, slotsPerPlane: 11, altitudeKm: 545 }), disorder);
    const inferred = inferPlanes(joinElements(low.elements, high.elements), AT);
    expect(inferred.shells.map(({ planeSize }) => planeSize.length)).toEqual([18, 36]);
    expect(inferred.shells[1].altitudeKm - inferred.shells[0].altitudeKm).toBeCloseTo(5, 0);
    const shellOf = [
      ...new Int32Array(low.elements.count).fill(0),
      ...new Int32Array(high.elements.count).fill(1),
    ];
    expect([...inferred.shellOf]).toEqual(shellOf);
  });

  it("leave strays out: between planes, above the shell, along the equator", () => {
    const { elements } = disturbedShell(walker({ planes: 12, slotsPerPlane: 12 }), TIDY);
    const strays = allocateElementSets(4, ["", "", "", ""]);
    for (const column of ["inclinationDeg", "meanMotionRevPerDay", "epochDay", "epochSecondOfDay"] as const) {
      strays[column].fill(elements[column][0]);
    }
    strays.rightAscensionDeg.set([elements.rightAscensionDeg[0] + 15, 0, 0, 7]);
    strays.meanMotionRevPerDay[1] = 14.9;
    strays.inclinationDeg[2] = 0.5;
    strays.inclinationDeg[3] = 179.5;
    const { leftOut } = inferPlanes(joinElements(elements, strays), AT);
    expect([...leftOut.slice(-4)]).toEqual([
      LeftOut.BetweenPlanes,
      LeftOut.AboveShell,
      LeftOut.Equatorial,
      LeftOut.Equatorial,
    ]);
    expect([...leftOut.slice(0, -4)]).toEqual(new Array(144).fill(LeftOut.Placed));
  });

  it.each([20, 100, 300, 1000, 3000])("are not made up where %i satellites fly anywhere", (count) => {
    for (let seed = 1; seed <= 20; seed++) {
      const anywhere = walker({ planes: count, slotsPerPlane: 1, phasing: 0 });
      const { elements } = disturbedShell(anywhere, { ...TIDY, seed, nodeDeg: 180, phaseSlots: 0.5 });
      expect(inferPlanes(elements, AT).shells).toEqual([]);
    }
  });

  it("are not made up for one launch, for a few satellites, or for none", () => {
    const launch = disturbedShell(walker({ planes: 1, slotsPerPlane: 60, phasing: 0 }), TIDY);
    const two = disturbedShell(walker({ planes: 1, slotsPerPlane: 2, phasing: 0 }), TIDY);
    for (const { elements } of [launch, two]) {
      const inferred = inferPlanes(elements, AT);
      expect(inferred.shells).toEqual([]);
      expect([...inferred.leftOut]).toEqual(new Array(elements.count).fill(LeftOut.NoShell));
    }
    expect(inferPlanes(allocateElementSets(0, []), AT).shells).toEqual([]);
  });

  it("are reported in numbers and in words", () => {
    const disorder: Disorder = { ...TIDY, raising: 3, eccentric: 2 };
    const { elements } = disturbedShell(walker({ planes: 6, slotsPerPlane: 8, altitudeKm: 1200 }), disorder);
    const report = reportPlanes(inferPlanes(elements, AT));
    expect(report).toEqual({
      satellites: 53,
      inPlanes: 48,
      leftOut: { eccentric: 2, belowShell: 3 },
      shells: [
        {
          altitudeKm: expect.closeTo(1200, 0),
          inclinationDeg: expect.closeTo(53, 1),
          satellites: 48,
          planes: 6,
          perPlane: { min: 8, median: 8, max: 8 },
        },
      ],
    });
    expect(leftOutText(report.leftOut)).toBe("2 on eccentric orbits, 3 below a shell of their inclination");
  });
});

describe.skipIf(!sharedPath("data/tle/starlink_6882.tle"))(
  "Starlink of December 2024 (needs ../shared: real catalogues)",
  () => {
    const read = (): ElementSets => {
      const text = readFileSync(sharedPath("data/tle/starlink_6882.tle") ?? "", "utf8");
      return readTle("starlink_6882.tle", text, { checksum: "error" }).elements;
    };
    const infer = (iso: string): InferredPlanes => inferPlanes(read(), instantFromUnixMs(Date.parse(iso)));

    it("has the filed shells and planes, and most satellites in them", () => {
      const report = reportPlanes(infer("2024-12-15T13:00:00Z"));
      expect(report.satellites).toBe(6882);
      expect(report.inPlanes / 6882).toBeGreaterThan(0.85);
      const shellAt = (altitudeKm: number, inclinationDeg: number) =>
        report.shells.find(
          (shell) =>
            Math.abs(shell.altitudeKm - altitudeKm) < 3 &&
            Math.abs(shell.inclinationDeg - inclinationDeg) < 0.15,
        );
      // Gen1 as filed: 72 planes at 550 and at 540 km; 36 at 570, of which only some are occupied. Gen2: 28.
      expect(shellAt(550, 53)?.planes).toBe(72);
      expect(shellAt(540, 53.2)?.planes).toBe(72);
      expect(shellAt(560, 43)?.planes).toBe(28);
      expect(shellAt(570, 70)?.planes).toBeLessThanOrEqual(36);
      expect(shellAt(560, 97.6)?.planes).toBe(5);
      expect(shellAt(540, 53.2)?.satellites).toBeGreaterThan(1400);
      const out = report.leftOut;
      expect(Object.values(out).reduce((sum, count) => sum + count, 0)).toBe(6882 - report.inPlanes);
      // Most of who is left out is on the way up or down.
      expect((out.belowShell ?? 0) / (6882 - report.inPlanes)).toBeGreaterThan(0.8);
    });

    it("is inferred alike a day later", () => {
      const [now, later] = [infer("2024-12-15T13:00:00Z"), infer("2024-12-16T13:00:00Z")];
      const summary = ({ shells }: InferredPlanes) =>
        shells.map(({ altitudeKm, planeSize }) => [altitudeKm, planeSize.length]);
      expect(summary(later)).toEqual(summary(now));
      const moved = now.shellOf.filter((shell, id) => shell !== later.shellOf[id]).length;
      expect(moved).toBeLessThan(20);
    });
  },
);
