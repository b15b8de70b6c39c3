import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { builtInLinkProtocols } from "../../routing/topology/index.js";
import { segmentDistanceKm } from "../support/brute-force.js";
import { nodeTable, shellOf, walker, walkerPositions } from "../support/circular-orbits.js";
import { clouds } from "../support/clouds.js";
import { frameOf } from "../support/frames.js";
import { stageOf } from "../support/stages.js";

describe("every ISL protocol", () => {
  it("gives links in range that clear the Earth, each once, on awkward clouds", () => {
    fc.assert(
      fc.property(
        clouds(),
        fc.constantFrom(
          "nearest",
          "list",
          "mst",
          "pst",
          "mst+loop",
          "mst+smart-loop",
          "pst+loop",
          "pst+smart-loop",
        ),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom(500, 3000, Number.POSITIVE_INFINITY),
        ({ positionsKm, usable, count }, protocol, maxLinks, maxRangeKm) => {
          if (count < 2) return;
          const nodes = nodeTable(count);
          const config = protocol === "list" ? { pairs: everyThirdPair(count) } : {};
          const { stage } = stageOf(nodes, [{ protocol, config, maxLinks, maxRangeKm }]);
          const { links } = stage.build(frameOf(positionsKm, nodes, usable));
          const degree = new Uint32Array(count);
          for (let i = 0; i < links.count; i++) {
            const [a, b] = [links.a[i], links.b[i]];
            degree[a]++;
            degree[b]++;
            expect(usable[a] + usable[b]).toBe(2);
            expect(links.lengthKm[i]).toBeLessThanOrEqual(maxRangeKm);
            expect(segmentDistanceKm(positionsKm, a, b)).toBeGreaterThanOrEqual(6458.135 - 1e-8);
            if (i > 0) {
              const [p, q] = [links.a[i - 1], links.b[i - 1]];
              expect(p < a || (p === a && q < b)).toBe(true);
            }
            expect(a).toBeLessThan(b);
          }
          const isCapped = protocol === "nearest" || protocol.startsWith("pst");
          if (isCapped) expect(Math.max(0, ...degree)).toBeLessThanOrEqual(maxLinks);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("over a Walker shell of few planes", () => {
  const pattern = walker({ planes: 6, slotsPerPlane: 58, inclinationDeg: 97.6, altitudeKm: 560 });
  const shell = shellOf(pattern);
  const nodes = nodeTable(shell.count, 0, [shell]);
  const names = [...builtInLinkProtocols.keys()].filter(
    (name) => !["list", "none", "hypatia"].includes(name),
  );

  it.each(names)("%s gives links in range that clear the Earth, and counts the others", (name) => {
    const positions = walkerPositions(pattern, 600);
    const { stage } = stageOf(nodes, [{ protocol: name, maxLinks: 5, maxRangeKm: 4500 }]);
    const { links, struck } = stage.build(frameOf(positions, nodes));
    const degree = new Uint32Array(shell.count);
    for (let i = 0; i < links.count; i++) {
      degree[links.a[i]]++;
      degree[links.b[i]]++;
      expect(links.lengthKm[i]).toBeLessThanOrEqual(4500);
      expect(segmentDistanceKm(positions, links.a[i], links.b[i])).toBeGreaterThanOrEqual(6458.135 - 1e-8);
    }
    expect(Math.max(...degree)).toBeLessThanOrEqual(5);
    expect(links.count).toBeGreaterThan(100);
    if (name === "plus-grid") {
      // Planes 60 degrees apart: at the equator the links between them are out of range.
      expect(struck[0].outOfRange + struck[0].behindEarth + links.count).toBe(2 * shell.count);
      expect(struck[0].outOfRange).toBeGreaterThan(50);
    } else if (!/^(brick|plus|rings)/.test(name)) {
      expect(struck[0].outOfRange + struck[0].behindEarth).toBe(0);
    }
  });
});

function everyThirdPair(count: number): [number, number][] {
  const pairs: [number, number][] = [];
  for (let a = 0; a < count; a++) for (let b = a + 1; b < count; b += 3) pairs.push([b, a]);
  return pairs;
}
