import { describe, expect, test } from "vitest";
import { Kernel, ProcessError, type Wait } from "../../../sim/kernel/index.js";

function errorOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("a process", () => {
  test("sleeps in simulated time and returns a value to who awaits it", () => {
    const kernel = new Kernel();
    const log: string[] = [];
    const worker = kernel.process(function* worker() {
      log.push(`begins at ${kernel.now}`);
      yield* kernel.sleep(5);
      return 42;
    });
    kernel.process(function* () {
      const value = yield* worker;
      log.push(`got ${value} at ${kernel.now}`);
      log.push(`got ${yield* worker} again at ${kernel.now}`);
    });
    log.push("before");
    kernel.run();
    expect(log).toEqual(["before", "begins at 0", "got 42 at 5", "got 42 again at 5"]);
    expect([worker.processName, worker.alive, worker.outcome]).toEqual(["worker", false, 42]);
  });

  test("is made of generators that call one another", () => {
    const kernel = new Kernel();
    function* hop(ms: number) {
      yield* kernel.sleep(ms / 1000);
      return ms;
    }
    const total = kernel.process(function* () {
      return (yield* hop(3)) + (yield* hop(4));
    });
    expect(kernel.run(total)).toBe(7);
    expect(kernel.nowNs).toBe(7_000_000);
  });

  test("may drive generators by hand, each with a wait of its own", () => {
    const kernel = new Kernel();
    function* sleeper(seconds: number) {
      yield* kernel.sleep(seconds);
      return kernel.now;
    }
    const process = kernel.process(function* () {
      const generators = [sleeper(1), sleeper(3)];
      const waits = generators.map((generator) => generator.next().value as Wait);
      const times: unknown[] = [];
      for (const [i, wait] of waits.entries()) times.push(generators[i].next(yield wait).value);
      return times;
    });
    expect(kernel.run(process)).toEqual([1, 3]);
  });

  test("starts before ordinary events of its instant, in the order of the processes", () => {
    const kernel = new Kernel();
    const log: string[] = [];
    kernel.schedule(1, () => {
      kernel.schedule(0, () => log.push("event"));
      kernel.process(function* () {
        log.push("a");
        yield* kernel.sleep(0);
        log.push("a after sleep(0)");
      });
      kernel.process(function* () {
        log.push("b");
        yield* kernel.sleep(0);
      });
      log.push("maker");
    });
    kernel.schedule(1, () => log.push("later event"));
    kernel.run();
    expect(log).toEqual(["maker", "a", "b", "later event", "event", "a after sleep(0)"]);
  });

  test("of many asleep until the same time wakes in the order in which they fell asleep", () => {
    const kernel = new Kernel();
    const log: number[] = [];
    for (let id = 0; id < 50; id++) {
      kernel.process(function* () {
        yield* kernel.sleep(id % 2);
        yield* kernel.sleep(2 - (id % 2));
        log.push(id);
      });
    }
    kernel.run();
    const even = Array.from({ length: 25 }, (_, i) => 2 * i);
    expect(log).toEqual([...even, ...even.map((id) => id + 1)]);
    expect(kernel.now).toBe(2);
  });

  test("has a name: its own, its function's, or a number", () => {
    const kernel = new Kernel();
    function* named() {}
    expect(kernel.process(named, { name: "other" }).processName).toBe("other");
    expect(kernel.process(named).processName).toBe("named");
    expect(kernel.process(named()).processName).toBe("process-3");
  });

  test("knows whether it runs", () => {
    const kernel = new Kernel();
    const seen: unknown[] = [];
    const process = kernel.process(function* () {
      seen.push(kernel.activeProcess);
      yield* kernel.sleep(1);
    });
    kernel.schedule(0.5, () => seen.push(kernel.activeProcess));
    kernel.run();
    expect(seen).toEqual([process, undefined]);
  });

  test("that waits for a timer made earlier waits until that timer's time, even if it has passed", () => {
    const kernel = new Kernel();
    const times: number[] = [];
    const timer = kernel.sleep(2);
    for (let i = 0; i < 2; i++) {
      kernel.process(function* () {
        yield* timer;
        times.push(kernel.now);
        yield* kernel.sleep(1);
        yield* timer;
        times.push(kernel.now);
      });
    }
    kernel.run();
    expect(times).toEqual([2, 2, 3, 3]);
  });
});

describe("a process that fails", () => {
  test("ends the run with its name, the time and the cause", () => {
    const kernel = new Kernel();
    const cause = new Error("out of fuel");
    kernel.process(function* engine() {
      yield* kernel.sleep(12.5);
      throw cause;
    });
    const error = errorOf(() => kernel.run());
    expect(error).toBeInstanceOf(ProcessError);
    expect(error).toMatchObject({
      message: 'process "engine" failed at 12.5 s: out of fuel',
      processName: "engine",
      time: 12.5,
      timeNs: 12_500_000_000,
      cause,
    });
  });

  test("throws into the process that awaits it instead", () => {
    const kernel = new Kernel();
    const cause = new Error("no");
    const failing = kernel.process(function* () {
      yield* kernel.sleep(1);
      throw cause;
    });
    const caught = kernel.process(function* () {
      try {
        yield* failing;
      } catch (error) {
        return error;
      }
      return undefined;
    });
    kernel.run();
    expect(caught.outcome).toBe(cause);
    expect([failing.failed, caught.failed]).toEqual([true, false]);
  });

  test("ends the run through one that awaits it and does not catch, under that one's name", () => {
    const kernel = new Kernel();
    const inner = kernel.process(function* inner() {
      yield* kernel.sleep(1);
      throw new Error("deep");
    });
    kernel.process(function* outer() {
      yield* inner;
    });
    expect(() => kernel.run()).toThrow('process "outer" failed at 1 s: deep');
  });

  test("before anyone came to await it ends the run", () => {
    const kernel = new Kernel();
    const failing = kernel.process(function* early() {
      yield* kernel.sleep(0);
      throw new Error("at once");
    });
    kernel.process(function* () {
      yield* kernel.sleep(1);
      yield* failing;
    });
    expect(() => kernel.run()).toThrow('process "early" failed at 0 s: at once');
  });

  test("is a failure too when what it throws is no error", () => {
    const kernel = new Kernel();
    kernel.process(function* odd() {
      yield* kernel.sleep(0);
      throw undefined;
    });
    expect(() => kernel.run()).toThrow('process "odd" failed at 0 s: undefined');
  });

  test("leaves the kernel able to go on", () => {
    const kernel = new Kernel();
    kernel.process(function* () {
      yield* kernel.sleep(0);
      throw new Error("first");
    });
    const other = kernel.process(function* () {
      yield* kernel.sleep(1);
      return "fine";
    });
    expect(() => kernel.run()).toThrow(ProcessError);
    expect(kernel.run(other)).toBe("fine");
  });
});
