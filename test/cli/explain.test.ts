import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { starbelt } from "../support/command.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const SCENARIO = `
name: explained
seed: 1
time: { start: 2026-01-01T00:00:00Z, duration: 2 min, step: 10 s }
constellation:
  - walker: { name: shell, type: delta, altitude: 1200 km, inclination: 60 deg, planes: 8, satellitesPerPlane: 12, phasing: 1 }
ground:
  - cities: 5
  - { name: Pole, latitude: 90 deg, longitude: 0 deg, minElevation: 80 deg }
links:
  isl: { protocol: plus-grid, offset: 0, seamOffset: 0, bandwidth: 20 Gbps }
  ground: { protocol: nearest, bandwidth: 4 Gbps, minElevation: 10 deg }
`;

function explain(...args: readonly string[]) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "a.yaml"), SCENARIO);
  return starbelt(["explain", ...args], folder);
}

describe("explain link", () => {
  test("says in one line why there is a link, or why not", async () => {
    const there = await explain("link", "0", "shell-0-1", "--at", "25 s", "a.yaml");
    expect(there).toMatchObject({ code: 0, stderr: "" });
    expect(there.stdout).toMatch(
      /^tick 2 \(20 s\): shell-0-0 \(id 0\) - shell-0-1 \(id 1\): inter-satellite link by plus-grid, .* 20 Gbps; .*\n$/,
    );
    const missing = await explain("link", "0", "2", "a.yaml", "--at", "2026-01-01T00:00:25Z");
    expect(missing.stdout).toMatch(
      /^tick 2 \(20 s\): .*: no link: .*not neighbours in the pattern of plus-grid: .*\n$/,
    );
  });

  test("--json gives the figures; --set and --seed hold", async () => {
    const { stdout, code } = await explain(
      ...["link", "Tokyo", "Delhi", "a.yaml", "--at", "0", "--json", "--seed", "3", "--set", "time.step=5 s"],
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      tick: 0,
      timeSeconds: 0,
      exists: false,
      constraints: [{ kind: "both-ground" }],
    });
  });
});

describe("explain route", () => {
  test("gives the route, then a line for each of its hops", async () => {
    const { stdout, code } = await explain("route", "Tokyo", "Delhi", "a.yaml", "--at", "90 s");
    expect(code).toBe(0);
    const [text, ...hops] = stdout.trimEnd().split("\n");
    expect(text).toMatch(/^tick 9 \(90 s\): Tokyo - Delhi: (\d+) hops, /);
    expect(hops).toHaveLength(Number(/(\d+) hops, /.exec(text as string)?.[1]));
    expect(hops[0]).toMatch(/^ {2}Tokyo \(96\) .* gsl .* km .* ms$/);
  });

  test("says what is in the way where there is none", async () => {
    const { stdout, code } = await explain("route", "Tokyo", "Pole", "a.yaml", "--at", "90 s");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /no route: no satellite is visible from Pole; the best, .*, is below the mask by .* deg/,
    );
  });
});

describe("a wrong question", () => {
  test.each([
    [
      ["link", "Tokio", "999", "a.yaml", "--at", "5 min"],
      [
        '<a>: no site and no satellite is named "Tokio"; did you mean "Tokyo"?',
        "<b>: expected a node; ids are 0 to 101, got 999",
        '--at: expected a time within the run; got "5 min" (the run begins at 2026-01-01T00:00:00Z and lasts 120 s)',
      ],
    ],
    [
      ["route", "Tokyo", "Delhi", "a.yaml"],
      ["starbelt: required option '--at <time>' not specified; see starbelt --help"],
    ],
    [["link", "0", "1", "b.yaml", "--at", "0"], ["b.yaml:1:1: cannot read: no such file"]],
  ])("%j is told, all at once, with exit code 2", async (args, lines) => {
    const { code, stdout, stderr } = await explain(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.trimEnd().split("\n")).toEqual(lines);
  });
});
