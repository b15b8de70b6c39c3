import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  loadRecordedScenario,
  loadScenario,
  openFrames,
  openResults,
  resumeRun,
  runScenario,
} from "../../../index.js";
import serverless from "../../../plugins/serverless/index.js";
import { record } from "../../support/run-small.js";
import { load, makeFolder, refusal } from "../../support/scenario-folder.js";
import { expectSameResults, filesOf } from "../../support/stopped-runs.js";
import { staticPlan } from "../../support/transfer-world.js";
import { LINE, STORAGE } from "./platform-runs.js";

/** Two workflows, and a trace under `invocations`. */
const scenario = (trace: string, rest = "") => `
name: traced
seed: 1
time: { start: 2025-01-01T00:00:00Z, duration: 1 min, step: 5 s }
constellation: [{ network: ./network.yaml }]
compute: { tiers: { space: { cores: 4, memory: 1 GB } } }
plugins:
  - use: serverless
    with:
      storage: [{ for: "*" }]
      functions:
        - { name: f, runtime: instant, memory: 1 MB, outputs: { x: 1 MB } }
      workflows:
        - { name: w, destination: cloud, steps: [{ name: f, function: f, node: s1 }] }
        - { name: v, destination: cloud, steps: [{ name: f, function: f, node: s2 }] }
      invocations:
        - { trace: ${trace}${rest} }
`;
const TRACE = "time_s,workflow\n0.5,w\n\n 2 , v\n2,w\n61,w\n";
const files = (trace = TRACE) => ({ "network.yaml": LINE, "traces/requests.csv": trace });

async function submitted(plan: Awaited<ReturnType<typeof load>>) {
  const { events } = await record(plan);
  return events
    .filter(({ kind }) => kind === "workflow.submit")
    .map(({ time, data }) => [time, data.workflow]);
}
const SUBMITTED = [
  [0.5, "w"],
  [2, "v"],
  [2, "w"],
];

describe("a trace in a file", () => {
  test("is submitted as the same text in the scenario is, relative to the scenario", async () => {
    expect(await submitted(await load(scenario("traces/requests.csv"), files()))).toEqual(SUBMITTED);
    const inline = scenario(JSON.stringify(TRACE));
    expect(await submitted(await load(inline, files()))).toEqual(SUBMITTED);
  });

  test("of which not everything comes about is a warning", async () => {
    const warnings = async (trace: string) =>
      (await load(scenario("traces/requests.csv"), files(trace))).warnings.map(({ message }) => message);
    expect(await warnings(TRACE)).toEqual([
      "1 of the 4 rows of the trace are not before the end of the run, 60 s, and do not come about",
    ]);
    expect(await warnings("time_s,workflow\n")).toEqual(["the trace has no rows"]);
    expect(await warnings("time_s,workflow\n59.9,w\n")).toEqual([]);
  });

  test("is an input: in the manifest, and in the scenario's hash by its content alone", async () => {
    const plan = await load(scenario("traces/requests.csv"), files());
    expect(plan.inputs.map(({ path }) => path)).toEqual(["./network.yaml", "traces/requests.csv"]);
    const moved = await load(scenario("other.csv"), { ...files(), "other.csv": TRACE });
    expect(moved.scenarioHash).toBe(plan.scenarioHash);
    const changed = await load(scenario("traces/requests.csv"), files(`${TRACE}62,w\n`));
    expect(changed.scenarioHash).not.toBe(plan.scenarioHash);
  });

  test("named by --set is relative to the working folder", async () => {
    const folder = makeFolder({ "sub/scenario.yaml": scenario("missing.csv"), "sub/network.yaml": LINE });
    writeFileSync(join(folder, "here.csv"), TRACE);
    const plan = await loadScenario("sub/scenario.yaml", {
      cwd: folder,
      set: ["plugins.0.with.invocations.0.trace=here.csv"],
    });
    expect(await submitted(plan)).toEqual(SUBMITTED);
  });
});

describe("a trace that cannot be", () => {
  test("is missing: told where the scenario names it", async () => {
    expect(await refusal(scenario("traces/request.csv"), files())).toEqual([
      'scenario.yaml:17:20: cannot read "traces/request.csv": no such file',
    ]);
  });

  test("has bad rows: told with their line and column in the file, all at once", async () => {
    const bad = "time_s,workflow\n1,w\n0,w\nx,w\n 0x2,w\n3, vv\n4,w,5\n5,\n1e10,w\n";
    expect(await refusal(scenario("traces/requests.csv"), files(bad))).toEqual([
      "traces/requests.csv:3:1: times must not go back: 0 s after 1 s",
      'traces/requests.csv:4:1: expected seconds since the start, from 0 to 104 days; got "x"',
      'traces/requests.csv:5:2: expected seconds since the start, from 0 to 104 days; got "0x2"',
      'traces/requests.csv:6:4: no workflow is named "vv"; did you mean "v"?',
      'traces/requests.csv:7:1: expected time_s,workflow; got "4,w,5"',
      "traces/requests.csv:8:3: expected the name of a workflow; got nothing",
      'traces/requests.csv:9:1: expected seconds since the start, from 0 to 104 days; got "1e10"',
    ]);
  });

  test("has another header", async () => {
    expect(await refusal(scenario("traces/requests.csv"), files("time,workflow\n1,w\n"))).toEqual([
      'traces/requests.csv:1:1: expected the header time_s,workflow; got "time,workflow"',
    ]);
    expect(await refusal(scenario("traces/requests.csv"), files(""))).toEqual([
      "traces/requests.csv:1:1: expected the header time_s,workflow; got nothing",
    ]);
  });

  test("stands beside keys that say nothing then", async () => {
    expect(
      await refusal(scenario("traces/requests.csv", ", workflow: w, from: 1 s, count: 3"), files()),
    ).toEqual([
      "scenario.yaml:17:51: a trace names its workflows itself",
      "scenario.yaml:17:60: from says nothing beside trace",
      "scenario.yaml:17:72: count says nothing beside trace",
    ]);
  });
});

describe("a run with a trace", () => {
  const folderOf = () => makeFolder({ "scenario.yaml": scenario("traces/requests.csv"), ...files() });
  const planIn = (folder: string) =>
    loadScenario("scenario.yaml", { cwd: folder, set: ["output.frames=true"], pluginsComplete: true });

  test("is replayed from its recording, the file being gone", async () => {
    const folder = folderOf();
    const dir = join(folder, "out");
    await runScenario(await planIn(folder), { out: dir, workers: 0 });
    rmSync(join(folder, "traces"), { recursive: true });
    const frames = openFrames(dir);
    const plan = await loadRecordedScenario(frames);
    await runScenario(plan, { out: join(folder, "again"), workers: 0, replay: frames });
    frames.close();
    const events = (name: string) => readFileSync(join(folder, name, "events.parquet"));
    expect(events("again").equals(events("out"))).toBe(true);
    const manifest = readFileSync(join(folder, "again", "manifest.json"), "utf8");
    expect(manifest).toContain("requests.csv");
  });

  test("is resumed to the same bytes, and not with another trace", async () => {
    const folder = folderOf();
    const dir = join(folder, "out");
    await runScenario(await planIn(folder), { out: dir, workers: 0 });
    const whole = filesOf(dir);
    const stopped = join(folder, "stopped");
    const stop = new AbortController();
    await runScenario(await planIn(folder), {
      out: stopped,
      workers: 0,
      signal: stop.signal,
      onTick: (tick) => tick === 4 && stop.abort(),
    });
    expect(openResults(stopped).manifest.status).toBe("interrupted");

    const file = join(folder, "traces", "requests.csv");
    writeFileSync(file, `${TRACE}62,w\n`);
    await expect(resumeRun(stopped, { workers: 0 })).rejects.toThrow(
      /requests\.csv: has changed since the run began/,
    );
    rmSync(file);
    await expect(resumeRun(stopped, { workers: 0 })).rejects.toThrow(/cannot read "traces\/requests\.csv"/);
    writeFileSync(file, TRACE);
    expect((await resumeRun(stopped, { workers: 0 })).status).toBe("complete");
    expectSameResults(stopped, whole);
  });

  test("names no absolute path in what it records", async () => {
    const folder = folderOf();
    mkdirSync(join(folder, "elsewhere"));
    const dir = join(folder, "elsewhere", "out");
    await runScenario(await planIn(folder), { out: dir, workers: 0 });
    for (const [name, bytes] of filesOf(dir)) expect([name, bytes.includes(folder)]).toEqual([name, false]);
  });
});

test("a program that hands the platform over hands over the text, too", async () => {
  const config = {
    storage: STORAGE,
    functions: [{ name: "f", runtime: "instant", memory: "1 MB" }],
    workflows: [{ name: "w", destination: "cloud", steps: [{ name: "f", function: "f", node: "s1" }] }],
    invocations: [{ trace: "requests.csv" }],
  };
  const plan = await staticPlan({ compute: "{ tiers: { space: { cores: 4, memory: 1 GB } } }" }, LINE);
  const run = (texts?: Record<string, string>) =>
    record(plan, [{ plugin: serverless, with: config, ...(texts && { files: texts }) }]);
  const { events } = await run({ "requests.csv": "time_s,workflow\n3,w\n" });
  expect(events.filter(({ kind }) => kind === "workflow.submit").map(({ time }) => time)).toEqual([3]);
  await expect(run()).rejects.toThrow(
    'with.invocations.0.trace: the program hands over no text of file "requests.csv" (files)',
  );
  await expect(run({ "requests.csv": "time_s,workflow\n3,ww\n" })).rejects.toThrow(
    'requests.csv:2:3: no workflow is named "ww"; did you mean "w"?',
  );
});
