import { fc } from "@fast-check/vitest";
import { expect, it } from "vitest";
import { PairLookup } from "../../routing/pair-lookup.js";

const NODES = 12;
const pair = fc
  .tuple(fc.nat(NODES - 1), fc.nat(NODES - 1))
  .filter(([p, q]) => p !== q)
  .map(([p, q]): [number, number] => [p, q]);

it("a pair lookup finds the first place of every pair, whichever end comes first", () => {
  const lookup = new PairLookup();
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 40 }), (pairs) => {
      const a = Uint32Array.from(pairs, ([p]) => p);
      const b = Uint32Array.from(pairs, ([, q]) => q);
      // The same lookup again and again: nothing of the last list may show.
      lookup.build(a, b, pairs.length, NODES);
      for (let p = 0; p < NODES; p++) {
        for (let q = 0; q < NODES; q++) {
          const expected = pairs.findIndex(([x, y]) => (x === p && y === q) || (x === q && y === p));
          expect(lookup.find(p, q)).toBe(expected);
        }
      }
      expect(lookup.find(0, NODES)).toBe(-1);
    }),
  );
});
