import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTurns, type Outcome, starbelt } from "../support/command.js";
import { BAD_INPUTS, type BadInput, scenario } from "./bad-inputs.js";

const AT_ONCE = 2;
const STACK = /\n\s+at /;

/** A case that was run: its outcome, the places of its marks, and what its folder held before and after. */
interface Ran {
  readonly outcome: Outcome;
  readonly marks: readonly string[];
  readonly before: readonly string[];
  readonly after: readonly string[];
}

let root: string;
const ran = new Map<BadInput, Ran>();

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "starbelt-bad-input-"));
  const outcomes = await inTurns(
    BAD_INPUTS.map((input, i) => [input, i] as const),
    AT_ONCE,
    run,
  );
  for (const [i, input] of BAD_INPUTS.entries()) ran.set(input, outcomes[i] as Ran);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

async function run([input, i]: readonly [BadInput, number]): Promise<Ran> {
  const folder = join(root, String(i));
  const files = { "scenario.yaml": input.scenario ?? scenario(), ...input.files };
  const marks: string[] = [];
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(
      join(folder, name),
      typeof content === "string" ? takeMarks(name, content, marks) : content,
    );
  }
  const before = readdirSync(folder);
  const args = ["run", "scenario.yaml", "--out", "out", ...(input.args ?? [])];
  const outcome = await starbelt(args, folder);
  return { outcome, marks, before, after: readdirSync(folder) };
}

/** The text without its marks, whose places are noted. */
function takeMarks(file: string, text: string, marks: string[]): string {
  let clean = "";
  for (const [i, piece] of text.split("¦").entries()) {
    if (i > 0) {
      const lines = clean.split("\n");
      marks.push(`${file}:${lines.length}:${(lines.at(-1) as string).length + 1}: `);
    }
    clean += piece;
  }
  return clean;
}

describe("wrong input: the place, what is wrong, exit code 2, and nothing else", () => {
  test.each(BAD_INPUTS.map((input): [string, BadInput] => [input.what, input]))("%s", (_, input) => {
    const { outcome, marks, before, after } = ran.get(input) as Ran;
    const lines = outcome.stderr.trimEnd().split("\n");
    expect(lines.map((line, i) => line.slice(0, marks[i]?.length ?? 0))).toEqual(
      lines.map((_line, i) => marks[i] ?? ""),
    );
    expect(lines).toHaveLength(input.says.length);
    for (const [i, says] of input.says.entries()) expect(lines[i]).toContain(says);
    expect(outcome.stderr).not.toMatch(STACK);
    expect(outcome.stdout).toBe("");
    expect(outcome.code).toBe(2);
    expect(after).toEqual(before);
  });
});

describe("wrong places", () => {
  const inFolder = async (args: readonly string[], files: Readonly<Record<string, string>> = {}) => {
    const folder = mkdtempSync(join(root, "place-"));
    for (const [name, text] of Object.entries({ "scenario.yaml": scenario(), ...files })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return { folder, ...(await starbelt(args, folder)) };
  };

  test("a scenario that is not there, and a directory in its place", async () => {
    const [none, directory] = await Promise.all([
      inFolder(["run", "none.yaml"]),
      inFolder(["validate", "sub"], { "sub/x": "" }),
    ]);
    expect(none).toMatchObject({ code: 2, stdout: "", stderr: "none.yaml:1:1: cannot read: no such file\n" });
    expect(directory.stderr).toBe("sub:1:1: cannot read: it is a directory, not a file\n");
    expect(directory.code).toBe(2);
  });

  test("a results folder that exists is refused without --force and left as it is", async () => {
    const { code, stdout, stderr, folder } = await inFolder(["run", "scenario.yaml", "--out", "out"], {
      "out/mine.txt": "mine",
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(`${join(folder, "out")}: the folder exists; --force replaces the results in it\n`);
    expect(readdirSync(join(folder, "out"))).toEqual(["mine.txt"]);
  });

  test("--force does not replace a folder that holds something else", async () => {
    const args = ["run", "scenario.yaml", "--out", "out", "--force"];
    const { code, stderr, folder } = await inFolder(args, { "out/mine.txt": "mine" });
    expect(code).toBe(2);
    expect(stderr).toContain("no results of an earlier run");
    expect(readdirSync(join(folder, "out"))).toEqual(["mine.txt"]);
  });

  test("--out at a file, and beneath one", async () => {
    const [at, beneath] = await Promise.all([
      inFolder(["run", "scenario.yaml", "--out", "taken"], { taken: "x" }),
      inFolder(["run", "scenario.yaml", "--out", "taken/out"], { taken: "x" }),
    ]);
    expect(at.stderr).toBe(`${join(at.folder, "taken")}: exists and is not a folder\n`);
    expect(beneath.stderr).toContain("a part of the path is not a folder");
    for (const { code, stdout, folder } of [at, beneath]) {
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(readdirSync(folder).sort()).toEqual(["scenario.yaml", "taken"]);
    }
  });

  test("unknown commands, and commands without what they need", async () => {
    const [unknown, missing, none] = await Promise.all([inFolder(["rum"]), inFolder(["run"]), inFolder([])]);
    expect(unknown.stderr).toBe("starbelt: unknown command 'rum' (did you mean run?); see starbelt --help\n");
    expect(missing.stderr).toBe("starbelt: missing required argument 'scenario'; see starbelt --help\n");
    expect(none.stderr).toContain("Usage: starbelt");
    for (const { code, stdout } of [unknown, missing, none])
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});
