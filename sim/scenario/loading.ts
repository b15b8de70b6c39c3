import { dirname, resolve } from "node:path";
import { InputError, type InputProblem } from "../../orbits/input-error.js";
import type { Path } from "../../orbits/yaml-source.js";
import { InputFiles, type ReadFile, UnreadableFileError } from "./input-files.js";
import { recordScenario } from "./record-scenario.js";
import type { ScenarioRecord } from "./run-plan.js";
import type { ScenarioSource } from "./scenario-source.js";

/** What all steps of loading a scenario share: the source, the files read, and everything found wrong so far. */
export class Loading {
  readonly source: ScenarioSource;
  readonly files: InputFiles;
  readonly problems: InputProblem[] = [];
  readonly warnings: InputProblem[] = [];
  /** Folder of the scenario file, relative to the working folder. */
  readonly folder: string;
  readonly cwd: string;

  /** @param options.files texts by absolute path, to be read in place of what lies there */
  constructor(
    source: ScenarioSource,
    options: {
      readonly cwd: string;
      readonly folder?: string;
      readonly files?: ReadonlyMap<string, string> | undefined;
    },
  ) {
    this.source = source;
    this.cwd = options.cwd;
    this.folder = options.folder ?? dirname(source.file);
    this.files = new InputFiles(options.cwd, options.files);
  }

  /** All that was read so far. */
  record(): ScenarioRecord {
    return recordScenario(this.source.written, this.files, resolve(this.cwd, this.folder), resolve(this.cwd));
  }

  /** Notes a mistake at the value that `path` leads to. */
  fail(path: Path, message: string): void {
    this.problems.push(this.source.problem(path, message));
  }

  /** Notes a mistake at the key `key` of the mapping that `path` leads to. */
  failAtKey(path: Path, key: string, message: string): void {
    this.problems.push(this.source.problemAtKey(path, key, message));
  }

  /** Notes something worth telling that is no mistake. */
  warn(path: Path, message: string): void {
    this.warnings.push(this.source.problem(path, message));
  }

  /** Runs a step that may throw InputError, and keeps what it throws. Undefined where it threw. */
  collect<T>(step: () => T): T | undefined {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.problems.push(...error.problems);
      return undefined;
    }
  }

  /**
   * Folder that a path written at `path` is relative to: the scenario's, or the working folder where the
   * value came from `--set`.
   */
  folderOf(path: Path): string {
    return this.source.setAt(path) === undefined ? this.folder : ".";
  }

  /** Reads the file named at `path`; a file that cannot be read is a mistake at that place. */
  async read(path: Path, file: string): Promise<ReadFile | undefined> {
    try {
      return await this.files.read(file, this.folderOf(path));
    } catch (error) {
      if (!(error instanceof UnreadableFileError)) throw error;
      this.fail(path, `cannot read "${file}": ${error.message}`);
      return undefined;
    }
  }

  /** What is at the path written at `path`: a file (or the like), a folder, or nothing. */
  kindOf(path: Path, file: string): Promise<"file" | "folder" | undefined> {
    return this.files.kindOf(file, this.folderOf(path));
  }

  /** Line of a value, to point back to it from another message. */
  lineOf(path: Path): string {
    const { file, line } = this.source.problem(path, "");
    return line === undefined ? file : `line ${line}`;
  }
}
