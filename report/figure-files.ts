import { join } from "node:path";
import { writeWholeFile } from "../results/index.js";
import { fitted, isEmpty } from "./chart.js";
import { drawChart } from "./draw-chart.js";
import { withLightColours } from "./palette.js";
import type { Section } from "./section.js";

/** Charts and maps as files of their own, by name: light colours on white, and no font but the reader's sans-serif. */
export async function drawFigures(sections: readonly Section[]): Promise<ReadonlyMap<string, string>> {
  const figures = new Map<string, string>();
  for (const { id, blocks } of sections) {
    for (const block of blocks) {
      if (block.kind === "drawing") figures.set(`${id}-${block.name}.svg`, standingAlone(block.svg));
      if (block.kind !== "chart" || isEmpty(block.chart)) continue;
      figures.set(`${id}-${block.chart.name}.svg`, standingAlone(await drawChart(fitted(block.chart))));
    }
  }
  return figures;
}

/** @returns their paths, in the order of the report @throws DiskError */
export async function writeFigureFiles(sections: readonly Section[], dir: string): Promise<string[]> {
  const paths: string[] = [];
  for (const [name, svg] of await drawFigures(sections)) {
    const path = join(dir, name);
    writeWholeFile(path, `${svg}\n`);
    paths.push(path);
  }
  return paths;
}

function standingAlone(svg: string): string {
  const end = svg.indexOf(">") + 1;
  return withLightColours(
    `${svg.slice(0, end)}<rect width="100%" height="100%" fill="#ffffff"/>${svg.slice(end)}`,
  );
}
