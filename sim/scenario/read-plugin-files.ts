import { ProblemList } from "../../orbits/readers/index.js";
import { describeValue } from "../../orbits/schema-problems.js";
import type { Path } from "../../orbits/yaml-source.js";
import { type CheckedFile, type NamedFile, valueAt } from "../host/config-file.js";
import type { ConfigPath } from "../host/plan-view.js";
import type { SimPlugin } from "../host/plugin.js";
import { messageOf } from "./load-extension.js";
import type { Loading } from "./loading.js";

/** A file that a plugin's configuration names, read. */
export interface PluginFile extends NamedFile, CheckedFile {
  readonly sha256: string;
  /** What is wrong in it. */
  readonly problems: ProblemList;
}

/**
 * Reads the files that a plugin says its configuration names (`SimPlugin.files`); those that cannot be read are noted.
 *
 * @param namePath where the scenario names the plugin
 * @param withPath of its `with`
 */
export async function readPluginFiles(
  loading: Loading,
  plugin: Pick<SimPlugin, "name" | "files">,
  config: unknown,
  { namePath, withPath }: { readonly namePath: Path; readonly withPath: Path },
): Promise<PluginFile[]> {
  const read: PluginFile[] = [];
  for (const path of namedBy(loading, namePath, plugin, config)) {
    const written = valueAt(config, path);
    if (typeof written !== "string") {
      const where = ["with", ...path].join(".");
      loading.fail(
        namePath,
        `plugin "${plugin.name}" says that ${where} names a file; its configuration has none there`,
      );
      continue;
    }
    const file = await loading.read([...withPath, ...path], written);
    if (file === undefined) continue;
    const { shown, text, sha256 } = file;
    const problems = new ProblemList(shown);
    const fail: CheckedFile["fail"] = (line, column, message) => problems.add(line, column, message);
    read.push({ path, name: shown, text, sha256, problems, fail });
  }
  return read;
}

function namedBy(
  loading: Loading,
  namePath: Path,
  plugin: Pick<SimPlugin, "name" | "files">,
  config: unknown,
): readonly ConfigPath[] {
  try {
    const paths: unknown = plugin.files?.(config) ?? [];
    if (isPaths(paths)) return paths;
    loading.fail(
      namePath,
      `plugin "${plugin.name}" must tell the files of its configuration as a list of paths, each a list of keys, such as [["trace"]]; got ${describeValue(paths)}`,
    );
  } catch (error) {
    loading.fail(
      namePath,
      `plugin "${plugin.name}" failed to tell the files of its configuration: ${messageOf(error)}`,
    );
  }
  return [];
}

/** Authors who write JavaScript have no compiler that would tell them. */
function isPaths(value: unknown): value is readonly ConfigPath[] {
  return Array.isArray(value) && value.every((path) => Array.isArray(path));
}

/** A configuration as the scenario's hash covers it: with files by their content in place of their path. */
export function withHashes(config: unknown, files: readonly Pick<PluginFile, "path" | "sha256">[]): unknown {
  return files.reduce((value, { path, sha256 }) => replaceAt(value, path, { sha256 }), config);
}

function replaceAt(value: unknown, path: ConfigPath, by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.with(Number(key), replaceAt(value[Number(key)], rest, by));
  const mapping = value as Readonly<Record<string, unknown>>;
  return { ...mapping, [key]: replaceAt(mapping[key], rest, by) };
}
