import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { didYouMean } from "../orbits/nearest-name.js";
import { describeValue } from "../orbits/schema-problems.js";
import type { ExtensionRef } from "./extension-ref.js";
import { resolvePackage } from "./resolve-package.js";
import { enableTypeScript, isTypeScript, typeScriptHint } from "./typescript-modules.js";

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
  const path = installed(name, baseDir);
  if (path === undefined) {
    throw new ExtensionError(
      `unknown ${what} "${name}"; expected ${names.join(", ")}, a path such as ./my-${what.replaceAll(" ", "-")}.js, or an installed package${didYouMean(name, names)}`,
    );
  }
  return { name, url: pathToFileURL(path).href };
}

/** The module of an installed package. @throws ExtensionError where its package.json cannot be made out */
function installed(name: string, baseDir: string): string | undefined {
  try {
    return resolvePackage(name, baseDir);
  } catch (error) {
    throw new ExtensionError(`cannot read the package.json of "${name}": ${(error as Error).message}`);
  }
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
    if (isTypeScript(ref.url)) await enableTypeScript(ref.url);
    module = await import(ref.url);
  } catch (error) {
    const hint = isTypeScript(ref.url) ? typeScriptHint(error as NodeJS.ErrnoException) : "";
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
