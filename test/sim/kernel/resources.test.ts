import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { Interrupt, Kernel, type Place, Preempted, type Resource } from "../../../sim/kernel/index.js";

/** A job that arrives, holds a place for some time, and writes down when it had it. */
interface Job {
  readonly arrives: number;
  readonly serves: number;
  readonly priority: number;
}

function runJobs(kernel: Kernel, resource: Resource, jobs: readonly Job[]): number[] {
  const began = new Array<number>(jobs.length).fill(Number.NaN);
  for (const [i, { arrives, serves, priority }] of jobs.entries()) {
    kernel.process(function* job() {
      yield* kernel.sleep(arrives);
      const place = resource.request({ priority });
      try {
        yield* place;
        began[i] = kernel.now;
        yield* kernel.sleep(serves);
      } finally {
        place.release();
      }
    });
  }
  kernel.run();
  return began;
}

/** The same by a loop over the moments at which something ends. */
function expectedStarts(capacity: number, jobs: readonly Job[]): number[] {
  const began = new Array<number>(jobs.length).fill(Number.NaN);
  const ends: number[] = [];
  const waiting: number[] = [];
  const arrivals = jobs.map((_, i) => i).sort((a, b) => jobs[a]!.arrives - jobs[b]!.arrives || a - b);
  for (let now = 0; arrivals.length + waiting.length + ends.length > 0; ) {
    now = Math.min(...ends, ...arrivals.map((i) => jobs[i]!.arrives));
    while (ends.includes(now)) ends.splice(ends.indexOf(now), 1);
    while (arrivals.length > 0 && jobs[arrivals[0]!]!.arrives === now) waiting.push(arrivals.shift()!);
    while (ends.length < capacity && waiting.length > 0) {
      const best = Math.min(...waiting.map((i) => jobs[i]!.priority));
      const [next] = waiting.splice(
        waiting.findIndex((i) => jobs[i]!.priority === best),
        1,
      );
      began[next!] = now;
      ends.push(now + jobs[next!]!.serves);
    }
  }
  return began;
}

/** No two instants coincide, so that their order is no question: that is tested apart. */
const distinctTimes = fc
  .uniqueArray(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 12 })
  .chain((times) =>
    fc.tuple(
      ...times.map((time, i) =>
        fc.record({
          arrives: fc.constant(time + i / 64),
          serves: fc.integer({ min: 1, max: 200 }).map((serves) => serves + 1 / (128 * (i + 1))),
          priority: fc.integer({ min: 0, max: 2 }),
        }),
      ),
    ),
  );

describe("a resource", () => {
  test.prop([fc.integer({ min: 1, max: 4 }), distinctTimes])(
    "serves by (priority, arrival), as many at once as it has places",
    (capacity, jobs) => {
      const kernel = new Kernel();
      const began = runJobs(kernel, kernel.resource(capacity), jobs);
      for (const [i, at] of expectedStarts(capacity, jobs).entries()) expect(began[i]).toBeCloseTo(at, 6);
    },
  );

  test("serves who asked first at equal times and priorities", () => {
    const kernel = new Kernel();
    const job = { arrives: 1, serves: 2, priority: 0 };
    expect(runJobs(kernel, kernel.resource(2), [job, job, job, job, job])).toEqual([1, 1, 3, 3, 5]);
  });

  test("is left by who no longer waits, and the next in line is served", () => {
    const kernel = new Kernel();
    const resource = kernel.resource();
    const held = resource.request();
    const seen: string[] = [];
    kernel.process(function* impatient() {
      const { index } = yield* kernel.any([resource.request(), kernel.sleep(1)]);
      seen.push(`impatient ${index}`);
    });
    kernel.process(function* patient() {
      yield* resource.request();
      seen.push(`patient ${kernel.now}`);
    });
    kernel.schedule(5, () => held.release());
    kernel.run();
    expect(seen).toEqual(["impatient 1", "patient 5"]);
    expect(resource).toMatchObject({ inUse: 1, queueLength: 0 });
  });

  test("gives a place back once, however often it is released", () => {
    const kernel = new Kernel();
    const resource = kernel.resource(1);
    const first = resource.request();
    const second = resource.request();
    first.release();
    first.release();
    expect([first.held, second.held, resource.inUse]).toEqual([false, true, 1]);
  });

  test("lets a preempting request interrupt the least urgent user, who came last", () => {
    const kernel = new Kernel();
    const resource = kernel.resource(2);
    const told: string[] = [];
    const use = (name: string, arrives: number, priority: number, preempt = false) =>
      kernel.process(
        function* () {
          yield* kernel.sleep(arrives);
          const place: Place = resource.request({ priority, preempt });
          try {
            yield* place;
            told.push(`${name} from ${kernel.now}`);
            yield* kernel.sleep(10);
            told.push(`${name} done ${kernel.now}`);
          } catch (error) {
            const cause = (error as Interrupt).cause as Preempted;
            expect(cause).toBeInstanceOf(Preempted);
            told.push(`${name} gives way to ${cause.by?.processName} after ${cause.usedSinceNs / 1e9}`);
            expect(place.held).toBe(false);
          } finally {
            place.release();
          }
        },
        { name },
      );
    use("a", 0, 1);
    use("b", 1, 1);
    use("urgent", 3, 0, true);
    use("polite", 4, 0);
    kernel.run();
    expect(told).toEqual([
      "a from 0",
      "b from 1",
      "urgent from 3",
      "b gives way to urgent after 1",
      "a done 10",
      "polite from 10",
      "urgent done 13",
      "polite done 20",
    ]);
  });

  test("preempts nobody of the same number, nor the asker itself", () => {
    const kernel = new Kernel();
    const resource = kernel.resource(1);
    kernel.process(function* twice() {
      const own = resource.request({ priority: 5 });
      yield* own;
      const more = resource.request({ priority: 0, preempt: true });
      expect([own.held, more.held]).toEqual([true, false]);
      yield* kernel.sleep(1);
    });
    kernel.run();
    const waits = resource.request({ priority: 5, preempt: true });
    expect([resource.queueLength, waits.held]).toEqual([2, false]);
  });

  test.each([0, -1, 1.5, Number.NaN])("is refused a capacity of %s", (capacity) => {
    expect(() => new Kernel().resource(capacity)).toThrow(
      "expected a capacity of at least 1, a whole number",
    );
  });

  test("refuses a priority that orders nothing", () => {
    expect(() => new Kernel().resource().request({ priority: Number.NaN })).toThrow("a finite priority");
  });
});

describe("waiting for one server", () => {
  const MEAN_SERVICE = 1;
  const CUSTOMERS = 20_000;

  /** Mean time in the line of customers after a warm-up, with exponential gaps and services of `draw`. */
  function meanWait(load: number, seed: number, draw: (u: number) => number): number {
    const kernel = new Kernel();
    const server = kernel.resource();
    // A generator of its own, so that kernel and randomness are not tested by themselves: Numerical Recipes' LCG.
    let state = seed;
    const uniform = () => {
      state = (Math.imul(1664525, state) + 1013904223) >>> 0;
      return (state + 0.5) / 2 ** 32;
    };
    let total = 0;
    let counted = 0;
    kernel.process(function* arrivals() {
      for (let i = 0; i < CUSTOMERS; i++) {
        yield* kernel.sleep((-Math.log(uniform()) * MEAN_SERVICE) / load);
        const serves = draw(uniform());
        kernel.process(function* customer() {
          const arrived = kernel.now;
          const place = server.request();
          yield* place;
          if (i > CUSTOMERS / 10) {
            total += kernel.now - arrived;
            counted++;
          }
          yield* kernel.sleep(serves);
          place.release();
        });
      }
    });
    kernel.run();
    return total / counted;
  }

  test.each([
    { law: "M/M/1", load: 0.5, draw: (u: number) => -Math.log(u), expected: 0.5 / (1 - 0.5) },
    { law: "M/M/1", load: 0.8, draw: (u: number) => -Math.log(u), expected: 0.8 / (1 - 0.8) },
    // Pollaczek and Khinchine: half of M/M/1 where all services are equal.
    { law: "M/D/1", load: 0.5, draw: () => 1, expected: 0.5 / (2 * (1 - 0.5)) },
    { law: "M/D/1", load: 0.8, draw: () => 1, expected: 0.8 / (2 * (1 - 0.8)) },
  ])("takes $expected mean services in $law at load $load", ({ load, draw, expected }) => {
    const means = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((seed) => meanWait(load, 97 * seed, draw));
    const mean = means.reduce((sum, each) => sum + each) / means.length;
    const variance = means.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (means.length - 1);
    // Student's t for 9 degrees of freedom at 99.8 %.
    const halfWidth = 4.3 * Math.sqrt(variance / means.length);
    expect(halfWidth).toBeLessThan(0.25 * expected);
    expect(Math.abs(mean - expected)).toBeLessThan(halfWidth);
  });
});

describe("a store", () => {
  test("hands items over first in, first out, and holds no more than it can", () => {
    const kernel = new Kernel();
    const store = kernel.store<number>(2);
    const put: string[] = [];
    const got: string[] = [];
    kernel.process(function* producer() {
      for (let item = 0; item < 5; item++) {
        yield* store.put(item);
        put.push(`${item}@${kernel.now}`);
      }
    });
    kernel.process(function* consumer() {
      for (;;) {
        yield* kernel.sleep(10);
        const item = yield* store.get();
        got.push(`${item}@${kernel.now}`);
        if (item === 4) return;
      }
    });
    kernel.run();
    expect(put).toEqual(["0@0", "1@0", "2@10", "3@20", "4@30"]);
    expect(got).toEqual(["0@10", "1@20", "2@30", "3@40", "4@50"]);
  });

  test("gives each the first item that it accepts, and lets those behind it pass", () => {
    const kernel = new Kernel();
    const store = kernel.store<string>();
    const got: string[] = [];
    for (const [name, where] of [
      ["long", (item: string) => item.length > 3],
      ["any", undefined],
    ] as const) {
      kernel.process(function* () {
        const item = yield* store.get(where === undefined ? {} : { where });
        got.push(`${name} ${item} ${kernel.now}`);
      });
    }
    kernel.schedule(1, () => store.put("ab"));
    kernel.schedule(2, () => store.put("abcd"));
    kernel.run();
    expect(got).toEqual(["any ab 1", "long abcd 2"]);
    expect(store.items).toEqual([]);
  });

  test("forgets who no longer waits", () => {
    const kernel = new Kernel();
    const store = kernel.store<number>();
    const waits = kernel.process(function* waits() {
      try {
        yield* store.get();
      } catch (error) {
        expect(error).toBeInstanceOf(Interrupt);
      }
    });
    kernel.schedule(1, () => waits.interrupt());
    kernel.schedule(2, () => store.put(7));
    kernel.run();
    expect(store.items).toEqual([7]);
  });

  test.prop([
    fc.array(fc.record({ put: fc.boolean(), at: fc.integer({ min: 0, max: 20 }) }), { maxLength: 40 }),
    fc.integer({ min: 1, max: 3 }),
  ])("neither loses nor doubles an item", (actions, capacity) => {
    const kernel = new Kernel();
    const store = kernel.store<number>(capacity);
    const taken: number[] = [];
    let offered = 0;
    for (const { put, at } of actions) {
      kernel.schedule(at, () => {
        if (put) {
          const item = offered++;
          kernel.process(function* puts() {
            yield* store.put(item);
          });
        } else {
          kernel.process(function* gets() {
            taken.push(yield* store.get());
          });
        }
      });
    }
    kernel.run();
    const puts = actions.filter(({ put }) => put).length;
    // Who waited goes on after who asks at the instant of the put, so that only the items themselves have an order.
    const inOrder = taken.toSorted((a, b) => a - b);
    expect(inOrder).toEqual(Array.from({ length: Math.min(puts, actions.length - puts) }, (_, i) => i));
    expect(store.items.length).toBe(Math.min(capacity, puts - taken.length));
  });
});

describe("a container", () => {
  test("lets puts and gets wait for room and for enough, in order", () => {
    const kernel = new Kernel();
    const tank = kernel.container(10, 4);
    const seen: string[] = [];
    const act = (name: string, at: number, wait: () => ReturnType<typeof tank.put>) =>
      kernel.process(function* () {
        yield* kernel.sleep(at);
        yield* wait();
        seen.push(`${name}@${kernel.now}`);
      });
    act("get 6", 1, () => tank.get(6));
    act("get 1", 2, () => tank.get(1));
    act("put 3", 3, () => tank.put(3));
    act("put 9", 4, () => tank.put(9));
    act("get 5", 5, () => tank.get(5));
    kernel.run();
    // The small get does not pass the large one; 9 more have no room until both are out.
    expect(seen).toEqual(["put 3@3", "get 6@3", "get 1@3", "put 9@4", "get 5@5"]);
    expect(tank.level).toBe(4);
  });

  test("refuses what could never be", () => {
    const kernel = new Kernel();
    expect(() => kernel.container(10, 11)).toThrow("expected a level from 0 to 10; got 11");
    expect(() => kernel.container(10).put(11)).toThrow("expected an amount up to the capacity of 10; got 11");
    expect(() => kernel.container(10).get(0)).toThrow("expected an amount above 0; got 0");
  });
});
