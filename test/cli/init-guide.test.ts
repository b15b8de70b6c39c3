import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Outcome } from "../support/command.js";
import { ROOT } from "../support/command.js";
import { folderIn, type Installed, installed, run } from "../support/installed.js";

const GUIDE = "docs/write-a-plugin.md";
const PROJECT = "calm-nodes";
const MOST_LINES = 100;

/** What `npm install` puts beside the plugin, and the programs that scripts call. */
const PACKAGES = ["typescript", "vitest", "tsx", "@types/node"];
const PROGRAMS = {
  starbelt: "starbelt/dist/cli/main.js",
  tsc: "typescript/bin/tsc",
  vitest: "vitest/vitest.mjs",
};

interface Block {
  readonly language: string;
  /** Undefined for commands. */
  readonly file: string | undefined;
  readonly text: string;
}

function blocksOf(text: string): Block[] {
  return [...text.matchAll(/^```(\w+)([^\n]*)\n(.*?)^```$/gms)].map(([, language, words, body]) => ({
    language: language as string,
    file: /(?:^|\s)file=(\S+)/.exec(words as string)?.[1],
    text: body as string,
  }));
}

/** Lines with something on them. */
function lineCount(text: string): number {
  return text.split("\n").filter((line) => line.trim() !== "").length;
}

/** Replaces what must be there, so that the guide cannot drift from what is tested of it. */
function replaced(text: string, from: string, to: string): string {
  expect(text).toContain(from);
  return text.replace(from, to);
}

/** The sweep at one load with two seeds: four of its sixty runs. */
function shortened(sweep: string): string {
  const oneLoad = replaced(sweep, "[0.5 /s, 1 /s, 1.5 /s]", "[1 /s]");
  return replaced(replaced(oneLoad, "count: 5", "count: 2"), ", round-robin, random]", "]");
}

/** The rows of a sweep's points.csv, by column; none of these has a comma in it. */
function pointsOf(sweep: string): Readonly<Record<string, string>>[] {
  const lines = readFileSync(join(sweep, "points.csv"), "utf8").trim().split(/\r?\n/);
  const [columns = [], ...rows] = lines.map((line) => line.split(","));
  return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i] ?? ""])));
}

/** Someone who types what the guide says. */
class Follower {
  readonly #package: Installed;
  #cwd: string;

  constructor(package_: Installed) {
    this.#package = package_;
    this.#cwd = folderIn(package_, "write-a-plugin");
  }

  get cwd(): string {
    return this.#cwd;
  }

  write(file: string, text: string): void {
    const path = join(this.#cwd, file);
    // All but the sweep replaces a file of the skeleton.
    expect(existsSync(path), file).toBe(file !== "sweep.yaml");
    writeFileSync(path, text);
  }

  async type(command: string): Promise<Outcome | undefined> {
    const [program, ...words] = command.split(" ");
    if (program === "cd") this.#cwd = join(this.#cwd, words.join(" "));
    else if (command === "npm install") this.#install();
    else if (program === "npm") return this.#shell(this.#script(words));
    else return this.#shell(command.replace(/^npx /, ""));
    return undefined;
  }

  /** What a script of package.json says, without npm's own half second. */
  #script(words: readonly string[]): string {
    const { scripts } = JSON.parse(readFileSync(join(this.#cwd, "package.json"), "utf8")) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const script = scripts[words.at(-1) as string];
    if (script === undefined) throw new Error(`package.json has no script for: npm ${words.join(" ")}`);
    return script;
  }

  #shell(command: string): Promise<Outcome> {
    const bin = join(this.#cwd, "node_modules/.bin");
    return run("sh", ["-c", `PATH='${bin}':"$PATH"; ${command}`], this.#cwd);
  }

  #install(): void {
    const modules = join(this.#cwd, "node_modules");
    for (const name of PACKAGES) link(join(ROOT, "node_modules", name), join(modules, name));
    link(join(this.#package.folder, "node_modules/starbelt"), join(modules, "starbelt"));
    for (const [name, path] of Object.entries(PROGRAMS))
      link(join(modules, path), join(modules, ".bin", name));
  }
}

function link(to: string, at: string): void {
  mkdirSync(dirname(at), { recursive: true });
  symlinkSync(to, at);
}

describe(GUIDE, () => {
  const text = readFileSync(join(ROOT, GUIDE), "utf8");
  const blocks = blocksOf(text);

  test("closes its blocks, and asks for less than 100 lines", () => {
    expect(text.match(/^```/gm)).toHaveLength(2 * blocks.length);
    const files = blocks.filter(({ file }) => file !== undefined);
    expect(files.map(({ file }) => file)).toEqual([
      "src/index.ts",
      "scenario.yaml",
      `test/${PROJECT}.test.ts`,
      "sweep.yaml",
    ]);
    const lines = files.reduce((sum, block) => sum + lineCount(block.text), 0);
    expect(lines).toBeLessThan(MOST_LINES);
  });

  test("leads from its first command to a report in which the new policy is ahead", async () => {
    const follower = new Follower(await installed());
    for (const { language, file, text: body } of blocks) {
      if (file !== undefined) follower.write(file, file === "sweep.yaml" ? shortened(body) : body);
      else {
        expect(language).toBe("sh");
        for (const command of body.trim().split("\n")) {
          const outcome = await follower.type(command);
          if (command === "npm test") expect(outcome?.stdout).toMatch(/Tests .*passed/);
          // Nothing is warned of.
          else expect(outcome?.stderr ?? "").not.toContain("warn");
        }
      }
    }
    expect(existsSync(join(follower.cwd, "results/report.html"))).toBe(true);
    const dir = join(follower.cwd, "policies");
    expect(readFileSync(join(dir, "report.html"), "utf8")).toContain("<td>calm-nodes");
    const latencies = pointsOf(dir).filter(
      ({ metric }) => metric === "metrics.serverless.workflow.latency.mean",
    );
    const [calm, nearest] = latencies;
    expect(latencies.map((each) => each["axis.plugins.0.with.workflows.0.placement"])).toEqual([
      "calm-nodes",
      "nearest",
    ]);
    for (const { runs, low, high } of latencies) {
      expect(runs).toBe("2");
      expect(Number(high)).toBeGreaterThan(Number(low));
    }
    expect(Number(calm?.mean)).toBeGreaterThan(4);
    expect(Number(calm?.mean)).toBeLessThan(Number(nearest?.mean) / 2);
  }, 300_000);
});
