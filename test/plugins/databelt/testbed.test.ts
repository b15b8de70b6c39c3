import { describe, expect, test } from "vitest";
import {
  hops,
  localReads,
  meanMs,
  overSeeds,
  perSecond,
  violations,
  waitMs,
} from "../../../plugins/databelt/reproduce/over-seeds.js";
import { everyWorkflow, POLICIES, runTestbed } from "../../../plugins/databelt/reproduce/testbed.js";
import { CHANGES, READ_BY_FOUR } from "../../../plugins/databelt/reproduce/testbed-changes.js";

const SEEDS = 3;

const runs = (sizeMb: number, set: readonly string[] = []) =>
  overSeeds(SEEDS, (seed) => runTestbed({ seed, sizeMb, set }));
const changed = (what: string, duration = "5 min") => {
  const change = CHANGES.find((each) => each.what === what);
  if (change === undefined) throw new Error(`no change "${what}"`);
  return runs(10, [`time.duration=${duration}`, ...change.set]);
};

/** The README's table has ten seeds and all sizes; the bands are the same. */
describe.each([1, 10, 50])("on the published testbed, states of %i MB", (sizeMb) => {
  test("databelt is faster, keeps state local and to its SLO, as published", async () => {
    const all = await runs(sizeMb, sizeMb < 50 ? ["time.duration=5 min"] : []);
    const change = (other: string) => all.changePercent("databelt", other, meanMs).mean;
    expect(change("stateless")).toBeGreaterThan(-72);
    expect(change("stateless")).toBeLessThan(-50);
    expect(change("random")).toBeGreaterThan(-40);
    expect(change("random")).toBeLessThan(-15);
    const throughput = all.ratio("databelt", "random", perSecond).mean;
    expect(throughput).toBeGreaterThan(1.2);
    expect(throughput).toBeLessThan(1.6);

    const local = POLICIES.map((policy) => all.of(policy, localReads).mean);
    expect(local[0]).toBeGreaterThan(0.7);
    expect(local[0]).toBeLessThan(0.95);
    // 1/8 of f2's and f3's reads, all of f4's; only f4's.
    expect(Math.abs(local[1] - 1.25 / 3)).toBeLessThan(0.06);
    expect(Math.abs(local[2] - 1 / 3)).toBeLessThan(0.02);

    const [databelt, random, stateless] = POLICIES.map((policy) => all.of(policy, hops).mean);
    expect(databelt).toBeLessThan(0.3);
    expect(Math.abs(random - 1.4)).toBeLessThan(0.2);
    // S3 is five hops from the cloud, S5 three.
    expect(Math.abs(stateless - 8 / 3)).toBeLessThan(0.1);

    expect(all.of("databelt", violations("databelt")).mean).toBe(0);
    expect(all.of("stateless", violations("stateless")).mean).toBeGreaterThan(0);
  });
});

describe("what the effect comes from", () => {
  test("everything on the cloud makes databelt equal stateless", async () => {
    const all = await changed("everything on the cloud", "20 s");
    expect(all.of("databelt", meanMs)).toEqual(all.of("stateless", meanMs));
    expect(all.of("databelt", localReads).mean).toBe(1);
  });

  test("an SLO of 0 makes databelt write where states are made, so that readers fetch them", async () => {
    const all = await changed("SLO of 0");
    expect(all.of("databelt", localReads).mean).toBeCloseTo(1 / 3, 2);
    expect(all.of("databelt", violations("databelt")).mean).toBe(1);
  });

  test("without path reversal states do not go ahead: reads are remote and functions wait (guard)", async () => {
    const [with_, without] = [await changed("as published"), await changed("path not reversed")];
    expect(with_.of("databelt", localReads).mean).toBeGreaterThan(0.85);
    expect(without.of("databelt", localReads).mean).toBeCloseTo(1 / 3, 2);
    expect(without.of("databelt", hops).mean).toBeGreaterThan(5 * with_.of("databelt", hops).mean);
    expect(without.of("databelt", waitMs).mean).toBeGreaterThan(3 * with_.of("databelt", waitMs).mean);
  });

  test("a state that several functions read goes ahead once, or is fetched by each (guard)", async () => {
    const short = [...READ_BY_FOUR, "time.duration=3 min"];
    const with_ = (await runs(10, short)).of("databelt", meanMs).mean;
    const without = (await runs(10, [...short, "plugins.1.with.reversePath=false"])).of(
      "databelt",
      meanMs,
    ).mean;
    // One state over 80 Mbit/s against four at once.
    expect(without / with_).toBeGreaterThan(2.5);
    expect(without / with_).toBeLessThan(4);
  });

  test("in physical units the formula holds no published SLO", async () => {
    const all = await changed("`bandwidthUnit: physical`");
    expect(all.of("databelt", localReads).mean).toBeCloseTo(1 / 3, 2);
  });

  test("f3 written to the cloud under every policy is what gives random its local third", async () => {
    const all = await changed("f3 written by the workflow's own policy");
    expect(all.of("random", localReads).mean).toBeLessThan(0.25);
    expect(all.of("databelt", localReads).mean).toBeLessThan(0.75);
  });

  test("a destination that is the reader makes nearly all reads local", async () => {
    const all = await changed("`destination: reader`");
    expect(all.of("databelt", localReads).mean).toBeGreaterThan(0.95);
  });

  test("contacts that rotate cost locality, and databelt is still ahead of stateless", async () => {
    const all = await changed("rotating contacts");
    expect(all.changePercent("databelt", "stateless", meanMs).mean).toBeLessThan(-45);
    expect(all.of("databelt", localReads).mean).toBeLessThan(0.75);
  });
});

test("every workflow of a run is accounted for", async () => {
  const run = await runTestbed({
    seed: 1,
    sizeMb: 1,
    set: [...everyWorkflow("slo.migration=100 ms"), "time.duration=1 min"],
  });
  for (const policy of POLICIES) {
    const { outcomes, seconds } = run.get(policy)!;
    expect(outcomes.get("completed")).toBe(seconds.length);
    expect(outcomes.get("unfinished")).toBe(1);
  }
});
