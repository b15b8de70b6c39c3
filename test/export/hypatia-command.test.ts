import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { starbelt } from "../support/command.js";
import { directoryFiles, directoryScenario, filesOf } from "../support/hypatia-directory.js";
import { makeFolder } from "../support/scenario-folder.js";

function folder(): string {
  const files = Object.entries(directoryFiles()).map(([name, text]) => [`small/${name}`, text]);
  return makeFolder({ ...Object.fromEntries(files), "a.yaml": directoryScenario("./small") });
}

const TOLD = [
  'warning: a.yaml:4:28: "./small" has no description.txt: maxSlantRange is what links.ground says',
  "notice: 12 links of isls.txt are not there at every tick; the forwarding state does without them then",
];

describe("starbelt export hypatia", () => {
  test("says where the directory lies and what it holds; notices go to stderr", async () => {
    const cwd = folder();
    const { code, stdout, stderr } = await starbelt(["export", "hypatia", "a.yaml", "--out", "out"], cwd);
    expect([code, stderr.trimEnd().split("\n")]).toEqual([0, TOLD]);
    expect(stdout.split("\n")[0]).toBe(`Hypatia state directory: ${join(cwd, "out")}`);
    expect(stdout).toContain("48 satellites, 5 stations, 88 inter-satellite links");
    expect(stdout).toMatch(/mean hops \d+\.\d{4}, mean RTT \d+\.\d{4} ms, maximum \d+\.\d{4} ms\n$/);
    expect(readdirSync(join(cwd, "out"))).toHaveLength(8);
  });

  test("gives the same bytes on any number of threads; --set, --json and --force hold", async () => {
    const cwd = folder();
    const flags = ["--json", "--quiet", "--force", "--set", "time.duration=2 min"];
    let first: Record<string, string> | undefined;
    for (const workers of ["0", "2"]) {
      const args = ["export", "hypatia", "a.yaml", "--out", "out", "--workers", workers, ...flags];
      const { code, stdout, stderr } = await starbelt(args, cwd);
      expect([code, stderr]).toEqual([0, ""]);
      expect(JSON.parse(stdout)).toMatchObject({ satellites: 48, ticks: 2, entries: 260 });
      first ??= filesOf(join(cwd, "out"));
      expect(filesOf(join(cwd, "out"))).toEqual(first);
    }
    expect(Object.keys(first ?? {})).toContain("fstate_60000000000.txt");
  });

  test("ends with 2 and one line where the input is wrong, and leaves nothing", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "taken"), "");
    const refusals: [string[], string][] = [
      [["a.yaml"], "starbelt: required option '--out <dir>' not specified; see starbelt --help\n"],
      [
        ["a.yaml", "--out", "small", "--quiet"],
        `${join(cwd, "small")}: the folder exists; --force replaces what was exported to it\n`,
      ],
      [
        ["a.yaml", "--out", "taken/out", "--quiet"],
        `--out: cannot make the folder ${join(cwd, "taken/out")}: a part of the path is not a folder (ENOTDIR)\n`,
      ],
      [["b.yaml", "--out", "out"], "b.yaml:1:1: cannot read: no such file\n"],
      [
        [
          "a.yaml",
          "--out",
          "out",
          "--quiet",
          "--set",
          'ground=[{ name: "a,b", latitude: 1 deg, longitude: 2 deg }]',
        ],
        'a.yaml: the site name "a,b" does not fit into ground_stations.txt: commas, line ends and blanks around a name cannot be written\n',
      ],
    ];
    for (const [args, expected] of refusals) {
      const { code, stdout, stderr } = await starbelt(["export", "hypatia", ...args], cwd);
      expect([code, stdout, stderr]).toEqual([2, "", expected]);
    }
    expect(existsSync(join(cwd, "out"))).toBe(false);
    expect(readdirSync(cwd).sort()).toEqual(["a.yaml", "small", "taken"]);
  });
});
