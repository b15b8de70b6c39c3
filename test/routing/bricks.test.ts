import { describe, expect, it } from "vitest";
import type { LinkProtocol } from "../../routing/link-protocol.js";
import type { WalkerPattern } from "../../routing/nodes.js";
import { brickA, brickB, ring } from "../../routing/topology/index.js";
import { nodeTable, shellOf, walker, walkerPositions } from "../support/circular-orbits.js";
import { chooseLinks, frameOf, pairKeys } from "../support/frames.js";
import { degrees, hopStatistics } from "../support/hop-statistics.js";

function pairsOf(
  protocol: LinkProtocol,
  pattern: WalkerPattern,
  config: object = { offset: 0, seamOffset: 0 },
) {
  const shell = shellOf(pattern);
  const frame = frameOf(walkerPositions(pattern), nodeTable(shell.count, 0, [shell]));
  return chooseLinks(protocol, frame, {}, protocol.config?.parse(config));
}

describe("brick-b", () => {
  it("is a torus of 34 x 34 with half of the links in the planes", () => {
    const pairs = pairsOf(brickB, walker({ planes: 34, slotsPerPlane: 34 }));
    const { mean, diameter } = hopStatistics(pairs, 34 * 34);
    expect(pairs).toHaveLength(1734);
    expect(mean).toBeCloseTo(19.840693, 6);
    expect(diameter).toBe(34);
    expect(new Set(degrees(pairs, 1156))).toEqual(new Set([3]));
  });

  it("links slot s to s + 1 where p + s is even, and every slot to the next plane", () => {
    const expected: [number, number][] = [];
    for (let p = 0; p < 4; p++) {
      for (let s = 0; s < 5; s++) {
        if ((p + s) % 2 === 0) expected.push([5 * p + s, 5 * p + ((s + 1) % 5)]);
        expected.push([5 * p + s, 5 * ((p + 1) % 4) + ((s + (p === 3 ? 3 : 1)) % 5)]);
      }
    }
    const pairs = pairsOf(brickB, walker({ planes: 4, slotsPerPlane: 5 }), { offset: 1, seamOffset: 2 });
    expect(pairKeys(pairs)).toEqual(pairKeys(expected));
  });
});

describe("brick-a", () => {
  it("links every slot to s + 1, and to the next plane where p + s is even", () => {
    const expected: [number, number][] = [];
    for (let p = 0; p < 4; p++) {
      for (let s = 0; s < 5; s++) {
        expected.push([5 * p + s, 5 * p + ((s + 1) % 5)]);
        if ((p + s) % 2 === 0) expected.push([5 * p + s, 5 * ((p + 1) % 4) + ((s + (p === 3 ? 3 : 1)) % 5)]);
      }
    }
    const pairs = pairsOf(brickA, walker({ planes: 4, slotsPerPlane: 5 }), { offset: 1, seamOffset: 2 });
    expect(pairKeys(pairs)).toEqual(pairKeys(expected));
  });

  it("has degree 3 everywhere in an even torus", () => {
    const pairs = pairsOf(brickA, walker({ planes: 34, slotsPerPlane: 34 }));
    expect(new Set(degrees(pairs, 1156))).toEqual(new Set([3]));
  });
});

describe("ring", () => {
  it("is one cycle a plane", () => {
    const pairs = pairsOf(ring, walker({ planes: 6, slotsPerPlane: 11 }), {});
    expect(pairs).toHaveLength(66);
    expect(pairs.every(([a, b]) => Math.floor(a / 11) === Math.floor(b / 11))).toBe(true);
    expect(new Set(degrees(pairs, 66))).toEqual(new Set([2]));
  });
});

describe.each([brickA, brickB, ring])("$name", (protocol) => {
  it("gives no link twice in rings of 1 or 2", () => {
    for (const planes of [1, 2, 3]) {
      for (const slotsPerPlane of [1, 2, 3]) {
        for (const type of ["delta", "star"] as const) {
          const config = protocol === ring ? {} : { offset: 0, seamOffset: 0 };
          const pairs = pairsOf(protocol, walker({ planes, slotsPerPlane, type, phasing: 0 }), config);
          expect(new Set(pairKeys(pairs)).size).toBe(pairs.length);
          expect(pairs.every(([a, b]) => a !== b)).toBe(true);
        }
      }
    }
  });
});
