import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  type Baseline,
  checkBaseline,
  loadScenario,
  measureScenario,
  readBaseline,
  readTolerances,
} from "../../index.js";
import { starbelt } from "../support/command.js";
import { refusalOf } from "../support/scenario-folder.js";
import { TINY, tinyFolder } from "../support/tiny-sweeps.js";

/** The tiny scenario with a routing cost of the user's own. */
const WITH_COST = `${TINY}routing: { cost: ./cost.js }\n`;
const COST = `export default {
  kind: "link-cost",
  name: "own",
  cost({ latencyMs }) {
    return latencyMs + 9;
  },
};
`;

async function measure(folder: string, seed?: number, workers = 0): Promise<Baseline> {
  const plan = await loadScenario("tiny.yaml", { cwd: folder, seed });
  return (await measureScenario(plan, { workers })) as Baseline;
}

describe("starbelt check", () => {
  test("catches a changed line in a routing cost, and names what moved", async () => {
    const folder = tinyFolder("", { "tiny.yaml": WITH_COST, "cost.js": COST });
    const args = ["check", "tiny.yaml", "--baseline", "baseline.json"];
    const written = await starbelt([...args, "--update"], folder);
    expect(written).toMatchObject({ code: 0, stderr: "" });
    const baseline = readFileSync(join(folder, "baseline.json"), "utf8");
    for (const workers of ["0", "2"]) {
      const same = await starbelt([...args, "--workers", workers], folder);
      expect(same).toMatchObject({ code: 0, stderr: "" });
      expect(same.stdout).toMatch(/^tiny\.yaml: all \d+ figures are as in baseline\.json\n$/);
    }

    writeFileSync(join(folder, "cost.js"), COST.replace("latencyMs + 9", "latencyMs"));
    const moved = await starbelt(args, folder);
    expect(moved.code).toBe(1);
    const lines = moved.stdout.split("\n");
    expect(lines[0]).toMatch(/^note: the scenario, or a file that it names, is not that of the baseline/);
    expect(lines[1]).toMatch(/^tiny\.yaml: \d+ of \d+ figures moved against baseline\.json$/);
    expect(moved.stdout).toMatch(/\n {2}routes\.hops\.mean +2 +3 +\+1 +\+50 %/);
    expect(moved.stdout).toContain("routes.rttMs.mean");
    expect(moved.stdout).not.toContain("routes.asked");

    const updated = await starbelt([...args, "--update"], folder);
    expect(updated.code).toBe(0);
    expect((await starbelt(args, folder)).code).toBe(0);
    // The same figures are the same bytes.
    writeFileSync(join(folder, "cost.js"), COST);
    await starbelt([...args, "--update"], folder);
    expect(readFileSync(join(folder, "baseline.json"), "utf8")).toBe(baseline);
  });

  test("catches a changed seed, and holds within tolerances", async () => {
    const folder = tinyFolder("");
    const baseline = await measure(folder);
    const other = await measure(folder, 9);
    const { holds, notes, moved, missing, added } = checkBaseline(baseline, other);
    expect(holds).toBe(false);
    expect(notes).toEqual([
      "the scenario's hash has changed, as it does with the seed",
      "the seed was 3 in the baseline and is 9 now",
    ]);
    expect(moved.map(({ metric }) => metric)).toEqual(
      ["max", "mean", "min", "p50", "p95"].map((name) => `routes.rttMs.${name}`),
    );
    expect([...missing, ...added]).toEqual([]);
    expect(checkBaseline(baseline, other, readTolerances(["*=50 %"])).holds).toBe(true);
    const mean = checkBaseline(baseline, other, readTolerances(["routes.*=50%", "routes.rttMs.mean=0.001"]));
    expect(mean.moved).toEqual([
      {
        metric: "routes.rttMs.mean",
        baseline: baseline.summary["routes.rttMs.mean"],
        now: other.summary["routes.rttMs.mean"],
        allowed: 0.001,
      },
    ]);
  });

  test("gives the same figures with 0 and 2 workers", async () => {
    const folder = tinyFolder("");
    expect(await measure(folder, undefined, 2)).toEqual(await measure(folder));
  });

  test("tells figures that are gone and new ones, and takes kinds that never came for none", () => {
    const of = (summary: Baseline["summary"]): Baseline => ({
      baselineFormat: 1,
      scenario: "x",
      scenarioHash: "h",
      seed: 1,
      versions: { starbelt: "0", node: "v20" },
      summary,
    });
    const result = checkBaseline(of({ a: 1, b: 0 }), of({ b: 0, c: 2, "events.fault": 3 }));
    expect(result).toMatchObject({
      holds: false,
      missing: ["a"],
      added: ["c"],
      moved: [{ metric: "events.fault", baseline: 0, now: 3 }],
      checked: 2,
    });
    // A figure that is 0 has nothing to be a percentage of.
    expect(checkBaseline(of({ b: 0 }), of({ b: 1e-9 }), readTolerances(["b=5%"])).holds).toBe(false);
    expect(checkBaseline(of({ b: 0 }), of({ b: 1e-9 }), readTolerances(["b=1e-6"])).holds).toBe(true);
  });
});

describe("wrong input", () => {
  test("tolerances that cannot be read, or are for nothing", async () => {
    expect(
      await refusalOf(Promise.resolve().then(() => readTolerances(["x", "a=1%", "b=-1", "=3"]))),
    ).toEqual([
      '--tolerance #1: expected metric=1% or metric=0.5, such as routes.rttMs.mean=1%; got "x"',
      expect.stringMatching(/^--tolerance #3: /),
      expect.stringMatching(/^--tolerance #4: /),
    ]);
    const folder = tinyFolder("");
    const args = ["check", "tiny.yaml", "--baseline", "b.json"];
    const none = await starbelt(args, folder);
    expect(none).toMatchObject({
      code: 2,
      stderr: "b.json:1:1: cannot read: no such file; --update writes it\n",
    });
    await starbelt([...args, "--update"], folder);
    const slip = await starbelt([...args, "--tolerance", "routes.rttMs.meen=1%"], folder);
    expect(slip).toMatchObject({
      code: 2,
      stdout: "",
      stderr: '--tolerance #1: no metric is named "routes.rttMs.meen"; did you mean "routes.rttMs.mean"?\n',
    });
  });

  test.each([
    ["no JSON", "{", /^b\.json:\d+:\d+: /],
    ["something else", '{ "a": 1 }', /^b\.json:1:\d+: .*"baselineFormat" is missing/],
    [
      "a figure that is a text",
      '{ "baselineFormat": 1, "scenario": "x", "scenarioHash": "h", "seed": 1,\n "versions": { "starbelt": "0", "node": "v" },\n "summary": { "a": "1" } }',
      /^b\.json:3:20: expected a number; got "1"$/,
    ],
  ])("a baseline that is %s", async (_what, text, says) => {
    const folder = tinyFolder("", { "b.json": text });
    const lines = await refusalOf(readBaseline(join(folder, "b.json")));
    expect(lines.map((line) => line.replace(`${folder}/`, ""))[0]).toMatch(says);
  });
});
