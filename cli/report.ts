import type { Command } from "commander";
import { writeReport, writeReportFigures } from "../index.js";
import { ProgressLine } from "./progress-line.js";

interface ReportFlags {
  readonly svg?: string;
  readonly quiet?: boolean;
}

/** `report`: makes a results folder's report again, or its figures as files of their own. */
export function addReportCommand(program: Command): void {
  program
    .command("report")
    .description("write report.html into a results folder, or its figures as SVG files")
    .argument("<results>", "results folder of a run, finished or not")
    .option("--svg <dir>", "write each chart and map as an SVG file there, in place of the report")
    .option("--quiet", "no progress")
    .action(report);
}

async function report(dir: string, { svg, quiet = false }: ReportFlags): Promise<void> {
  const isTold = !quiet && process.stderr.isTTY === true;
  let progress: ProgressLine | undefined;
  const onRows = (done: number, total: number) => {
    progress ??= new ProgressLine(process.stderr, total, isTold, "row");
    progress.update(done);
  };
  try {
    const written =
      svg === undefined
        ? [await writeReport(dir, { onRows })]
        : await writeReportFigures(dir, svg, { onRows });
    progress?.clear();
    process.stdout.write(written.map((path) => `${path}\n`).join(""));
  } finally {
    progress?.clear();
  }
}
