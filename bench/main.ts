/**
 * Prints each figure beside its yardstick, measured in the same run: `npm run bench`, or `npm run bench -- tick
 * routing` for some groups; `routing` includes `routers`. Median, fastest and slowest run; ratios above 1 mean faster than the yardstick.
 */
import { readdirSync } from "node:fs";
import { cpus } from "node:os";
import type { BenchRow } from "./bench-row.js";

type Group = () => Promise<BenchRow[]>;

/** Each file of this folder that exports `bench…` is a group, named after the file. */
async function loadGroups(): Promise<Map<string, Group>> {
  const groups = new Map<string, Group>();
  for (const file of readdirSync(new URL(".", import.meta.url)).sort()) {
    if (!file.endsWith(".ts") || file === "main.ts" || file === "bench-row.ts") continue;
    const module = (await import(new URL(file, import.meta.url).href)) as Record<string, unknown>;
    const found = Object.entries(module).find(([name]) => /^bench[A-Z]/.test(name));
    if (found !== undefined) groups.set(file.replace(/\.ts$/, ""), found[1] as Group);
  }
  return groups;
}

function formatRow({ name, medianMs, spreadMs, yardstick, aim }: BenchRow): string {
  const cells = [`  ${name}`, `    ${ms(medianMs)} (${ms(spreadMs[0])} to ${ms(spreadMs[1])})`];
  if (yardstick !== undefined) {
    cells.push(`    ${yardstick.ratio.toFixed(2)} x ${yardstick.name} (${ms(yardstick.medianMs)})`);
  }
  if (aim !== undefined) cells.push(`    aim: ${aim}`);
  return cells.join("\n");
}

function ms(value: number): string {
  return value >= 100 ? `${value.toFixed(0)} ms` : `${value.toPrecision(3)} ms`;
}

/** Groups that a name stands for beside the one of that name. */
const INCLUDED: ReadonlyMap<string, readonly string[]> = new Map([
  ["routing", ["routers"]],
  ["kernel", ["flow", "transfers"]],
]);

const groups = await loadGroups();
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !groups.has(name));
if (unknown.length > 0) {
  process.stderr.write(`no such group: ${unknown.join(", ")}; there are ${[...groups.keys()].join(", ")}\n`);
  process.exit(2);
}
process.stdout.write(
  `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? "unknown processor"}\n`,
);
const all = asked.length > 0 ? asked.flatMap((name) => [name, ...(INCLUDED.get(name) ?? [])]) : groups.keys();
for (const name of new Set(all)) {
  process.stdout.write(`\n${name}\n`);
  for (const row of await (groups.get(name) as Group)()) process.stdout.write(`${formatRow(row)}\n`);
}
