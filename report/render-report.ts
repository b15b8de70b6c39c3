import { join } from "node:path";
import { openResults, readReportData, writeReportPage } from "../results/index.js";
import { isSweepFolder, openSweep } from "../runs/index.js";
import { writeFigureFiles } from "./figure-files.js";
import { type OnRows, readRunFigures } from "./figures/run-figures.js";
import { renderPage } from "./page.js";
import { runSections } from "./run-sections.js";
import type { Section } from "./section.js";
import { sweepSections } from "./sections/sweep.js";

interface Report {
  /** Absolute. */
  readonly dir: string;
  readonly title: string;
  readonly sections: readonly Section[];
}

export async function renderReport(dir: string, onRows?: OnRows): Promise<string> {
  const report = await reportOf(dir, onRows);
  return writeReportPage(report.dir, await renderPage(report.title, report.sections));
}

export async function renderFigures(dir: string, to: string, onRows?: OnRows): Promise<string[]> {
  return writeFigureFiles((await reportOf(dir, onRows)).sections, to);
}

/** The report on a folder, be it of a run or of a sweep. */
export function reportOf(dir: string, onRows?: OnRows): Promise<Report> {
  return isSweepFolder(dir) ? sweepReport(dir) : runReport(dir, onRows);
}

async function runReport(path: string, onRows: OnRows | undefined): Promise<Report> {
  const reader = openResults(path);
  const data = readReportData(reader.dir);
  const figures = await readRunFigures(reader, data, onRows);
  const name = data?.name ?? reader.manifest.name;
  const title = typeof name === "string" && name !== "" ? name : "Results";
  return { dir: reader.dir, title, sections: runSections(figures) };
}

async function sweepReport(path: string): Promise<Report> {
  const sweep = openSweep(path);
  const complete = (await sweep.runs()).find(({ status }) => status === "complete");
  const units =
    complete === undefined ? new Map<string, string>() : unitsOf(join(sweep.dir, "runs", complete.run));
  return { dir: sweep.dir, title: sweep.manifest.name, sections: await sweepSections(sweep, units) };
}

/** Units of a run's metrics; none where its folder is gone, since the sweep's tables stand without it. */
function unitsOf(dir: string): ReadonlyMap<string, string> {
  try {
    const { metrics = [] } = (openResults(dir).summary ?? {}) as {
      readonly metrics?: readonly { readonly metric: string; readonly unit: string }[];
    };
    return new Map(metrics.map(({ metric, unit }) => [metric, unit]));
  } catch {
    return new Map();
  }
}
