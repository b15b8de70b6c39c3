import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { inject } from "vitest";
import { type Outcome, ROOT, start } from "./command.js";

/** The package as npm would publish it, and a folder where it is installed. */
export interface Installed {
  /** Has nothing but `node_modules` and a `package.json`; each user makes a folder of its own in it. */
  readonly folder: string;
  /** Paths of the files in the tarball. */
  readonly files: readonly string[];
}

/**
 * Packs the package and installs the tarball into an empty folder: once for all test files of a run, by the one
 * that comes first. TypeScript and Node's types, which a user would install, are linked from here.
 */
export async function installed(): Promise<Installed> {
  const base = join(inject("sharedFolder"), "installed");
  const done = join(base, "done.json");
  if (isFirst(base)) {
    const result = await install(base).catch((error: Error) => ({ failed: error.message }));
    writeFileSync(`${done}.tmp`, JSON.stringify(result));
    renameSync(`${done}.tmp`, done);
  }
  while (!existsSync(done)) await wait(100);
  const result = JSON.parse(readFileSync(done, "utf8")) as Installed | { readonly failed: string };
  if ("failed" in result) throw new Error(result.failed);
  return result;
}

function isFirst(base: string): boolean {
  try {
    mkdirSync(base);
    return true;
  } catch {
    return false;
  }
}

async function install(base: string): Promise<Installed> {
  const folder = join(base, "folder");
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  // Without scripts: `prepare` would build dist/ anew, under the feet of other tests.
  const pack = await run("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", base], ROOT);
  const [{ filename, files }] = JSON.parse(pack.stdout) as [{ filename: string; files: { path: string }[] }];
  const flags = ["--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"];
  await run("npm", ["install", join(base, filename), ...flags], folder);
  mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
  for (const name of ["typescript", "@types/node"]) {
    symlinkSync(join(ROOT, "node_modules", name), join(folder, "node_modules", name));
  }
  return { folder, files: files.map(({ path }) => path) };
}

/** A folder of one's own in which the package is found as installed. */
export function folderIn({ folder }: Installed, name: string): string {
  const own = join(folder, name);
  mkdirSync(own);
  writeFileSync(join(own, "package.json"), '{ "private": true, "type": "module" }\n');
  return own;
}

/** Copies files of the repository into a folder. */
export function copyInto(folder: string, from: string): void {
  cpSync(join(ROOT, from), folder, { recursive: true });
}

/** Runs a program as in a shell of a user who has the package installed. @throws Error unless it exits with 0 */
export async function run(program: string, args: readonly string[], cwd: string): Promise<Outcome> {
  const outcome = await start(program, args, { cwd, env: userEnvironment(cwd) }).done;
  if (outcome.code !== 0) {
    throw new Error(
      `${[program, ...args].join(" ")} exited with ${outcome.code}:\n${outcome.stdout}${outcome.stderr}`,
    );
  }
  return outcome;
}

/** Compiles the TypeScript of a folder as strictly as its tsconfig.json says. */
export function compile({ folder }: Installed, cwd: string): Promise<Outcome> {
  return run(process.execPath, [join(folder, "node_modules/typescript/bin/tsc"), "-p", "."], cwd);
}

/** The environment without what `npm test` adds to it for this package. */
function userEnvironment(cwd: string): NodeJS.ProcessEnv {
  const ours = /^(npm_(lifecycle|package|command|config_local_prefix)|INIT_CWD|VITEST|NODE_ENV|NODE_OPTIONS)/;
  const kept = Object.entries(process.env).filter(([key]) => !ours.test(key));
  const path = [join(cwd, "../node_modules/.bin"), process.env.PATH].join(delimiter);
  return { ...Object.fromEntries(kept), PATH: path };
}
