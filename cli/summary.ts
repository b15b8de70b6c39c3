import type { Command } from "commander";
import { isSweepFolder, openResults, openSweep, type ResultsReader, type RunSummary } from "../index.js";
import { counted } from "./figure-text.js";
import { formatSummary } from "./summary-text.js";
import { formatSweepCounts } from "./sweep-text.js";
import { alignRows } from "./text-table.js";

export function addSummaryCommand(program: Command): void {
  program
    .command("summary")
    .description("show what a results folder says, as at the end of its run")
    .argument("<results>", "results folder, or folder of a sweep")
    .option("--json", "print summary.json, or sweep.json")
    .action(async (dir: string, { json = false }: { readonly json?: boolean }) => {
      if (isSweepFolder(dir)) {
        const { manifest, dir: path } = openSweep(dir);
        const { status, points, runs } = manifest;
        process.stdout.write(
          json
            ? `${JSON.stringify(manifest, null, 2)}\n`
            : formatSweepCounts({ dir: path, status, points, ...runs }),
        );
        return;
      }
      const results = openResults(dir);
      process.stdout.write(
        json ? `${JSON.stringify(results.summary ?? null, null, 2)}\n` : await formatResults(results),
      );
    });
}

async function formatResults(results: ResultsReader): Promise<string> {
  const { dir, manifest, summary } = results;
  const { status, error } = manifest;
  const text =
    summary === undefined
      ? `results (${status}): ${dir}\n${await formatTables(results)}`
      : formatSummary({ dir, status, summary: summary as RunSummary } as Parameters<typeof formatSummary>[0]);
  return text + reasonText(status, error);
}

/** What there is where a run has not come to write its summary. */
async function formatTables(results: ResultsReader): Promise<string> {
  const tables = ["topology", "routes", "metrics", "events"] as const;
  const rows = await Promise.all(
    tables.map(async (table) => [table, counted(await results.rowCount(table), "row")]),
  );
  return alignRows(rows);
}

function reasonText(status: string, error: unknown): string {
  switch (status) {
    case "complete":
      return "";
    case "running":
      return "the run is under way, or was killed: what it had sealed can be read\n";
    case "failed":
      return `the run failed: ${String(error ?? "its folder does not say why")}\n`;
    default:
      return "the run was interrupted: the figures are of the ticks until then\n";
  }
}
