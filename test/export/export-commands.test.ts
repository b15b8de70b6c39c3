import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, test } from "vitest";
import { openResults } from "../../index.js";
import { starbelt, startStarbelt } from "../support/command.js";
import { geoJsonMistakes } from "../support/geojson-validity.js";
import { makeTemporaryFolder } from "../support/temporary-folder.js";

const SCENARIO = `name: small
seed: 5
time: { start: 2026-01-01T00:00:00Z, duration: 2 min, step: 10 s }
constellation:
  - walker: { name: shell, type: delta, altitude: 1200 km, inclination: 60 deg, planes: 6, satellitesPerPlane: 8, phasing: 1 }
ground:
  - cities: 4
links:
  isl: { protocol: nearest, bandwidth: 20 Gbps }
  ground: { protocol: nearest, bandwidth: 4 Gbps, minElevation: 5 deg }
probes: [{ from: Tokyo, to: Delhi }]
`;

let cwd: string;

/** A folder with a scenario, and the results of its run: bare, with a contact plan, and with frames. */
beforeAll(async () => {
  cwd = makeTemporaryFolder();
  writeFileSync(join(cwd, "a.yaml"), SCENARIO);
  const runs: [string, ...string[]][] = [
    ["plain"],
    ["planned", "--set", "output.contactPlan=true"],
    ["recorded", "--set", "output.frames=true"],
  ];
  for (const [out, ...flags] of runs) {
    const { code, stderr } = await starbelt(["run", "a.yaml", "--out", out, "--quiet", ...flags], cwd);
    expect([code, stderr]).toEqual([0, ""]);
  }
});

const exported = (...args: string[]) => starbelt(["export", ...args], cwd);
const table = (text: string): Record<string, string>[] => parse(text, { columns: true });

describe("starbelt export", () => {
  test.each([
    ["czml", [], (text: string) => JSON.parse(text)[0].id === "document"],
    ["geojson", ["--at", "35 s"], (text: string) => JSON.parse(text).tick === 3],
    ["graphml", ["--at", "2026-01-01T00:00:35Z"], (text: string) => text.includes(">30</data>")],
    ["csv", ["--at", "0", "--table", "nodes"], (text: string) => table(text).length === 52],
    ["contacts", [], (text: string) => table(text).every(({ kind }) => kind === "gsl")],
  ])("%s prints, or writes the same to a file and prints its path", async (what, flags, isSound) => {
    const printed = await exported(what, "a.yaml", "--quiet", ...flags);
    expect([printed.code, printed.stderr]).toEqual([0, ""]);
    expect(isSound(printed.stdout)).toBe(true);
    const path = join(cwd, `files/${what}.txt`);
    const written = await exported(what, "a.yaml", "--quiet", ...flags, "--out", `files/${what}.txt`);
    expect(written).toEqual({ code: 0, stdout: `${path}\n`, stderr: "" });
    expect(readFileSync(path, "utf8") === printed.stdout).toBe(true);
    const again = await exported(what, "a.yaml", ...flags, "--out", path, "--quiet");
    expect(again).toEqual({
      code: 2,
      stdout: "",
      stderr: `${path}: the file exists; --force replaces it\n`,
    });
    const forced = await exported(what, "a.yaml", ...flags, "--out", path, "--force", "--set", "seed=6");
    expect(forced.code).toBe(0);
    expect(readdirSync(join(cwd, "files"))).not.toContain(expect.stringContaining("partial"));
  });

  test("gives valid GeoJSON", async () => {
    const { stdout } = await exported("geojson", "a.yaml", "--at", "1 min");
    expect(geoJsonMistakes(JSON.parse(stdout))).toEqual([]);
  });

  test("tells what a scenario has that an export does not show", async () => {
    const plugins = "plugins=[{ use: sunlit }]";
    const faults = "faults=[{ outage: { nodes: Delhi, from: 10 s } }]";
    const args = ["a.yaml", "--at", "0", "--set", plugins, "--set", faults];
    const { code, stderr } = await exported("graphml", ...args);
    const told = "plugins, faults take no part: the network is as orbits and link protocols make it";
    expect([code, stderr]).toEqual([0, `notice: ${told}\n`]);
  });

  test("csv writes nodes and links of a tick, or all tables of results, as a folder", async () => {
    const out = join(cwd, "tick");
    expect(await exported("csv", "a.yaml", "--at", "0", "--out", "tick")).toMatchObject({
      code: 0,
      stdout: `${out}\n`,
    });
    expect(readdirSync(out).sort()).toEqual(["links.csv", "nodes.csv"]);
    expect(await exported("csv", "planned", "--out", "tables")).toMatchObject({ code: 0, stderr: "" });
    const results = openResults(join(cwd, "planned"));
    const files = readdirSync(join(cwd, "tables")).sort();
    expect(files).toEqual(["contacts.csv", "events.csv", "metrics.csv", "routes.csv", "topology.csv"]);
    for (const file of files) {
      const name = file.slice(0, -4) as "routes";
      const rows = table(readFileSync(join(cwd, "tables", file), "utf8"));
      const expected: Record<string, string>[] = [];
      for await (const row of results.rows(name)) {
        const cells = Object.entries(row).map(([key, value]) => [key, value === null ? "" : String(value)]);
        expected.push(Object.fromEntries(cells));
      }
      expect(rows).toEqual(expected);
    }
    const refused = await exported("csv", "a.yaml", "--at", "0", "--out", "tick");
    expect([refused.code, refused.stderr]).toEqual([
      2,
      `${out}: the folder exists; --force replaces what was exported to it\n`,
    ]);
  });

  test("csv reads the parts of a run that was killed", async () => {
    const whole = await exported("csv", "plain", "--table", "routes");
    const killed = join(cwd, "killed");
    const running = startStarbelt(
      ["run", "a.yaml", "--out", "killed", "--quiet", "--set", "time.duration=10 d"],
      cwd,
    );
    const rows = async () => {
      try {
        return await openResults(killed).rowCount("routes");
      } catch {
        return 0; // it is being written
      }
    };
    const isUnderWay = () => existsSync(join(killed, "manifest.json"));
    while (!isUnderWay() || (await rows()) < 12) await wait(20);
    running.kill("SIGKILL");
    await running.done;
    const { code, stdout } = await exported("csv", "killed", "--table", "routes");
    expect(code).toBe(0);
    expect(table(stdout).slice(0, 12)).toEqual(table(whole.stdout));
    rmSync(killed, { recursive: true });
  });

  test.each([
    ["czml", []],
    ["geojson", ["--at", "35 s"]],
    ["graphml", ["--at", "35 s"]],
    ["csv", ["--at", "35 s", "--table", "links"]],
  ])("%s of recorded results is that of their scenario, where nothing failed", async (what, flags) => {
    const ofResults = await exported(what, "recorded", ...flags);
    expect([ofResults.code, ofResults.stderr]).toEqual([0, ""]);
    const ofScenario = await exported(what, "a.yaml", ...flags);
    expect(ofScenario.code).toBe(0);
    expect(ofResults.stdout === ofScenario.stdout).toBe(true);
  });

  test("contacts of results and of their scenario agree on ground links", async () => {
    const ofResults = await exported("contacts", "planned");
    expect([ofResults.code, ofResults.stderr]).toEqual([0, ""]);
    const rows = table(ofResults.stdout);
    expect(rows.some(({ kind }) => kind === "path")).toBe(true);
    const ofScenario = await exported("contacts", "a.yaml");
    expect(table(ofScenario.stdout)).toEqual(rows.filter(({ kind }) => kind === "gsl"));
    expect(ofScenario.stderr).toContain(
      "notice: routes of probes are in the contact plan of a run's results only",
    );
  });
});

describe("starbelt export that is called wrongly", () => {
  const NO_FRAMES =
    "shows places and single links, and no frames were recorded here (output.frames: true); give the scenario instead";
  const LASTS = "(the run begins at 2026-01-01T00:00:00Z and lasts 120 s)";
  test.each<[string, string[], string]>([
    [
      "what is unknown",
      ["geojsn", "a.yaml"],
      'starbelt export: expected czml, geojson, graphml, csv, contacts, hypatia; got "geojsn"; did you mean "geojson"?',
    ],
    [
      "a time past the end",
      ["geojson", "a.yaml", "--at", "2 min"],
      `--at: expected a time within the run; got "2 min" ${LASTS}`,
    ],
    [
      "no time",
      ["graphml", "a.yaml"],
      "starbelt: required option '--at <time>' not specified; see starbelt --help",
    ],
    [
      "no time for nodes",
      ["csv", "a.yaml", "--table", "nodes"],
      "--at: expected the time of a tick: nodes and links change",
    ],
    [
      "a span past the end and a step without a unit",
      ["czml", "a.yaml", "--to", "3 min", "--step", "20"],
      `--to: expected a time within the run; got "3 min" ${LASTS}
--step: expected a duration with a unit, such as "10 min"; "20" has no unit (one of ns, us, ms, s, min, h, d)`,
    ],
    [
      "a span that goes back",
      ["czml", "a.yaml", "--from", "90 s", "--to", "80 s"],
      "--from: expected a span of time; it would go from 90 s to 80 s",
    ],
    [
      "a folder that is no results folder",
      ["czml", "other"],
      "other: not a results folder: no manifest.json in it; expected a results folder or the file of a scenario",
    ],
    ["no such file", ["czml", "b.yaml"], "b.yaml:1:1: cannot read: no such file"],
    ["results for what they do not hold", ["geojson", "plain", "--at", "0"], `plain: geojson ${NO_FRAMES}`],
    ["a tick of results", ["csv", "plain", "--at", "0"], `plain: --at ${NO_FRAMES}`],
    ["nodes of results", ["csv", "plain", "--table", "nodes"], `plain: table "nodes" ${NO_FRAMES}`],
    [
      "no time for nodes of results with frames",
      ["csv", "recorded", "--table", "nodes"],
      "--at: expected the time of a tick: nodes and links change",
    ],
    [
      "frames that are damaged",
      ["geojson", "damaged", "--at", "0"],
      "CWD/damaged/frames.sbf: byte 0: this is no file of recorded frames",
    ],
    [
      "results without contacts",
      ["contacts", "plain"],
      '--table: expected routes, topology, metrics, events; got "contacts": plain has none, for its scenario did not say output.contactPlan; give the scenario instead',
    ],
    [
      "a table that is not there",
      ["csv", "plain", "--table", "rotes"],
      '--table: expected routes, topology, metrics, events; got "rotes"; did you mean "routes"?',
    ],
    [
      "a table of results of a scenario",
      ["csv", "a.yaml", "--at", "0", "--table", "routes"],
      '--table: expected nodes, links; got "routes": that is a table of results: leave --at out, and name a results folder',
    ],
    [
      "several tables without a folder",
      ["csv", "a.yaml", "--at", "0"],
      "--out: expected a folder for nodes.csv, links.csv; or name one of them by --table",
    ],
    [
      "a change of results",
      ["contacts", "planned", "--set", "seed=1", "--seed", "2"],
      `--set: changes a scenario; planned is a folder of results
--seed: changes a scenario; planned is a folder of results`,
    ],
    [
      "an impossible place",
      ["czml", "a.yaml", "--out", "a.yaml/x.czml"],
      "--out: cannot write CWD/a.yaml/x.czml: a part of the path is not a folder (ENOTDIR)",
    ],
    [
      "a folder in the way",
      ["czml", "a.yaml", "--out", "plain", "--force"],
      "CWD/plain: exists and is not a file",
    ],
    [
      "Hypatia's directory of nodes that move",
      [
        "hypatia",
        "a.yaml",
        "--out",
        "state",
        "--set",
        "ground=[{ cities: 2 }, { name: Jet, legs: [{ from: { latitude: 1 deg, longitude: 1 deg }, to: Tokyo, depart: 0 s, speed: 900 km/h }] }]",
      ],
      "a.yaml: Jet moves, but the stations of a Hypatia directory stand still",
    ],
  ])("%s", async (_, args, message) => {
    mkdirSync(join(cwd, "other"), { recursive: true });
    cpSync(join(cwd, "plain"), join(cwd, "damaged"), { recursive: true });
    writeFileSync(join(cwd, "damaged/frames.sbf"), "frames".repeat(100));
    const before = readdirSync(cwd).sort();
    const quiet = ["graphml", "hypatia"].includes(args[0]) ? ["--quiet"] : [];
    const { code, stdout, stderr } = await exported(...args, ...quiet);
    expect([code, stdout, stderr.replaceAll(cwd, "CWD")]).toEqual([2, "", `${message}\n`]);
    expect(readdirSync(cwd).sort()).toEqual(before);
  });

  test("and interrupted leaves no file", async () => {
    const args = ["export", "czml", "a.yaml", "--out", "long.czml", "--set", "time.duration=2 d"];
    const running = startStarbelt(args, cwd);
    while (!readdirSync(cwd).some((name) => name.startsWith("long.czml"))) await wait(20);
    await wait(300);
    running.kill("SIGINT");
    const { code, stdout } = await running.done;
    expect([code, stdout]).toEqual([130, ""]);
    expect(readdirSync(cwd).filter((name) => name.startsWith("long"))).toEqual([]);
  });
});
