import type { ConfigPath } from "./plan-view.js";

/** A text file that a plugin's configuration names. */
export interface ConfigFile {
  /** How messages name it: the scenario's own path joined with the one written. */
  readonly name: string;
  readonly text: string;
}

/** The same while its content is being looked at. */
export interface CheckedFile extends ConfigFile {
  /** Notes a mistake in it. @param line 1-based, as is `column` */
  fail(line: number, column: number, message: string): void;
}

/** A file, and where the configuration names it. */
export interface NamedFile extends ConfigFile {
  readonly path: ConfigPath;
}

/** The one of them that is named at a place. */
export function fileAt<F extends NamedFile>(files: readonly F[], path: ConfigPath): F | undefined {
  return files.find((file) => isSamePath(file.path, path));
}

/** What stands at a place of a configuration; undefined where nothing does. */
export function valueAt(config: unknown, path: ConfigPath): unknown {
  let value = config;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[key];
  }
  return value;
}

function isSamePath(a: ConfigPath, b: ConfigPath): boolean {
  return a.length === b.length && a.every((key, i) => String(key) === String(b[i]));
}
