// Holds three small scenarios against the figures they had, by the build's own `starbelt check`. With --update it writes
// what they have now instead: for changes that are meant.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const SCENARIOS = ["line", "three-shells", "solar-storm"];
const CLI = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));

const failed = SCENARIOS.filter((name) => {
  const files = [`scenarios/${name}.yaml`, "--baseline", `test/baselines/${name}.json`];
  // Between versions of Node the last digits may differ: 1e-9 of the value.
  const flags = process.argv.includes("--update") ? ["--update"] : ["--tolerance", "*=1e-7%"];
  const args = [CLI, "check", ...files, ...flags, "--quiet"];
  return spawnSync(process.execPath, args, { stdio: "inherit" }).status !== 0;
});
process.exitCode = failed.length === 0 ? 0 : 1;
