import { describe, expect, it } from "vitest";
import type { Shell, WalkerPattern } from "../../routing/nodes.js";
import { ellipticE, meanLinkLength } from "../../routing/topology/mean-link-length.js";
import { planeOffsets } from "../../routing/topology/plane-offsets.js";
import { plusGrid } from "../../routing/topology/plus-grid.js";
import { nodeTable, shellOf, walker, walkerPositions } from "../support/circular-orbits.js";
import { chooseLinks, frameOf, pairKeys } from "../support/frames.js";
import { degrees, hopStatistics } from "../support/hop-statistics.js";

function gridOf(pattern: WalkerPattern, config: object = { offset: 0, seamOffset: 0 }): [number, number][] {
  const shell = shellOf(pattern);
  const frame = frameOf(walkerPositions(pattern), nodeTable(shell.count, 0, [shell]));
  return chooseLinks(plusGrid, frame, {}, plusGrid.config?.parse(config));
}

describe("plus-grid", () => {
  it.each([
    { planes: 72, slotsPerPlane: 22, links: 3168, mean: 23.514845, diameter: 47 },
    { planes: 34, slotsPerPlane: 34, links: 2312, mean: 17.014719, diameter: 34 },
  ])(
    "is the plain torus of $planes x $slotsPerPlane with offsets 0",
    ({ planes, slotsPerPlane, ...expected }) => {
      const pairs = gridOf(walker({ planes, slotsPerPlane }));
      const { mean, diameter } = hopStatistics(pairs, planes * slotsPerPlane);
      expect(pairs).toHaveLength(expected.links);
      expect(mean).toBeCloseTo(expected.mean, 6);
      expect(diameter).toBe(expected.diameter);
      expect(new Set(degrees(pairs, planes * slotsPerPlane))).toEqual(new Set([4]));
    },
  );

  it("links slots in the plane, to the next plane with the offset, and across the seam with both", () => {
    const pattern = walker({ planes: 4, slotsPerPlane: 5 });
    const keys = pairKeys(gridOf(pattern, { offset: -1, seamOffset: 3 }));
    const expected: [number, number][] = [];
    for (let p = 0; p < 4; p++) {
      for (let s = 0; s < 5; s++) {
        expected.push([p * 5 + s, p * 5 + ((s + 1) % 5)]);
        const next = p < 3 ? (p + 1) * 5 + ((s - 1 + 5) % 5) : (s - 1 + 3 + 5) % 5;
        expected.push([p * 5 + s, next]);
      }
    }
    expect(keys).toEqual(pairKeys(expected));
  });

  it("has no links across the seam of a star shell", () => {
    const pattern = walker({
      type: "star",
      planes: 6,
      slotsPerPlane: 11,
      inclinationDeg: 86.4,
      altitudeKm: 780,
    });
    const pairs = gridOf(pattern, {});
    expect(pairs).toHaveLength(66 + 55);
    const degree = degrees(pairs, 66);
    for (let i = 0; i < 66; i++) expect(degree[i]).toBe(i < 11 || i >= 55 ? 3 : 4);
  });

  it.each([
    { planes: 1, slotsPerPlane: 1, links: 0 },
    { planes: 1, slotsPerPlane: 2, links: 1 },
    { planes: 1, slotsPerPlane: 12, links: 12 },
    { planes: 2, slotsPerPlane: 1, links: 1 },
    { planes: 2, slotsPerPlane: 2, links: 2 + 2 },
    { planes: 2, slotsPerPlane: 9, links: 18 + 9 },
    { planes: 9, slotsPerPlane: 1, links: 9 },
    { planes: 9, slotsPerPlane: 2, links: 9 + 18 },
  ])("gives no link twice in rings of $planes x $slotsPerPlane", ({ planes, slotsPerPlane, links }) => {
    for (const phasing of [0, 1, "half-slot"] as const) {
      if (phasing === 1 && planes === 1) continue;
      for (const config of [{}, { offset: 0, seamOffset: 0 }]) {
        const pairs = gridOf(walker({ planes, slotsPerPlane, phasing }), config);
        const keys = pairKeys(pairs);
        expect(keys).toHaveLength(links);
        expect(new Set(keys).size).toBe(links);
        expect(pairs.every(([a, b]) => a !== b)).toBe(true);
      }
    }
  });

  it("runs shell by shell, with ids of the whole scenario", () => {
    const small = walker({ planes: 3, slotsPerPlane: 4 });
    const shells = [shellOf(small, 0, "one"), shellOf(small, 12, "two")];
    const positions = Float64Array.of(
      ...walkerPositions(small),
      ...walkerPositions({ ...small, altitudeKm: 700 }),
    );
    const pairs = chooseLinks(plusGrid, frameOf(positions, nodeTable(24, 0, shells)));
    expect(pairs).toHaveLength(48);
    expect(pairs.every(([a, b]) => a < 12 === b < 12)).toBe(true);
  });

  it("refuses a shell that neither has planes nor had them inferred, by name", () => {
    const shell: Shell = { name: "starlink.tle", source: "starlink.tle", first: 0, count: 10 };
    const frame = frameOf(new Float64Array(30), nodeTable(10, 0, [shell]));
    expect(() => chooseLinks(plusGrid, frame)).toThrow(
      /plus-grid needs planes; shell "starlink.tle" has no Walker pattern/,
    );
  });

  it("refuses to give a satellite more links than the entry allows", () => {
    const shell = shellOf(walker());
    const frame = frameOf(walkerPositions(walker()), nodeTable(shell.count, 0, [shell]));
    expect(() => chooseLinks(plusGrid, frame, { maxLinks: 3 })).toThrow(/up to 4 links; the entry allows 3/);
  });
});

/** Mean distance over one revolution by adding up 2,880 positions. */
function meanByPositions(inclinationDeg: number, nodeRad: number, phaseRad: number): number {
  const c = Math.cos((inclinationDeg * Math.PI) / 180);
  const s = Math.sin((inclinationDeg * Math.PI) / 180);
  const at = (node: number, u: number) => [
    Math.cos(u) * Math.cos(node) - Math.sin(u) * c * Math.sin(node),
    Math.cos(u) * Math.sin(node) + Math.sin(u) * c * Math.cos(node),
    Math.sin(u) * s,
  ];
  let sum = 0;
  const steps = 2880;
  for (let i = 0; i < steps; i++) {
    const u = (2 * Math.PI * (i + 0.31)) / steps;
    const [p, q] = [at(0, u), at(nodeRad, u + phaseRad)];
    sum += Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
  }
  return sum / steps;
}

describe("mean link length", () => {
  it("is what adding up positions gives", () => {
    for (const inclination of [0, 33, 53, 87.9, 97.6]) {
      for (const node of [0, 0.0873, 0.5, Math.PI]) {
        for (const phase of [-1, -0.01, 0.0003, 0.4, 3]) {
          const closed = meanLinkLength(inclination, node, phase);
          expect(closed).toBeCloseTo(meanByPositions(inclination, node, phase), 6);
        }
      }
    }
  });

  it("uses the elliptic integral of Abramowitz and Stegun's table 17.1", () => {
    expect(ellipticE(0)).toBeCloseTo(1.570796326794897, 14);
    expect(ellipticE(0.5)).toBeCloseTo(1.350643881047675, 14);
    expect(ellipticE(0.99)).toBeCloseTo(1.015993545025224, 14);
    expect(ellipticE(1)).toBe(1);
  });
});

/** The rule as it is written: try every integer, keep the shortest, then the smaller, then the negative. */
function offsetsByTrial(pattern: WalkerPattern): { offset: number; seamOffset: number } {
  const { planes, slotsPerPlane, type } = pattern;
  const spread = type === "star" ? Math.PI : 2 * Math.PI;
  const phasing = pattern.phasing === "half-slot" ? 0 : pattern.phasing;
  const anomaly = (plane: number, slot: number) =>
    (2 * Math.PI * slot) / slotsPerPlane + (2 * Math.PI * phasing * plane) / (planes * slotsPerPlane);
  const best = (from: number, to: number, base: number): number => {
    const candidates = [];
    for (let o = -slotsPerPlane; o <= slotsPerPlane; o++) {
      const phase = anomaly(to, base + o) - anomaly(from, 0);
      candidates.push({
        o,
        mean: meanByPositions(pattern.inclinationDeg, ((to - from) * spread) / planes, phase),
      });
    }
    const shortest = Math.min(...candidates.map(({ mean }) => mean));
    return candidates
      .filter(({ mean }) => mean <= shortest * (1 + 1e-9))
      .sort((p, q) => Math.abs(p.o) - Math.abs(q.o) || p.o - q.o)[0].o;
  };
  const offset = best(0, 1, 0);
  return { offset, seamOffset: type === "star" ? 0 : best(planes - 1, 0, offset) };
}

describe("default offsets", () => {
  it.each([
    walker(),
    walker({ phasing: 0 }),
    walker({ phasing: 11 }),
    walker({ phasing: 36, slotsPerPlane: 72 }),
    walker({ phasing: 45 }),
    walker({ planes: 36, slotsPerPlane: 20, inclinationDeg: 70, phasing: 11 }),
    walker({ planes: 6, slotsPerPlane: 58, inclinationDeg: 97.6, phasing: 1 }),
    walker({ planes: 34, slotsPerPlane: 34, inclinationDeg: 51.9, phasing: 1 }),
    walker({ planes: 12, slotsPerPlane: 49, inclinationDeg: 87.9, type: "star", phasing: 1 }),
    walker({ planes: 27, slotsPerPlane: 13, inclinationDeg: 98.98, type: "star", phasing: 13 }),
    walker({ planes: 5, slotsPerPlane: 8, inclinationDeg: 0, phasing: 3 }),
    walker({ planes: 5, slotsPerPlane: 8, inclinationDeg: 90, phasing: 2.5 }),
    walker({ planes: 8, slotsPerPlane: 6, phasing: 3 }),
    walker({ planes: 2, slotsPerPlane: 7, phasing: 1 }),
  ])("are the integers with the shortest mean link ($planes x $slotsPerPlane, F $phasing)", (pattern) => {
    expect(planeOffsets(pattern)).toEqual(offsetsByTrial(pattern));
  });

  it("are 0 for half-slot phasing", () => {
    expect(planeOffsets(walker({ phasing: "half-slot" }))).toEqual({ offset: 0, seamOffset: 0 });
  });

  it("take a given offset as it is and find the seam to go with it", () => {
    const pattern = walker({ planes: 8, slotsPerPlane: 12, phasing: 3 });
    const free = planeOffsets(pattern);
    const shifted = planeOffsets(pattern, { offset: free.offset + 2 });
    expect(shifted.offset).toBe(free.offset + 2);
    expect((shifted.offset + shifted.seamOffset - free.offset - free.seamOffset) % 12).toBe(0);
    expect(planeOffsets(pattern, { offset: 1, seamOffset: 4 })).toEqual({ offset: 1, seamOffset: 4 });
  });
});
