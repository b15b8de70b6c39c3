import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { loadSweep, openSweep, runSweep } from "../../index.js";
import { starbelt, startStarbelt } from "../support/command.js";
import {
  InProcess,
  journalOf,
  runFolders,
  SIXTY_FOUR,
  TINY,
  tablesOf,
  tinyFolder,
} from "../support/tiny-sweeps.js";

/** Complete runs, and when their manifest was written. */
function finishedRuns(dir: string): Map<string, number> {
  const runs = journalOf(dir).map(({ run }) => run);
  return new Map(runs.map((run) => [run, statSync(join(dir, "runs", run, "manifest.json")).mtimeMs]));
}

/** Starts a sweep, and gives it a signal once so many runs have ended. */
async function stopped(folder: string, after: number, signal: NodeJS.Signals) {
  const dir = join(folder, "out");
  const running = startStarbelt(["sweep", "sweep.yaml", "--out", "out", "--jobs", "2"], folder);
  let over = false;
  running.done.then(() => {
    over = true;
  });
  while (!over && !(existsSync(join(dir, "journal.jsonl")) && journalOf(dir).length >= after)) await wait(5);
  running.kill(signal);
  return { outcome: await running.done, before: finishedRuns(dir) };
}

const TWENTY_FOUR = SIXTY_FOUR.replace("count: 8", "count: 3");

describe("starbelt sweep", () => {
  test("goes on after SIGINT and after SIGKILL, and ends with the tables of an undisturbed sweep", async () => {
    const folder = tinyFolder(TWENTY_FOUR);
    const dir = join(folder, "out");
    const interrupted = await stopped(folder, 4, "SIGINT");
    expect(interrupted.outcome).toMatchObject({ code: 130, stderr: "" });
    expect(interrupted.outcome.stdout).toMatch(/^sweep \(interrupted\): .*out\n/);
    expect(openSweep(dir).manifest.status).toBe("interrupted");
    expect(interrupted.before.size).toBeLessThan(24);
    // Nothing is left of runs that were given up.
    expect(runFolders(dir)).toEqual([...interrupted.before.keys()].sort());

    const killed = await stopped(folder, interrupted.before.size + 4, "SIGKILL");
    expect(killed.outcome.code).toBe(null);
    expect(killed.before.size).toBeLessThan(24);
    expect(openSweep(dir).manifest.status).toBe("running");
    await expect(openSweep(dir).runs()).rejects.toThrow("the sweep has no tables yet");
    const { stdout } = await starbelt(["summary", "out"], folder);
    expect(stdout).toMatch(/^sweep \(running\): .*\n {2}points {2}8\nit is under way, or was killed/);

    const last = await starbelt(["sweep", "sweep.yaml", "--out", "out", "--jobs", "3"], folder);
    expect(last).toMatchObject({ code: 0, stderr: "" });
    expect(last.stdout).toContain("24 complete");
    const runs = journalOf(dir).map(({ run }) => run);
    expect(new Set(runs).size).toBe(runs.length);
    expect(runFolders(dir)).toHaveLength(24);
    for (const { before } of [interrupted, killed]) {
      for (const [run, time] of before) expect(finishedRuns(dir).get(run)).toBe(time);
    }
    const plan = await loadSweep("sweep.yaml", { cwd: folder });
    const undisturbed = await runSweep(plan, { driver: new InProcess(), out: join(folder, "undisturbed") });
    expect(tablesOf(dir)).toEqual(tablesOf(undisturbed.dir));
  });

  test("tells what failed and why, and ends with 1", async () => {
    const sweep =
      "name: s\nscenario: ./tiny.yaml\naxes: { grid: { plugins: [[], [{ use: ./dies.js }], [{ use: ./keeps.js }]] } }\nseeds: [1, 2]\n";
    const folder = tinyFolder(sweep, {
      "dies.js":
        'export default { kind: "sim-plugin", name: "dies", setup(sim) { sim.on("tick", () => { console.error("out of fuel"); process.exit(3); }); } };',
      // What a module keeps would be seen by the next run in its process.
      "keeps.js":
        'let runs = 0;\nexport default { kind: "sim-plugin", name: "keeps", setup(sim) { sim.metrics.counter("runs", { unit: "1" }).add(++runs); } };',
    });
    const { code, stdout, stderr } = await starbelt(["sweep", "sweep.yaml", "--jobs", "1"], folder);
    expect(code).toBe(1);
    expect(stdout).toContain("4 complete, 2 failed");
    const cause = "its process ended with exit code 3: out of fuel";
    expect(stderr.trim().split("\n")).toEqual([
      `notice: failed with plugins=[{"use":"./dies.js"}], seed 1: ${cause}`,
      `notice: failed with plugins=[{"use":"./dies.js"}], seed 2: ${cause}`,
    ]);
    const rows = await openSweep(join(folder, "s")).runs();
    expect(rows.map((row) => row.cause)).toEqual([null, null, cause, cause, null, null]);
    expect(rows.map(({ metrics }) => metrics["metrics.runs.value"])).toEqual([null, null, null, null, 1, 1]);
  });

  test("--dry-run lists the points and runs nothing; wrong input ends with 2", async () => {
    const folder = tinyFolder(
      "name: s\nscenario: ./tiny.yaml\naxes: { grid: { routing.cost: [latency, hops] } }\nseeds: { count: 3 }\n",
    );
    const dry = await starbelt(["sweep", "sweep.yaml", "--dry-run"], folder);
    expect(dry).toEqual({
      code: 0,
      stderr: "",
      stdout: "2 points, 3 seeds each: 6 runs\n  0  routing.cost=latency\n  1  routing.cost=hops\n",
    });
    expect(existsSync(join(folder, "s"))).toBe(false);
    writeFileSync(
      join(folder, "bad.yaml"),
      "name: s\nscenario: ./tiny.yaml\naxes: { grid: { routing.cost: [latency, hobs] } }\n",
    );
    const bad = await starbelt(["sweep", "bad.yaml"], folder);
    expect(bad).toMatchObject({ code: 2, stdout: "" });
    expect(bad.stderr).toMatch(/^bad\.yaml:3:41: .*"hobs"/);
    const jobs = await starbelt(["sweep", "sweep.yaml", "--jobs", "0"], folder);
    expect(jobs).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("expected a whole number of at least 1"),
    });
    expect(existsSync(join(folder, "s"))).toBe(false);
  });
});

test("results do not depend on how many processes there are, or threads in each", async () => {
  const text = SIXTY_FOUR.replace("count: 8", "count: 1");
  const folder = tinyFolder(text, { "tiny.yaml": TINY });
  const plan = await loadSweep("sweep.yaml", { cwd: folder });
  const one = await runSweep(plan, { out: join(folder, "one"), jobs: 1 });
  const three = await runSweep(plan, { out: join(folder, "three"), jobs: 3, workers: 1 });
  expect(tablesOf(one.dir)).toEqual(tablesOf(three.dir));
});
