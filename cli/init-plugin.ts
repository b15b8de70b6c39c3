import { lstatSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Command } from "commander";
import { InputError, packageVersion } from "../index.js";
import { nameProblem } from "./plugin-name.js";
import { pluginSkeleton } from "./plugin-skeleton/index.js";
import { whyNotWritten } from "./why-not-written.js";

const EXISTS = "exists already, and init plugin replaces nothing";

export function addInitPluginCommand(init: Command): void {
  init
    .command("plugin")
    .description("write a plugin project: typed source, test, scenario")
    .argument("[name]", "of the plugin and its package", "my-plugin")
    .option("--dir <dir>", "folder that it is written to; ./<name> by default")
    .action(async (name: string, { dir = name }: { readonly dir?: string }) => {
      if (init.opts<{ readonly force?: boolean }>().force === true)
        throw new InputError([
          { file: "--force", message: "is for scenarios: init plugin replaces nothing" },
        ]);
      const problem = await nameProblem(name);
      if (problem !== undefined) throw new InputError([{ file: "<name>", message: problem }]);
      if (dir === "") throw new InputError([{ file: "--dir", message: 'expected a folder; got ""' }]);
      const files = pluginSkeleton(name, packageVersion());
      refuseConflicts(dir, [...files.keys()]);
      for (const [path, text] of files) write(join(dir, path), text);
      process.stdout.write(written(dir, [...files.keys()]));
    });
}

/** @throws InputError naming everything that stands where a file, or a folder for one, is to be */
function refuseConflicts(dir: string, paths: readonly string[]): void {
  const targets = paths.map((path) => join(dir, path));
  const folders = new Set([join(dir), ...targets.map((file) => dirname(file))]);
  const problems = [...folders]
    .filter((folder) => isThere(folder) && !isFolder(folder))
    .map((file) => ({ file, message: "expected a folder, or nothing, here; it is a file" }));
  for (const file of targets) if (isThere(file)) problems.push({ file, message: EXISTS });
  if (problems.length > 0) throw new InputError(problems);
}

/** Links that lead nowhere too: writing would follow them. */
function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: "wx" });
  } catch (error) {
    throw new InputError([{ file, message: whyNotWritten(error as NodeJS.ErrnoException, EXISTS) }]);
  }
}

function written(dir: string, paths: readonly string[]): string {
  const folder = relative("", dir) || ".";
  const enter = folder === "." ? "" : `  cd ${/\s/.test(folder) ? JSON.stringify(folder) : folder}\n`;
  return `${folder}: ${paths.join(", ")} written
next:
${enter}  npm install     # from a clone of Starbelt: npm install --install-links PATH_TO_THE_CLONE
  npm test
  npx starbelt run scenario.yaml
`;
}
