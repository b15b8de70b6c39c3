// Regenerates workers/generated from the schemas in workers/ with Debian's flatc (flatbuffers-compiler), and gives the
// relative imports the `.js` that Node's ESM wants. `--check DIR` writes there instead, for comparison in CI.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const check = process.argv.indexOf("--check");
const target = check === -1 ? "workers/generated" : process.argv[check + 1];
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
const schemas = ["workers/frame.fbs", "workers/frame-record.fbs"];
const { status, error } = spawnSync("flatc", ["--ts", "-o", target, ...schemas], { stdio: "inherit" });
if (error) {
  console.error("flatc is not installed (Debian: flatbuffers-compiler)");
  process.exit(1);
}
if (status !== 0) process.exit(status ?? 1);

for (const entry of readdirSync(target, { recursive: true })) {
  if (!entry.endsWith(".ts")) continue;
  const path = join(target, entry);
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replace(/(from '\.[^']*?)(\.js)?';/g, "$1.js';"));
}
