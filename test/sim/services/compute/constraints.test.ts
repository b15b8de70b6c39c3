import { describe, expect, test } from "vitest";
import { inSunlight, maxTemperature, minCharge, type NodeConstraint, type Task } from "../../../../index.js";
import type { EnergyService } from "../../../../sim/services/energy/energy-service.js";
import { computers } from "../../../support/computers.js";

const outcome = ({ outcome: value }: Task) => value;

/** Nodes that may be good or bad, and a constraint that looks at it. */
function moody(onBreak: NodeConstraint["onBreak"], rest: Partial<NodeConstraint> = {}) {
  const bad = new Set<number>();
  const broke: number[] = [];
  const constraint: NodeConstraint = {
    name: "good mood",
    holds: (node) => !bad.has(node),
    onBreak,
    hook: (node) => broke.push(node),
    ...rest,
  };
  return { bad, broke, constraint };
}

describe("a task whose constraint breaks", () => {
  test("is suspended, gives its cores to others, keeps its memory, and goes on where it stopped", () => {
    const { bad, broke, constraint } = moody("suspend");
    const { kernel, compute, events } = computers([{ cores: 1, memoryMb: 100 }], "all");
    const task = compute.run(0, { cpuSeconds: 4, memoryMb: 80, constraint });
    kernel.schedule(1, () => {
      bad.add(0);
      compute.recheck(0);
      compute.recheck(0);
      expect([task.state, compute.busyCores(0), compute.free(0)?.memoryMb]).toEqual(["suspended", 0, 20]);
      compute.run(0, { cpuSeconds: 3, name: "other" });
    });
    kernel.schedule(2, () => {
      bad.clear();
      compute.recheck(0);
      expect(task.state).toBe("waiting");
    });
    kernel.run();
    // 1 s of work, 1 s suspended, 2 s behind the other, 3 s of work.
    expect(outcome(task)).toMatchObject({ completed: true, seconds: 7, waitedSeconds: 3 });
    expect(broke).toEqual([0]);
    const kinds = events.filter(({ data }) => data.task === 0).map(({ kind }) => kind);
    expect(kinds).toEqual(["task.submit", "task.start", "task.suspend", "task.resume", "task.end"]);
  });

  test("is looked at on admission too: it starts when it holds", () => {
    const { bad, constraint } = moody("suspend");
    const { kernel, compute, moments } = computers([{}]);
    bad.add(0);
    const task = compute.run(0, { cpuSeconds: 1, memoryMb: 10, constraint });
    expect([task.state, compute.free(0)?.memoryMb]).toEqual(["suspended", 1000]);
    kernel.schedule(5, () => {
      bad.clear();
      for (const tick of moments.tick) tick();
    });
    kernel.run();
    expect(outcome(task)).toMatchObject({ seconds: 6, waitedSeconds: 5 });
  });

  test("is aborted after its hook", () => {
    const { bad, broke, constraint } = moody("abort");
    const { compute } = computers([{}]);
    const task = compute.run(0, { cpuSeconds: 4, constraint });
    bad.add(0);
    compute.recheck(0);
    expect(outcome(task)).toMatchObject({ reason: "constraint", detail: "good mood does not hold" });
    expect(broke).toEqual([0]);
  });

  test("moves with the work that is left, over nodes where it does not hold either", () => {
    const { bad, broke, constraint } = moody("migrate", { target: (node) => node + 1 });
    const { kernel, compute } = computers([{}, {}, { speed: 3 }]);
    const task = compute.run(0, { cpuSeconds: 4, constraint });
    kernel.schedule(1, () => {
      bad.add(0).add(1);
      compute.recheck(0);
      expect([task.node, compute.busyCores(0), compute.busyCores(2)]).toEqual([2, 0, 1]);
    });
    kernel.run();
    expect(outcome(task)).toMatchObject({ completed: true, node: 2, seconds: 2 });
    expect(broke).toEqual([0, 1]);
  });

  test("ends where there is nowhere to move to", () => {
    const nowhere = moody("migrate", { target: () => undefined });
    const circle = moody("migrate", { target: (node) => 1 - node });
    const tooSmall = moody("migrate", { target: () => 2 });
    const { compute } = computers([{}, {}, { memoryMb: 1 }]);
    const tasks = [nowhere, circle, tooSmall].map(({ bad, constraint }) => {
      bad.add(0).add(1);
      return compute.run(0, { cpuSeconds: 4, memoryMb: 10, constraint });
    });
    expect(tasks.map((task) => (outcome(task) as { detail: string }).detail)).toEqual([
      "good mood does not hold, and there is no node to move to",
      "good mood does not hold, and there is no node to move to",
      "good mood does not hold, and node 2 takes no work: memory: 10 MB wanted, 1 MB there",
    ]);
  });

  test("may be cancelled by its own hook", () => {
    const { compute } = computers([{}]);
    const bad = new Set<number>();
    const task: Task = compute.run(0, {
      cpuSeconds: 4,
      constraint: {
        name: "x",
        holds: (node) => !bad.has(node),
        onBreak: "suspend",
        hook: () => task.cancel(),
      },
    });
    bad.add(0);
    compute.recheck(0);
    expect(outcome(task)).toMatchObject({ reason: "cancelled" });
  });

  test("that fails is named", () => {
    const { compute } = computers([{}]);
    const constraint: NodeConstraint = {
      name: "odd",
      onBreak: "abort",
      holds: () => {
        throw new Error("no such thing");
      },
    };
    expect(() => compute.run(0, { cpuSeconds: 1, constraint })).toThrow(
      'constraint "odd" failed: no such thing',
    );
  });
});

describe("a service whose constraint breaks", () => {
  test("is suspended and comes back, moves, or is lost", () => {
    const [suspend, migrate, abort] = [
      moody("suspend"),
      moody("migrate", { target: () => 1 }),
      moody("abort"),
    ];
    const { compute, events } = computers([{}, {}], "all");
    const [a, b, c] = [suspend, migrate, abort].map(({ constraint }, i) => {
      const result = compute.place({ name: `s${i}`, memoryMb: 10, constraint }, 0);
      if (!result.placed) throw new Error(result.detail);
      return result.placement;
    });
    for (const { bad } of [suspend, migrate, abort]) bad.add(0);
    compute.recheck(0);
    expect([a, b, c].map((each) => [each?.state, each?.node])).toEqual([
      ["suspended", 0],
      ["serving", 1],
      ["gone", 0],
    ]);
    expect(compute.free(0)?.memoryMb).toBe(990);
    suspend.bad.clear();
    compute.recheck(0);
    expect(a?.state).toBe("serving");
    expect(events.map(({ kind }) => kind).filter((kind) => kind !== "service.place")).toEqual([
      "service.suspend",
      "service.move",
      "service.lost",
      "service.resume",
    ]);
    expect(compute.place({ name: "t", constraint: abort.constraint }, 0)).toEqual({
      placed: false,
      detail: "good mood does not hold",
    });
  });
});

test("the built-in constraints ask the energy service, and hold of nodes without a battery", () => {
  const energy = {
    has: (node: number) => node === 0,
    charge: () => 0.25,
    model: () => ({ thermal: {} }),
    temperatureK: () => 300,
    sunlit: () => 0,
  } as unknown as EnergyService;
  const sim = { energy };
  const constraints = [
    minCharge(sim, 0.3),
    minCharge(sim, 0.2),
    maxTemperature(sim, 299),
    maxTemperature(sim, 300, { onBreak: "abort" }),
    inSunlight(sim),
  ];
  expect(constraints.map(({ name, holds, onBreak }) => [name, holds(0), holds(1), onBreak])).toEqual([
    ["charge >= 0.3", false, true, "suspend"],
    ["charge >= 0.2", true, true, "suspend"],
    ["temperature <= 299 K", false, true, "suspend"],
    ["temperature <= 300 K", true, true, "abort"],
    ["in sunlight", false, true, "suspend"],
  ]);
  expect(() => minCharge(sim, 30)).toThrow("expected a share from 0 to 1; got 30");
});
