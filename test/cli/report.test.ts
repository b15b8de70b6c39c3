import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { starbelt } from "../support/command.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { scenario } from "./bad-inputs.js";

const PROBES = "probes:\n  - { from: Vienna, to: Graz }\n";

function folderWithScenario(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "a.yaml"), scenario({}, PROBES));
  return folder;
}

describe("report", () => {
  test("makes the same report again that run wrote, and tells where it is", async () => {
    const folder = folderWithScenario();
    await starbelt(["run", "a.yaml", "--out", "out"], folder);
    const path = join(folder, "out", "report.html");
    const written = readFileSync(path, "utf8");
    rmSync(path);
    const { code, stdout, stderr } = await starbelt(["report", "out"], folder);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `${path}\n`, stderr: "" });
    expect(readFileSync(path, "utf8")).toBe(written);
  });

  test("--no-report leaves it out; --svg writes figures in place of it; --force removes the old one", async () => {
    const folder = folderWithScenario();
    await starbelt(["run", "a.yaml", "--out", "out"], folder);
    await starbelt(["run", "a.yaml", "--out", "out", "--force", "--no-report"], folder);
    expect(existsSync(join(folder, "out", "report.html"))).toBe(false);
    const { code, stdout } = await starbelt(["report", "out", "--svg", "deep/figures"], folder);
    expect(code).toBe(0);
    const names = readdirSync(join(folder, "deep", "figures"));
    expect(names).toContain("sites-map.svg");
    expect(stdout.trimEnd().split("\n")).toHaveLength(names.length);
    expect(existsSync(join(folder, "out", "report.html"))).toBe(false);
  });

  test("of what holds no results is a mistake of the input", async () => {
    const folder = folderWithScenario();
    for (const path of [".", "nowhere", "a.yaml"]) {
      const { code, stderr, stdout } = await starbelt(["report", path], folder);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(/^\S+: not a results folder: .+\n$/);
    }
  });

  test("of a damaged report.json says which file", async () => {
    const folder = folderWithScenario();
    await starbelt(["run", "a.yaml", "--out", "out"], folder);
    const path = join(folder, "out", "report.json");
    for (const [content, why] of [
      ["{", "cannot be read as JSON"],
      ["[]", "it is something else"],
      ['{"reportFormat":99}', "it has format 99; this version reads format 1"],
    ]) {
      writeFileSync(path, content as string);
      const { code, stderr } = await starbelt(["report", "out"], folder);
      expect(code).toBe(1);
      expect(stderr).toContain(`${path}: ${why}`);
    }
  });
});
