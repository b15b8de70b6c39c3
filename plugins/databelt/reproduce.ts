/**
 * Writes the tables of this plugin's README from runs of its scenarios, with 10 seeds unless told otherwise:
 * `node --import tsx plugins/databelt/reproduce.ts [seeds] [table ...]`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { fusionTable } from "./reproduce/fusion.js";
import { starlinkTable } from "./reproduce/starlink.js";
import { changesTable, fanOutTable, sizeTables } from "./reproduce/testbed-tables.js";

const README = fileURLToPath(new URL("README.md", import.meta.url));

/** What makes each table, or several at once: by name. */
const TABLES: Readonly<Record<string, (seeds: number) => Promise<Readonly<Record<string, string>>>>> = {
  sizes: sizeTables,
  changes: async (seeds) => ({ changes: await changesTable(seeds) }),
  "fan-out": async (seeds) => ({ "fan-out": await fanOutTable(seeds) }),
  fusion: async (seeds) => ({ fusion: await fusionTable(seeds) }),
  starlink: async (seeds) => ({ starlink: await starlinkTable(seeds) }),
};

const [seedsText = "10", ...chosen] = process.argv.slice(2);
const seeds = Number(seedsText);
if (!Number.isInteger(seeds) || seeds < 2) throw new RangeError(`expected 2 seeds or more; got ${seedsText}`);
for (const name of chosen.length === 0 ? Object.keys(TABLES) : chosen) {
  if (!Object.hasOwn(TABLES, name))
    throw new RangeError(`no table is named "${name}"; there are ${Object.keys(TABLES).join(", ")}`);
  for (const [marker, table] of Object.entries(await TABLES[name](seeds))) write(marker, table);
}

/** Puts a table between its markers. */
function write(marker: string, table: string): void {
  const [begin, end] = [`<!-- ${marker} -->`, `<!-- /${marker} -->`];
  const text = readFileSync(README, "utf8");
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`${README} has no place for the table "${marker}"`);
  writeFileSync(README, `${text.slice(0, from + begin.length)}\n${table}\n${text.slice(to)}`);
  process.stderr.write(`${marker}\n${table}\n\n`);
}
