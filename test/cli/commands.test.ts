import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inTurns, ROOT, starbelt } from "../support/command.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { scenario } from "./bad-inputs.js";

const RESULT_FILES = [
  "events.parquet",
  "manifest.json",
  "metrics.parquet",
  "report.html",
  "report.json",
  "routes.parquet",
  "summary.json",
  "topology.parquet",
];

const PROBES = "probes:\n  - { from: Vienna, to: Graz }\n";

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

function readJson(...path: readonly string[]): Record<string, unknown> {
  return JSON.parse(readFileSync(join(...path), "utf8"));
}

describe("run", () => {
  test("writes the folder, ends by telling where it lies and what it says, and leaves stderr to notices", async () => {
    const folder = folderWith({ "a.yaml": scenario({}, PROBES) });
    const { code, stdout, stderr } = await starbelt(["run", "a.yaml", "--out", "out"], folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const out = join(folder, "out");
    expect(readdirSync(out).sort()).toEqual(RESULT_FILES);
    const [first, ...rest] = stdout.trimEnd().split("\n");
    expect(first).toBe(`results: ${out}`);
    expect(rest[0]).toContain("20 satellites, 2 ground nodes, 6 ticks");
    const { routes } = readJson(out, "summary.json") as { routes: { asked: number; reached: number } };
    expect(routes.asked).toBe(6);
    expect(stdout).toContain(`${routes.reached} of 6 found`);
  });

  test("--json prints summary.json; --seed, --set and --workers hold", async () => {
    const folder = folderWith({ "a.yaml": scenario({}, PROBES) });
    const flags = ["--json", "--seed", "7", "--set", "time.duration=30 s", "--set", "time.step=5 s"];
    const { code, stdout } = await starbelt(
      ["run", "a.yaml", "--out", "out", "--workers", "2", ...flags],
      folder,
    );
    expect(code).toBe(0);
    const summary = JSON.parse(stdout) as Record<string, unknown>;
    expect(summary).toEqual(readJson(folder, "out", "summary.json"));
    expect(summary).toMatchObject({ seed: 7, ticks: 6, satellites: 20 });
    const manifest = readJson(folder, "out", "manifest.json");
    expect(manifest).toMatchObject({ status: "complete", seed: 7, workers: 2 });
    expect(manifest.scenario).toMatchObject({ time: { durationSeconds: 30, stepSeconds: 5 } });
  });

  test("without --out the scenario's output.dir holds, relative to the scenario; --force replaces results", async () => {
    const folder = folderWith({});
    mkdirSync(join(folder, "sub"));
    writeFileSync(join(folder, "sub", "a.yaml"), scenario({}, "output: { dir: ./mine }\n"));
    const first = await starbelt(["run", "sub/a.yaml"], folder);
    expect(first.code).toBe(0);
    const manifest = join(folder, "sub", "mine", "manifest.json");
    const started = readJson(manifest).started;
    const refused = await starbelt(["run", "sub/a.yaml"], folder);
    expect(refused.code).toBe(2);
    expect(readJson(manifest).started).toBe(started);
    const replaced = await starbelt(["run", "sub/a.yaml", "--force"], folder);
    expect(replaced.code).toBe(0);
    expect(readJson(manifest).started).not.toBe(started);
  });

  test("--quiet silences warnings and notices, never errors", async () => {
    // So low that the Earth's oblateness takes some below 80 km. The epoch is far from the start.
    const low = scenario({ "altitude: 550 km": "altitude: 81 km, epoch: 2024-11-01T00:00:00Z" });
    const folder = folderWith({ "low.yaml": low, "bad.yaml": scenario({ "seed: 1": "seed: one" }) });
    const [loud, quiet, wrong] = await inTurns(
      [
        ["low.yaml", "--out", "loud"],
        ["low.yaml", "--out", "quiet", "--quiet"],
        ["bad.yaml", "--quiet"],
      ],
      2,
      (args) => starbelt(["run", ...args], folder),
    );
    expect(loud?.stderr).toMatch(
      /^warning: low\.yaml:8:\d+: 20 of 20 satellites have an epoch more than 14 days/,
    );
    expect(loud?.stderr).toMatch(
      /^notice: \d+ satellites? leaves? the network at tick \d: "[^"]+" \(id \d+, decayed: below 80 km\)/m,
    );
    expect(quiet).toMatchObject({ code: 0, stderr: "" });
    expect(quiet?.stdout).toMatch(/satellites lost +\d+ \(named in summary\.json\)/);
    expect(wrong).toMatchObject({ code: 2, stdout: "" });
    expect(wrong?.stderr).toMatch(/^bad\.yaml:2:7: /);
  });
});

describe("validate", () => {
  test("tells satellites, nodes, ticks and memory, and writes nothing", async () => {
    const folder = folderWith({ "a.yaml": scenario({}, PROBES) });
    const [text, json] = await inTurns(
      [
        ["validate", "a.yaml"],
        ["validate", "a.yaml", "--json"],
      ],
      2,
      (args) => starbelt(args, folder),
    );
    expect(text).toMatchObject({ code: 0, stderr: "" });
    expect(text?.stdout).toMatch(/^a\.yaml is valid\n/);
    for (const row of [/satellites +20$/m, /nodes +22$/m, /ticks +6$/m, /expected memory +about \d+ MB$/m]) {
      expect(text?.stdout).toMatch(row);
    }
    const counts = { satellites: 20, groundNodes: 2, nodes: 22, ticks: 6, probes: 1 };
    expect(JSON.parse(json?.stdout ?? "")).toMatchObject(counts);
    expect(readdirSync(folder)).toEqual(["a.yaml"]);
  });

  test("finds plugins that cannot work together without setting them up", async () => {
    const code = (needs: string) =>
      `export default { kind: "sim-plugin", name: "a", needs: ["${needs}"], setup() { throw new Error("set up"); } };`;
    const folder = folderWith({
      "a.yaml": scenario({}, "plugins:\n  - use: ./a.js\n  - use: sunlit\n"),
      "a.js": code("sunlti"),
      "b.yaml": scenario({}, "plugins:\n  - use: ./b.js\n  - use: sunlit\n"),
      "b.js": code("sunlit"),
      "package.json": '{ "type": "module" }',
    });
    const [wrong, right] = await inTurns(["a.yaml", "b.yaml"], 2, (name) =>
      starbelt(["validate", name], folder),
    );
    expect(wrong).toMatchObject({ code: 2, stdout: "" });
    expect(wrong?.stderr).toBe(
      'a.yaml:16:10: plugin "a" needs "sunlti", which no plugin of the run provides; did you mean "sunlit"?\n',
    );
    expect(right).toMatchObject({ code: 0, stderr: "" });
  });
});

describe("what a scenario can name", () => {
  test("schema is the file that editors are given", async () => {
    const { code, stdout } = await starbelt(["schema"]);
    expect(code).toBe(0);
    expect(stdout).toBe(readFileSync(join(ROOT, "scenarios/scenario.schema.json"), "utf8"));
  });

  test("presets and plugins as text and as JSON", async () => {
    const [presets, presetsJson, plugins, pluginsJson] = await inTurns(
      [["presets"], ["presets", "--json"], ["plugins"], ["plugins", "--json"]],
      2,
      (args) => starbelt(args),
    );
    expect(presets?.stdout).toMatch(/kuiper-1 +34 x 34 +630 km +51\.9 deg +delta +1,156 +filed +Kuiper/);
    expect(presets?.stdout).toMatch(
      /project-sunrise +172 x 300 +500-1800 km +97\.\d+-10\d\.\d+ deg +sso +51,600 +illustrative +Blue Origin, Project Sunrise/,
    );
    expect(presets?.stdout).toContain("guowang (12,992)");
    expect(presets?.stdout).toContain("orbital-data-centre (1,000,000)");
    expect(presets?.stdout).toMatch(
      /family's name .*: starlink-gen1 \(4,408\), starlink-gen2 \(10,080\), kuiper/,
    );
    const listed = JSON.parse(presetsJson?.stdout ?? "") as { name: string; altitudeKm: number }[];
    expect(listed.find(({ name }) => name === "iridium")?.altitudeKm).toBe(780);
    const known = JSON.parse(pluginsJson?.stdout ?? "") as {
      name: string;
      kind: string;
      description: string;
    }[];
    const kinds = known.map(({ kind, name }) => `${kind} ${name}`);
    expect(kinds).toContain("state-plugin sunlit");
    expect(kinds).toContain("link-protocol plus-grid");
    expect(kinds).toContain("ground-link-protocol all-visible");
    expect(kinds).toContain("router dijkstra");
    for (const { name, description } of known) {
      expect(description, name).not.toBe("");
      expect(plugins?.stdout).toContain(description);
    }
  });

  test("--version, --help", async () => {
    const [version, help, runHelp] = await inTurns(
      [["--version"], ["--help"], ["run", "--help"]],
      2,
      (args) => starbelt(args),
    );
    expect(version?.stdout).toBe(`${readJson(ROOT, "package.json").version}\n`);
    for (const command of ["run", "validate", "schema", "init", "plugins", "presets"]) {
      expect(help?.stdout).toContain(`  ${command} `);
    }
    for (const flag of ["--out", "--seed", "--workers", "--set", "--json", "--quiet", "--force"]) {
      expect(runHelp?.stdout).toContain(flag);
    }
    for (const each of [version, help, runHelp]) expect(each).toMatchObject({ code: 0, stderr: "" });
  });
});

describe("init", () => {
  test("writes a scenario that is valid, and does not replace one unless told to", async () => {
    const folder = folderWith({ "taken.yaml": "mine" });
    const written = await starbelt(["init"], folder);
    expect(written).toMatchObject({ code: 0, stderr: "" });
    expect(written.stdout).toBe("scenario.yaml written; run it with: starbelt run scenario.yaml\n");
    const [valid, refused] = await Promise.all([
      starbelt(["validate", "scenario.yaml"], folder),
      starbelt(["init", "taken.yaml"], folder),
    ]);
    expect(valid).toMatchObject({ code: 0, stderr: "" });
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toBe("taken.yaml: the file exists; --force replaces it\n");
    expect(readFileSync(join(folder, "taken.yaml"), "utf8")).toBe("mine");
    expect((await starbelt(["init", "taken.yaml", "--force"], folder)).code).toBe(0);
    const template = readFileSync(join(folder, "scenario.yaml"), "utf8");
    expect(readFileSync(join(folder, "taken.yaml"), "utf8")).toBe(template);
  });
});

describe("the scenarios that come along", () => {
  const names = readdirSync(join(ROOT, "scenarios")).filter((name) => name.endsWith(".yaml"));

  test("are those that the README tells of", () => {
    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    const told = [...readme.matchAll(/^\| \[`([\w-]+\.yaml)`\]\(scenarios\/\1\)/gm)].map((match) => match[1]);
    expect(told.sort()).toEqual(names.sort());
  });

  test("begin with the schema line, and run", async () => {
    const folder = temporaryFolder();
    const ran = await inTurns(names, 2, async (name) => {
      const file = join("scenarios", name);
      const out = join(folder, name);
      const short = ["--set", "time.duration=20 s", "--quiet"];
      return {
        name,
        firstLine: readFileSync(join(ROOT, file), "utf8").split("\n")[0],
        run: await starbelt(["run", file, "--out", out, "--json", ...short]),
        whole: existsSync(join(out, "routes.parquet")),
      };
    });
    for (const { name, firstLine, run, whole } of ran) {
      expect(firstLine, name).toBe("# yaml-language-server: $schema=./scenario.schema.json");
      expect(run, name).toMatchObject({ code: 0, stderr: "" });
      expect(whole, name).toBe(true);
      const { routes } = JSON.parse(run.stdout) as { routes: { reached: number } };
      expect(routes.reached, name).toBeGreaterThan(0);
    }
  }, 240_000);
});
