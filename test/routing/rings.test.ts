import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { Shell } from "../../routing/nodes.js";
import { brickA } from "../../routing/topology/brick-a.js";
import { brickB } from "../../routing/topology/brick-b.js";
import { nearestInRing, stepBoundKm } from "../../routing/topology/nearest-in-ring.js";
import { plusGrid } from "../../routing/topology/plus-grid.js";
import { ring } from "../../routing/topology/ring.js";
import { rings } from "../../routing/topology/rings.js";
import { squaredDistance } from "../support/brute-force.js";
import { nodeTable, shellOf, walker, walkerPositions } from "../support/circular-orbits.js";
import { chooseLinks, frameOf, pairKeys } from "../support/frames.js";

/** One plane of each altitude, the one above the other, as they stand after so many seconds. */
function ringPositions(altitudesKm: readonly number[], slots: number, seconds: number): Float64Array {
  const each = altitudesKm.map((altitudeKm, i) =>
    walkerPositions(
      walker({ planes: 1, slotsPerPlane: slots, altitudeKm, inclinationDeg: 97 + altitudeKm / 300 }),
      seconds + i,
    ),
  );
  return Float64Array.from(each.flatMap((positions) => [...positions]));
}

function ringShell(count: number, slots: number, first = 0, name = "rings"): Shell {
  return { name, source: name, first, count: count * slots, rings: { rings: count, slotsPerRing: slots } };
}

/** The definition, by looking at all pairs. */
function expectedPairs(
  positionsKm: Float64Array,
  usable: Uint8Array,
  count: number,
  slots: number,
  closes: boolean,
): [number, number][] {
  const pairs: [number, number][] = [];
  const idsOf = (ringIndex: number) => Array.from({ length: slots }, (_, slot) => ringIndex * slots + slot);
  const nearest = (id: number, others: number[]) =>
    others
      .filter((other) => usable[other] === 1)
      .sort((p, q) => squaredDistance(positionsKm, id, p) - squaredDistance(positionsKm, id, q) || p - q)[0];
  for (let i = 0; i < count; i++) {
    const own = idsOf(i);
    own.forEach((id, slot) => {
      if (slots > 2 || (slots === 2 && slot === 0)) pairs.push([id, own[(slot + 1) % slots]]);
    });
    if (i === count - 1 && !closes) continue;
    const next = idsOf((i + 1) % count);
    for (const id of own) {
      const other = usable[id] === 1 ? nearest(id, next) : undefined;
      if (other !== undefined && nearest(other, own) === id) pairs.push([id, other]);
    }
  }
  return pairs;
}

const ringStacks = fc.record({
  count: fc.integer({ min: 1, max: 6 }),
  slots: fc.integer({ min: 1, max: 40 }),
  lowestKm: fc.constantFrom(300, 500, 1500),
  stepKm: fc.constantFrom(5, 40, 150),
  seconds: fc.nat({ max: 90_000 }),
  masked: fc.array(fc.nat(), { maxLength: 60 }),
});

describe("rings", () => {
  it("links along each ring and the mutually nearest of rings side by side, as looking at all pairs does", () => {
    fc.assert(
      fc.property(ringStacks, ({ count, slots, lowestKm, stepKm, seconds, masked }) => {
        const altitudesKm = Array.from({ length: count }, (_, i) => lowestKm + i * stepKm);
        const positionsKm = ringPositions(altitudesKm, slots, seconds);
        const nodes = nodeTable(count * slots, 0, [ringShell(count, slots)]);
        const usable = new Uint8Array(nodes.count).fill(1);
        for (const id of masked) usable[id % nodes.count] = 0;
        const pairs = chooseLinks(rings, frameOf(positionsKm, nodes, usable));
        expect(pairKeys(pairs)).toEqual(pairKeys(expectedPairs(positionsKm, usable, count, slots, false)));
        // In the order of the tick's table.
        expect(pairs.map(([a, b]) => `${a}-${b}`)).toEqual(pairKeys(pairs));
      }),
      { numRuns: 150 },
    );
  });

  it("links the planes of Walker shells too, across the seam of a delta shell only", () => {
    const patterns = fc.record({
      type: fc.constantFrom("delta" as const, "star" as const),
      planes: fc.integer({ min: 1, max: 9 }),
      slotsPerPlane: fc.integer({ min: 1, max: 15 }),
      // Even phasing at rest has exact ties, which rounding decides: a quarter of a slot has none.
      phasing: fc.constantFrom(0.27, 1.27),
      inclinationDeg: fc.constantFrom(53, 87.9),
      seconds: fc.integer({ min: 1, max: 6000 }),
    });
    fc.assert(
      fc.property(patterns, ({ seconds, ...shape }) => {
        const { type, planes, slotsPerPlane } = shape;
        const positionsKm = walkerPositions(walker(shape), seconds);
        const nodes = nodeTable(planes * slotsPerPlane, 0, [shellOf(walker(shape))]);
        const usable = new Uint8Array(nodes.count).fill(1);
        const pairs = chooseLinks(rings, frameOf(positionsKm, nodes, usable));
        const closes = type === "delta" && planes > 2;
        const expected = expectedPairs(positionsKm, usable, planes, slotsPerPlane, closes);
        expect(pairKeys(pairs)).toEqual(pairKeys(expected));
        expect(pairs.map(([a, b]) => `${a}-${b}`)).toEqual(pairKeys(pairs));
      }),
      { numRuns: 100 },
    );
  });

  it("gives nearly every satellite its four links in rings side by side, whatever has run past", () => {
    for (const seconds of [0, 5000, 86_400]) {
      const positionsKm = ringPositions([500, 507.6, 515.2, 522.8], 300, seconds);
      const nodes = nodeTable(1200, 0, [ringShell(4, 300)]);
      expect(chooseLinks(rings, frameOf(positionsKm, nodes)).length).toBeGreaterThan(1200 + 0.99 * 900);
    }
  });

  it("goes shell by shell", () => {
    const one = ringPositions([500, 510], 20, 100);
    const other = ringPositions([520, 530, 540], 10, 100);
    const shells = [ringShell(2, 20), ringShell(3, 10, 40, "above")];
    const pairs = chooseLinks(rings, frameOf(Float64Array.of(...one, ...other), nodeTable(70, 0, shells)));
    const alone = [
      ...expectedPairs(one, new Uint8Array(40).fill(1), 2, 20, false),
      ...expectedPairs(other, new Uint8Array(30).fill(1), 3, 10, false).map(([a, b]): [number, number] => [
        a + 40,
        b + 40,
      ]),
    ];
    expect(pairKeys(pairs)).toEqual(pairKeys(alone));
  });

  it("refuses catalogues, and more links than the entry allows", () => {
    const frame = frameOf(ringPositions([500, 510, 520], 5, 0), nodeTable(15, 0, [ringShell(3, 5)]));
    expect(() => chooseLinks(rings, frame, { maxLinks: 3 })).toThrow(
      'rings gives satellites of shell "rings" up to 4 links; the entry allows 3',
    );
    expect(() => chooseLinks(rings, frameOf(frame.positionsKm, nodeTable(15)))).toThrow(
      /needs an sso source or a Walker shell; shell "cloud" comes from a catalogue/,
    );
  });

  it("ring has the links along them alone", () => {
    const frame = frameOf(ringPositions([500, 510], 3, 0), nodeTable(6, 0, [ringShell(2, 3)]));
    expect(pairKeys(chooseLinks(ring, frame))).toEqual(["0-1", "0-2", "1-2", "3-4", "3-5", "4-5"]);
  });

  it.each([plusGrid, brickA, brickB])("$name says that rings run past one another", (protocol) => {
    const frame = frameOf(ringPositions([500, 510], 5, 0), nodeTable(10, 0, [ringShell(2, 5)]));
    expect(() => chooseLinks(protocol, frame)).toThrow(/the rings of "rings" run past one another/);
  });
});

describe("the nearest in a ring", () => {
  const coordinates = fc.integer({ min: -30, max: 30 });
  const points = fc.array(fc.tuple(coordinates, coordinates, coordinates), { minLength: 2, maxLength: 40 });

  it("is that of looking at all, for any positions, places missing, mask and start", () => {
    fc.assert(
      fc.property(
        points,
        fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
        fc.nat(),
        (all, up, from) => {
          const positionsKm = Float64Array.from(all.flat());
          const slots = all.length - 1;
          const usable = Uint8Array.from(all, (point, i) => (up[i] && point.some((x) => x !== 0) ? 1 : 0));
          const around = { first: 1, slots };
          const step = stepBoundKm(around, positionsKm);
          let best = -1;
          for (let id = 1; id <= slots; id++) {
            const nearer =
              best < 0 || squaredDistance(positionsKm, 0, id) < squaredDistance(positionsKm, 0, best);
            if (usable[id] === 1 && nearer) best = id;
          }
          expect(nearestInRing(positionsKm, usable, 0, around, step, from % slots)).toBe(best);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("looks at a number of satellites that grows like the logarithm of the ring's", () => {
    const looksPerSatellite = (slots: number) => {
      const positionsKm = ringPositions([500, 507.6], slots, 5000);
      let looks = 0;
      const usable = new Proxy(new Uint8Array(2 * slots).fill(1), {
        get(target, key) {
          looks++;
          return Reflect.get(target, key) as unknown;
        },
      });
      const above = { first: slots, slots };
      const step = stepBoundKm(above, positionsKm);
      let hint = 0;
      for (let id = 0; id < slots; id++) {
        hint = nearestInRing(positionsKm, usable, id, above, step, hint) - slots + 1;
        if (hint === slots) hint = 0;
      }
      return looks / slots;
    };
    // Ten doublings of the ring: a few more looks for each.
    const growth = looksPerSatellite(32_000) - looksPerSatellite(500);
    expect(growth / Math.log2(64)).toBeLessThan(4);
    expect(looksPerSatellite(2000)).toBeLessThan(40);
  });
});
