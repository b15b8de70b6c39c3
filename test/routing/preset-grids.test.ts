import { describe, expect, it } from "vitest";
import { PRESETS } from "../../orbits/presets.js";
import type { WalkerPattern } from "../../routing/nodes.js";
import { plusGrid } from "../../routing/topology/plus-grid.js";
import { segmentDistanceKm } from "../support/brute-force.js";
import { nodeTable, shellOf, walker, walkerPositions } from "../support/circular-orbits.js";
import { chooseLinks, frameOf, pairKeys } from "../support/frames.js";
import { degrees } from "../support/hop-statistics.js";
import { stageOf } from "../support/stages.js";

const CONFIGS = [{}, { offset: 0, seamOffset: 0 }, { offset: -1, seamOffset: 2 }];

function gridOf(pattern: WalkerPattern, config: object): [number, number][] {
  const shell = shellOf(pattern);
  const frame = frameOf(walkerPositions(pattern), nodeTable(shell.count, 0, [shell]));
  return chooseLinks(plusGrid, frame, {}, plusGrid.config?.parse(config));
}

describe("the pattern of +grid, before range and line of sight", () => {
  it.each(PRESETS.map((shell) => [shell.name, shell] as const))(
    "has degree 4 everywhere in %s, 3 beside the seam of a star shell",
    (_, shell) => {
      const { type, planes, slotsPerPlane } = shell;
      const count = planes * slotsPerPlane;
      for (const config of CONFIGS) {
        const pairs = gridOf(shell, config);
        const besideSeam = (id: number) => id < slotsPerPlane || id >= count - slotsPerPlane;
        expect(degrees(pairs, count)).toEqual(
          Array.from({ length: count }, (_each, id) => (type === "star" && besideSeam(id) ? 3 : 4)),
        );
        expect(new Set(pairKeys(pairs)).size).toBe(pairs.length);
        expect(pairs).toHaveLength(type === "star" ? 2 * count - slotsPerPlane : 2 * count);
      }
    },
  );

  /** Links of a satellite to its neighbours in a ring of so many. */
  const inRing = (size: number) => Math.min(size - 1, 2);

  it.each([1, 2, 3, 7].flatMap((planes) => [1, 2, 3, 8].map((slots) => [planes, slots] as const)))(
    "counts a neighbour once that is both before and behind: %i planes of %i",
    (planes, slotsPerPlane) => {
      for (const config of CONFIGS) {
        for (const phasing of [0, 0.5, "half-slot"] as const) {
          const pairs = gridOf(walker({ planes, slotsPerPlane, phasing }), config);
          const expected = inRing(planes) + inRing(slotsPerPlane);
          expect(new Set(degrees(pairs, planes * slotsPerPlane))).toEqual(new Set([expected]));
          expect(new Set(pairKeys(pairs)).size).toBe(pairs.length);
        }
      }
    },
  );
});

describe("+grid in a shell of few planes", () => {
  it.each(["starlink-gen1-4", "starlink-gen1-5"])(
    "leaves out what the Earth blocks at a tick, and counts it: %s",
    (name) => {
      const shell = PRESETS.find((preset) => preset.name === name) ?? expect.fail(name);
      const nodes = nodeTable(shell.planes * shell.slotsPerPlane, 0, [shellOf(shell)]);
      const { stage } = stageOf(nodes, [{ protocol: "plus-grid" }]);
      const pattern = gridOf(shell, {});
      for (const seconds of [0, 300, 1200, 2700]) {
        const positions = walkerPositions(shell, seconds);
        const clear = pattern.filter(([a, b]) => segmentDistanceKm(positions, a, b) >= 6458.135);
        const { links, struck } = stage.build(frameOf(positions, nodes));
        const made = Array.from({ length: links.count }, (_, i) => [links.a[i], links.b[i]] as const);
        expect(pairKeys(made)).toEqual(pairKeys(clear));
        const behindEarth = pattern.length - clear.length;
        expect(behindEarth).toBeGreaterThan(100);
        expect(struck).toEqual([{ unusable: 0, outOfRange: 0, behindEarth, notVisible: 0 }]);
      }
    },
  );
});
