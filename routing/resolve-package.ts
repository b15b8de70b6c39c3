import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join, resolve } from "node:path";

/** The module that a name such as `my-plugin` or `my-plugin/part` means in a folder; undefined where none is installed. */
export function resolvePackage(name: string, baseDir: string): string | undefined {
  try {
    const path = createRequire(join(baseDir, "scenario.yaml")).resolve(name);
    // Node's own modules are told by their name.
    if (isAbsolute(path)) return path;
  } catch {
    // Perhaps it exports for `import` alone.
  }
  return resolveImport(name, baseDir);
}

/**
 * The same by the package's `exports` for `import`: packages that export for it alone are invisible to `require.resolve`,
 * and others may give `import` another module.
 */
export function resolveImport(name: string, baseDir: string): string | undefined {
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
