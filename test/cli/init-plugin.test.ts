import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { nameProblem } from "../../cli/plugin-name.js";
import { DEV_DEPENDENCIES } from "../../cli/plugin-skeleton/project.js";
import { inTurns, ROOT, starbelt } from "../support/command.js";
import { makeFolder } from "../support/scenario-folder.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const FILES = [
  ".gitignore",
  "README.md",
  "package.json",
  "scenario.yaml",
  "src/index.ts",
  "test/my-plugin.test.ts",
  "tsconfig.json",
];

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

describe("init plugin", () => {
  test("writes a project of that name, and says what to do next", async () => {
    const folder = temporaryFolder();
    const [plain, elsewhere] = await inTurns(
      [
        ["init", "plugin"],
        ["init", "plugin", "calm-nodes", "--dir", "some where/else"],
      ],
      2,
      (args) => starbelt(args, folder),
    );
    expect(plain).toMatchObject({ code: 0, stderr: "" });
    expect(elsewhere).toMatchObject({ code: 0, stderr: "" });
    expect(filesIn(join(folder, "my-plugin"))).toEqual(FILES);
    expect(plain?.stdout).toContain("cd my-plugin\n");
    expect(elsewhere?.stdout).toContain('cd "some where/else"\n');
    const manifest = JSON.parse(readFileSync(join(folder, "some where/else/package.json"), "utf8"));
    const own = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    expect(manifest).toMatchObject({
      name: "calm-nodes",
      type: "module",
      dependencies: { starbelt: own.version },
      engines: own.engines,
    });
    // What Starbelt itself is tested with runs on every Node that it runs on.
    for (const [name, range] of Object.entries(DEV_DEPENDENCIES))
      expect(own.devDependencies[name], name).toBe(range);
    expect(manifest.devDependencies).toEqual(DEV_DEPENDENCIES);
  });

  test("replaces nothing: all that is in the way is told, and nothing is written", async () => {
    const mine = { "my-plugin/package.json": "mine", "my-plugin/src/index.ts": "mine too" };
    const folder = makeFolder(mine);
    symlinkSync("nowhere", join(folder, "my-plugin/README.md"));
    const { code, stdout, stderr } = await starbelt(["init", "plugin"], folder);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.trim().split("\n")).toEqual(
      ["package.json", "README.md", "src/index.ts"].map(
        (path) => `${join("my-plugin", path)}: exists already, and init plugin replaces nothing`,
      ),
    );
    expect(filesIn(folder)).toEqual(Object.keys(mine));
    for (const [path, text] of Object.entries(mine))
      expect(readFileSync(join(folder, path), "utf8")).toBe(text);
  });

  test("a folder that has other files takes the project; a file where a folder must be does not", async () => {
    const folder = makeFolder({ "own/notes.txt": "mine", file: "", "half/test": "" });
    const [own, file, half, below] = await inTurns(["own", "file", "half", "file/below"], 2, (dir) =>
      starbelt(["init", "plugin", "--dir", dir], folder),
    );
    expect(own).toMatchObject({ code: 0, stderr: "" });
    expect(filesIn(join(folder, "own"))).toEqual([...FILES, "notes.txt"].sort());
    const expected = "expected a folder, or nothing, here; it is a file\n";
    expect(file).toMatchObject({ code: 2, stdout: "", stderr: `file: ${expected}` });
    expect(half).toMatchObject({ code: 2, stdout: "", stderr: `${join("half", "test")}: ${expected}` });
    expect(below).toMatchObject({
      code: 2,
      stderr: `${join("file", "below", "package.json")}: cannot write: a part of the path is not a directory\n`,
    });
  });

  test.each([
    ["My Plugin", /^expected lower-case letters.*; got "My Plugin"; how about "my-plugin"\?$/],
    ["calmNodes", /; got "calmNodes"; how about "calm-nodes"\?$/],
    ["../x", /; got "\.\.\/x"; how about "x"\?$/],
    ["42", /^expected .*a letter first.*; got "42"$/],
    ["", /^expected .*; got ""$/],
    ["x".repeat(215), /^expected at most 214 characters; got 215$/],
    ["starbelt", /^expected a name of your own; got "starbelt"/],
    ["serverless", /^expected a name of your own; got "serverless", a sim-plugin that comes along$/],
  ])("name %j is refused with what was expected", async (name, says) => {
    expect(await nameProblem(name)).toMatch(says);
  });

  test("wrong arguments end with 2 and leave nothing", async () => {
    const folder = temporaryFolder();
    const wrong = [["Calm"], ["a", "b"], ["a", "--force"], ["a", "--dir", ""]];
    const [name, many, force, dir] = await inTurns(wrong, 2, (args) =>
      starbelt(["init", "plugin", ...args], folder),
    );
    for (const each of [name, many, force, dir]) expect(each).toMatchObject({ code: 2, stdout: "" });
    expect(name?.stderr).toMatch(/^<name>: expected .*; got "Calm"; how about "calm"\?\n$/);
    expect(many?.stderr).toContain("too many arguments");
    expect(force?.stderr).toBe("--force: is for scenarios: init plugin replaces nothing\n");
    expect(dir?.stderr).toBe('--dir: expected a folder; got ""\n');
    expect(readdirSync(folder)).toEqual([]);
  });

  test("--help tells of both, and init alone still writes a scenario", async () => {
    const folder = temporaryFolder();
    const [help, pluginHelp] = await inTurns(
      [
        ["init", "--help"],
        ["init", "plugin", "--help"],
      ],
      2,
      (args) => starbelt(args, folder),
    );
    for (const each of ["init [file] [--force]", "init plugin [name] [--dir <dir>]", "--force"])
      expect(help?.stdout).toContain(each);
    expect(pluginHelp?.stdout).toContain("--dir <dir>");
    await starbelt(["init"], folder);
    expect(readdirSync(folder)).toEqual(["scenario.yaml"]);
  });
});

describe("a plugin in TypeScript", () => {
  const scenario = `name: test
seed: 1
time: { start: 2024-12-15T13:00:00Z, duration: 10 s, step: 10 s }
constellation: [{ preset: iridium }]
ground: [{ cities: 1 }]
links: { isl: { protocol: none, bandwidth: 1 bps }, ground: { protocol: nearest, bandwidth: 1 bps } }
plugins:
  - use: ./plugin.ts
`;
  const plugin = `import { kind } from "./kind.ts";
const text: string = kind;
export default { kind: text, name: "mine", setup() {} };
`;
  const files = {
    "package.json": '{ "type": "module" }',
    "scenario.yaml": scenario,
    "plugin.ts": plugin,
    "kind.ts": 'export const kind = "sim-plugin";',
  };
  const stripsTypes = Boolean(Reflect.get(process.features, "typescript"));

  test.skipIf(stripsTypes)("needs tsx beside it where Node runs none (needs Node before 22.18)", async () => {
    const { code, stderr } = await starbelt(["validate", "scenario.yaml"], makeFolder(files));
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^scenario\.yaml:8:10: cannot load "\.\/plugin\.ts": .*; .*install tsx beside it, .*22\.18/,
    );
  });

  /** A folder where tsx is installed. */
  function withTsx(): string {
    const folder = makeFolder(files);
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(join(ROOT, "node_modules/tsx"), join(folder, "node_modules/tsx"));
    return folder;
  }

  test.skipIf(stripsTypes)("says where a package is no ES module (needs Node before 22.18)", async () => {
    const folder = withTsx();
    writeFileSync(join(folder, "package.json"), "{}");
    const { code, stderr } = await starbelt(["validate", "scenario.yaml"], folder);
    expect(code).toBe(2);
    expect(stderr).toContain('its package.json needs "type": "module"');
  });

  test("is loaded with the modules that it imports", async () => {
    const folder = withTsx();
    expect(await starbelt(["validate", "scenario.yaml"], folder)).toMatchObject({ code: 0, stderr: "" });
    writeFileSync(join(folder, "kind.ts"), 'export const kind: string = "nothing";');
    const { code, stderr } = await starbelt(["validate", "scenario.yaml"], folder);
    expect(code).toBe(2);
    expect(stderr).toContain("it has a nothing");
    expect(existsSync(join(folder, "plugin.js"))).toBe(false);
  });
});
