import { resolve } from "node:path";
import type { z } from "zod";
import {
  describeValue,
  isMapping,
  schemaMessage,
  schemaProblems,
  unknownKey,
} from "../../orbits/schema-problems.js";
import type { Path } from "../../orbits/yaml-source.js";
import { canonicalJson } from "../../results/index.js";
import type { ExtensionRef, ExtensionUse } from "../../routing/extension-ref.js";
import {
  type Definition,
  ExtensionError,
  importDefinition,
  locateExtension,
} from "../../routing/extensions.js";
import type { Placed } from "./draft.js";
import type { Loading } from "./loading.js";
import { isPlanned } from "./planned-names.js";

/** A built-in protocol, router or plugin, or a user's own, as the scenario asks for it. */
export interface ExtensionRequest {
  /** In words: "link protocol". */
  readonly what: string;
  /** Kinds of definition that will do. */
  readonly kinds: readonly string[];
  readonly name: string;
  /** Where the name stands. */
  readonly namePath: Path;
  /** The mapping that the name stands in. */
  readonly entryPath: Path;
  /** Keys of that mapping which every extension of this sort takes. */
  readonly commonKeys: readonly string[];
  /** Set where the schema has found a built-in of that name, with the keys of its own. */
  readonly builtIn?: { readonly config: unknown } | undefined;
  /** Keys of the mapping that nobody knows. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly with: Readonly<Record<string, unknown>> | undefined;
  readonly planned: readonly string[];
}

/** What a definition has that can be configured. */
export interface Configurable extends Definition {
  readonly config?: z.ZodType;
}

/** An extension that was found, with its configuration checked. */
export interface LoadedExtension<D> {
  readonly use: ExtensionUse;
  readonly definition: D;
  /** SHA-256 of a user's module; absent for built-ins. */
  readonly sha256?: string;
}

/**
 * Finds one of the built-in protocols or routers, or a user's own, and checks its configuration. Mistakes
 * are noted; undefined where there are any.
 */
export async function loadExtension<D extends Configurable>(
  loading: Loading,
  request: ExtensionRequest,
  builtIns: ReadonlyMap<string, D>,
): Promise<LoadedExtension<D> | undefined> {
  const { name } = request;
  const definition = builtIns.get(name);
  if (definition !== undefined)
    return { use: { ref: { name }, config: request.builtIn?.config }, definition };
  const ref = locate(loading, request, [...builtIns.keys()]);
  if (ref === undefined) return undefined;
  const loaded = await importAndConfigure<D>(loading, request, ref);
  if (loaded === undefined) return undefined;
  const module = await loading.files.readModule(name, ref.url);
  return { ...loaded, sha256: module.sha256 };
}

/** What finding an extension by its name takes. */
export type ExtensionName = Pick<ExtensionRequest, "what" | "name" | "namePath" | "planned">;

/** Where a name leads that is no built-in; what leads nowhere is noted. */
export function locate(
  loading: Loading,
  { what, name, namePath, planned }: ExtensionName,
  builtIn: readonly string[],
): (ExtensionRef & { url: string }) | undefined {
  if (isPlanned(name, planned, builtIn)) {
    loading.fail(namePath, `${what} "${name}" is not available yet; available are ${builtIn.join(", ")}`);
    return undefined;
  }
  try {
    const ref = locateExtension(what, name, builtIn, resolve(loading.cwd, loading.folderOf(namePath)));
    return ref.url === undefined ? undefined : { name: ref.name, url: ref.url };
  } catch (error) {
    noteExtensionError(loading, namePath, error);
    return undefined;
  }
}

/** Notes a name that leads nowhere also where other mistakes of its entry keep it from being loaded. */
export function noteUnknownName(
  loading: Loading,
  { path, config }: Placed<unknown>,
  key: string,
  { what, planned }: Pick<ExtensionRequest, "what" | "planned">,
  builtIn: readonly string[],
): void {
  const name = isMapping(config) && Object.hasOwn(config, key) ? config[key] : undefined;
  if (typeof name !== "string" || name === "" || builtIn.includes(name)) return;
  locate(loading, { what, name, namePath: [...path, key], planned }, builtIn);
}

/** Imports a module and checks the `with:` that is meant for it. */
export async function importAndConfigure<D extends Configurable>(
  loading: Loading,
  request: ExtensionRequest,
  ref: ExtensionRef & { readonly url: string },
): Promise<LoadedExtension<D> | undefined> {
  for (const key of Object.keys(request.options)) {
    const message = `${unknownKey(key, request.commonKeys)} (what configures your own extension goes under with)`;
    loading.failAtKey(request.entryPath, key, message);
  }
  let definition: D;
  try {
    definition = (await importDefinition(ref, request.kinds)) as D;
  } catch (error) {
    noteExtensionError(loading, request.namePath, error);
    return undefined;
  }
  const config = await checkWith(loading, request, definition);
  return config === undefined ? undefined : { use: { ref, config: config.value }, definition };
}

async function checkWith(
  loading: Loading,
  request: ExtensionRequest,
  definition: Configurable,
): Promise<{ value: unknown } | undefined> {
  const path = [...request.entryPath, "with"];
  if (definition.config === undefined && Object.keys(request.with ?? {}).length > 0) {
    loading.failAtKey(request.entryPath, "with", `"${request.name}" takes no configuration`);
    return undefined;
  }
  return checkConfig(loading, path, definition.config, request.with ?? {});
}

/** Validates a configuration and gives it with its defaults; undefined where there are mistakes. */
async function checkConfig(
  loading: Loading,
  path: Path,
  schema: z.ZodType | undefined,
  value: Readonly<Record<string, unknown>>,
): Promise<{ value: unknown } | undefined> {
  if (schema === undefined) return { value: undefined };
  try {
    const result = await refuseUnknownKeys(schema).safeParseAsync(value, { error: schemaMessage });
    if (!result.success) {
      const { source, problems } = loading;
      problems.push(...schemaProblems(result.error.issues, source.value, source, path));
      return undefined;
    }
    if (isPlainData(result.data)) return { value: result.data };
    loading.fail(
      path,
      "the extension's config schema must give plain data that JSON can hold: worker threads, the manifest and the hash take it",
    );
  } catch (error) {
    loading.fail(path, `the extension's config schema failed: ${messageOf(error)}`);
  }
  return undefined;
}

function isPlainData(value: unknown): boolean {
  try {
    structuredClone(value);
    // The manifest shows it, and the scenario's hash covers it.
    if (value !== undefined) canonicalJson(value);
    return true;
  } catch {
    return false;
  }
}

/** `z.object` drops keys that it does not know; in a scenario such a key is a slip. */
function refuseUnknownKeys(schema: z.ZodType): z.ZodType {
  // Absent where the extension brings a schema library of its own.
  const def = (schema as Partial<z.ZodObject>)._zod?.def;
  if (def?.type !== "object" || def.catchall !== undefined) return schema;
  return (schema as z.ZodObject).strict();
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : `it threw ${describeValue(error)}`;
}

function noteExtensionError(loading: Loading, path: Path, error: unknown): void {
  if (!(error instanceof ExtensionError)) throw error;
  loading.fail(path, error.message);
}
