import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { loadScenario, openResults, runScenario, type TableRow } from "../../index.js";
import { starbelt, startStarbelt } from "../support/command.js";
import { rowsOf } from "../support/rows.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { scenario } from "./bad-inputs.js";

const PROBES = "probes:\n  - { from: Vienna, to: Graz }\n  - { from: Graz, to: Vienna }\n";
/** A run that takes its time, sealed every hundredth of it. */
const ENDLESS = scenario({ "60 s": "1000000 s" }, PROBES);
const TICKS_PER_SEAL = 1000;

interface Tables {
  readonly topology: readonly TableRow<"topology">[];
  readonly routes: readonly TableRow<"routes">[];
}

async function readTables(dir: string): Promise<Tables> {
  return { topology: await rowsOf(dir, "topology"), routes: await rowsOf(dir, "routes") };
}

/** What a run of so many ticks has to say. */
async function expected(folder: string, ticks: number): Promise<Tables> {
  const plan = await loadScenario("a.yaml", { cwd: folder, set: [`time.duration=${10 * ticks} s`] });
  const { dir } = await runScenario(plan, { out: join(folder, "expected"), workers: 0 });
  return readTables(dir);
}

/** Starts the endless run, and comes back once parts of it are sealed. */
async function startEndless(workers: number) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "a.yaml"), ENDLESS);
  const dir = join(folder, "out");
  const run = startStarbelt(["run", "a.yaml", "--out", "out", "--workers", String(workers)], folder);
  let over = false;
  run.done.then(() => {
    over = true;
  });
  const sealed = () => {
    if (!existsSync(join(dir, "manifest.json"))) return false;
    const results = openResults(dir);
    return results.source("routes") === "parts" && results.source("topology") === "parts";
  };
  while (!over && !sealed()) await wait(20);
  return { folder, dir, run };
}

describe.each([0, 2])("with %i workers", (workers) => {
  test("SIGINT closes the folder after whole ticks, says so, and exits with 130", async () => {
    const { folder, dir, run } = await startEndless(workers);
    run.kill("SIGINT");
    const { code, stdout, stderr } = await run.done;
    expect({ code, stderr }).toEqual({ code: 130, stderr: "" });
    expect(stdout).toMatch(/^results \(interrupted\): .*out\n/);
    expect(existsSync(join(dir, "parts"))).toBe(false);
    const results = openResults(dir);
    results.verify();
    expect(results.manifest.status).toBe("interrupted");
    const tables = await readTables(dir);
    const ticks = tables.topology.length;
    expect(ticks).toBeGreaterThanOrEqual(TICKS_PER_SEAL);
    expect(results.summary).toMatchObject({ ticks, routes: { asked: 2 * ticks } });
    expect(tables).toEqual(await expected(folder, ticks));
  });
});

test("SIGKILL leaves sealed parts that can be read, and --force can replace", async () => {
  const { folder, dir, run } = await startEndless(0);
  run.kill("SIGKILL");
  expect((await run.done).code).toBe(null);
  const results = openResults(dir);
  results.verify();
  expect(results.manifest.status).toBe("running");
  expect(results.source("topology")).toBe("parts");
  // Parts are sealed table by table: the kill may have come between them.
  const { topology, routes } = await readTables(dir);
  const ticks = Math.max(topology.length, Math.ceil(routes.length / 2));
  expect(Math.min(topology.length, routes.length)).toBeGreaterThanOrEqual(TICKS_PER_SEAL);
  const whole = await expected(folder, ticks);
  expect(topology).toEqual(whole.topology.slice(0, topology.length));
  expect(routes).toEqual(whole.routes.slice(0, routes.length));

  const short = ["--set", "time.duration=20 s"];
  const refused = await starbelt(["run", "a.yaml", "--out", "out", ...short], folder);
  expect(refused.code).toBe(2);
  const replaced = await starbelt(["run", "a.yaml", "--out", "out", ...short, "--force"], folder);
  expect(replaced.code).toBe(0);
  expect(openResults(dir).manifest.status).toBe("complete");
});
