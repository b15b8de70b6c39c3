import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { EventQueue } from "../../../sim/kernel/index.js";

interface Item {
  readonly timeNs: number;
  readonly priority: number;
  readonly sequence: number;
}

const byOrder = (a: Item, b: Item) =>
  a.timeNs - b.timeNs || a.priority - b.priority || a.sequence - b.sequence;

const time = fc.oneof(fc.nat(4), fc.nat(1000), fc.maxSafeInteger().map(Math.abs));
const priority = fc.oneof(fc.constant(0), fc.integer({ min: -256, max: 256 }));
const operation = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("push" as const), time, priority }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("pop" as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("remove" as const), which: fc.nat() }) },
);

describe("the event queue", () => {
  test.prop([fc.array(operation, { maxLength: 400, size: "max" })])(
    "is a list sorted by time, priority and insertion",
    (operations) => {
      const queue = new EventQueue<Item>();
      const slots = new Map<Item, number>();
      const model: Item[] = [];
      const gone: Item[] = [];
      let sequence = 0;
      for (const op of operations) {
        if (op.kind === "push") {
          const item: Item = { timeNs: op.time, priority: op.priority, sequence: sequence++ };
          slots.set(item, queue.push(item.timeNs, item.priority, item));
          model.push(item);
          model.sort(byOrder);
        } else if (op.kind === "pop") {
          const expected = model.shift();
          if (expected === undefined) {
            expect(() => queue.pop()).toThrow(RangeError);
            continue;
          }
          expect(queue.pop()).toBe(expected);
          gone.push(expected);
        } else if (model.length > 0) {
          const [item] = model.splice(op.which % model.length, 1);
          expect(queue.remove(slots.get(item!)!, item!)).toBe(true);
          gone.push(item!);
        }
        expect(queue.size).toBe(model.length);
        expect(queue.peekTimeNs()).toBe(model[0]?.timeNs ?? Number.POSITIVE_INFINITY);
        expect(queue.peek()).toBe(model[0]);
      }
      for (const item of gone) expect(queue.remove(slots.get(item)!, item)).toBe(false);
      while (model.length > 0) expect(queue.pop()).toBe(model.shift());
    },
  );

  test("does not take an old slot for its new owner", () => {
    const queue = new EventQueue<object>();
    const first = {};
    const second = {};
    const slot = queue.push(1, 0, first);
    queue.pop();
    expect(queue.push(2, 0, second)).toBe(slot);
    expect(queue.remove(slot, first)).toBe(false);
    expect(queue.size).toBe(1);
    expect(queue.remove(-1, first)).toBe(false);
  });

  test("keeps the order of a hundred thousand events at one time", () => {
    const queue = new EventQueue<{ readonly id: number }>();
    for (let id = 0; id < 100_000; id++) queue.push(7, id % 3, { id });
    const order = Array.from({ length: 100_000 }, () => queue.pop().id);
    const expected = Array.from({ length: 100_000 }, (_, id) => id).sort(
      (a, b) => (a % 3) - (b % 3) || a - b,
    );
    expect(order).toEqual(expected);
  });
});
