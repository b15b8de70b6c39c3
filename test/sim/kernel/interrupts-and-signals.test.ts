import { describe, expect, test } from "vitest";
import { Interrupt, Kernel, ProcessError, UnhandledFailureError } from "../../../sim/kernel/index.js";

function errorOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("an interrupt", () => {
  test("is thrown into a sleeping process, at once, with its cause", () => {
    const kernel = new Kernel();
    const sleeper = kernel.process(function* () {
      try {
        yield* kernel.sleep(100);
      } catch (error) {
        if (!(error instanceof Interrupt)) throw error;
        yield* kernel.sleep(1);
        return [kernel.now, error.cause, error.message];
      }
      return [];
    });
    kernel.schedule(3, () => sleeper.interrupt("battery empty"));
    kernel.run();
    expect(sleeper.outcome).toEqual([4, "battery empty", "interrupted: battery empty"]);
    expect(kernel.now).toBe(4);
  });

  test("takes the process away from what it waited for, which goes on", () => {
    const kernel = new Kernel();
    const log: string[] = [];
    const job = kernel.process(function* () {
      yield* kernel.sleep(10);
      log.push(`job done at ${kernel.now}`);
    });
    const waiter = kernel.process(function* () {
      for (;;) {
        try {
          yield* job;
          log.push(`told at ${kernel.now}`);
          return;
        } catch {
          log.push(`interrupted at ${kernel.now}`);
        }
      }
    });
    kernel.schedule(2, () => waiter.interrupt());
    kernel.schedule(4, () => waiter.interrupt());
    kernel.run();
    expect(log).toEqual(["interrupted at 2", "interrupted at 4", "job done at 10", "told at 10"]);
  });

  test("comes before ordinary events of its instant, and each one counts", () => {
    const kernel = new Kernel();
    const log: unknown[] = [];
    const target = kernel.process(function* () {
      for (;;) {
        try {
          yield* kernel.sleep(5);
          log.push("slept");
          return;
        } catch (error) {
          log.push((error as Interrupt).cause);
        }
      }
    });
    kernel.schedule(1, () => {
      kernel.schedule(0, () => log.push("event"));
      target.interrupt(1);
      target.interrupt(2);
    });
    kernel.run();
    expect(log).toEqual([1, 2, "event", "slept"]);
    expect(kernel.now).toBe(6);
  });

  test("that is not caught ends the run, unless the process is awaited", () => {
    const kernel = new Kernel();
    const target = kernel.process(function* target() {
      yield* kernel.sleep(5);
    });
    kernel.schedule(1, () => target.interrupt("fault"));
    expect(() => kernel.run()).toThrow('process "target" failed at 1 s: interrupted: fault');
  });

  test("has no effect on a process that ends in the same instant before it", () => {
    const kernel = new Kernel();
    const target = kernel.process(function* () {
      try {
        yield* kernel.sleep(5);
      } catch (error) {
        return (error as Interrupt).cause;
      }
      return undefined;
    });
    kernel.schedule(1, () => {
      target.interrupt("first");
      target.interrupt("second");
    });
    kernel.run();
    expect([target.failed, target.outcome]).toEqual([false, "first"]);
  });

  test("of an ended process, or of oneself, is refused", () => {
    const kernel = new Kernel();
    const ended = kernel.process(function* short() {});
    kernel.run();
    expect(() => ended.interrupt()).toThrow('process "short" has ended: it cannot be interrupted');
    const self = kernel.process(function* selfish() {
      yield* kernel.sleep(1);
      kernel.activeProcess!.interrupt();
    });
    expect(() => kernel.run(self)).toThrow('process "selfish" cannot interrupt itself');
  });

  test("runs the finally blocks on its way", () => {
    const kernel = new Kernel();
    const log: string[] = [];
    const target = kernel.process(function* () {
      try {
        yield* kernel.sleep(5);
      } finally {
        log.push("released");
      }
    });
    kernel.schedule(1, () => target.interrupt());
    expect(() => kernel.run()).toThrow(ProcessError);
    expect(log).toEqual(["released"]);
  });
});

describe("a signal", () => {
  test("wakes all who wait, in the order in which they came, within its instant", () => {
    const kernel = new Kernel();
    const signal = kernel.event<number>();
    const log: string[] = [];
    for (const name of ["a", "b", "c"]) {
      kernel.process(function* () {
        log.push(`${name}: ${yield* signal} at ${kernel.now}`);
      });
    }
    kernel.schedule(2, () => {
      signal.succeed(7);
      log.push("sent");
    });
    kernel.run();
    expect(log).toEqual(["sent", "a: 7 at 2", "b: 7 at 2", "c: 7 at 2"]);
    expect([signal.settled, signal.over, signal.outcome]).toEqual([true, true, 7]);
  });

  test("has one outcome", () => {
    const kernel = new Kernel();
    const signal = kernel.event();
    signal.succeed();
    expect(() => signal.succeed()).toThrow("a signal has an outcome already");
    expect(() => signal.fail(new Error("late"))).toThrow("a signal has an outcome already");
  });

  test("throws its failure into all who wait; with none, the run ends", () => {
    const kernel = new Kernel();
    const signal = kernel.event();
    const caught: unknown[] = [];
    for (let i = 0; i < 2; i++) {
      kernel.process(function* () {
        try {
          yield* signal;
        } catch (error) {
          caught.push(error);
        }
      });
    }
    const lost = new Error("lost");
    kernel.schedule(1, () => signal.fail(lost));
    kernel.run();
    expect(caught).toEqual([lost, lost]);
    kernel.event().fail(lost);
    const error = errorOf(() => kernel.run());
    expect(error).toBeInstanceOf(UnhandledFailureError);
    expect((error as Error).message).toBe("a signal failed at 1 s and nothing awaited it: lost");
  });
});
