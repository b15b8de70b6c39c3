import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** Folder of this run of the tests, for what several files share. */
    sharedFolder: string;
  }
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const ROOMS = [
  "index.ts",
  "orbits",
  "routing",
  "workers",
  "results",
  "report",
  "sim",
  "runs",
  "plugins",
  "cli",
];

/** Tests of threads, of the command line and of the package use the build: says so where it is not that of the sources. */
export function setup(project: TestProject): () => void {
  const built = join(ROOT, "dist/cli/main.js");
  if (!existsSync(built)) console.warn("there is no dist/: npm test (or npm run build) makes it");
  else if (newestSource() > statSync(built).mtimeMs) {
    console.warn("dist/ is older than the sources; npm test (or npm run build) brings it up to date");
  }
  const folder = mkdtempSync(join(tmpdir(), "starbelt-tests-"));
  project.provide("sharedFolder", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}

function newestSource(): number {
  const files = ROOMS.flatMap((room) =>
    room.endsWith(".ts")
      ? [room]
      : readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" }).map((file) => join(room, file)),
  );
  return Math.max(
    ...files.filter((file) => file.endsWith(".ts")).map((file) => statSync(join(ROOT, file)).mtimeMs),
  );
}
