import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { beforeAll, describe, expect, test } from "vitest";
import { openResults } from "../../index.js";
import { CLI, type Running, starbelt, start, startStarbelt } from "../support/command.js";
import { EVENTFUL, expectSameResults, filesOf, sharedTemporaryFolder } from "../support/stopped-runs.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const KILLS = process.env.STARBELT_FULL_CHECKS === "1" ? 20 : 6;
const SEED = 20_240_512;
const RUN = ["run", "a.yaml", "--quiet", "--no-report"];

/** Shares of a run's time, the same each time. */
function randomShares(count: number): number[] {
  const random = xoroshiro128plus(SEED);
  return Array.from({ length: count }, () => (random.next() >>> 0) / 2 ** 32);
}

let whole: Map<string, Buffer>;
let tookMs: number;

function folderWithScenario(folder = temporaryFolder()): string {
  writeFileSync(join(folder, "a.yaml"), EVENTFUL);
  return folder;
}

beforeAll(async () => {
  const folder = folderWithScenario(sharedTemporaryFolder());
  const began = performance.now();
  const { code, stderr } = await starbelt([...RUN, "--out", "whole"], folder);
  tookMs = performance.now() - began;
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  whole = filesOf(join(folder, "whole"));
});

describe("a run that SIGKILL struck", () => {
  test.each(randomShares(KILLS))("after %f of its time is resumed to the same bytes", async (share) => {
    const folder = folderWithScenario();
    const out = join(folder, "out");
    const run = startStarbelt([...RUN, "--out", "out"], folder);
    await wait(share * tookMs);
    run.kill("SIGKILL");
    await run.done;
    const hadBegun = existsSync(join(out, "manifest.json"));
    const resumed = await starbelt(["resume", "out", "--quiet", "--no-report"], folder);
    if (hadBegun) expect(resumed).toMatchObject({ code: 0, stderr: "" });
    else {
      expect(resumed.code).toBe(2);
      expect((await starbelt([...RUN, "--out", "out", "--force"], folder)).code).toBe(0);
    }
    expect(openResults(out).manifest.status).toBe("complete");
    openResults(out).verify();
    expectSameResults(out, whole);
  });

  test("twice, and was interrupted in between, is resumed to the same bytes on another number of threads", async () => {
    const folder = folderWithScenario();
    const out = join(folder, "out");
    await stopped(startStarbelt([...RUN, "--out", "out"], folder), "SIGKILL", () => isSealed(out));
    // These may come further than the run before them or not: both must do.
    for (const [i, signal] of (["SIGINT", "SIGKILL"] as const).entries()) {
      const run = startStarbelt(["resume", "out", "--quiet", "--no-report"], folder);
      await stopped(run, signal, () => timesResumed(out) > i && isSealed(out));
    }
    const { code, stdout } = await starbelt(["resume", "out", "--workers", "2", "--no-report"], folder);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^results: /);
    expectSameResults(out, whole);
    const again = await starbelt(["resume", "out", "--no-report"], folder);
    expect(again).toMatchObject({ code: 0, stderr: "notice: the run is complete: nothing to resume\n" });
  });

  test.skipIf(process.platform !== "linux")("is not resumed while it still goes on", async () => {
    const folder = folderWithScenario();
    const out = join(folder, "out");
    const run = startStarbelt([...RUN, "--out", "out", "--set", "time.duration=10 h"], folder);
    await until(() => existsSync(join(out, "manifest.json")));
    const { code, stderr } = await starbelt(["resume", "out"], folder);
    run.kill("SIGKILL");
    await run.done;
    expect(code).toBe(2);
    expect(stderr).toMatch(/manifest\.json: the run still goes on, in process \d+\n$/);
  });
});

describe.skipIf(process.platform === "win32")(
  "a run whose disk was full (here: a limit on file sizes)",
  () => {
    test("says which file could not be written, keeps what was sealed, and is resumed to the same bytes", async () => {
      const folder = folderWithScenario();
      const out = join(folder, "out");
      // 100 blocks of 512 or 1,024 bytes, by shell: frames grow beyond either.
      const limited = ["-c", `ulimit -f 100; exec "$0" "$@"`, process.execPath, CLI, ...RUN, "--out", "out"];
      const run = await start("sh", limited, { cwd: folder }).done;
      expect(run.code).toBe(1);
      expect(run.stderr).toContain(
        `cannot write ${join(out, "parts", "frames.sbf")}: file too large (EFBIG)`,
      );
      expect(openResults(out).manifest.status).toBe("failed");
      openResults(out).verify();
      expect(await openResults(out).rowCount("topology")).toBeGreaterThan(0);
      expect(await starbelt(["resume", "out", "--quiet", "--no-report"], folder)).toMatchObject({
        code: 0,
        stderr: "",
      });
      expectSameResults(out, whole);
    });
  },
);

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await wait(20);
}

/** Ends a run by a signal once something holds, unless it ends by itself before. */
async function stopped(run: Running, signal: NodeJS.Signals, holds: () => boolean): Promise<void> {
  let over = false;
  run.done.then(() => {
    over = true;
  });
  await until(() => over || holds());
  run.kill(signal);
  await run.done;
}

function isSealed(out: string): boolean {
  return existsSync(join(out, "manifest.json")) && existsSync(join(out, "parts", "topology-000005.parquet"));
}

function timesResumed(out: string): number {
  const { resumed } = openResults(out).manifest;
  return Array.isArray(resumed) ? resumed.length : 0;
}

describe("resume refuses", () => {
  test.each<[string, string[], string, number]>([
    ["a folder that is not there", ["resume", "nowhere"], "nowhere: not a results folder: no such folder", 2],
    ["a run without a folder", ["resume"], "missing required argument 'results'", 2],
    ["a checkpoint of no length", [...RUN, "--checkpoint", "0 s"], "expected a duration above 0", 2],
    ["a checkpoint without a unit", [...RUN, "--checkpoint", "10"], "expected a duration with a unit", 2],
  ])("%s", async (_, args, says, code) => {
    const outcome = await starbelt(args, folderWithScenario());
    expect(outcome.code).toBe(code);
    expect(outcome.stderr).toContain(says);
  });
});
