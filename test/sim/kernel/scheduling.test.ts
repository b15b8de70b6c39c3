import { fc, test } from "@fast-check/vitest";
import { describe, expect, vi } from "vitest";
import { Kernel, PastEventError, Priority } from "../../../sim/kernel/index.js";

describe("events", () => {
  test.prop([
    fc.array(
      fc.record({
        delay: fc.integer({ min: 0, max: 5 }),
        priority: fc.constantFrom(undefined, -254, -1, 0, 3, 256, Priority.Tick),
      }),
      { maxLength: 60 },
    ),
  ])("happen by time, then priority, then insertion", (events) => {
    const kernel = new Kernel();
    const happened: number[] = [];
    for (const [index, { delay, priority }] of events.entries()) {
      const options = priority === undefined ? {} : { priority };
      kernel.schedule(delay, () => happened.push(index), options);
    }
    kernel.run();
    const rank = (index: number) => events[index].priority ?? 0;
    const expected = events
      .map((_, index) => index)
      .sort((a, b) => events[a].delay - events[b].delay || rank(a) - rank(b) || a - b);
    expect(happened).toEqual(expected);
  });

  test("put into the present instant happen in it, after those that were there before", () => {
    const kernel = new Kernel();
    const happened: string[] = [];
    kernel.schedule(1, () => {
      happened.push(`first at ${kernel.now}`);
      kernel.schedule(0, () => happened.push(`third at ${kernel.now}`));
    });
    kernel.schedule({ at: 1 }, () => happened.push(`second at ${kernel.now}`));
    kernel.run();
    expect(happened).toEqual(["first at 1", "second at 1", "third at 1"]);
  });

  test("may be given by nanosecond, so that many steps do not drift", () => {
    const kernel = new Kernel();
    const times: number[] = [];
    for (let tick = 0; tick < 1000; tick++) {
      kernel.schedule({ atNs: tick * 333_333_333 }, () => times.push(kernel.nowNs));
    }
    kernel.run();
    expect(times).toEqual(Array.from({ length: 1000 }, (_, tick) => tick * 333_333_333));
  });

  test("can be taken back, once, until they happen", () => {
    const kernel = new Kernel();
    const callback = vi.fn();
    const first = kernel.schedule(1, callback);
    const second = kernel.schedule(1, callback);
    expect([first.timeNs, first.pending, kernel.pendingEvents]).toEqual([1e9, true, 2]);
    expect(kernel.cancel(first)).toBe(true);
    expect(kernel.cancel(first)).toBe(false);
    expect(kernel.pendingEvents).toBe(1);
    kernel.run();
    expect(callback).toHaveBeenCalledTimes(1);
    expect(second.pending).toBe(false);
    const later = kernel.schedule(1, callback);
    expect(kernel.cancel(second)).toBe(false);
    expect(later.pending).toBe(true);
  });

  test("in the past are refused, with both times", () => {
    const kernel = new Kernel();
    kernel.schedule(5, () => {
      expect(() => kernel.schedule({ at: 3 }, () => {})).toThrow(PastEventError);
      kernel.schedule({ at: 3 }, () => {});
    });
    expect(() => kernel.run()).toThrow("an event cannot be put at 3 s: the clock stands at 5 s");
    expect(() => kernel.schedule(-1, () => {})).toThrow(PastEventError);
    expect(kernel.schedule({ at: 5 }, () => {}).pending).toBe(true);
  });

  test.each<[number | { at: number } | { atNs: number }, string]>([
    [Number.NaN, "got NaN"],
    [{ at: Number.POSITIVE_INFINITY }, "got Infinity"],
    [9_007_199, "is beyond what the clock can count"],
    [{ atNs: 0.5 }, "expected a time in whole nanoseconds"],
    [{ atNs: 2 ** 53 }, "expected a time in whole nanoseconds"],
  ])("at no proper time are refused: %o", (when, message) => {
    const kernel = new Kernel();
    kernel.run(100);
    expect(() => kernel.schedule(when, () => {})).toThrow(message);
  });

  test.each([0.5, 257, -255, -257, Number.NaN])("of priority %d are refused", (priority) => {
    expect(() => new Kernel().schedule(0, () => {}, { priority })).toThrow(
      "expected a priority from -254 to 256",
    );
  });
});

describe("the kernel", () => {
  test("steps from event to event and looks ahead", () => {
    const kernel = new Kernel();
    expect([kernel.peek(), kernel.peekNs()]).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
    kernel.schedule(1.5, () => {});
    kernel.schedule(2, () => {});
    expect([kernel.now, kernel.peek(), kernel.peekNs()]).toEqual([0, 1.5, 1_500_000_000]);
    kernel.step();
    expect([kernel.now, kernel.peek()]).toEqual([1.5, 2]);
    kernel.step();
    expect(() => kernel.step()).toThrow("nothing is left to happen");
  });

  test("runs until a time without the events at it, and stands there", () => {
    const kernel = new Kernel();
    const happened: number[] = [];
    for (const delay of [1, 2, 3]) kernel.schedule(delay, () => happened.push(delay));
    kernel.run(2);
    expect([happened, kernel.now]).toEqual([[1], 2]);
    kernel.run(2.5);
    expect([happened, kernel.now]).toEqual([[1, 2], 2.5]);
    expect(() => kernel.run(2)).toThrow(PastEventError);
    kernel.run();
    expect([happened, kernel.now]).toEqual([[1, 2, 3], 3]);
  });

  test("passes on what an event throws, and can go on after it", () => {
    const kernel = new Kernel();
    const failure = new Error("broken plugin");
    kernel.schedule(1, () => {
      throw failure;
    });
    kernel.schedule(2, () => {});
    expect(() => kernel.run()).toThrow(failure);
    expect([kernel.now, kernel.peek()]).toEqual([1, 2]);
    kernel.run();
    expect(kernel.now).toBe(2);
  });

  test("is not stepped from within an event", () => {
    for (const nested of [
      (k: Kernel) => k.step(),
      (k: Kernel) => k.run(),
      (k: Kernel) => k.run(k.sleep(1)),
    ]) {
      const kernel = new Kernel();
      kernel.schedule(1, () => nested(kernel));
      kernel.schedule(2, () => {});
      expect(() => kernel.step()).toThrow("the kernel is running: an event cannot step it");
    }
  });

  test("runs until something is over, giving its value or throwing its error", () => {
    const kernel = new Kernel();
    const signal = kernel.event<string>();
    kernel.schedule(3, () => signal.succeed("here"));
    kernel.schedule(4, () => {});
    expect(kernel.run(signal)).toBe("here");
    expect(kernel.run(signal)).toBe("here");
    expect(kernel.now).toBe(3);
    const failing = kernel.event();
    const error = new Error("lost");
    kernel.schedule(0.5, () => failing.fail(error));
    expect(() => kernel.run(failing)).toThrow(error);
    expect(() => kernel.run(kernel.event())).toThrow("nothing is left to happen at 4 s");
  });
});
