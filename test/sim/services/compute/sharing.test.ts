import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import type { TaskResult } from "../../../../index.js";
import { computers } from "../../../support/computers.js";

/** A task of a random run: when it comes, what it asks, and when it is taken back, if it is. */
interface Plan {
  readonly at: number;
  readonly work: number;
  readonly cores: number;
  readonly cancelAfter: number | undefined;
}

const plans = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 20, noNaN: true }),
    work: fc.double({ min: 0.01, max: 8, noNaN: true }),
    cores: fc.constantFrom(0.5, 1, 1, 2, 3.5),
    cancelAfter: fc.option(fc.double({ min: 0.01, max: 6, noNaN: true }), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 25 },
);

/** Equal shares by bisection of the level at which they are cut off: nothing is shared with the code under test. */
function shares(limits: readonly number[], capacity: number): number[] {
  const used = (level: number) => limits.reduce((sum, limit) => sum + Math.min(limit, level), 0);
  let low = 0;
  let high = Math.max(...limits);
  if (used(high) <= capacity) return [...limits];
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (used(middle) < capacity) low = middle;
    else high = middle;
  }
  return limits.map((limit) => Math.min(limit, low));
}

/** Ends of all tasks, by stepping from change to change. */
function reference(tasks: readonly Plan[], capacity: number, speed: number): number[] {
  const left = tasks.map(({ work }) => work);
  const ends = tasks.map(() => Number.NaN);
  const active = new Set<number>();
  const changes = tasks.flatMap(({ at, cancelAfter }, i) => [
    { at, i, begins: true },
    ...(cancelAfter === undefined ? [] : [{ at: at + cancelAfter, i, begins: false }]),
  ]);
  changes.sort((a, b) => a.at - b.at);
  let now = 0;
  for (;;) {
    const order = [...active];
    const rates = shares(
      order.map((i) => (tasks[i] as Plan).cores),
      capacity,
    ).map((cores) => cores * speed);
    const dones = order.map((i, k) => now + (left[i] as number) / (rates[k] as number));
    const next = Math.min(...dones, changes[0]?.at ?? Number.POSITIVE_INFINITY);
    if (next === Number.POSITIVE_INFINITY) return ends;
    order.forEach((i, k) => {
      left[i] = (left[i] as number) - (next - now) * (rates[k] as number);
    });
    now = next;
    const ended = dones.indexOf(next);
    if (ended >= 0) {
      ends[order[ended] as number] = now;
      active.delete(order[ended] as number);
      continue;
    }
    const { i, begins } = changes.shift() as (typeof changes)[number];
    if (begins) active.add(i);
    else active.delete(i);
  }
}

describe("processor sharing", () => {
  test.prop([plans, fc.constantFrom(1, 2.5, 4), fc.constantFrom(0.5, 1, 3)], { numRuns: 150 })(
    "gives each task an equal share, none more than its limit (against bisection, step by step)",
    (tasks, cores, speed) => {
      const { kernel, compute } = computers([{ cores, speed, discipline: "processor-sharing" }]);
      const ends = tasks.map(() => Number.NaN);
      for (const [i, { at, work, cores: most, cancelAfter }] of tasks.entries()) {
        kernel.schedule({ at }, () => {
          const task = compute.run(0, { cpuSeconds: work, cores: most });
          kernel.process(function* () {
            const result: TaskResult = yield* task;
            if (result.completed) ends[i] = kernel.now;
          });
          if (cancelAfter !== undefined) kernel.schedule(cancelAfter, () => task.cancel());
        });
      }
      kernel.run();
      const expected = reference(tasks, cores, speed);
      for (const [i, end] of expected.entries()) {
        const { at, cancelAfter = Number.POSITIVE_INFINITY } = tasks[i] as Plan;
        // Done and taken back within rounding of one another: either may be first.
        if (
          Math.abs(at + cancelAfter - (Number.isNaN(end) ? at + cancelAfter : end)) < 1e-6 &&
          cancelAfter < 1e9
        )
          continue;
        expect(ends[i]).toBeCloseTo(end, 6);
      }
      expect(compute.busyCores(0)).toBe(0);
      expect(compute.free(0)?.cores).toBe(cores);
    },
  );

  test("lets a task that can use one core have one, and a wide one the rest", () => {
    const { kernel, compute } = computers([{ cores: 4, discipline: "processor-sharing" }]);
    const narrow = compute.run(0, { cpuSeconds: 3 });
    const wide = compute.run(0, { cpuSeconds: 9, cores: 8 });
    expect(compute.busyCores(0)).toBe(4);
    kernel.run();
    expect(narrow.outcome).toMatchObject({ completed: true, seconds: 3, waitedSeconds: 0 });
    expect(wide.outcome).toMatchObject({ completed: true, seconds: 3 });
  });

  test("slows tasks down by the cores that services set aside, and gives them back", () => {
    const { kernel, compute } = computers([{ cores: 2, discipline: "processor-sharing" }]);
    const task = compute.run(0, { cpuSeconds: 4, cores: 2 });
    kernel.schedule({ at: 1 }, () => {
      const placed = compute.place({ name: "s", cores: 1 }, 0);
      expect(compute.place({ name: "t", cores: 1 }, 0)).toEqual({
        placed: false,
        detail: "cores: 1 wanted, 1 free, and the tasks at work need some",
      });
      kernel.schedule({ at: 2 }, () => placed.placed && compute.remove(placed.placement));
    });
    kernel.run();
    // 2 in the first second, 1 in the next, then 2 a second.
    expect(task.outcome).toMatchObject({ seconds: 2.5 });
  });

  test("tells of each change of load with the load until then", () => {
    const { kernel, compute } = computers([{ cores: 2, discipline: "processor-sharing" }]);
    const heard: [number, number, number][] = [];
    compute.onLoadChange((node, busy) => {
      heard.push([kernel.now, node, busy]);
      expect(compute.busyCores(node)).toBe(busy);
    });
    compute.run(0, { cpuSeconds: 1 });
    compute.run(0, { cpuSeconds: 2 });
    compute.run(0, { cpuSeconds: 0.5 });
    kernel.run();
    expect(heard).toEqual([
      [0, 0, 0],
      [0, 0, 1],
      // 0.75 s at two thirds of a core each, 0.5 s at one each, then the last alone.
      [1.25, 0, 2],
      [2.25, 0, 1],
    ]);
  });
});
