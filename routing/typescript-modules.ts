import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { resolveImport } from "./resolve-package.js";

/** Of `tsx/esm/api`, which a project may have installed. */
interface TypeScriptLoader {
  register(): unknown;
}

/** Loaders that this thread has registered, or is about to, by URL: modules may be loaded side by side. */
const registered = new Map<string, Promise<void>>();

export function isTypeScript(url: string): boolean {
  return /\.m?ts$/.test(url);
}

/**
 * Lets this thread import a module of TypeScript, as far as that can be: Node strips types itself from 22.18 on; before, the
 * `tsx` of the module's own project does. Has to come before the first try, for Node keeps in mind what it could not import.
 */
export async function enableTypeScript(url: string): Promise<void> {
  // Not among the types of Node 20.
  if (Reflect.get(process.features, "typescript")) return;
  const path = resolveImport("tsx/esm/api", dirname(fileURLToPath(url)));
  if (path === undefined) return;
  const loader = pathToFileURL(path).href;
  let done = registered.get(loader);
  if (done === undefined) {
    done = register(loader);
    registered.set(loader, done);
  }
  await done;
}

async function register(loader: string): Promise<void> {
  ((await import(loader)) as TypeScriptLoader).register();
}

/** What helps where a module of TypeScript could not be imported; nothing where the module itself is wrong. */
export function typeScriptHint({ code }: NodeJS.ErrnoException): string {
  switch (code) {
    case "ERR_UNKNOWN_FILE_EXTENSION":
      return "; this Node cannot import TypeScript: install tsx beside it, compile it to JavaScript, or use Node 22.18 or later";
    case "ERR_REQUIRE_CYCLE_MODULE":
      return '; with tsx it has to be an ES module: its package.json needs "type": "module"';
    default:
      return "";
  }
}
