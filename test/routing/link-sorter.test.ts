import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { LinkColumns } from "../../routing/link-columns.js";
import { LinkSorter } from "../../routing/link-sorter.js";

type Row = readonly [a: number, b: number, lengthKm: number, linkClass: number];

function columnsOf(rows: readonly Row[]): LinkColumns {
  const columns = new LinkColumns();
  columns.reserve(rows.length);
  for (const row of rows) columns.add(...row);
  return columns;
}

function rowsOf({ a, b, lengthKm, linkClass, count }: LinkColumns): Row[] {
  return Array.from({ length: count }, (_, i) => [a[i], b[i], lengthKm[i], linkClass[i]]);
}

/** The rule as written: in the order (a, b), the first of each pair. */
function sorted(rows: readonly Row[]): Row[] {
  const inOrder = rows
    .map((row, i) => ({ row, i }))
    .sort((p, q) => p.row[0] - q.row[0] || p.row[1] - q.row[1] || p.i - q.i);
  return inOrder
    .map(({ row }) => row)
    .filter(([a, b], i, all) => i === 0 || all[i - 1][0] !== a || all[i - 1][1] !== b);
}

/** Links of few nodes, so that pairs repeat and rows are long; lengths and classes tell repeats apart. */
const links = (nodeCount: number, maxLength: number) =>
  fc
    .array(fc.tuple(fc.nat(nodeCount - 1), fc.nat(nodeCount - 1)), { maxLength })
    .map((pairs) =>
      pairs
        .filter(([one, other]) => one !== other)
        .map(([one, other], i): Row => [Math.min(one, other), Math.max(one, other), i + 0.5, i % 7]),
    );

describe("LinkSorter", () => {
  it.each([
    ["few nodes, long rows", 6, 400],
    ["about as many links as nodes", 200, 300],
    ["few links among many nodes", 5000, 60],
  ])("gives the order (a, b) and the first of each pair: %s", (_, nodeCount, maxLength) => {
    const sorter = new LinkSorter(nodeCount);
    fc.assert(
      fc.property(
        links(nodeCount, maxLength),
        links(nodeCount, 5),
        fc.boolean(),
        (rows, before, isSorted) => {
          const given = isSorted ? sorted(rows) : rows;
          const to = columnsOf(before);
          sorter.appendSorted(columnsOf(given), to, false);
          expect(rowsOf(to)).toEqual([...before, ...sorted(rows)]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("takes its word for links that are known to be in order, and uses columns again", () => {
    const sorter = new LinkSorter(10);
    const rows: Row[] = [
      [0, 3, 1, 0],
      [0, 4, 2, 1],
      [2, 5, 3, 0],
    ];
    const [from, to] = [columnsOf(rows), new LinkColumns()];
    sorter.appendSorted(from, to, true);
    expect(rowsOf(to)).toEqual(rows);
    from.count = 0;
    from.reserve(2);
    from.add(8, 9, 4, 2);
    from.add(1, 9, 5, 3);
    sorter.appendSorted(from, to, false);
    expect(rowsOf(to)).toEqual([...rows, [1, 9, 5, 3], [8, 9, 4, 2]]);
  });
});
