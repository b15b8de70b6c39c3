import { type Chart, fitted, isEmpty } from "./chart.js";
import { drawChart } from "./draw-chart.js";
import { escapeXml } from "./escape.js";
import { formatNumber } from "./format.js";
import type { Block, Cell, Drawing, Section, Table } from "./section.js";
import { STYLE } from "./style.js";

/** No script runs in the page and nothing is asked of any network, whatever stands in the results. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** A report as one HTML file that stands alone. */
export async function renderPage(title: string, sections: readonly Section[]): Promise<string> {
  const bodies: string[] = [];
  for (const section of sections) bodies.push(await renderSection(section));
  const links = sections.map(({ id, title: name }) => `<a href="#${id}">${escapeXml(name)}</a>`).join(" ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Starbelt">
<title>${escapeXml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1>${escapeXml(title)}</h1></header>
<nav>${links}</nav>
<main>
${bodies.join("\n")}
</main>
</body>
</html>
`;
}

async function renderSection({ id, title, blocks }: Section): Promise<string> {
  const parts: string[] = [];
  let charts: string[] = [];
  const endCharts = () => {
    if (charts.length > 0) parts.push(`<div class="charts">\n${charts.join("\n")}\n</div>`);
    charts = [];
  };
  for (const block of blocks) {
    if (block.kind === "chart") {
      charts.push(await renderChart(block.chart));
      continue;
    }
    endCharts();
    parts.push(renderBlock(block));
  }
  endCharts();
  return `<section id="${id}">\n<h2>${escapeXml(title)}</h2>\n${parts.join("\n")}\n</section>`;
}

async function renderChart(chart: Chart): Promise<string> {
  if (isEmpty(chart)) return `<p>${escapeXml(chart.title)}: there is nothing to show.</p>`;
  const shown = fitted(chart);
  const svg = described(await drawChart(shown), shown.title);
  return `<figure><figcaption>${escapeXml(shown.title)}</figcaption>${svg}${note(shown.note)}</figure>`;
}

function renderBlock(block: Exclude<Block, { readonly kind: "chart" }>): string {
  switch (block.kind) {
    case "text":
      return `<p>${escapeXml(block.text)}</p>`;
    case "listing":
      return `<details class="block"><summary>${escapeXml(block.title)}</summary><pre>${escapeXml(block.text)}</pre></details>`;
    case "drawing":
      return renderDrawing(block);
    case "table":
      return renderTable(block);
  }
}

function renderDrawing(drawing: Drawing): string {
  const { title, svg, legend } = drawing;
  const items = legend.map(
    ({ colour, text }) => `<li><span style="background:${colour}"></span>${escapeXml(text)}</li>`,
  );
  const list = items.length === 0 ? "" : `<ul class="legend">${items.join("")}</ul>`;
  const drawn = described(svg, title);
  return `<figure class="map"><figcaption>${escapeXml(title)}</figcaption>${list}<div class="scroll">${drawn}</div>${note(drawing.note)}</figure>`;
}

function renderTable({ title, isFacts, columns, rows, note: said }: Table): string {
  // A column of numbers stands at the right, its head with it.
  const isNumeric = columns.map(
    (_, i) =>
      rows.some((row) => typeof row[i] === "number") && rows.every((row) => typeof row[i] !== "string"),
  );
  const cell = (tag: "td" | "th", i: number, inner: string) =>
    `<${tag}${isNumeric[i] === true ? ' class="number"' : ""}>${inner}</${tag}>`;
  const names = columns.map((column, i) => cell("th", i, escapeXml(column))).join("");
  const head = columns.every((column) => column === "") ? "" : `<thead><tr>${names}</tr></thead>`;
  const body = rows
    .map((row) => `<tr>${row.map((value, i) => cell("td", i, escapeXml(cellText(value)))).join("")}</tr>`)
    .join("\n");
  const heading = title === undefined ? "" : `<h3>${escapeXml(title)}</h3>`;
  return `<div class="block">${heading}<div class="${isFacts === true ? "facts" : "scroll"}"><table>${head}<tbody>
${body}
</tbody></table></div>${note(said)}</div>`;
}

function cellText(value: Cell): string {
  if (value === null) return "–";
  return typeof value === "number" ? formatNumber(value) : String(value);
}

function note(content: string | undefined): string {
  return content === undefined ? "" : `<p class="note">${escapeXml(content)}</p>`;
}

/** What a reader that does not see the picture is told. */
function described(svg: string, title: string): string {
  return svg.replace("<svg ", `<svg role="img" aria-label="${escapeXml(title)}" `);
}
