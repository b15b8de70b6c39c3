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
        throw new InputError([{ file, message: whyNotWritten(error as NodeJS.ErrnoException) }]);
      }
      process.stdout.write(`${file} written; run it with: starbelt run ${file}\n`);
    });
}

function whyNotWritten({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case "EEXIST":
      return "the file exists; --force replaces it";
    case "EISDIR":
      return "cannot write: it is a directory";
    case "ENOENT":
    case "ENOTDIR":
      return "cannot write: there is no such directory";
    case "EACCES":
    case "EPERM":
      return "cannot write: permission denied";
    default:
      return `cannot write: ${message}`;
  }
}
