import { dirname, resolve } from "node:path";
import { InputError, type InputProblem } from "../../orbits/input-error.js";
import { buildPlan } from "./build-plan.js";
import { availableMemoryBytes, expectedMemoryBytes } from "./expected-memory.js";
import { readText, UnreadableFileError } from "./input-files.js";
import { Loading } from "./loading.js";
import type { RunPlan } from "./run-plan.js";
import { ScenarioSource } from "./scenario-source.js";

export interface LoadOptions {
  /** `path.to.0.key=value` each, the value in YAML; applied in order. Paths in them are relative to `cwd`. */
  readonly set?: readonly string[] | undefined;
  /** Used instead of the scenario's seed. */
  readonly seed?: number | undefined;
  /** Working folder; that of the process by default. */
  readonly cwd?: string | undefined;
  /**
   * The run will have no plugins but the scenario's: what one of them needs and none provides is a mistake, as are those
   * that need each other. By default this is found out when the simulation is made, where a program can hand over others.
   */
  readonly pluginsComplete?: boolean | undefined;
  /** Texts by absolute path, read in place of the files that lie there. */
  readonly files?: ReadonlyMap<string, string> | undefined;
  /** Memory that a run may take, bytes; by default the machine's, or less where the process has a limit. */
  readonly memoryBytes?: number | undefined;
}

/**
 * Reads a scenario file and everything that it names, checks it, and resolves it to a plan that can be run.
 *
 * @param path of the YAML file; relative paths in it are relative to its folder
 * @throws InputError with every mistake of the scenario, of its `--set` options and of the files that it names
 */
export async function loadScenario(path: string, options: LoadOptions = {}): Promise<RunPlan> {
  const { text } = await readText(resolve(options.cwd ?? process.cwd(), path)).catch((error) => {
    if (!(error instanceof UnreadableFileError)) throw error;
    throw new InputError([{ file: path, line: 1, column: 1, message: `cannot read: ${error.message}` }]);
  });
  return loadScenarioText(text, { ...options, file: path });
}

/**
 * The same for the text of a scenario.
 *
 * @param options.file how messages name it; relative paths in it are relative to the folder of this path
 */
export async function loadScenarioText(
  text: string,
  options: LoadOptions & { readonly file?: string | undefined } = {},
): Promise<RunPlan> {
  const {
    file = "scenario",
    set = [],
    seed,
    cwd = process.cwd(),
    pluginsComplete,
    files,
    memoryBytes,
  } = options;
  const source = new ScenarioSource(file, text, { set, seed });
  const loading = new Loading(source, { cwd, folder: dirname(file), files });
  const plan = await buildPlan(loading, { pluginsComplete });
  if (plan === undefined || loading.problems.length > 0)
    throw new InputError(inOrder(loading.problems, file));
  refuseBeyondMemory(plan, loading, memoryBytes);
  return plan;
}

/** Rather than run until the system ends it. */
function refuseBeyondMemory(
  plan: RunPlan,
  { source }: Loading,
  availableBytes: number = availableMemoryBytes(),
): void {
  const bytes = expectedMemoryBytes(plan, 0);
  if (bytes <= availableBytes) return;
  const gigabytes = (n: number) => `${(n / 1e9).toFixed(1)} GB`;
  const message = `a run takes about ${gigabytes(bytes)} of memory, and there are ${gigabytes(availableBytes)}: expected fewer satellites or links than these ${plan.sky.nodes.satelliteCount} satellites have`;
  throw new InputError([source.problem(["constellation"], message)]);
}

/** Command line first, then the scenario from top to bottom, then other files in the order of their mention. */
function inOrder(problems: readonly InputProblem[], scenario: string): InputProblem[] {
  const rank = ({ file }: InputProblem): number => (file.startsWith("--") ? 0 : file === scenario ? 1 : 2);
  return problems.toSorted((a, b) => {
    if (rank(a) !== rank(b) || rank(a) !== 1) return rank(a) - rank(b);
    return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
  });
}
