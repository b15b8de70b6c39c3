import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { FairShares } from "../../../../sim/services/network/flow/fair-shares.js";
import { waterFilling } from "../../../support/water-filling.js";

/** Fair shares beside a plain list of what is there, so that the two can be compared at any time. */
class Checked {
  readonly shares = new FairShares();
  readonly capacities: number[] = [];
  readonly flows = new Map<number, readonly number[]>();

  constructor(capacities: readonly number[]) {
    for (const capacity of capacities) {
      this.capacities.push(capacity);
      this.shares.addPort(capacity);
    }
  }

  add(ports: readonly number[]): number {
    const flow = this.shares.addFlow(ports);
    this.flows.set(flow, ports);
    return flow;
  }

  remove(flow: number): void {
    this.shares.removeFlow(flow);
    this.flows.delete(flow);
  }

  setCapacity(port: number, capacity: number): void {
    this.shares.setCapacity(port, capacity);
    this.capacities[port] = capacity;
  }

  rates(): number[] {
    this.shares.update();
    return [...this.flows.keys()].map((flow) => this.shares.rateBps(flow));
  }

  check(): void {
    const rates = this.rates();
    const flows = [...this.flows.values()];
    const expected = waterFilling({ capacitiesBps: this.capacities, flows });
    rates.forEach((rate, i) => {
      expect(Math.abs(rate - expected[i])).toBeLessThanOrEqual(1e-9 * Math.max(expected[i], 1e-3));
    });
    this.capacities.forEach((capacity, port) => {
      let load = 0;
      flows.forEach((ports, i) => {
        load += ports.filter((each) => each === port).length * rates[i];
      });
      expect(load).toBeLessThanOrEqual(capacity * (1 + 1e-9));
    });
  }
}

const PORTS = 12;
/** Few values, so that equal levels are common; any; and values that hardly differ. */
const capacity = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(10, 20, 30, 60) },
  { weight: 3, arbitrary: fc.double({ min: 1, max: 1000, noNaN: true }) },
  // As good as equal: what is the bottleneck is then a matter of noise.
  { weight: 3, arbitrary: fc.nat(9).map((i) => 10 * (1 + i * 4e-13)) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1e-3, 1e12) },
);
const capacities = fc.array(capacity, { minLength: PORTS, maxLength: PORTS });
const way = fc.uniqueArray(fc.nat(PORTS - 1), { minLength: 1, maxLength: 6 });
const ways = fc.array(way, { maxLength: 40, size: "max" });
const change = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("start" as const), way }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("end" as const), which: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("reroute" as const), which: fc.nat(), way }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("capacity" as const), port: fc.nat(PORTS - 1), capacity }),
  },
);

describe("fair shares", () => {
  test.prop([capacities, ways], { numRuns: 500 })(
    "equal progressive filling by brute force on random networks",
    (of, paths) => {
      const checked = new Checked(of);
      for (const path of paths) checked.add(path);
      checked.check();
    },
  );

  test.prop(
    [capacities, ways, fc.array(fc.array(change, { minLength: 1, maxLength: 3 }), { maxLength: 25 })],
    {
      numRuns: 500,
    },
  )("stay equal to it after each of many changes, alone or several at once", (of, paths, steps) => {
    const checked = new Checked(of);
    for (const path of paths) checked.add(path);
    checked.check();
    for (const changes of steps) {
      for (const each of changes) {
        const numbers = [...checked.flows.keys()];
        if (each.kind === "capacity") checked.setCapacity(each.port, each.capacity);
        else if (each.kind === "start") checked.add(each.way);
        else if (numbers.length > 0) {
          checked.remove(numbers[each.which % numbers.length]);
          if (each.kind === "reroute") checked.add(each.way);
        }
      }
      checked.check();
    }
  });

  test.prop([
    capacities,
    fc.array(fc.array(fc.nat(PORTS - 1), { minLength: 1, maxLength: 5 }), { maxLength: 20 }),
  ])("count a port twice where a way goes through it twice", (of, paths) => {
    const checked = new Checked(of);
    for (const path of paths) checked.add(path);
    checked.check();
    for (const flow of [...checked.flows.keys()].filter((_, i) => i % 2 === 0)) checked.remove(flow);
    checked.check();
  });

  test("three links, a long flow and three short ones: each link is halved", () => {
    const checked = new Checked([10, 10, 10]);
    for (const path of [[0, 1, 2], [0], [1], [2]]) checked.add(path);
    expect(checked.rates()).toEqual([5, 5, 5, 5]);
  });

  test("two bottlenecks: what the long flow cannot use goes to the short one (Bertsekas and Gallager)", () => {
    // Three flows share the first link, 10; one of them goes on over the second, 20, with one other flow.
    const checked = new Checked([12, 20]);
    for (const path of [[0], [0], [0, 1], [1]]) checked.add(path);
    expect(checked.rates()).toEqual([4, 4, 4, 16]);
  });

  test("a change is felt several links away, up and down by turns", () => {
    const checked = new Checked([10, 14, 24, 40]);
    const first = checked.add([0]);
    for (const path of [[0, 1], [1, 2], [2, 3], [3]]) checked.add(path);
    // 10: 5 each. 14: 5 + 9. 24: 9 + 15. 40: 15 + 25.
    expect(checked.rates()).toEqual([5, 5, 9, 15, 25]);
    checked.remove(first);
    // 14: 7 + 7. 24: 7 + 17. 40: 17 + 23. No port of the first flow but 0 is there.
    expect(checked.rates()).toEqual([7, 7, 17, 23]);
    checked.add([0]);
    expect(checked.rates().sort((a, b) => a - b)).toEqual([5, 5, 9, 15, 25]);
  });

  test("a flow limited elsewhere gives way where it becomes the fastest", () => {
    const checked = new Checked([30, 20, 20]);
    checked.add([0, 1]);
    checked.add([2, 1]);
    checked.add([2]);
    expect(checked.rates()).toEqual([10, 10, 10]);
    // The first port now holds 4 flows, 7.5 each: the first gives way, and the second gets what it leaves.
    for (let i = 0; i < 3; i++) checked.add([0]);
    expect(checked.rates()).toEqual([7.5, 10, 10, 7.5, 7.5, 7.5]);
    checked.setCapacity(0, 12);
    expect(checked.rates()).toEqual([3, 10, 10, 3, 3, 3]);
    checked.setCapacity(2, 36);
    expect(checked.rates()).toEqual([3, 17, 19, 3, 3, 3]);
  });

  test("a port that was far from full becomes a bottleneck when another one opens", () => {
    const checked = new Checked([1, 50, 1000]);
    checked.add([0, 1]);
    checked.add([0, 1]);
    checked.add([1, 2]);
    expect(checked.rates()).toEqual([0.5, 0.5, 49]);
    checked.setCapacity(1, 2000);
    expect(checked.rates()).toEqual([0.5, 0.5, 1000]);
    checked.setCapacity(0, 1e6);
    checked.setCapacity(2, 1e6);
    const third = 2000 / 3;
    for (const rate of checked.rates()) expect(rate).toBeCloseTo(third, 9);
  });

  test("a port without capacity stops its flows, and lets them go on when it is back", () => {
    const checked = new Checked([8, 100]);
    checked.add([0, 1]);
    checked.add([1]);
    checked.setCapacity(0, 0);
    expect(checked.rates()).toEqual([0, 100]);
    checked.setCapacity(0, 8);
    expect(checked.rates()).toEqual([8, 92]);
  });

  test("leaves flows alone that a change cannot reach", () => {
    const checked = new Checked([10, 10, 40, 10]);
    for (const path of [[0, 2], [1, 2], [3], [3]]) checked.add(path);
    checked.rates();
    checked.add([0, 2]);
    expect(checked.rates()).toEqual([5, 10, 5, 5, 5]);
    expect(checked.shares.changedPorts).toContain(0);
    expect(checked.shares.changedPorts).not.toContain(1);
    expect(checked.shares.changedPorts).not.toContain(3);
    expect(checked.shares.update()).toBe(false);
  });
});
