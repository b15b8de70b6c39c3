import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { Shell } from "../../routing/nodes.js";
import { admissiblePairs, squaredDistance } from "../support/brute-force.js";
import { nodeTable, shellOf, walker, walkerPositions } from "../support/circular-orbits.js";
import { clouds } from "../support/clouds.js";
import { frameOf, pairKeys } from "../support/frames.js";
import { linksIn, pairKey, type RuledIsl, ruledStage } from "../support/ruled-stages.js";

describe("links between shells", () => {
  it("are the shortest pairs of different shells, as written, on awkward clouds", () => {
    fc.assert(
      fc.property(
        clouds(),
        fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom(800, 5000, Number.POSITIVE_INFINITY),
        fc.constantFrom("none", "nearest"),
        ({ positionsKm, usable, count }, cuts, maxLinks, maxRangeKm, protocol) => {
          fc.pre(count > 3);
          const starts = [0, ...new Set(cuts.map((cut) => 1 + (cut % (count - 1))))].sort((a, b) => a - b);
          const shells = starts.map((first, i): Shell => {
            return { name: `s${i}`, source: `s${i}`, first, count: (starts[i + 1] ?? count) - first };
          });
          const nodes = nodeTable(count, 0, shells);
          const frame = frameOf(positionsKm, nodes, usable);
          const own = pairKeys(
            linksIn(ruledStage(nodes, [{ protocol, maxLinks: 2 }]).build(frame).links, "isl"),
          );
          const shellOfId = (id: number) => starts.filter((first) => first <= id).length;
          const degree = new Uint32Array(count);
          const expected: [number, number][] = [];
          for (const { a, b } of admissiblePairs(positionsKm, usable, count, maxRangeKm)) {
            if (shellOfId(a) === shellOfId(b) || own.includes(pairKey(a, b))) continue;
            if (degree[a] >= maxLinks || degree[b] >= maxLinks) continue;
            degree[a]++;
            degree[b]++;
            expected.push([a, b]);
          }
          const entry: RuledIsl = { protocol, maxLinks: 2, interShell: { maxLinks, maxRangeKm } };
          const { links, struck } = ruledStage(nodes, [entry]).build(frame);
          const all = linksIn(links, "isl");
          expect(pairKeys(all.filter(([a, b]) => !own.includes(pairKey(a, b))))).toEqual(pairKeys(expected));
          expect(all).toHaveLength(own.length + expected.length);
          expect(struck[0]).toMatchObject({ unusable: 0, outOfRange: 0, behindEarth: 0 });
        },
      ),
      { numRuns: 150 },
    );
  });

  it("tie a small shell to a large one without looking at all pairs", () => {
    const [large, small] = [walker(), walker({ planes: 6, slotsPerPlane: 10, altitudeKm: 1100 })];
    const shells = [shellOf(large, 0, "large"), shellOf(small, 1584, "small")];
    const nodes = nodeTable(1644, 0, shells);
    const frame = frameOf(Float64Array.of(...walkerPositions(large), ...walkerPositions(small)), nodes);
    const interShell = { maxLinks: 2, maxRangeKm: Number.POSITIVE_INFINITY };
    const grid = ruledStage(nodes, [{ protocol: "plus-grid", interShell }]).build(frame);
    const between = linksIn(grid.links, "isl").filter(([a, b]) => a < 1584 && b >= 1584);
    expect(between).toHaveLength(120);
    const longest = Math.max(...between.map(([a, b]) => squaredDistance(frame.positionsKm, a, b)));
    expect(Math.sqrt(longest)).toBeLessThan(1500);
  });

  it("need two shells", () => {
    const shell = shellOf(walker({ planes: 4, slotsPerPlane: 4 }));
    const interShell = { maxLinks: 1, maxRangeKm: 1000 };
    expect(() => ruledStage(nodeTable(16, 0, [shell]), [{ protocol: "plus-grid", interShell }])).toThrow(
      "at least two shells; this one is for 1",
    );
  });
});
