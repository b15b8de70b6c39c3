import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { starbelt } from "../support/command.js";
import { REPLAYED_SCENARIOS } from "../support/replayed-scenarios.js";
import { makeTemporaryFolder } from "../support/temporary-folder.js";

const FIXTURES = fileURLToPath(new URL("../e2e/fixtures", import.meta.url));
const SCENARIO = Object.values(REPLAYED_SCENARIOS)[0] as string;

let folder: string;

beforeAll(async () => {
  folder = makeTemporaryFolder();
  mkdirSync(join(folder, "scenario"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "scenario", "a.yaml"), SCENARIO);
  cpSync(join(FIXTURES, "weather.js"), join(folder, "scenario", "weather.js"));
  const { code, stderr } = await run("scenario/a.yaml", "--out", "live", "--workers", "0");
  expect(stderr).toBe("");
  expect(code).toBe(0);
});

function run(...args: readonly string[]) {
  return starbelt(["run", "--quiet", ...args], folder);
}

function bytesOf(dir: string, isOurs: (name: string) => boolean): Map<string, string> {
  const names = readdirSync(join(folder, dir)).filter(isOurs);
  return new Map(names.map((name) => [name, readFileSync(join(folder, dir, name)).toString("base64")]));
}

describe("starbelt run --replay", () => {
  test("makes the results again from the folder alone, and with another number of workers", async () => {
    const isResult = (name: string) => !["manifest.json", "frames.sbf", "report.html"].includes(name);
    for (const workers of ["0", "2"]) {
      const out = `again-${workers}`;
      const { code, stderr } = await run("--replay", "live", "--out", out, "--workers", workers);
      expect(stderr).toBe("");
      expect(code).toBe(0);
      expect(bytesOf(out, isResult)).toEqual(bytesOf("live", isResult));
    }
  });

  test("replays frames that threads made, which have the same bytes", async () => {
    const { code, stderr } = await run("scenario/a.yaml", "--out", "threads", "--workers", "2");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const isFrames = (name: string) => name === "frames.sbf";
    expect(bytesOf("threads", isFrames)).toEqual(bytesOf("live", isFrames));
  });

  test("takes another scenario on the same sky, from a file of frames too", async () => {
    const { code, stdout } = await run(
      "scenario/a.yaml",
      ...["--replay", "live/frames.sbf", "--out", "other", "--json"],
      ...["--set", "routing={ router: a-star }", "--set", "name=other"],
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ scenario: "other", ticks: 48 });
  });

  test("says what is wrong with the command line", async () => {
    const neither = await run();
    expect(neither.code).toBe(2);
    expect(neither.stderr).toBe("starbelt: missing required argument 'scenario'; see starbelt --help\n");
    const nowhere = await run("--replay", "live");
    expect(nowhere.code).toBe(2);
    expect(nowhere.stderr).toBe(
      "--out: missing; a replay of the recorded scenario has no folder of its own\n",
    );
    const absent = await run("scenario/a.yaml", "--replay", "absent");
    expect(absent.code).toBe(2);
    expect(absent.stderr).toMatch(
      /^--replay: cannot read .*absent: the file or its folder is gone \(ENOENT\)\n$/,
    );
    const foreign = await run("--replay", "package.json", "--out", "x");
    expect(foreign.code).toBe(2);
    expect(foreign.stderr).toBe(
      `${join(folder, "package.json")}: byte 0: this is no file of recorded frames\n`,
    );
    const other = await run("scenario/a.yaml", "--replay", "live", "--out", "x", "--set", "time.step=10 s");
    expect(other.code).toBe(2);
    expect(other.stderr).toContain(
      "these frames are of another sky: time.stepSeconds: recorded with 5, the scenario has 10",
    );
    const own = await run("scenario/a.yaml", "--replay", "live", "--out", "live", "--force");
    expect(own.code).toBe(2);
    expect(own.stderr).toContain("--out: ");
  });

  test("tells when a module of the recorded scenario has changed", async () => {
    const module = join(folder, "scenario", "weather.js");
    const text = readFileSync(module, "utf8");
    writeFileSync(module, `${text}\n// changed\n`);
    try {
      const { code, stderr } = await run("--replay", "live", "--out", "changed");
      expect(code).toBe(2);
      expect(stderr).toContain(
        "the recorded scenario means another run now: a module of it has changed since",
      );
    } finally {
      writeFileSync(module, text);
    }
  });
});

describe("starbelt inspect", () => {
  test("says what frames hold", async () => {
    const { code, stdout, stderr } = await starbelt(["inspect", "live", "--verify"], folder);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stdout).toContain(`${join(folder, "live", "frames.sbf")}\n`);
    for (const row of [
      /format +version 1, recorded by starbelt \d/,
      /scenario +weather, seed 5/,
      /ticks +48, every 5 s from 2026-01-01T00:00:00Z/,
      /nodes +106: 96 satellites, 10 ground nodes/,
      /positions +to the last bit/,
      /states +sunlit/,
      /size +\d.* kB: head .* kB, frames .* kB, .* kB a tick/,
      /whole +yes, every checksum holds/,
    ])
      expect(stdout).toMatch(row);
  });

  test("says it as JSON, also of a file that is cut off", async () => {
    const bytes = readFileSync(join(folder, "live", "frames.sbf"));
    const cut = join(folder, "cut.sbf");
    writeFileSync(cut, bytes.subarray(0, bytes.length >> 1));
    const { code, stdout } = await starbelt(["inspect", cut, "--json"], folder);
    expect(code).toBe(0);
    const told = JSON.parse(stdout) as { ticks: number; torn: { offset: number } };
    expect(told).toMatchObject({ plannedTicks: 48, isWhole: false, states: ["sunlit"], precisionM: null });
    expect(told.ticks).toBeGreaterThan(10);
    expect(told.ticks).toBeLessThan(40);
    expect(told.torn.offset).toBeLessThan(bytes.length >> 1);
  });

  test("refuses other files with their first wrong byte, and damaged ones with the record's", async () => {
    const foreign = await starbelt(["inspect", "scenario/a.yaml"], folder);
    expect(foreign.code).toBe(2);
    expect(foreign.stderr).toContain("byte 0: this is no file of recorded frames");
    const bytes = readFileSync(join(folder, "live", "frames.sbf"));
    bytes[bytes.length >> 1] ^= 1;
    const damaged = join(folder, "damaged.sbf");
    writeFileSync(damaged, bytes);
    const verified = await starbelt(["inspect", damaged, "--verify"], folder);
    expect(verified.code).toBe(1);
    expect(verified.stderr).toMatch(/damaged\.sbf: byte \d+: the record is damaged \(its checksum differs\)/);
  });
});
