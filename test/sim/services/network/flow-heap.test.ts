import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { HeapKeys, IndexedHeap } from "../../../../sim/services/network/flow/indexed-heap.js";

const operation = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("set" as const), id: fc.nat(99), key: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("remove" as const), id: fc.nat(199) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("pop" as const) }) },
);

test.prop([fc.array(operation, { maxLength: 300, size: "max" })])(
  "the heap of flows and ports is a list sorted by key and id",
  (operations) => {
    const heap = new IndexedHeap();
    const model = new Map<number, number>();
    const first = () =>
      [...model].sort(([i, a], [j, b]) => a - b || i - j)[0] ?? [-1, Number.POSITIVE_INFINITY];
    for (const each of operations) {
      if (each.kind === "set") {
        heap.set(each.id, each.key);
        model.set(each.id, each.key);
      } else if (each.kind === "remove") {
        heap.remove(each.id);
        model.delete(each.id);
      } else {
        const [id] = first();
        expect(heap.pop()).toBe(id);
        model.delete(id);
      }
      expect([heap.top, heap.topKey]).toEqual(first());
      expect(heap.size).toBe(model.size);
    }
  },
);

test("several heaps may share their keys, each id being in one of them", () => {
  const keys = new HeapKeys();
  const [even, odd] = [new IndexedHeap(keys), new IndexedHeap(keys)];
  for (let id = 999; id >= 0; id--) (id % 2 === 0 ? even : odd).set(id, -(id >> 1) % 7);
  odd.remove(13);
  odd.set(5, -100);
  expect([even.top, odd.top, even.size, odd.size]).toEqual([12, 5, 500, 499]);
  const order = Array.from({ length: 500 }, () => even.pop());
  const expected = Array.from({ length: 500 }, (_, i) => 2 * i).sort(
    (a, b) => (-(a >> 1) % 7) - (-(b >> 1) % 7) || a - b,
  );
  expect(order).toEqual(expected);
});
