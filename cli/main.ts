#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { packageVersion } from "../index.js";
import { addCheckCommand } from "./check.js";
import { addCompareCommand } from "./compare.js";
import { addExplainCommand } from "./explain.js";
import { addExportCommand } from "./export.js";
import { addInitCommand } from "./init.js";
import { addInspectCommand } from "./inspect.js";
import { addListCommands } from "./list.js";
import { addReportCommand } from "./report.js";
import { exitCodeOf, reportError, usageError } from "./report-error.js";
import { addResumeCommand } from "./resume.js";
import { addRunCommand } from "./run.js";
import { addSchemaCommand } from "./schema.js";
import { addSummaryCommand } from "./summary.js";
import { addSweepCommand } from "./sweep.js";
import { addValidateCommand } from "./validate.js";

// A reader that closes the pipe (`starbelt presets | head`) is no failure of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    // What is said on stderr is a courtesy: a run goes on without it.
    if (stream === process.stdout) process.exit(process.exitCode ?? 0);
  });
}

// Commands take over the settings that the program has when they are added.
const program = new Command("starbelt")
  .description("Simulate LEO mega-constellations that carry workloads")
  .version(packageVersion())
  .configureOutput({ outputError: (text, write) => write(usageError(text)) })
  .exitOverride();

for (const add of [
  addRunCommand,
  addResumeCommand,
  addValidateCommand,
  addSchemaCommand,
  addInitCommand,
  addExplainCommand,
  addExportCommand,
  addListCommands,
  addSweepCommand,
  addCompareCommand,
  addCheckCommand,
  addSummaryCommand,
  addReportCommand,
  addInspectCommand,
])
  add(program);

try {
  await program.parseAsync();
} catch (error) {
  // Help and version end here too, with their own exit code 0; a wrong flag is a wrong input.
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    reportError(error);
    process.exitCode = exitCodeOf(error);
  }
}
