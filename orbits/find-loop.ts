import type { Path } from "./yaml-source.js";

/** Path of the first value that contains itself, as YAML aliases allow; undefined where there is none. */
export function findLoop(value: unknown): Path | undefined {
  const open = new Set<unknown>();
  const done = new Set<unknown>();
  const visit = (current: unknown, path: Path): Path | undefined => {
    if (typeof current !== "object" || current === null || done.has(current)) return undefined;
    if (open.has(current)) return path;
    open.add(current);
    for (const [key, inner] of Object.entries(current)) {
      const found = visit(inner, [...path, Array.isArray(current) ? Number(key) : key]);
      if (found !== undefined) return found;
    }
    open.delete(current);
    done.add(current);
    return undefined;
  };
  return visit(value, []);
}
