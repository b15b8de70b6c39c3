import type { Command } from "commander";
import {
  contactsCsv,
  didYouMean,
  InputError,
  linksCsv,
  loadScenario,
  nodesCsv,
  type ResultsReader,
  type RunPlan,
  TABLE_NAMES,
  type TableName,
  type TextChunks,
  tableCsv,
  type World,
} from "../index.js";
import { Attendance } from "./attendance.js";
import {
  INPUT_HELP,
  isFolder,
  type NetworkInput,
  openNetwork,
  openResultsInput,
  tickOf,
  worldOf,
} from "./export-input.js";
import { type OutputFlags, putFolder, putText } from "./export-output.js";
import { AT_HELP, addOutputOptions, attendanceOf, later } from "./export-tick.js";
import type { ScenarioFlags } from "./options.js";

interface ContactsFlags extends ScenarioFlags, OutputFlags {
  readonly quiet?: boolean;
}

interface CsvFlags extends ContactsFlags {
  readonly at?: string;
  readonly table?: string;
}

/** A table by its name, as it will be made. */
type NamedTable = readonly [name: string, text: TextChunks];

/** Tables of a tick of a scenario. */
const TICK_TABLES: Readonly<Record<string, (world: World) => TextChunks>> = {
  nodes: nodesCsv,
  links: linksCsv,
};

/** `export csv`: nodes and links of a tick, or tables of results. */
export function addCsvExport(formats: Command): void {
  const command = formats
    .command("csv")
    .description("write nodes and links of a tick, or the tables of results")
    .argument("<input>", INPUT_HELP)
    .option("--at <time>", `for nodes and links: ${AT_HELP}`)
    .option("--table <name>", "one table: nodes or links of a tick, or a table of the results");
  addOutputOptions(command, "path").action(async (path: string, flags: CsvFlags) => {
    const { at, table } = flags;
    const isOfTick = at !== undefined || (table !== undefined && Object.hasOwn(TICK_TABLES, table));
    if (isFolder(path) && !isOfTick) {
      const tables = tablesOf(openResultsInput(path, flags), path, table);
      await put(tables, flags, new Attendance(1, flags.quiet === true));
      return;
    }
    const what = at === undefined ? `table "${table}"` : "--at";
    const input = await openNetwork(what, path, flags);
    const tables = tickTables(input, flags);
    await put(tables, flags, attendanceOf(input, flags));
    input.frames?.close();
  });
}

/** `export contacts`: the contact plan as CSV. */
export function addContactsExport(formats: Command): void {
  const command = formats
    .command("contacts")
    .description(
      "write the contact plan as CSV: that of the results, or windows of a scenario's ground links",
    )
    .argument("<input>", INPUT_HELP);
  addOutputOptions(command, "file").action(async (path: string, flags: ContactsFlags) => {
    if (isFolder(path)) {
      const [[, text]] = tablesOf(openResultsInput(path, flags), path, "contacts");
      await putText(flags, text, new Attendance(1, flags.quiet === true));
      return;
    }
    const plan = await loadScenario(path, flags);
    const { stepNs, tickCount } = plan.time;
    const attendance = attendanceOf({ plan, notices: contactNotices(plan) }, flags, tickCount);
    const text = contactsCsv(plan, (fromNs) => attendance.done(Math.floor(fromNs / stepNs)));
    await putText(flags, text, attendance);
  });
}

function contactNotices({ probes }: RunPlan): string[] {
  return probes.sources.length === 0
    ? []
    : ["routes of probes are in the contact plan of a run's results only; these are the ground links"];
}

/** @throws InputError with all that is wrong */
function tickTables(input: NetworkInput, { at, table }: CsvFlags): NamedTable[] {
  const names = chosen(table, Object.keys(TICK_TABLES), (name) =>
    isTableName(name) ? "that is a table of results: leave --at out, and name a results folder" : undefined,
  );
  if (at === undefined) {
    throw new InputError([{ file: "--at", message: "expected the time of a tick: nodes and links change" }]);
  }
  const tick = tickOf(input, at);
  let world: Promise<World> | undefined;
  return names.map((name) => [
    name,
    later(async () => {
      world ??= worldOf(input, tick);
      return TICK_TABLES[name](await world);
    }),
  ]);
}

/** @throws InputError where the results do not hold what is wanted */
function tablesOf(results: ResultsReader, path: string, table: string | undefined): NamedTable[] {
  const held = TABLE_NAMES.filter((name) => results.source(name) !== "absent");
  const names = chosen(table, held, (name) => {
    if (!isTableName(name)) return undefined;
    return name === "contacts"
      ? `${path} has none, for its scenario did not say output.contactPlan; give the scenario instead`
      : `${path} has none of that name`;
  });
  return names.map((name) => [name, tableCsv(results, name as TableName)]);
}

/**
 * The one table that was asked for, else all.
 * @param why says why a name that is known is not among them
 */
function chosen(
  table: string | undefined,
  names: readonly string[],
  why: (name: string) => string | undefined,
): readonly string[] {
  if (table === undefined) return names;
  if (names.includes(table)) return [table];
  const known = names.length === 0 ? "a table" : names.join(", ");
  const reason = why(table);
  const hint = reason === undefined ? didYouMean(table, names) : `: ${reason}`;
  throw new InputError([{ file: "--table", message: `expected ${known}; got "${table}"${hint}` }]);
}

function isTableName(name: string): name is TableName {
  return (TABLE_NAMES as readonly string[]).includes(name);
}

/** One table as text; several as files of a folder. */
async function put(tables: readonly NamedTable[], flags: CsvFlags, attendance: Attendance): Promise<void> {
  const { table, out } = flags;
  if (table !== undefined) {
    await putText(flags, tables[0][1], attendance);
    return;
  }
  if (out === undefined) {
    attendance.end();
    const names = tables.map(([name]) => `${name}.csv`).join(", ");
    throw new InputError([
      { file: "--out", message: `expected a folder for ${names}; or name one of them by --table` },
    ]);
  }
  const files = tables.map(([name, text]) => [`${name}.csv`, text] as const);
  await putFolder({ ...flags, out }, "folder of such tables", files, attendance);
}
