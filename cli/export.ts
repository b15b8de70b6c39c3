import type { Command } from "commander";
import { didYouMean, InputError } from "../index.js";
import { addCzmlExport } from "./export-czml.js";
import { addHypatiaExport } from "./export-hypatia.js";
import { addContactsExport, addCsvExport } from "./export-tables.js";
import { addTickExports } from "./export-tick.js";

/** `export <what>`: a scenario or results in the formats of other tools. */
export function addExportCommand(program: Command): void {
  const formats = program
    .command("export")
    .description("write a scenario's network, or results, for other tools");
  for (const add of [addCzmlExport, addTickExports, addCsvExport, addContactsExport, addHypatiaExport])
    add(formats);
  formats.on("command:*", ([what]: string[]) => {
    const known = formats.commands.map((command) => command.name());
    const message = `expected ${known.join(", ")}; got "${what}"${didYouMean(what, known)}`;
    throw new InputError([{ file: "starbelt export", message }]);
  });
}
