import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { didYouMean } from "../orbits/nearest-name.js";
import { describeValue } from "../orbits/schema-problems.js";
import type { ExtensionRef } from "./extension-ref.js";

/** Anything a scenario can name: a definition made by one of the `define…` functions. */
export interface Definition {
  readonly kind: string;
  readonly name: string;
}

/** An extension that cannot be found or is not what was asked for; the message is for the user. */
export class ExtensionError extends Error {
  override readonly name = "ExtensionError";
}

/**
 * Finds where a name leads: a built-in, a path (`./x.js`, relative to `baseDir`), or a package installed
 * where the scenario lives.
 * @throws ExtensionError naming the nearest built-in
 */
export function locateExtension(
  what: string,
  name: string,
  builtIn: Iterable<string>,
  baseDir: string,
): ExtensionRef {
  const names = [...builtIn];
  if (names.includes(name)) return { name };
  if (/^(\.{1,2}\/|\/|file:)/.test(name)) {
    const url = name.startsWith("file:") ? name : pathToFileURL(resolve(baseDir, name)).href;
    if (!existsSync(new URL(url))) throw new ExtensionError(`no file at "${name}"`);
    return { name, url };
  }
  const path = resolvePackage(name, baseDir);
  if (path === undefined) {
    throw new ExtensionError(
      `unknown ${what} "${name}"; expected ${names.join(", ")}, a path such as ./my-${what.replaceAll(" ", "-")}.js, or an installed package${didYouMean(name, names)}`,
    );
  }
  return { name, url: pathToFileURL(path).href };
}

/**
 * Imports the default export of a user's module and checks what it is.
 * @throws ExtensionError where the module does not load or exports something else
 */
export async function importDefinition(
  ref: ExtensionRef & { url: string },
  kinds: readonly string[],
): Promise<Definition> {
  let module: { default?: unknown };
  try {
    module = await import(ref.url);
  } catch (error) {
    const hint =
      /\.ts$/.test(ref.url) && (error as NodeJS.ErrnoException).code === "ERR_UNKNOWN_FILE_EXTENSION"
        ? "; this Node cannot import TypeScript: compile it to JavaScript, or use Node 22.18 or later"
        : "";
    throw new ExtensionError(`cannot load "${ref.name}": ${(error as Error).message}${hint}`);
  }
  const definition = module.default as Partial<Definition> | undefined;
  if (typeof definition?.kind !== "string" || !kinds.includes(definition.kind)) {
    const got = definition?.kind === undefined ? "something else" : `a ${definition.kind}`;
    throw new ExtensionError(
      `"${ref.name}" must have a ${kinds.join(" or ")} as its default export; it has ${got}`,
    );
  }
  const mistake = mistakeIn(definition);
  if (mistake !== undefined) throw new ExtensionError(`"${ref.name}": ${mistake}`);
  return definition as Definition;
}

/** What keeps a definition from being used at all, whatever its kind; undefined where nothing does. */
export function mistakeIn(definition: object): string | undefined {
  const { kind, name, queries, ...rest } = definition as Readonly<Record<string, unknown>>;
  if (typeof name !== "string" || name.trim() === "") {
    return `a ${kind} needs a name: expected a text that is not empty, got ${describeValue(name)}`;
  }
  const does = kind === "link-cost" ? "cost" : "setup";
  if (typeof rest[does] !== "function") {
    return `${kind} "${name}" needs ${does}: expected a function, got ${describeValue(rest[does])}`;
  }
  if (kind !== "router" || (Array.isArray(queries) && queries.includes("route"))) return undefined;
  return `router "${name}" needs queries: expected a list with "route" in it, got ${describeValue(queries)}`;
}

function resolvePackage(name: string, baseDir: string): string | undefined {
  try {
    return createRequire(join(baseDir, "scenario.yaml")).resolve(name);
  } catch {
    return resolveImportOnlyPackage(name, baseDir);
  }
}

/** Packages that export for `import` alone are invisible to `require.resolve`: read their `exports` here. */
function resolveImportOnlyPackage(name: string, baseDir: string): string | undefined {
  const parts = name.split("/");
  const packageName = parts.slice(0, name.startsWith("@") ? 2 : 1).join("/");
  const subpath = name === packageName ? "." : `.${name.slice(packageName.length)}`;
  for (let dir = resolve(baseDir); ; dir = dirname(dir)) {
    const root = join(dir, "node_modules", packageName);
    if (existsSync(join(root, "package.json"))) {
      const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { exports?: unknown };
      const target = pickImportTarget(manifest.exports, subpath);
      return target === undefined ? undefined : join(root, target);
    }
    if (dirname(dir) === dir) return undefined;
  }
}

function pickImportTarget(exportsField: unknown, subpath: string): string | undefined {
  if (typeof exportsField === "string") return subpath === "." ? exportsField : undefined;
  if (typeof exportsField !== "object" || exportsField === null) return undefined;
  const map = exportsField as Record<string, unknown>;
  if (Object.keys(map).some((key) => key.startsWith("."))) {
    return Object.hasOwn(map, subpath) ? pickImportTarget(map[subpath], ".") : undefined;
  }
  for (const condition of ["node", "import", "default"]) {
    const target = Object.hasOwn(map, condition) ? pickImportTarget(map[condition], ".") : undefined;
    if (target !== undefined) return target;
  }
  return undefined;
}
