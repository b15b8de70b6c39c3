import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { openResults } from "../../../index.js";
import { starbelt, startStarbelt } from "../../support/command.js";
import { expectSameResults, filesOf, sharedTemporaryFolder } from "../../support/stopped-runs.js";
import { STARLINK, starlinkFor } from "./starlink-scenario.js";

const IS_FULL = process.env.STARBELT_FULL_CHECKS === "1";
const SET = (IS_FULL ? [] : starlinkFor(2)).flatMap((change) => ["--set", change]);
const RUN = ["run", STARLINK, ...SET, "--set", "output.frames=true", "--quiet", "--no-report"];
/** The whole scenario takes about half a minute, and the machine may be busy. */
const TIMEOUT_MS = IS_FULL ? 600_000 : 120_000;

let folder: string;
let whole: Map<string, Buffer>;
let tookMs: number;

beforeAll(async () => {
  folder = sharedTemporaryFolder();
  const began = performance.now();
  const { code, stderr } = await starbelt([...RUN, "--out", join(folder, "whole")]);
  tookMs = performance.now() - began;
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  whole = filesOf(join(folder, "whole"));
}, TIMEOUT_MS);

describe(`databelt-starlink.yaml${IS_FULL ? "" : ", two minutes of it"}`, () => {
  test("is resumed to the same bytes after SIGKILL", { timeout: TIMEOUT_MS }, async () => {
    const out = join(folder, "killed");
    const run = startStarbelt([...RUN, "--out", out]);
    const sealed = join(out, "parts", "index.jsonl");
    const until = performance.now() + 20 * tookMs;
    while (!existsSync(sealed) && performance.now() < until) await wait(10);
    await wait(tookMs / 5);
    run.kill("SIGKILL");
    expect((await run.done).code).toBeNull();
    expect(openResults(out).manifest.status).toBe("running");
    const resumed = await starbelt(["resume", out, "--quiet", "--no-report"]);
    expect(resumed).toMatchObject({ code: 0, stderr: "" });
    expect(openResults(out).manifest.status).toBe("complete");
    expectSameResults(out, whole);
  });

  test("is replayed from its recording to the same tables", { timeout: TIMEOUT_MS }, async () => {
    const out = join(folder, "replayed");
    const replayed = await starbelt([
      ...["run", "--replay", join(folder, "whole"), "--quiet", "--no-report"],
      ...["--out", out],
    ]);
    expect(replayed).toMatchObject({ code: 0, stderr: "" });
    const files = filesOf(out);
    const tables = [...whole.keys()].filter((name) => name !== "frames.sbf");
    expect(readdirSync(out)).not.toContain("frames.sbf");
    expect([...files.keys()]).toEqual(tables);
    for (const name of tables)
      expect([name, files.get(name)?.equals(whole.get(name)!)]).toEqual([name, true]);
  });

  test("holds against its own baseline, and not with another seed", { timeout: TIMEOUT_MS }, async () => {
    const baseline = join(folder, "baseline.json");
    const check = (...more: string[]) =>
      starbelt(["check", STARLINK, ...SET, "--baseline", baseline, "--quiet", ...more]);
    expect((await check("--update")).code).toBe(0);
    const held = await check();
    expect(held.stdout).toMatch(/all \d+ figures are as in /);
    expect(held.code).toBe(0);
    const other = await check("--seed", "2", "--json");
    expect(other.code).toBe(1);
    expect(JSON.parse(other.stdout)).toMatchObject({ holds: false });
    expect(other.stdout).toContain("serverless.workflow.latency.random");
  });
});
