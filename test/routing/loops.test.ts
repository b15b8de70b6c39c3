import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { defineLinkProtocol, type LinkProtocol } from "../../routing/link-protocol.js";
import { builtInLinkProtocols } from "../../routing/topology/index.js";
import { withLoop } from "../../routing/topology/with-loop.js";
import {
  admissiblePairs,
  greedyNearest,
  loopLinks,
  type Pair,
  smartLoopLinks,
  spanningForest,
} from "../support/brute-force.js";
import { nodeTable, shellOf, walker, walkerPositions } from "../support/circular-orbits.js";
import { type Cloud, clouds } from "../support/clouds.js";
import { chooseLinks, frameOf, frameOfCloud, pairKeys } from "../support/frames.js";
import { degrees } from "../support/hop-statistics.js";
import { randomShells } from "../support/random-shells.js";

const INNER = {
  mst: (pairs: readonly Pair[], count: number) => spanningForest(pairs, count),
  pst: (pairs: readonly Pair[], count: number, k: number) => spanningForest(pairs, count, k),
  nearest: (pairs: readonly Pair[], count: number, k: number) => greedyNearest(pairs, count, k),
};

const OUTER = { loop: loopLinks, "smart-loop": smartLoopLinks };

const inners = Object.keys(INNER) as (keyof typeof INNER)[];
const outers = Object.keys(OUTER) as (keyof typeof OUTER)[];
const names = inners.flatMap((inner) => outers.map((outer) => ({ inner, outer })));

function builtIn(name: string): LinkProtocol {
  const protocol = builtInLinkProtocols.get(name);
  if (protocol === undefined) throw new Error(`no built-in "${name}"`);
  return protocol;
}

describe.each(names)("$inner+$outer", ({ inner, outer }) => {
  const protocol = builtIn(`${inner}+${outer}`);

  function expectRule({ positionsKm, usable, count }: Cloud, k: number, maxRangeKm: number): void {
    const pairs = admissiblePairs(positionsKm, usable, count, maxRangeKm);
    const innerLinks = INNER[inner](pairs, count, k);
    const expected = [...innerLinks, ...OUTER[outer](pairs, count, k, innerLinks)];
    const chosen = chooseLinks(protocol, frameOfCloud(positionsKm, usable), { maxLinks: k, maxRangeKm });
    expect(pairKeys(chosen)).toEqual(pairKeys(expected));
  }

  it("is the rule read over all pairs of 800 satellites", () => {
    const positionsKm = randomShells(800, 21);
    const cloud = { positionsKm, usable: new Uint8Array(800).fill(1), count: 800 };
    for (const k of [2, 3, 4, 6]) expectRule(cloud, k, Number.POSITIVE_INFINITY);
  });

  it("is the rule read over all pairs on awkward clouds", () => {
    fc.assert(
      fc.property(
        clouds(),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom(Number.POSITIVE_INFINITY, 60, 1500),
        expectRule,
      ),
      { numRuns: 80 },
    );
  });
});

describe("over a grid", () => {
  const grids = ["ring", "plus-grid", "brick-a", "brick-b"].flatMap((grid) =>
    outers.map((outer) => ({ grid, outer })),
  );

  it.each(grids)("$grid+$outer is the rule read over all pairs", ({ grid, outer }) => {
    const shapes = fc.record({
      planes: fc.integer({ min: 1, max: 9 }),
      slotsPerPlane: fc.integer({ min: 1, max: 14 }),
      type: fc.constantFrom("delta" as const, "star" as const),
      inclinationDeg: fc.constantFrom(53, 97.6),
      altitudeKm: fc.constantFrom(550, 1200),
    });
    const masked = fc.array(fc.nat(), { maxLength: 10 });
    const ranges = fc.constantFrom(Number.POSITIVE_INFINITY, 3000);
    let added = 0;
    fc.assert(
      fc.property(shapes, fc.integer({ min: 4, max: 6 }), ranges, masked, (shape, k, maxRangeKm, down) => {
        const pattern = walker(shape);
        const positions = walkerPositions(pattern, 777);
        const count = positions.length / 3;
        const usable = new Uint8Array(count).fill(1);
        for (const id of down) usable[id % count] = 0;
        const frame = frameOf(positions, nodeTable(count, 0, [shellOf(pattern)]), usable);
        const entry = { maxLinks: k, maxRangeKm };
        const pairs = admissiblePairs(positions, usable, count, maxRangeKm);
        const admissible = new Set(pairs.map(({ a, b }) => `${a}-${b}`));
        const chosen = chooseLinks(builtIn(grid), frame, entry);
        const inner = chosen.filter(([a, b]) => admissible.has(`${a}-${b}`));
        const expected = OUTER[outer](pairs, count, k, inner);
        added += expected.length;
        const all = chooseLinks(builtIn(`${grid}+${outer}`), frame, entry);
        // Links of the grid that may not be are struck later.
        const standing = all.filter(([a, b]) => admissible.has(`${a}-${b}`));
        expect(pairKeys(standing)).toEqual(pairKeys([...inner, ...expected]));
      }),
      { numRuns: 60 },
    );
    expect(added).toBeGreaterThan(100);
  });
});

describe("loop decorators", () => {
  it("leave no leaf that another satellite can still reach", () => {
    const positions = randomShells(1500, 2);
    const frame = frameOfCloud(positions);
    const leaves = (name: string) =>
      degrees(chooseLinks(builtIn(name), frame), 1500).filter((d) => d === 1).length;
    expect(leaves("mst")).toBeGreaterThan(200);
    expect(leaves("mst+smart-loop")).toBe(0);
  });

  it("do not count inner links that the stage strikes", () => {
    // Six satellites in a plane: 60 degrees apart, the Earth is in the way of every ring link.
    const pattern = walker({ planes: 4, slotsPerPlane: 6, inclinationDeg: 90 });
    const frame = frameOf(walkerPositions(pattern), nodeTable(24, 0, [shellOf(pattern)]));
    const inner = pairKeys(chooseLinks(builtIn("ring"), frame));
    const outer = pairKeys(chooseLinks(builtIn("ring+smart-loop"), frame));
    expect(inner).toHaveLength(24);
    expect(outer).toEqual(inner);
  });

  it("carry the configuration of the inner protocol", () => {
    const protocol = builtIn("plus-grid+loop");
    expect(protocol.config?.safeParse({ offset: 1 }).success).toBe(true);
    expect(protocol.config?.safeParse({ offsets: 1 }).success).toBe(false);
  });

  it("refuse a stateful inner protocol", () => {
    const memory = defineLinkProtocol({ name: "memory", stateful: true, setup: () => () => {} });
    expect(() => withLoop(memory)).toThrow('"memory" is stateful');
  });
});
