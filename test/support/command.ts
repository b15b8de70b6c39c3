import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The built command line, as `bin` names it. */
export const CLI = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** How a process ended. */
export interface Outcome {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly done: Promise<Outcome>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts any program; what it prints is kept. */
export function start(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Running {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const done = new Promise<Outcome>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { done, kill: (signal) => child.kill(signal) };
}

/** Starts `starbelt` with these arguments. */
export function startStarbelt(args: readonly string[], cwd: string = ROOT): Running {
  return start(process.execPath, [CLI, ...args], { cwd });
}

/** Runs `starbelt` to its end. */
export function starbelt(args: readonly string[], cwd: string = ROOT): Promise<Outcome> {
  return startStarbelt(args, cwd).done;
}

/** Does `work` for each item, so many at a time; results in the order of the items. */
export async function inTurns<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      const i = next++;
      results[i] = await work(items[i] as T);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}
