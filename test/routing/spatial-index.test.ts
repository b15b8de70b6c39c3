import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { SpatialIndex } from "../../routing/spatial-index.js";
import { walker, walkerPositions } from "../support/circular-orbits.js";
import { type Cloud, clouds } from "../support/clouds.js";

function build({ positionsKm, usable, count }: Cloud): SpatialIndex {
  const index = new SpatialIndex();
  index.build(positionsKm, usable, count);
  return index;
}

function radiusOf(p: Float64Array, i: number): number {
  return Math.hypot(p[3 * i], p[3 * i + 1], p[3 * i + 2]);
}

function placesInWindow(index: SpatialIndex, runCount: number): number[] {
  const places: number[] = [];
  for (let run = 0; run < runCount; run++) {
    for (let place = index.runs[2 * run]; place < index.runs[2 * run + 1]; place++) places.push(place);
  }
  return places;
}

describe("SpatialIndex", () => {
  it("holds the usable satellites in orbit, once each, with their positions", () => {
    fc.assert(
      fc.property(clouds(), (cloud) => {
        const index = build(cloud);
        const expected = [];
        for (let id = 0; id < cloud.count; id++) {
          if (cloud.usable[id] === 1 && radiusOf(cloud.positionsKm, id) > 6458.135) expected.push(id);
        }
        expect([...index.ids.subarray(0, index.count)].sort((a, b) => a - b)).toEqual(expected);
        for (let place = 0; place < index.count; place++) {
          const at = 3 * index.ids[place];
          expect([index.x[place], index.y[place], index.z[place]]).toEqual([
            ...cloud.positionsKm.slice(at, at + 3),
          ]);
        }
        expect(index.bandStart(index.bandCount)).toBe(index.count);
      }),
    );
  });

  it("finds everything within a distance of any point, and nothing twice", () => {
    fc.assert(
      fc.property(
        clouds(),
        fc.nat(),
        fc.double({ min: 0, max: 16_000, noNaN: true }),
        (cloud, pick, lengthKm) => {
          const index = build(cloud);
          if (cloud.count === 0) return;
          const p = cloud.positionsKm;
          const from = pick % cloud.count;
          if (radiusOf(p, from) === 0) return;
          const at = [p[3 * from], p[3 * from + 1], p[3 * from + 2]] as const;
          const sine = index.halfAngleSine(radiusOf(p, from), lengthKm);
          const places = placesInWindow(index, index.window(...at, sine));
          expect(new Set(places).size).toBe(places.length);
          const found = new Set(places);
          for (let place = 0; place < index.count; place++) {
            const d = Math.hypot(index.x[place] - at[0], index.y[place] - at[1], index.z[place] - at[2]);
            if (d <= lengthKm) expect(found.has(place)).toBe(true);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it("looks at few satellites besides those it is asked for", () => {
    const positionsKm = walkerPositions(walker({ planes: 72, slotsPerPlane: 72 }));
    const count = 72 * 72;
    const index = build({ positionsKm, usable: new Uint8Array(count).fill(1), count });
    let seen = 0;
    for (let place = 0; place < count; place++) {
      const sine = index.halfAngleSine(6928.135, 400);
      seen += placesInWindow(
        index,
        index.window(index.x[place], index.y[place], index.z[place], sine),
      ).length;
    }
    expect(seen / count).toBeLessThan(30);
  });

  it("leaves out bands below the first one asked for", () => {
    const positionsKm = walkerPositions(walker());
    const index = build({ positionsKm, usable: new Uint8Array(1584).fill(1), count: 1584 });
    const band = index.bandCount >> 1;
    const places = placesInWindow(index, index.window(7000, 0, 0, 2, band));
    expect(places).toHaveLength(1584 - index.bandStart(band));
    expect(Math.min(...places)).toBe(index.bandStart(band));
  });

  it("gives the same part whether filtered or built from fewer satellites", () => {
    fc.assert(
      fc.property(clouds(), fc.integer({ min: 1, max: 7 }), (cloud, modulus) => {
        const whole = build(cloud);
        const keep = Uint8Array.from({ length: cloud.count }, (_, i) => (i % modulus === 0 ? 1 : 0));
        const part = new SpatialIndex();
        part.buildFrom(whole, keep);
        const expected = [...whole.ids.subarray(0, whole.count)].filter((id) => keep[id] === 1);
        expect([...part.ids.subarray(0, part.count)]).toEqual(expected);
        // Filtering in place comes to the same.
        whole.buildFrom(whole, keep);
        expect([...whole.ids.subarray(0, whole.count)]).toEqual(expected);
        const everywhere = placesInWindow(part, part.window(1, 1, 1, 1));
        expect(everywhere).toHaveLength(expected.length);
      }),
    );
  });

  it("forgets the satellites of the tick before", () => {
    const positionsKm = walkerPositions(walker());
    const usable = new Uint8Array(1584).fill(1);
    const index = new SpatialIndex();
    index.build(positionsKm, usable, 1584);
    usable.fill(0, 10);
    index.build(positionsKm, usable, 1584);
    expect([...index.ids.subarray(0, index.count)].sort((a, b) => a - b)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
    usable.fill(0);
    index.build(positionsKm, usable, 1584);
    expect(index.count).toBe(0);
    expect(index.window(7000, 0, 0, 0.5)).toBeGreaterThanOrEqual(0);
  });
});
