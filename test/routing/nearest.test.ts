import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { nearest } from "../../routing/topology/nearest.js";
import { admissiblePairs, greedyNearest, nearestByMode } from "../support/brute-force.js";
import { walker, walkerPositions } from "../support/circular-orbits.js";
import { clouds } from "../support/clouds.js";
import { chooseLinks, frameOfCloud, pairKeys } from "../support/frames.js";
import { randomShells } from "../support/random-shells.js";

const MODES = ["greedy", "mutual", "union"] as const;

function expected(
  mode: (typeof MODES)[number],
  positions: Float64Array,
  usable: Uint8Array,
  k: number,
  maxRangeKm?: number,
) {
  const count = positions.length / 3;
  const pairs = admissiblePairs(positions, usable, count, maxRangeKm);
  return pairKeys(mode === "greedy" ? greedyNearest(pairs, count, k) : nearestByMode(pairs, count, k, mode));
}

function actual(
  mode: (typeof MODES)[number],
  positions: Float64Array,
  usable: Uint8Array,
  k: number,
  maxRangeKm = Number.POSITIVE_INFINITY,
) {
  const frame = frameOfCloud(positions, usable);
  return pairKeys(chooseLinks(nearest, frame, { maxLinks: k, maxRangeKm }, { mode }));
}

describe.each(MODES)("nearest, %s", (mode) => {
  it.each([500, 2000])("is what reading all pairs of %i satellites gives", (count) => {
    const positions = randomShells(count, 7);
    const usable = new Uint8Array(count).fill(1);
    expect(actual(mode, positions, usable, 4)).toEqual(expected(mode, positions, usable, 4));
  });

  it("copes with crowds: 1,200 satellites in 50 km, and 300 at one place", () => {
    const spread = randomShells(100, 4);
    const crowd = randomShells(1200, 5).map((km, i) => [7000, 0, 0][i % 3] + km / 280);
    const heap = Float64Array.from({ length: 900 }, (_, i) => [0, 0, -7100][i % 3]);
    const positions = Float64Array.of(...spread, ...heap, ...crowd);
    const usable = new Uint8Array(1600).fill(1);
    expect(actual(mode, positions, usable, 4)).toEqual(expected(mode, positions, usable, 4));
  });

  it("breaks the many ties of a Walker shell by id", () => {
    const positions = walkerPositions(walker({ planes: 24, slotsPerPlane: 20, phasing: 0 }));
    const usable = new Uint8Array(480).fill(1);
    expect(actual(mode, positions, usable, 3)).toEqual(expected(mode, positions, usable, 3));
  });

  it("is what reading all pairs gives on awkward clouds", () => {
    fc.assert(
      fc.property(
        clouds(),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom(Number.POSITIVE_INFINITY, 1e-3, 40, 1500, 5016, 9000),
        ({ positionsKm, usable }, k, maxRangeKm) => {
          expect(actual(mode, positionsKm, usable, k, maxRangeKm)).toEqual(
            expected(mode, positionsKm, usable, k, maxRangeKm),
          );
        },
      ),
      { numRuns: 150 },
    );
  });
});
