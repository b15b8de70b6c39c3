import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { NameList, type NamePiece } from "../../orbits/name-list.js";

const pattern = fc.record({
  prefix: fc.constantFrom("a", "a-1", "b", "a-1-2"),
  slots: fc.integer({ min: 1, max: 4 }),
  count: fc.nat(9),
});
const written = fc.array(fc.constantFrom("a-0-0", "a-1-2", "b-01-0", "Graz", "", "a-1-2-0"), {
  maxLength: 5,
});
const pieces: fc.Arbitrary<NamePiece[]> = fc.array(fc.oneof(pattern, written), { maxLength: 6 });

/** The same, written out. */
function writtenOut(all: readonly NamePiece[]): string[] {
  return all.flatMap((piece) =>
    "prefix" in piece
      ? Array.from(
          { length: piece.count },
          (_, i) => `${piece.prefix}-${Math.floor(i / piece.slots)}-${i % piece.slots}`,
        )
      : piece,
  );
}

describe("a list of names", () => {
  test.prop([pieces])("is as if it were written out", (all) => {
    const list = new NameList(all);
    const names = writtenOut(all);
    expect([...list]).toEqual(names);
    expect(list.length).toBe(names.length);
    expect(names.map((_, i) => list.at(i))).toEqual(names);
    expect(list.slice(1, 4)).toEqual(names.slice(1, 4));
    expect([...new NameList(JSON.parse(JSON.stringify(list)))]).toEqual(names);
  });

  test.prop([pieces])("finds all that bear a name, and no others", (all) => {
    const list = new NameList(all);
    const names = writtenOut(all);
    for (const name of [...names, "a-0-00", "a-00-0", "a-0-4", "a", "nobody"]) {
      expect(list.allOf(name)).toEqual(names.flatMap((other, i) => (other === name ? [i] : [])));
    }
  });

  test("makes none of a million until one is asked for", () => {
    const list = new NameList([{ prefix: "s", slots: 2000, count: 1_000_000 }, ["Graz"]]);
    expect(list.pieces).toHaveLength(2);
    expect([list.at(999_999), list.at(1_000_000)]).toEqual(["s-499-1999", "Graz"]);
    expect(list.allOf("s-499-1999")).toEqual([999_999]);
  });

  test("has of each pattern the likest of a name that is not there", () => {
    const list = new NameList([{ prefix: "s-1", slots: 20, count: 110 }, ["Graz"]]);
    const near = (name: string) => [...list.near(name)];
    for (const [name, likest] of [
      ["s-1-7-12", "s-1-5-9"],
      ["s-1-6-3", "s-1-5-3"],
      ["s-1-3-21", "s-1-3-19"],
      ["s-1-3-1O", "s-1-3-1"],
      ["s1-4-2", "s-1-4-2"],
      ["s 4", "s-1-4-0"],
      [`s-1-${"9".repeat(400)}-2`, "s-1-5-2"],
      ["Gratz", "s-1-0-0"],
    ] as const)
      expect(near(name), name).toEqual([likest, "Graz"]);
  });

  test("refuses an index that there is not", () => {
    expect(() => NameList.of(["a"]).at(1)).toThrow("expected an index from 0 to 0; got 1");
  });
});
