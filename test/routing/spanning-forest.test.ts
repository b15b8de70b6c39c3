import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { mst } from "../../routing/topology/mst.js";
import { pst } from "../../routing/topology/pst.js";
import { admissiblePairs, spanningForest, squaredDistance } from "../support/brute-force.js";
import { cataloguePositions } from "../support/catalogue.js";
import { walker, walkerPositions } from "../support/circular-orbits.js";
import { clouds } from "../support/clouds.js";
import { chooseLinks, frameOfCloud, pairKeys } from "../support/frames.js";
import { degrees } from "../support/hop-statistics.js";
import { randomShells } from "../support/random-shells.js";
import { sharedPath } from "../support/shared.js";

function totalKm(positions: Float64Array, pairs: readonly (readonly [number, number])[]): number {
  return pairs.reduce((sum, [a, b]) => sum + Math.sqrt(squaredDistance(positions, a, b)), 0);
}

function expectForest(
  positions: Float64Array,
  usable: Uint8Array,
  maxRangeKm = Number.POSITIVE_INFINITY,
): void {
  const pairs = chooseLinks(mst, frameOfCloud(positions, usable), { maxRangeKm });
  const count = positions.length / 3;
  const expected = spanningForest(admissiblePairs(positions, usable, count, maxRangeKm), count);
  expect(pairKeys(pairs)).toEqual(pairKeys(expected));
  const [ours, theirs] = [totalKm(positions, pairs), totalKm(positions, expected)];
  expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(1e-9 * theirs);
}

const allUsable = (positions: Float64Array) => new Uint8Array(positions.length / 3).fill(1);

describe("mst", () => {
  it.each([250, 1000, 2000])("is Kruskal over all pairs of %i satellites", (count) => {
    const positions = randomShells(count, 3);
    expectForest(positions, allUsable(positions));
  });

  it("is Kruskal over all pairs where range splits it", () => {
    const positions = randomShells(700, 11);
    for (const maxRangeKm of [150, 400, 900]) expectForest(positions, allUsable(positions), maxRangeKm);
  });

  it("is Kruskal over all pairs of a Walker shell, with its many ties", () => {
    const positions = walkerPositions(walker({ planes: 20, slotsPerPlane: 18, phasing: 0 }));
    expectForest(positions, allUsable(positions));
  });

  it("joins two shells far apart in height by its shortest pair", () => {
    const low = walkerPositions(walker({ planes: 16, slotsPerPlane: 16 }));
    const high = walkerPositions(
      walker({ planes: 12, slotsPerPlane: 14, altitudeKm: 1200, inclinationDeg: 88 }),
    );
    const positions = Float64Array.of(...low, ...high);
    expectForest(positions, allUsable(positions));
  });

  it("is Kruskal over all pairs on awkward clouds", () => {
    fc.assert(
      fc.property(
        clouds(),
        fc.constantFrom(Number.POSITIVE_INFINITY, 1e-3, 60, 1500, 5016),
        ({ positionsKm, usable }, maxRangeKm) => expectForest(positionsKm, usable, maxRangeKm),
      ),
      { numRuns: 200 },
    );
  });

  it("keeps up with satellites crowded into a small space", () => {
    const positions = randomShells(2000, 5).map((km, i) => [7000, 0, 0][i % 3] + km / 300);
    expectForest(positions, allUsable(positions));
  });

  it.skipIf(!sharedPath("data/tle"))("spans a real catalogue (needs ../shared)", () => {
    const positions = cataloguePositions("starlink_2000.tle");
    expectForest(positions, allUsable(positions));
  });
});

describe("pst", () => {
  it("is the rule read over all pairs, at 250, 1,000 and 2,000 satellites", () => {
    for (const count of [250, 1000, 2000]) {
      const positions = randomShells(count, 9);
      const usable = allUsable(positions);
      const pairs = admissiblePairs(positions, usable, count);
      for (const k of [1, 2, 3, 4]) {
        const expected = spanningForest(pairs, count, k);
        const chosen = chooseLinks(pst, frameOfCloud(positions, usable), { maxLinks: k });
        expect(pairKeys(chosen)).toEqual(pairKeys(expected));
        expect(Math.max(...degrees(chosen, count))).toBeLessThanOrEqual(k);
      }
    }
  });

  it("is the rule read over all pairs on awkward clouds", () => {
    fc.assert(
      fc.property(
        clouds(),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom(Number.POSITIVE_INFINITY, 60, 1500),
        ({ positionsKm, usable, count }, maxLinks, maxRangeKm) => {
          const pairs = admissiblePairs(positionsKm, usable, count, maxRangeKm);
          const chosen = chooseLinks(pst, frameOfCloud(positionsKm, usable), { maxLinks, maxRangeKm });
          expect(pairKeys(chosen)).toEqual(pairKeys(spanningForest(pairs, count, maxLinks)));
        },
      ),
      { numRuns: 200 },
    );
  });
});
