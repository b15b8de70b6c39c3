import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { matchRings } from "../../routing/topology/plane-matching.js";

const TURN = 2 * Math.PI;

function apart(p: number, q: number): number {
  const rest = (((p - q) % TURN) + TURN) % TURN;
  return Math.min(rest, TURN - rest);
}

function costOf(left: readonly number[], right: readonly number[], slot: number, partners: Iterable<number>) {
  let cost = 0;
  let pairs = 0;
  [...partners].forEach((j, i) => {
    if (j < 0) return;
    cost += apart(left[i], right[j]);
    pairs++;
  });
  return cost + ((left.length + right.length - 2 * pairs) * slot) / 2;
}

/** The least cost over every way of giving each left satellite a partner of its own or none. */
function leastCost(left: readonly number[], right: readonly number[], slot: number): number {
  const taken = right.map(() => false);
  const from = (i: number): number => {
    if (i === left.length) return (taken.filter((is) => !is).length * slot) / 2;
    let least = slot / 2 + from(i + 1);
    for (const [j, phase] of right.entries()) {
      if (taken[j]) continue;
      taken[j] = true;
      least = Math.min(least, apart(left[i], phase) + from(i + 1));
      taken[j] = false;
    }
    return least;
  };
  return from(0);
}

const anywhere = fc.double({ min: 0, max: TURN * (1 - 1e-9), noNaN: true });
/** Some phases repeat, some are a few steps of a lattice apart, so that ties and wraps are met. */
const phase = fc.oneof(
  anywhere,
  fc.nat({ max: 23 }).map((k) => (k * TURN) / 24),
  fc.constantFrom(0, 1e-12, TURN - 1e-9),
);
const ring = fc.array(phase, { maxLength: 5 }).map((phases) => phases.sort((p, q) => p - q));

describe("partners in two rings", () => {
  it("are the cheapest of all ways to give each satellite one partner or none", () => {
    fc.assert(
      fc.property(ring, ring, fc.double({ min: 0.01, max: 3.1, noNaN: true }), (left, right, slot) => {
        const partners = matchRings(Float64Array.from(left), Float64Array.from(right), slot);
        const given = [...partners].filter((j) => j >= 0);
        expect(new Set(given).size).toBe(given.length);
        const cost = costOf(left, right, slot, partners);
        expect(Math.abs(cost - leastCost(left, right, slot))).toBeLessThan(1e-6);
        for (const [i, j] of partners.entries()) {
          if (j >= 0) expect(apart(left[i], right[j])).toBeLessThan(slot + 1e-6);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("go round in step, all behind, where each satellite has one as far ahead as behind", () => {
    const even = (count: number, from: number) =>
      Float64Array.from({ length: count }, (_, i) => from + (i * TURN) / count);
    for (const count of [3, 8, 22, 59]) {
      const slot = TURN / count;
      const partners = matchRings(even(count, 0), even(count, slot / 2), slot);
      expect([...partners]).toEqual(Array.from({ length: count }, (_, i) => (i + count - 1) % count));
    }
  });

  it("leave the satellite across from a hole without one, and the others with theirs", () => {
    const slot = TURN / 20;
    const all = Array.from({ length: 20 }, (_, i) => i * slot);
    const partners = matchRings(
      Float64Array.from(all.filter((_, i) => i !== 3)),
      Float64Array.from(all.filter((_, i) => i !== 11)),
      slot,
    );
    // Left: slots 0, 1, 2, 4, 5, ...; right: slots up to 10, then 12, ...
    const slots = [...partners].map((j) => (j < 0 ? -1 : j < 11 ? j : j + 1));
    expect(slots).toEqual(
      Array.from({ length: 20 }, (_, i) => (i === 11 ? -1 : i)).filter((_, i) => i !== 3),
    );
  });
});
