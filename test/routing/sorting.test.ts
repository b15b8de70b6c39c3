import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { PairBuffer } from "../../routing/pair-buffer.js";
import { sortPairs } from "../../routing/pair-sort.js";
import { RangeSorter } from "../../routing/range-sorter.js";

type Row = readonly [length: number, a: number, b: number];

const byRule = (p: Row, q: Row) => p[0] - q[0] || p[1] - q[1] || p[2] - q[2];

/** Few different lengths and ids, so that all ways of being equal occur. */
const rows = fc.array(
  fc.tuple(
    fc.oneof(fc.integer({ min: 0, max: 3 }), fc.double({ min: 0, max: 1e8, noNaN: true })),
    fc.nat(6),
    fc.nat(6),
  ) as fc.Arbitrary<Row>,
  { maxLength: 400 },
);

function columns(list: readonly Row[]) {
  return {
    length: Float64Array.from(list, ([length]) => length),
    a: Uint32Array.from(list, ([, a]) => a),
    b: Uint32Array.from(list, ([, , b]) => b),
  };
}

/** The order of 1 to 2k, k even, on which quicksort with the median of three takes quadratic time. */
function musser(k: number): number[] {
  const order = new Array<number>(2 * k);
  for (let i = 1; i <= k; i++) {
    if (i % 2 === 1) {
      order[i - 1] = i;
      order[i] = k + i;
    }
    order[k + i - 1] = 2 * i;
  }
  return order;
}

const MUSSER = musser(2500);

describe("sortPairs", () => {
  it("sorts by length, then a, then b, and leaves the rest alone", () => {
    fc.assert(
      fc.property(rows, fc.nat(20), fc.nat(20), (list, before, after) => {
        const { length, a, b } = columns(list);
        const from = Math.min(before, list.length);
        const to = Math.max(from, list.length - after);
        sortPairs(length, a, b, from, to);
        const expected = [...list.slice(0, from), ...list.slice(from, to).sort(byRule), ...list.slice(to)];
        expect(list.map((_, i) => [length[i], a[i], b[i]])).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ["ascending", (i: number) => i],
    ["descending", (i: number) => -i],
    ["all equal", () => 7],
    ["a sawtooth", (i: number) => i % 17],
    ["an organ pipe", (i: number) => Math.min(i, 5000 - i)],
    ["made to defeat the median of three (Musser, 1997)", (i: number) => MUSSER[i]],
  ])("copes with lengths that are %s", (_, lengthOf) => {
    const list = Array.from({ length: 5000 }, (_, i): Row => [lengthOf(i), (i * 7919) % 5000, i % 3]);
    const { length, a, b } = columns(list);
    sortPairs(length, a, b, 0, list.length);
    expect(list.map((_, i) => [length[i], a[i], b[i]])).toEqual([...list].sort(byRule));
  });
});

describe("PairBuffer", () => {
  it("sorts like sortPairs, whatever the lengths", () => {
    const buffer = new PairBuffer();
    fc.assert(
      fc.property(rows, (list) => {
        buffer.count = 0;
        buffer.reserve(list.length);
        for (const [length, a, b] of list) {
          buffer.lengthSquared[buffer.count] = length;
          buffer.a[buffer.count] = a;
          buffer.b[buffer.count++] = b;
        }
        const lengths = list.map(([length]) => length);
        buffer.sort(Math.min(...lengths, 0), Math.max(...lengths, 0));
        const sorted = list.map((_, i) => [buffer.lengthSquared[i], buffer.a[i], buffer.b[i]]);
        expect(sorted).toEqual([...list].sort(byRule));
      }),
      { numRuns: 300 },
    );
  });

  it("keeps its pairs when it makes room, and forgets those above a limit", () => {
    const buffer = new PairBuffer();
    buffer.reserve(2);
    buffer.lengthSquared.set([5, 3]);
    buffer.a.set([1, 2]);
    buffer.b.set([3, 4]);
    buffer.count = 2;
    buffer.reserve(100);
    expect(buffer.capacity).toBeGreaterThanOrEqual(100);
    buffer.keepUpTo(4);
    expect(buffer.count).toBe(1);
    expect([buffer.lengthSquared[0], buffer.a[0], buffer.b[0]]).toEqual([3, 2, 4]);
  });
});

describe("RangeSorter", () => {
  /** Fills the sorter in pieces, as rows are found. */
  function fill(sorter: RangeSorter, list: readonly Row[]): void {
    for (const [i, [range, id]] of list.entries()) {
      sorter.reserve(i + 1);
      sorter.rangeKm[i] = range;
      sorter.ids[i] = id;
    }
  }

  it("sorts by range, then id, and leaves the rest of the columns alone", () => {
    const sorter = new RangeSorter();
    fc.assert(
      fc.property(rows, fc.nat(20), fc.nat(20), (list, before, after) => {
        const found = list.map(([range], i): Row => [range, (i * 7919) % 100_003, 0]);
        const ranges = new Float64Array(before + list.length + after).fill(-1);
        const ids = new Uint32Array(ranges.length).fill(7);
        fill(sorter, found);
        sorter.sortInto(found.length, ranges, ids, before);
        const rest = (count: number) => new Array<Row>(count).fill([-1, 7, 0]);
        expect(Array.from(ranges, (range, i) => [range, ids[i], 0])).toEqual([
          ...rest(before),
          ...found.sort(byRule),
          ...rest(after),
        ]);
      }),
      { numRuns: 300 },
    );
  });

  it.each([1, 24, 25, 3000])("copes with %i satellites at one range, and with one far outlier", (count) => {
    const sorter = new RangeSorter();
    for (const outlier of [false, true]) {
      const found = Array.from(
        { length: count },
        (_, i): Row => [outlier && i === count >> 1 ? 1e9 : 700, count - i, 0],
      );
      const ranges = new Float64Array(count);
      const ids = new Uint32Array(count);
      fill(sorter, found);
      sorter.sortInto(count, ranges, ids, 0);
      expect(Array.from(ranges, (range, i) => [range, ids[i], 0])).toEqual(found.sort(byRule));
    }
  });
});
