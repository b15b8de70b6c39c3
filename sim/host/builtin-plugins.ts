import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ExtensionRef } from "../../routing/extension-ref.js";

/** Built-in plugins live in folders of their own and are imported only when a scenario names them. */
const ROOM = new URL("../../plugins/", import.meta.url);

/** Names of the plugins that come with the package, sorted. */
export function builtInPluginNames(): string[] {
  return readdirSync(fileURLToPath(ROOM), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && moduleFile(entry.name) !== undefined)
    .map((entry) => entry.name)
    .sort();
}

/** Where a built-in plugin's module is. */
export function builtInPluginRef(name: string): ExtensionRef & { readonly url: string } {
  const url = moduleFile(name);
  if (url === undefined) throw new RangeError(`no built-in plugin is named "${name}"`);
  return { name, url: url.href };
}

function moduleFile(name: string): URL | undefined {
  return ["index.js", "index.ts"]
    .map((file) => new URL(`${name}/${file}`, ROOM))
    .find((url) => existsSync(url));
}
