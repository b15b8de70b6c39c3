import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { openResults } from "../../index.js";
import { starbelt, startStarbelt } from "../support/command.js";
import { FAILS_LATE, TINY, tinyFolder } from "../support/tiny-sweeps.js";

const summary = (folder: string, ...args: readonly string[]) => starbelt(["summary", ...args], folder);

test("a finished run: what was said at its end", async () => {
  const folder = tinyFolder("");
  const run = await starbelt(["run", "tiny.yaml", "--out", "out"], folder);
  const told = await summary(folder, "out");
  expect(told).toEqual({ code: 0, stderr: "", stdout: run.stdout });
  const json = await summary(folder, "out", "--json");
  expect(JSON.parse(json.stdout)).toEqual(openResults(join(folder, "out")).summary);
});

test("a failed run: its figures until then, and why it failed", async () => {
  const folder = tinyFolder("", { "boom.js": FAILS_LATE });
  writeFileSync(join(folder, "tiny.yaml"), `${TINY.replace("3 s", "9 s")}plugins: [{ use: ./boom.js }]\n`);
  expect((await starbelt(["run", "tiny.yaml", "--out", "out"], folder)).code).toBe(1);
  const { code, stdout } = await summary(folder, "out");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^results \(failed\): .*out\n/);
  expect(stdout).toContain("4 ticks");
  expect(stdout).toMatch(/\nthe run failed: plugin "boom" failed at 3 s: no fuel\n$/);
});

test("a run that was killed: the rows that can be read", async () => {
  const folder = tinyFolder("");
  const dir = join(folder, "out");
  const run = startStarbelt(["run", "tiny.yaml", "--out", "out", "--set", "time.duration=1000000 s"], folder);
  let over = false;
  run.done.then(() => {
    over = true;
  });
  const sealed = () => {
    try {
      return openResults(dir).source("routes") === "parts";
    } catch {
      return false;
    }
  };
  while (!over && !sealed()) await wait(20);
  run.kill("SIGKILL");
  await run.done;
  const { code, stdout } = await summary(folder, "out");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^results \(running\): .*out\n/);
  expect(stdout).toMatch(/\n {2}routes +\d+ rows\n/);
  expect(stdout).toContain("the run is under way, or was killed");
});

test("a sweep, and what is neither", async () => {
  const folder = tinyFolder("name: s\nscenario: ./tiny.yaml\nseeds: [1, 2]\n");
  await starbelt(["sweep", "sweep.yaml", "--jobs", "1"], folder);
  expect((await summary(folder, "s")).stdout).toMatch(/^sweep: .*\n {2}points +1\n {2}runs +2 complete\n/);
  expect(await summary(folder, ".")).toEqual({
    code: 2,
    stdout: "",
    stderr: ".: not a results folder: no manifest.json in it\n",
  });
});
