import type { InputProblem } from "../../orbits/input-error.js";
import { readPlainYaml } from "../../orbits/plain-yaml.js";
import { isMapping, type Locator } from "../../orbits/schema-problems.js";
import type { Path, YamlSource } from "../../orbits/yaml-source.js";
import { type AppliedSet, applySetOptions } from "./set-option.js";

/** What replaces values of the file. */
export interface Overrides {
  /** `path.to.0.key=value` each, applied in order. */
  readonly set?: readonly string[] | undefined;
  readonly seed?: number | undefined;
}

/** A scenario file with its `--set` options applied, which knows where each value comes from. */
export class ScenarioSource implements Locator {
  readonly file: string;
  readonly value: unknown;
  /** As it was read, and what was to be changed in it. */
  readonly written: { readonly text: string } & Overrides;
  /** Mistakes in the `--set` options themselves. */
  readonly setProblems: readonly InputProblem[];
  readonly #yaml: YamlSource;
  readonly #applied: readonly AppliedSet[];

  /** @throws InputError where the text is not YAML that has an end */
  constructor(file: string, text: string, { set = [], seed }: Overrides = {}) {
    this.file = file;
    this.written = { text, set, seed };
    const { yaml, value } = readPlainYaml(file, text);
    this.#yaml = yaml;
    const result = applySetOptions(value, set);
    this.setProblems = result.problems;
    if (seed === undefined || !isMapping(result.value)) {
      this.value = result.value;
      this.#applied = result.applied;
    } else {
      this.value = { ...result.value, seed };
      this.#applied = [...result.applied, { label: "--seed", wrote: ["seed"] }];
    }
  }

  problem(path: Path, message: string): InputProblem {
    const set = this.setAt(path);
    return set === undefined ? this.#yaml.problem(path, message) : { file: set, message };
  }

  problemAtKey(path: Path, key: string, message: string): InputProblem {
    const set = this.setAt([...path, key]);
    return set === undefined ? this.#yaml.problemAtKey(path, key, message) : { file: set, message };
  }

  /** `--set #2` where that option wrote the value at `path`; undefined where the file did. */
  setAt(path: Path): string | undefined {
    return this.#applied.findLast(({ wrote }) => isPrefix(wrote, path))?.label;
  }
}

function isPrefix(prefix: Path, path: Path): boolean {
  return prefix.length <= path.length && prefix.every((key, i) => String(key) === String(path[i]));
}
