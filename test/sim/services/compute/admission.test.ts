import { describe, expect, test } from "vitest";
import type { Task } from "../../../../index.js";
import { computers } from "../../../support/computers.js";

const outcome = ({ outcome: value }: Task) => value;

describe("fifo", () => {
  test("starts tasks by priority, then in the order in which they came", () => {
    const { kernel, compute, events } = computers([{ cores: 1 }], "all");
    for (const [name, priority] of [
      ["first", 0],
      ["late", 5],
      ["urgent", -1],
      ["second", 0],
      ["urgent too", -1],
    ] as const) {
      compute.run(0, { cpuSeconds: 1, name, priority });
    }
    kernel.run();
    const started = events.filter(({ kind }) => kind === "task.start").map(({ data }) => data.name);
    expect(started).toEqual(["first", "urgent", "urgent too", "second", "late"]);
  });

  test("gives a wide task all its cores at once, as far as the node has them, and lets none pass it", () => {
    const { kernel, compute } = computers([{ cores: 4, speed: 2 }]);
    const narrow = compute.run(0, { cpuSeconds: 6 });
    const wide = compute.run(0, { cpuSeconds: 16, cores: 16 });
    const behind = compute.run(0, { cpuSeconds: 2 });
    expect([compute.busyCores(0), compute.queueLength(0)]).toEqual([1, 2]);
    kernel.run();
    // 6 / 2 = 3 s; then 16 core-seconds on 4 cores of speed 2.
    expect(outcome(narrow)).toMatchObject({ seconds: 3, waitedSeconds: 0 });
    expect(outcome(wide)).toMatchObject({ seconds: 5, waitedSeconds: 3 });
    expect(outcome(behind)).toMatchObject({ seconds: 6, waitedSeconds: 5 });
  });

  test("a task waits for memory, storage and accelerators as for cores", () => {
    const { kernel, compute } = computers([{ cores: 8, memoryMb: 1000, accelerators: { gpu: 1 } }]);
    const request = { cpuSeconds: 1, memoryMb: 100, accelerators: { gpu: 1 } };
    const [first, second] = [compute.run(0, request), compute.run(0, request)];
    expect(compute.free(0)).toEqual({
      tier: "edge",
      cores: 7,
      speed: 1,
      memoryMb: 900,
      storageMb: 0,
      accelerators: { gpu: 0 },
    });
    kernel.run();
    expect([outcome(first), outcome(second)]).toMatchObject([
      { seconds: 1 },
      { seconds: 2, waitedSeconds: 1 },
    ]);
    expect(compute.free(0)).toMatchObject({ memoryMb: 1000, accelerators: { gpu: 1 } });
  });
});

describe("a task that cannot be", () => {
  test("on any node of that size is rejected with what is missing", () => {
    const { compute } = computers([{ memoryMb: 128, storageMb: 10 }, undefined]);
    expect(outcome(compute.run(0, { cpuSeconds: 1, memoryMb: 512, accelerators: { gpu: 1 } }))).toEqual({
      completed: false,
      node: 0,
      reason: "rejected",
      detail: "memory: 512 MB wanted, 128 MB there; gpu: 1 wanted, 0 there",
      seconds: 0,
    });
    expect(outcome(compute.run(1, { cpuSeconds: 1 }))).toMatchObject({
      reason: "rejected",
      detail: "no-computer",
    });
    expect(compute.couldHold(0, { cores: 2, storageMb: 11 })).toEqual({
      placed: false,
      detail: "cores: 2 wanted, 1 there; storage: 11 MB wanted, 10 MB there",
    });
    expect(compute.couldHold(0, { cores: 1, memoryMb: 128 })).toBe(true);
    expect(compute.resources(1)).toBeUndefined();
    expect(compute.hosts()).toEqual([0]);
  });

  test.each([
    [{ cpuSeconds: -1 }, "cpuSeconds: expected a finite number of at least 0; got -1"],
    [{ cpuSeconds: Number.NaN }, "cpuSeconds: expected a finite number of at least 0; got NaN"],
    [{ cpuSeconds: 1, cores: 0 }, "cores: expected a finite number above 0; got 0"],
    [{ cpuSeconds: 1, memoryMb: -5 }, "memoryMb: expected a finite number of at least 0; got -5"],
    [{ cpuSeconds: 1, deadline: 0 }, "deadline: expected a finite number above 0; got 0"],
    [{ cpuSeconds: 1, priority: 0.5 }, "priority: expected a whole number from -256 to 256; got 0.5"],
    [
      { cpuSeconds: 1, accelerators: { gpu: 0.5 } },
      "accelerators.gpu: expected a whole number of at least 0; got 0.5",
    ],
  ])("%j is a mistake of the program", (request, message) => {
    expect(() => computers([{}]).compute.run(0, request)).toThrow(new RangeError(message));
  });

  test("a node that does not exist is a mistake of the program", () => {
    expect(() => computers([{}]).compute.run(1, { cpuSeconds: 1 })).toThrow("no node 1; ids are 0 to 0");
  });
});

describe("a full node", () => {
  test("lets tasks wait up to the limit, and rejects the others", () => {
    const { kernel, compute } = computers([{ queueLimit: 1 }]);
    const tasks = [1, 2, 3].map(() => compute.run(0, { cpuSeconds: 1 }));
    kernel.run();
    expect(tasks.map(outcome)).toMatchObject([
      { completed: true },
      { completed: true, waitedSeconds: 1 },
      { completed: false, reason: "rejected", detail: "the queue is full: 1 tasks wait", seconds: 0 },
    ]);
  });

  test("rejects what cannot start at once", () => {
    const { compute } = computers([
      { whenFull: "reject" },
      { whenFull: "reject", discipline: "processor-sharing" },
    ]);
    compute.run(0, { cpuSeconds: 1 });
    expect(outcome(compute.run(0, { cpuSeconds: 1 }))).toMatchObject({ detail: "cores: 1 wanted, 0 free" });
    // Shared cores are never short; memory is.
    compute.run(1, { cpuSeconds: 1, memoryMb: 600 });
    expect(compute.run(1, { cpuSeconds: 1 }).state).toBe("running");
    expect(outcome(compute.run(1, { cpuSeconds: 1, memoryMb: 600 }))).toMatchObject({
      detail: "memory: 600 MB wanted, 400 MB free",
    });
  });

  test("evicts the least and the latest that hold what is missing, and only as many as it takes", () => {
    const { kernel, compute } = computers([{ cores: 8, whenFull: "evict", accelerators: { gpu: 2 } }]);
    const gpu = { accelerators: { gpu: 1 } };
    const early = compute.run(0, { cpuSeconds: 9, priority: 3, ...gpu });
    const late = compute.run(0, { cpuSeconds: 9, priority: 3, ...gpu });
    const without = compute.run(0, { cpuSeconds: 9, priority: 9 });
    const urgent = compute.run(0, { cpuSeconds: 1, priority: 1, ...gpu });
    expect([early, late, without, urgent].map(({ state }) => state)).toEqual([
      "running",
      "ended",
      "running",
      "running",
    ]);
    expect(outcome(late)).toMatchObject({ reason: "evicted", detail: "made room for task 3 of priority 1" });
    // Its equals do not make room: it waits.
    const equal = compute.run(0, { cpuSeconds: 1, priority: 3, ...gpu });
    expect(equal.state).toBe("waiting");
    kernel.run();
    expect(outcome(equal)).toMatchObject({ completed: true, waitedSeconds: 1 });
  });

  test("evicts nobody where even that would not do", () => {
    const { compute } = computers([{ cores: 2, memoryMb: 100, whenFull: "evict", queueLimit: 0 }]);
    const equal = compute.run(0, { cpuSeconds: 9, memoryMb: 60 });
    const less = compute.run(0, { cpuSeconds: 9, memoryMb: 20, priority: 1 });
    expect(outcome(compute.run(0, { cpuSeconds: 1, memoryMb: 50 }))).toMatchObject({ reason: "rejected" });
    expect([equal.state, less.state]).toEqual(["running", "running"]);
  });

  test("with places to wait only for so many, the least of them goes", () => {
    const { compute } = computers([{ whenFull: "evict", queueLimit: 1 }]);
    compute.run(0, { cpuSeconds: 9 });
    const least = compute.run(0, { cpuSeconds: 1, priority: 2 });
    const better = compute.run(0, { cpuSeconds: 1, priority: 0 });
    expect(outcome(least)).toMatchObject({ reason: "evicted" });
    expect(better.state).toBe("waiting");
  });
});

describe("a task ends", () => {
  test("at its deadline, waiting or at work, but not when it is done at that very instant", () => {
    const { kernel, compute } = computers([{}]);
    const inTime = compute.run(0, { cpuSeconds: 2, deadline: 2 });
    const late = compute.run(0, { cpuSeconds: 2, deadline: 3 });
    const never = compute.run(0, { cpuSeconds: 2, deadline: 1 });
    kernel.run();
    expect([inTime, late, never].map(outcome)).toMatchObject([
      { completed: true, seconds: 2 },
      { reason: "deadline", detail: "not done within 3 s", seconds: 3 },
      { reason: "deadline", seconds: 1 },
    ]);
    expect(compute.busyCores(0)).toBe(0);
  });

  test("when it is cancelled, once", () => {
    const { kernel, compute } = computers([{}]);
    const [running, waiting] = [compute.run(0, { cpuSeconds: 5 }), compute.run(0, { cpuSeconds: 1 })];
    kernel.schedule(2, () => {
      expect([running.cancel(), running.cancel()]).toEqual([true, false]);
      expect([running.state, waiting.state]).toEqual(["ended", "running"]);
    });
    kernel.run();
    expect([running, waiting].map(outcome)).toMatchObject([
      { reason: "cancelled", seconds: 2 },
      { seconds: 3 },
    ]);
  });

  test("when its node restarts, and none starts until that is over", () => {
    const { kernel, compute } = computers([{ cores: 1 }]);
    const tasks = [compute.run(0, { cpuSeconds: 5 }), compute.run(0, { cpuSeconds: 5 })];
    kernel.schedule(1, () => {
      compute.restart(0, 2);
      expect(compute.refuses(0)).toBe("restarting");
      expect(outcome(compute.run(0, { cpuSeconds: 1 }))).toMatchObject({
        reason: "rejected",
        detail: "restarting",
      });
    });
    kernel.schedule(3, () => expect(compute.run(0, { cpuSeconds: 1 }).state).toBe("running"));
    kernel.run();
    expect(tasks.map(outcome)).toMatchObject([{ reason: "restarted" }, { reason: "restarted" }]);
  });

  test("corrupted, where a bit error hit it", () => {
    const { kernel, compute } = computers([{ cores: 4 }]);
    const tasks = [0, 1, 2].map(() => compute.run(0, { cpuSeconds: 1 }));
    expect([compute.corrupt(0, 0.5), compute.corrupt(0, 0.4)]).toEqual([true, true]);
    kernel.run();
    expect(tasks.map(outcome)).toMatchObject([
      { corrupted: false },
      { corrupted: true },
      { corrupted: false },
    ]);
    expect(compute.corrupt(0, 0.5)).toBe(false);
  });

  test("nothing of it is left: the process that awaited it goes on", () => {
    const { kernel, compute } = computers([{}]);
    const seen = kernel.process(function* () {
      const done = yield* compute.run(0, { cpuSeconds: 0.2 });
      const rejected = yield* compute.run(0, { cpuSeconds: 1, memoryMb: 1e9 });
      return [kernel.now, done.completed, rejected.completed];
    });
    expect(kernel.run(seen)).toEqual([0.2, true, false]);
  });
});

describe("gates", () => {
  test("refuse new work with their reason, keep those that wait waiting, and let what is at work go on", () => {
    const { kernel, compute } = computers([{}]);
    let reason: string | undefined;
    compute.addGate(() => reason);
    const running = compute.run(0, { cpuSeconds: 2 });
    const waiting = compute.run(0, { cpuSeconds: 1 });
    kernel.schedule(1, () => {
      reason = "out-of-energy";
      compute.recheck(0);
      expect(outcome(compute.run(0, { cpuSeconds: 1 }))).toMatchObject({
        reason: "rejected",
        detail: "out-of-energy",
      });
      expect(compute.place({ name: "s" }, 0)).toEqual({ placed: false, detail: "out-of-energy" });
    });
    kernel.schedule(5, () => {
      reason = undefined;
      compute.recheck(0);
    });
    kernel.run();
    expect([running, waiting].map(outcome)).toMatchObject([{ seconds: 2 }, { seconds: 6, waitedSeconds: 5 }]);
  });

  test("may be asked again from within a change of load", () => {
    const { kernel, compute } = computers([{ cores: 2 }]);
    let energy = 1;
    compute.addGate(() => (energy <= 0 ? "out-of-energy" : undefined));
    compute.onLoadChange((node) => {
      energy -= 1;
      compute.recheck(node);
    });
    const tasks = [compute.run(0, { cpuSeconds: 1 }), compute.run(0, { cpuSeconds: 1 })];
    kernel.run();
    expect(tasks.map(outcome)).toMatchObject([{ completed: true }, { reason: "rejected" }]);
  });
});

test("core-seconds and failures are counted, by tier and by reason", () => {
  const { kernel, compute, metrics, moments } = computers([{ tier: "space", cores: 2 }, { tier: "cloud" }]);
  compute.run(0, { cpuSeconds: 3 });
  compute.run(0, { cpuSeconds: 1, deadline: 0.5 });
  compute.run(1, { cpuSeconds: 1, memoryMb: 1e6 });
  kernel.run(4);
  for (const tick of moments.tick) tick();
  const values = Object.fromEntries(
    metrics.all().map(({ metric, statistic, value }) => [`${metric} ${statistic}`, value]),
  );
  expect(values).toMatchObject({
    "compute.tasks.submitted value": 3,
    "compute.tasks.completed value": 1,
    "compute.tasks.failed.deadline value": 1,
    "compute.tasks.failed.rejected value": 1,
    "compute.coreSeconds.space value": 3.5,
    "compute.utilisation.space value": 3.5 / 8,
    "compute.utilisation.cloud value": 0,
    "compute.sojourn mean": 3,
  });
});
