import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import {
  Awaitable,
  Interrupt,
  Kernel,
  type Process,
  ProcessError,
  TimeoutError,
} from "../../../sim/kernel/index.js";

/** A place in a line, as resources will have them: taken back when no one waits for it. */
class Place extends Awaitable<string> {
  takenBack = 0;

  grant(): void {
    this.settle(false, "granted");
  }

  protected override onAbandoned(): void {
    this.takenBack++;
  }
}

function later<T>(kernel: Kernel, seconds: number, value: T) {
  return kernel.process(function* later() {
    yield* kernel.sleep(seconds);
    return value;
  });
}

function failing(kernel: Kernel, seconds: number, message = `failed at ${seconds}`) {
  return kernel.process(function* failing(): Generator<never, never, unknown> {
    yield* kernel.sleep(seconds) as unknown as Generator<never, void, unknown>;
    throw new Error(message);
  });
}

/** What a process gets of an awaitable, and when. */
function outcomeOf(kernel: Kernel, awaitable: Awaitable<unknown>) {
  return kernel.process(function* () {
    try {
      return { value: yield* awaitable, at: kernel.now };
    } catch (error) {
      return { error: (error as Error).message, at: kernel.now };
    }
  });
}

describe("all", () => {
  test.prop([fc.array(fc.nat(9), { maxLength: 12 })])("waits for the last and keeps the order", (delays) => {
    const kernel = new Kernel();
    const outcome = outcomeOf(kernel, kernel.all(delays.map((delay, i) => later(kernel, delay, i))));
    kernel.run();
    expect(outcome.outcome).toEqual({ value: delays.map((_, i) => i), at: Math.max(0, ...delays) });
  });

  test("takes what is over already, the same thing twice, and conditions", () => {
    const kernel = new Kernel();
    const early = later(kernel, 1, "early");
    kernel.run();
    const late = later(kernel, 1, "late");
    const outcome = outcomeOf(kernel, kernel.all([early, late, late, kernel.all([early]), kernel.sleep(0)]));
    kernel.run();
    expect(outcome.outcome).toEqual({ value: ["early", "late", "late", ["early"], undefined], at: 2 });
  });

  test("throws the first failure, at once; later ones count as awaited", () => {
    const kernel = new Kernel();
    const outcome = outcomeOf(
      kernel,
      kernel.all([later(kernel, 9, 0), failing(kernel, 2), failing(kernel, 3)]),
    );
    kernel.run();
    expect(outcome.outcome).toEqual({ error: "failed at 2", at: 2 });
    expect(kernel.now).toBe(9);
  });

  test("of two that fail in one instant throws the first", () => {
    const kernel = new Kernel();
    const outcome = outcomeOf(kernel, kernel.all([failing(kernel, 2, "a"), failing(kernel, 2, "b")]));
    kernel.run();
    expect(outcome.outcome).toEqual({ error: "a", at: 2 });
  });

  test("that fails with no one waiting ends the run", () => {
    const kernel = new Kernel();
    kernel.all([failing(kernel, 2)]);
    expect(() => kernel.run()).toThrow("one of all() failed at 2 s and nothing awaited it: failed at 2");
  });

  test("refuses what cannot be awaited here", () => {
    const kernel = new Kernel();
    expect(() => kernel.all([5 as never])).toThrow("expected awaitables of this kernel");
    expect(() => kernel.all([new Kernel().sleep(1)])).toThrow("expected awaitables of this kernel");
  });
});

describe("any", () => {
  test.prop([fc.array(fc.nat(9), { minLength: 1, maxLength: 12 })])(
    "gives the first, by time and then by place",
    (delays) => {
      const kernel = new Kernel();
      const outcome = outcomeOf(kernel, kernel.any(delays.map((delay, i) => later(kernel, delay, `${i}`))));
      kernel.run();
      const at = Math.min(...delays);
      const index = delays.indexOf(at);
      expect(outcome.outcome).toEqual({ value: { index, value: `${index}` }, at });
    },
  );

  test("throws a failure that comes first, and lets one that comes later pass", () => {
    const kernel = new Kernel();
    const first = outcomeOf(kernel, kernel.any([failing(kernel, 1), later(kernel, 2, "x")]));
    const second = outcomeOf(kernel, kernel.any([later(kernel, 2, "x"), failing(kernel, 3)]));
    kernel.run();
    expect(first.outcome).toEqual({ error: "failed at 1", at: 1 });
    expect(second.outcome).toEqual({ value: { index: 0, value: "x" }, at: 2 });
  });

  test("of nothing is refused", () => {
    expect(() => new Kernel().any([])).toThrow("any() of nothing would never be over");
  });

  test("leaves no timer behind that lost", () => {
    const kernel = new Kernel();
    const outcome = outcomeOf(kernel, kernel.any([kernel.sleep(1000), kernel.sleep(1)]));
    kernel.run();
    expect(outcome.outcome).toMatchObject({ value: { index: 1 } });
    expect(kernel.now).toBe(1);
  });

  test("may be asked again and again about a timer that stays the same", () => {
    const kernel = new Kernel();
    const log: unknown[] = [];
    kernel.process(function* () {
      const end = kernel.sleep(5);
      for (;;) {
        const { index } = yield* kernel.any([end, kernel.sleep(2)]);
        log.push([index, kernel.now]);
        if (index === 0) return;
      }
    });
    kernel.run();
    expect(log).toEqual([
      [1, 2],
      [1, 4],
      [0, 5],
    ]);
  });
});

describe("timeout", () => {
  test("gives the value that comes in time, without leaving its timer", () => {
    const kernel = new Kernel();
    const outcome = outcomeOf(kernel, kernel.timeout(later(kernel, 2, "x"), 3));
    kernel.run();
    expect(outcome.outcome).toEqual({ value: "x", at: 2 });
    expect(kernel.now).toBe(2);
  });

  test("throws a TimeoutError otherwise; what came too late runs on, and may fail", () => {
    const kernel = new Kernel();
    const late = failing(kernel, 9);
    const process = kernel.process(function* () {
      try {
        yield* kernel.timeout(late, 3);
      } catch (error) {
        return error;
      }
      return undefined;
    });
    kernel.run();
    expect(process.outcome).toBeInstanceOf(TimeoutError);
    expect((process.outcome as Error).message).toBe("no outcome within 3 s");
    expect([kernel.now, late.failed]).toEqual([9, true]);
  });

  test("counts from when it was asked for", () => {
    const kernel = new Kernel();
    const limited = kernel.timeout(kernel.event(), 3);
    const outcome = kernel.process(function* () {
      yield* kernel.sleep(2);
      return (yield* outcomeOf(kernel, limited)) as unknown;
    });
    kernel.run();
    expect(outcome.outcome).toEqual({ error: "no outcome within 3 s", at: 3 });
  });

  test("of something settled takes no time", () => {
    const kernel = new Kernel();
    const signal = kernel.event<number>();
    signal.succeed(5);
    expect(kernel.run(kernel.timeout(signal, 1))).toBe(5);
    expect(kernel.now).toBe(0);
  });
});

describe("what no one waits for any longer is taken back", () => {
  const cases: [string, (kernel: Kernel, place: Place) => Awaitable<unknown>][] = [
    ["when another is first", (kernel, place) => kernel.any([place, kernel.sleep(1)])],
    ["when time is up", (kernel, place) => kernel.timeout(place, 1)],
    ["when another fails", (kernel, place) => kernel.all([place, failing(kernel, 1)])],
    [
      "deep within conditions",
      (kernel, place) => kernel.any([kernel.all([place, kernel.sleep(5)]), kernel.sleep(1)]),
    ],
  ];
  test.each(cases)("%s", (_, compose) => {
    const kernel = new Kernel();
    const place = new Place(kernel.agenda);
    outcomeOf(kernel, compose(kernel, place));
    kernel.run();
    expect([place.takenBack, kernel.now]).toEqual([1, 1]);
  });

  test("when the process is interrupted, also through a condition", () => {
    const kernel = new Kernel();
    const places = [new Place(kernel.agenda), new Place(kernel.agenda)] as const;
    const waiters = [places[0], kernel.any([places[1], kernel.sleep(100)])].map((awaitable) =>
      outcomeOf(kernel, awaitable),
    );
    kernel.schedule(1, () => {
      for (const waiter of waiters) waiter.interrupt();
    });
    kernel.run();
    expect(places.map((place) => place.takenBack)).toEqual([1, 1]);
    expect(waiters.map((waiter) => waiter.outcome)).toEqual(Array(2).fill({ error: "interrupted", at: 1 }));
    expect(kernel.now).toBe(1);
  });

  test("but not while another waits for it", () => {
    const kernel = new Kernel();
    const place = new Place(kernel.agenda);
    const patient = outcomeOf(kernel, place);
    outcomeOf(kernel, kernel.timeout(place, 1));
    kernel.schedule(2, () => place.grant());
    kernel.run();
    expect([place.takenBack, patient.outcome]).toEqual([0, { value: "granted", at: 2 }]);
  });

  test("and a condition asked again waits again", () => {
    const kernel = new Kernel();
    const both = kernel.all([later(kernel, 1, "a"), later(kernel, 3, "b")]);
    const waiter = kernel.process(function* () {
      for (let tries = 1; ; tries++) {
        try {
          return [tries, yield* both];
        } catch (error) {
          if (!(error instanceof Interrupt)) throw error;
        }
      }
    });
    kernel.schedule(2, () => waiter.interrupt());
    kernel.run();
    expect([waiter.outcome, kernel.now]).toEqual([[2, ["a", "b"]], 3]);
  });

  test("and an interrupt does not hide a failure of what was awaited", () => {
    const kernel = new Kernel();
    const job = failing(kernel, 3);
    const waiter = outcomeOf(kernel, job);
    kernel.schedule(1, () => waiter.interrupt());
    expect(() => kernel.run()).toThrow(ProcessError);
    expect(kernel.now).toBe(3);
  });
});

describe("a run of processes", () => {
  test.prop([fc.array(fc.tuple(fc.nat(5), fc.nat(5), fc.nat(2)), { maxLength: 30 })])(
    "goes the same way each time",
    (plans) => {
      const trace = () => {
        const kernel = new Kernel();
        const log: string[] = [];
        const processes: Process<void>[] = [];
        for (const [id, [first, second, kind]] of plans.entries()) {
          const others = processes.slice();
          const process = kernel.process(function* () {
            yield* kernel.sleep(first);
            log.push(`${kernel.now} ${id}`);
            if (kind === 1 && others.length > 0) yield* kernel.any(others);
            if (kind === 2) yield* kernel.all([...others, kernel.sleep(second)]);
            log.push(`${kernel.now} ${id} end`);
          });
          processes.push(process);
        }
        kernel.run();
        return log;
      };
      const log = trace();
      expect(log).toHaveLength(2 * plans.length);
      expect(trace()).toEqual(log);
    },
  );
});
