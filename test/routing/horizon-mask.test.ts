import { fc } from "@fast-check/vitest";
import { degreesToRadians, ecfToLookAngles } from "satellite.js";
import { describe, expect, it } from "vitest";
import { type HorizonMask, horizonAtDeg, horizonMask, lowestHorizonDeg } from "../../orbits/horizon-mask.js";
import { SpatialIndex } from "../../routing/spatial-index.js";
import { Visibility } from "../../routing/visibility.js";
import { nodeTable, sitePosition, walker, walkerPositions } from "../support/circular-orbits.js";
import { allMembers, frameOf } from "../support/frames.js";

const point = fc.record({
  azimuthDeg: fc.nat(359),
  elevationDeg: fc.double({ min: -5, max: 60, noNaN: true }),
});
const points = fc.uniqueArray(point, {
  minLength: 1,
  maxLength: 6,
  selector: ({ azimuthDeg }) => azimuthDeg,
});

/** The rule as written: the two points around the azimuth, going round by whole turns. */
function between(all: readonly { azimuthDeg: number; elevationDeg: number }[], at: number): number {
  const turns = [-360, 0, 360].flatMap((turn) =>
    all.map((p) => ({ azimuthDeg: p.azimuthDeg + turn, elevationDeg: p.elevationDeg })),
  );
  turns.sort((p, q) => p.azimuthDeg - q.azimuthDeg);
  const after = turns.findIndex(({ azimuthDeg }) => azimuthDeg > at);
  const [p, q] = [turns[after - 1], turns[after]];
  const share = (at - p.azimuthDeg) / (q.azimuthDeg - p.azimuthDeg);
  return p.elevationDeg * (1 - share) + q.elevationDeg * share;
}

describe("a horizon mask", () => {
  it("runs straight from point to point, and from the last round to the first", () => {
    fc.assert(
      fc.property(points, fc.double({ min: 0, max: 360, noNaN: true }), (all, at) => {
        expect(horizonAtDeg(horizonMask(all), at)).toBeCloseTo(between(all, at % 360), 6);
      }),
    );
    const mask = horizonMask([
      { azimuthDeg: 350, elevationDeg: 10 },
      { azimuthDeg: 10, elevationDeg: 30 },
    ]);
    expect([350, 355, 0, 5, 10, 180, 360].map((at) => horizonAtDeg(mask, at))).toEqual([
      10, 15, 20, 25, 30, 20, 20,
    ]);
    expect(lowestHorizonDeg(mask)).toBe(10);
  });

  it("is the same everywhere with one point", () => {
    const mask = horizonMask([{ azimuthDeg: 77, elevationDeg: 12 }]);
    for (const at of [0, 77, 200, 360]) expect(horizonAtDeg(mask, at)).toBe(12);
  });

  it("takes 360 for north, twice only if it says the same", () => {
    const north = { azimuthDeg: 0, elevationDeg: 5 };
    const again = horizonMask([north, { azimuthDeg: 180, elevationDeg: 9 }, { ...north, azimuthDeg: 360 }]);
    expect([...again.azimuthDeg]).toEqual([0, 180]);
    expect(() => horizonMask([north, { azimuthDeg: 360, elevationDeg: 6 }])).toThrow("both 5 and 6 degrees");
    expect(() => horizonMask([])).toThrow("at least one point");
    expect(() => horizonMask([{ azimuthDeg: 361, elevationDeg: 0 }])).toThrow("azimuth from 0 to 360");
  });
});

/** Azimuth and elevation by satellite.js. */
function lookAt(latitudeDeg: number, longitudeDeg: number, positions: Float64Array, id: number) {
  const observer = {
    latitude: degreesToRadians(latitudeDeg),
    longitude: degreesToRadians(longitudeDeg),
    height: 0.1,
  };
  const [x, y, z] = positions.subarray(3 * id, 3 * id + 3);
  const { azimuth, elevation } = ecfToLookAngles(observer, { x, y, z });
  const deg = (rad: number) => (rad * 180) / Math.PI;
  return { azimuthDeg: (deg(azimuth) + 360) % 360, elevationDeg: deg(elevation) };
}

describe("visibility with horizon masks", () => {
  const sites = [
    { latitudeDeg: 48.2, longitudeDeg: 16.4 },
    { latitudeDeg: -33.9, longitudeDeg: 18.4 },
    { latitudeDeg: 0, longitudeDeg: -179.9 },
    { latitudeDeg: 71, longitudeDeg: -8 },
  ];

  it("is what azimuth and elevation by satellite.js say", () => {
    const satellites = walkerPositions(walker({ altitudeKm: 1200, planes: 24 }), 777);
    const count = satellites.length / 3;
    const positions = Float64Array.of(
      ...satellites,
      ...sites.flatMap(({ latitudeDeg, longitudeDeg }) => sitePosition(latitudeDeg, longitudeDeg, 0.1)),
    );
    const frame = frameOf(positions, nodeTable(count, sites.length));
    const index = new SpatialIndex();
    index.build(positions, frame.usable, count);
    const looks = sites.map(({ latitudeDeg, longitudeDeg }) =>
      Array.from({ length: count }, (_, id) => lookAt(latitudeDeg, longitudeDeg, positions, id)),
    );
    // High towards the south, low elsewhere.
    const wall = [
      { azimuthDeg: 90, elevationDeg: 5 },
      { azimuthDeg: 180, elevationDeg: 50 },
      { azimuthDeg: 270, elevationDeg: 5 },
    ];
    let masked = 0;
    fc.assert(
      fc.property(fc.array(fc.option(points, { nil: undefined }), { minLength: 4, maxLength: 4 }), (all) => {
        const horizons = all.map((own) => own && horizonMask(own));
        const lowest = (mask: HorizonMask | undefined) => (mask ? lowestHorizonDeg(mask) : 5);
        const visible = new Visibility({
          maxLinks: 1,
          maxSlantRangeKm: Number.POSITIVE_INFINITY,
          members: allMembers(sites.length, count),
          maskDeg: Float64Array.from(horizons, lowest),
          horizons,
        });
        visible.update(frame, index);
        sites.forEach((_, i) => {
          const seen = new Set(visible.satellites.subarray(visible.offsets[i], visible.offsets[i + 1]));
          const wrong: unknown[] = [];
          for (let id = 0; id < count; id++) {
            const { azimuthDeg, elevationDeg } = looks[i][id];
            const own = all[i];
            const mask = own === undefined ? 5 : between(own, azimuthDeg);
            if (Math.abs(visible.elevationDeg(i, id) - elevationDeg) > 1e-8) wrong.push({ id, elevationDeg });
            // At the very edge rounding decides.
            if (Math.abs(elevationDeg - mask) < 1e-6) continue;
            const expected = elevationDeg > mask;
            if (seen.has(id) !== expected || visible.slantRangeTo(i, id) >= 0 !== expected) {
              wrong.push({ id, azimuthDeg, elevationDeg, mask });
            }
            if (elevationDeg > lowest(horizons[i]) && elevationDeg < mask) masked++;
          }
          expect(wrong).toEqual([]);
        });
      }),
      { numRuns: 12, examples: [[[wall, undefined, wall, wall]]] },
    );
    // The masks have hidden something that their lowest points would not.
    expect(masked).toBeGreaterThan(20);
  });
});
