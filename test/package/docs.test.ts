import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { ROOT } from "../support/command.js";
import { compile, folderIn, type Installed, installed, run } from "../support/installed.js";

/**
 * A code block of a guide. Its info string is a language, then words: `file=NAME`; of YAML `network`, `sweep` or `workflow`
 * where it is no scenario; of commands `clone`.
 */
interface Block {
  readonly language: string;
  readonly words: readonly string[];
  readonly text: string;
  readonly line: number;
}

/** Its blocks make one project, which test/cli/init-guide.test.ts makes from the first to the last. */
const FOLLOWED_ELSEWHERE = "docs/write-a-plugin.md";

const GUIDES = ["README.md", ...readdirSync(join(ROOT, "docs")).map((name) => `docs/${name}`)].filter(
  (path) => path.endsWith(".md") && path !== FOLLOWED_ELSEWHERE,
);

function blocksOf(path: string): Block[] {
  const text = readFileSync(join(ROOT, path), "utf8");
  return [...text.matchAll(/^```(\w+)([^\n]*)\n(.*?)^```$/gms)].map((match) => ({
    language: match[1] as string,
    words: (match[2] as string).trim().split(/\s+/),
    text: match[3] as string,
    line: text.slice(0, match.index).split("\n").length,
  }));
}

/** The file that a block is written to; none for a shell's commands. */
function fileOf({ language, words, line }: Block): string | undefined {
  if (language === "sh") return undefined;
  const named = words.find((word) => word.startsWith("file="));
  return named?.slice("file=".length) ?? `block-${line}.${language}`;
}

const TSCONFIG = {
  compilerOptions: { target: "es2023", module: "nodenext", strict: true, types: ["node"] },
  include: ["*.ts"],
};

let package_: Installed;

beforeAll(async () => {
  package_ = await installed();
});

describe.each(GUIDES)("%s", (path) => {
  let folder: string;
  const blocks = blocksOf(path);

  beforeAll(async () => {
    folder = folderIn(package_, path.replaceAll(/\W/g, "-"));
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(TSCONFIG));
    // All files of a guide belong together, whatever order they are told in.
    for (const block of blocks) {
      const file = fileOf(block);
      if (file !== undefined) writeFileSync(join(folder, file), block.text);
    }
    if (blocks.some(({ language }) => language === "ts")) await compile(package_, folder);
  });

  test("has code blocks, and closes them all", () => {
    const fences = readFileSync(join(ROOT, path), "utf8").match(/^```/gm) ?? [];
    expect(fences).toHaveLength(2 * blocks.length);
    expect(blocks.length).toBeGreaterThan(0);
  });

  test.each(blocks.map((block): [string, number, Block] => [block.language, block.line, block]))(
    "%s at line %i does what it says",
    async (_language, line, block) => {
      const file = fileOf(block) ?? "";
      switch (block.language) {
        case "yaml": {
          if (block.words.includes("network")) return expectNamed(file, blocks);
          if (block.words.includes("workflow")) return runWorkflow(block.text, folder);
          const args = block.words.includes("sweep") ? ["sweep", file, "--dry-run"] : ["validate", file];
          const { stderr } = await run("starbelt", args, folder);
          expect(stderr).toBe("");
          return;
        }
        case "ts":
        case "js": {
          const { stderr } = await run(process.execPath, [file.replace(/\.ts$/, ".js")], folder);
          expect(stderr).toBe("");
          return;
        }
        case "csv":
          return expectNamed(file, blocks);
        case "sh":
          for (const command of commandsOf(block)) {
            if (block.words.includes("clone")) checkOwnCommand(command);
            else await run("sh", ["-c", command.replace(/^npx /, "")], folder);
          }
          return;
        default:
          throw new Error(`line ${line}: no one knows how to run a block of "${block.language}"`);
      }
    },
  );
});

/** Data: the scenario that names it has read it. */
function expectNamed(file: string, blocks: readonly Block[]): void {
  expect(blocks.some(({ language, text }) => language === "yaml" && text.includes(file))).toBe(true);
}

/** Commands of a shell block, one a line, without comments. */
function commandsOf({ text }: Block): string[] {
  return text
    .split("\n")
    .map((line) => line.replace(/\s+#.*$/, "").trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

/** The commands of a workflow that are ours; the others set up what the tests have already. */
async function runWorkflow(text: string, folder: string): Promise<void> {
  const steps = [...text.matchAll(/^\s+- run: (.+)$/gm)].map((match) => match[1] as string);
  const ours = steps.filter((step) => step.startsWith("npx starbelt "));
  expect(ours.length).toBeGreaterThan(0);
  for (const step of ours) await run("sh", ["-c", step.replace("npx ", "")], folder);
  expect(parse(text)).toMatchObject({ on: expect.anything(), jobs: expect.anything() });
}

/** In a clone, where the tests are under way already, a command is only looked up. */
function checkOwnCommand(line: string): void {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  for (const command of line.split("&&").map((each) => each.trim())) {
    if (command === "npm ci") continue;
    const script = /^npm (?:run )?([\w:]+)(?: -- .+)?$/.exec(command)?.[1];
    expect(Object.keys(scripts), command).toContain(script);
  }
}
