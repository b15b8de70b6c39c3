import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import { InputError, scenarioTemplate } from "../index.js";
import { addInitPluginCommand } from "./init-plugin.js";
import { whyNotWritten } from "./why-not-written.js";

/** `init` writes a scenario; `init plugin` a project. */
export function addInitCommand(program: Command): void {
  const init = program
    .command("init")
    .usage("[file] [--force] | init plugin [name] [--dir <dir>]")
    .description("write a commented scenario, or a plugin project, to start from")
    .argument("[file]", "where the scenario goes", "scenario.yaml")
    .option("--force", "replace the file")
    .action((file: string, { force = false }: { readonly force?: boolean }) => {
      try {
        writeFileSync(file, scenarioTemplate(), { flag: force ? "w" : "wx" });
      } catch (error) {
        const hint = "the file exists; --force replaces it";
        throw new InputError([{ file, message: whyNotWritten(error as NodeJS.ErrnoException, hint) }]);
      }
      process.stdout.write(`${file} written; run it with: starbelt run ${file}\n`);
    });
  addInitPluginCommand(init);
}
