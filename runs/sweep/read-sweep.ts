import { dirname, isAbsolute, join, resolve } from "node:path";
import { z } from "zod";
import { InputError, type InputProblem } from "../../orbits/input-error.js";
import { readPlainYaml } from "../../orbits/plain-yaml.js";
import { isMapping, schemaMessage, schemaProblems } from "../../orbits/schema-problems.js";
import type { Path, YamlSource } from "../../orbits/yaml-source.js";
import { readText, UnreadableFileError } from "../../sim/scenario/input-files.js";
import { readAxes, type SweepAxes } from "./axes.js";
import { type RepeatConfig, type SweepConfig, SweepSchema } from "./schema.js";

/** A sweep file, read and checked by itself; its scenario is not looked into yet. */
export interface SweepFile {
  readonly name: string;
  /** As given. */
  readonly file: string;
  /** Absolute folder of the file: what its paths are relative to. */
  readonly cwd: string;
  readonly scenario: { readonly file: string; readonly text: string; readonly seed: unknown };
  readonly axes: SweepAxes;
  readonly seeds: SweepConfig["seeds"];
  readonly repeat: RepeatConfig | undefined;
  /** Of the intervals in the tables. */
  readonly confidence: number;
  /** Patterns: which metrics the tables have. */
  readonly metrics: readonly string[];
  readonly at: YamlSource;
  /** How messages name a file that the scenario's loading names relative to `cwd`. */
  shown(file: string): string;
}

/** What could be read of a sweep file, and all that is wrong with it by itself. */
export interface ReadSweep {
  /** Undefined where its axes or its scenario are not known: then its points cannot be looked into. */
  readonly file: SweepFile | undefined;
  readonly problems: readonly InputProblem[];
}

/**
 * Reads a sweep file.
 *
 * @throws InputError where it cannot be read, or is not YAML
 */
export async function readSweep(path: string, cwd: string): Promise<ReadSweep> {
  const problems: InputProblem[] = [];
  const text = await textOf(resolve(cwd, path)).catch((error) => {
    throw new InputError([{ file: path, line: 1, column: 1, message: `cannot read: ${whyOf(error)}` }]);
  });
  const { yaml, value } = readPlainYaml(path, text);
  const config = readConfig(yaml, value, problems);
  const fail = (at: Path, message: string) => problems.push(yaml.problem(at, message));
  const failAtKey = (at: Path, key: string, message: string) => {
    problems.push(yaml.problemAtKey(at, key, message));
  };
  checkRepeats(config, fail);
  const axes = config.axes && readAxes(config.axes, { fail, failAtKey });
  const folder = resolve(cwd, dirname(path));
  const scenario = config.scenario;
  const scenarioText =
    scenario === undefined
      ? undefined
      : await textOf(resolve(folder, scenario)).catch((error) => {
          fail(["scenario"], `cannot read "${scenario}": ${whyOf(error)}`);
          return undefined;
        });
  if (axes === undefined || scenario === undefined || scenarioText === undefined) {
    return { file: undefined, problems };
  }
  const file: SweepFile = {
    name: config.name ?? "",
    file: path,
    cwd: folder,
    scenario: { file: scenario, text: scenarioText, seed: seedOf(scenario, scenarioText) },
    axes,
    seeds: config.seeds,
    repeat: config.repeat,
    confidence: config.confidence ?? Number.NaN,
    metrics: config.metrics ?? [],
    at: yaml,
    shown: (named) => (isAbsolute(named) ? named : join(dirname(path), named)),
  };
  return { file, problems };
}

/** The keys that are sound; the mistakes of the others are noted. */
function readConfig(yaml: YamlSource, value: unknown, problems: InputProblem[]): Partial<SweepConfig> {
  const parsed = SweepSchema.safeParse(value, { error: schemaMessage });
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  problems.push(...schemaProblems(issues, value, yaml));
  if (!isMapping(value)) return {};
  const unsound = new Set(issues.flatMap(({ path }) => (path[0] === undefined ? [] : String(path[0]))));
  const sound = Object.entries(SweepSchema.shape).filter(([key]) => !unsound.has(key));
  const known = sound.flatMap(([key]) => (Object.hasOwn(value, key) ? [[key, value[key]]] : []));
  return z.object(Object.fromEntries(sound)).parse(Object.fromEntries(known)) as Partial<SweepConfig>;
}

function checkRepeats(
  { seeds, repeat }: Partial<SweepConfig>,
  fail: (at: Path, message: string) => void,
): void {
  if (Array.isArray(seeds)) {
    for (const [i, seed] of seeds.entries()) {
      if (seeds.indexOf(seed) < i) fail(["seeds", i], `seed ${seed} stands twice`);
    }
  }
  if (repeat === undefined) return;
  if (seeds !== undefined) {
    fail(["seeds"], `"seeds" and "repeat" exclude each other; "repeat" takes "from", its first seed`);
  }
  if (repeat.max < repeat.min)
    fail(["repeat", "max"], `expected at least "min" (${repeat.min}); got ${repeat.max}`);
}

/** The seed that a scenario's text has; its mistakes are told when it is loaded. */
function seedOf(file: string, text: string): unknown {
  try {
    const { value } = readPlainYaml(file, text);
    return isMapping(value) ? value.seed : undefined;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

async function textOf(path: string): Promise<string> {
  return (await readText(path)).text;
}

/** @throws the error itself unless it tells why a file cannot be read */
function whyOf(error: unknown): string {
  if (error instanceof UnreadableFileError) return error.message;
  throw error;
}
