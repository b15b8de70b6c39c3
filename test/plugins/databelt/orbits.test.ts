import { describe, expect, test } from "vitest";
import { localReads, waitMs } from "../../../plugins/databelt/reproduce/over-seeds.js";
import { runFigures } from "../../../plugins/databelt/reproduce/run-figures.js";
import { record } from "../../support/run-small.js";
import { load } from "../../support/scenario-folder.js";
import { orbiting } from "./orbiting.js";

type Set = Omit<Parameters<typeof orbiting>[0], "seed">;

const SEEDS = [1, 2, 3];

/** Of all workflows of three seeds: how many ended as what, and their reads. */
async function ends(set: Set) {
  const runs = await Promise.all(
    SEEDS.map(async (seed) => (await runFigures(await load(orbiting({ ...set, seed })))).get("flow")!),
  );
  const count = (outcome: string) =>
    runs.reduce((sum, { outcomes }) => sum + (outcomes.get(outcome) ?? 0), 0);
  const [completed, lost] = [count("completed"), count("state-lost")];
  for (const { outcomes } of runs)
    for (const outcome of outcomes.keys()) expect(["completed", "state-lost"]).toContain(outcome);
  expect(completed + lost).toBeGreaterThan(250);
  return {
    lostShare: lost / (completed + lost),
    local: runs.map(localReads),
    waitMs: runs.map(waitMs),
  };
}

describe("on real orbits, satellites without links among them, three seeds", () => {
  test("without look-ahead a quarter of the states that are needed 150 s later are lost with satellites that set (guard)", async () => {
    const with_ = await ends({ databelt: "{ lookAhead: true, horizon: 160 s }" });
    const without = await ends({ databelt: "{ lookAhead: false }" });
    expect(with_.lostShare).toBe(0);
    expect(without.lostShare).toBeGreaterThan(0.2);
    expect(without.lostShare).toBeLessThan(0.45);
  });

  test("without path reversal nearly half of the states that are made in space are lost there, and the others fetched (guard)", async () => {
    const made = { madeAt: "space", waitSeconds: 60 } as const;
    const with_ = await ends({ ...made, databelt: "{}" });
    const without = await ends({ ...made, databelt: "{ reversePath: false }" });
    expect(with_.lostShare).toBeLessThan(0.02);
    expect(with_.local).toEqual([1, 1, 1]);
    expect(Math.max(...with_.waitMs)).toBe(0);
    expect(without.lostShare).toBeGreaterThan(0.3);
    expect(without.local).toEqual([0, 0, 0]);
    // A state of 8.192 Mbit over 30 Mbit/s, and the way.
    expect(Math.min(...without.waitMs)).toBeGreaterThan(273);
  });
});

test("a state whose holder leaves coverage ends its workflow as lost, with the cause; no byte is missing in the books", async () => {
  const { events, metrics } = await record(await load(orbiting({ databelt: "{ lookAhead: false }" })));
  const last = new Map(metrics.map(({ metric, statistic, value }) => [`${metric} ${statistic}`, value]));
  const of = (name: string) => last.get(`${name} value`) ?? 0;
  const told = events.filter(({ kind, data }) => kind === "workflow.end" && data.outcome === "state-lost");
  expect(told.length).toBeGreaterThan(10);
  expect(of("serverless.workflows.state-lost")).toBe(told.length);
  expect(of("serverless.storage.failed.unreachable")).toBe(told.length);
  for (const { data } of told)
    expect(data.detail).toMatch(/^step "f3": state "state": .* out of reach of .* for too long$/);
  const [written, removed, lost, held] = ["written", "removed", "lost", "held"].map((name) =>
    of(`serverless.storage.${name}`),
  );
  expect(written).toBe(removed + lost + held);
  const [offered, delivered, dropped, inFlight] = ["offered", "delivered", "dropped", "in-flight"].map(
    (name) => of(`transfer.${name}`),
  );
  expect(offered).toBe(delivered + dropped + inFlight);
});
