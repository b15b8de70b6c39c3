import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import { InputError, scenarioTemplate } from "../index.js";

export function addInitCommand(program: Command): void {
  program
    .command("init")
    .description("write a commented scenario to start from")
    .argument("[file]", "where to", "scenario.yaml")
    .option("--force", "replace the file")
    .action((file: string, { force = false }: { readonly force?: boolean }) => {
      try {
        writeFileSync(file, scenarioTemplate(), { flag: force ? "w" : "wx" });
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        const message = code === "EEXIST" ? "exists already; --force replaces it" : `cannot write: ${code}`;
        throw new InputError([{ file, message }]);
      }
      process.stdout.write(`${file} written; run it with: starbelt run ${file}\n`);
    });
}
