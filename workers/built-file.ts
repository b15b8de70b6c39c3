import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A thread's file: threads run compiled code; from the TypeScript sources (as tests do) that is the build beside them. */
export function builtFile(name: string): string {
  const beside = fileURLToPath(new URL(`./${name}`, import.meta.url));
  const built = fileURLToPath(new URL(`../dist/workers/${name}`, import.meta.url));
  return existsSync(beside) ? beside : built;
}
