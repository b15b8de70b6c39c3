import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../../", import.meta.url);

/**
 * Path of a file of the shared reference data (real catalogues, published vectors), or undefined where this
 * checkout stands without it. Tests that need it are extra and skip.
 */
export function sharedPath(relative: string): string | undefined {
  const path = fileURLToPath(new URL(`../shared/${relative}`, ROOT));
  return existsSync(path) ? path : undefined;
}
