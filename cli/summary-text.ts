import type { RunResult, RunSummary } from "../index.js";
import { fullGridRows } from "./inferred-planes-text.js";
import { formatMetrics } from "./metrics-text.js";
import { lengthText } from "./small-figures.js";
import { alignRows } from "./text-table.js";

/** What a run found, for people: where the results lie and what they say. */
export function formatSummary({ dir, status, summary }: RunResult): string {
  const { topology, routes } = summary;
  const rows = [
    [
      "network",
      `${summary.satellites} satellites, ${summary.groundNodes} ground nodes, ${summary.ticks} ticks`,
    ],
    [
      "links",
      `${fixed(topology.islsMean)} inter-satellite, ${fixed(topology.gslsMean)} ground (mean per tick)`,
    ],
  ];
  if (topology.islKmMean !== null && topology.islKmMax !== null) {
    rows.push([
      "link length",
      `mean ${lengthText(topology.islKmMean)}, longest ${lengthText(topology.islKmMax)}`,
    ]);
  }
  rows.push(...leftOutRows(summary), ...fullGridRows(summary));
  rows.push(...coverageRows(summary), ["handovers", String(topology.handovers)]);
  rows.push(...routeRows(routes));
  if (summary.failedSatellites.length > 0) {
    rows.push(["satellites lost", `${summary.failedSatellites.length} (named in summary.json)`]);
  }
  const head = status === "complete" ? "results" : `results (${status})`;
  return `${head}: ${dir}\n${alignRows(rows)}${formatMetrics(summary)}`;
}

/** Inter-satellite links that protocols chose and geometry forbids. */
function leftOutRows({ topology: { islsLeftOut } }: RunSummary): string[][] {
  const { behindEarth, outOfRange } = islsLeftOut;
  if (behindEarth + outOfRange === 0) return [];
  const why = `${fixed(behindEarth)} behind the Earth, ${fixed(outOfRange)} out of range`;
  return [["links left out", `${why} (mean per tick)`]];
}

/** How well the sites are covered, and which of them least. */
function coverageRows({ sites }: RunSummary): string[][] {
  const [first] = sites;
  if (first === undefined) return [];
  const mean = sites.reduce((sum, { coverage }) => sum + coverage, 0) / sites.length;
  const visible = sites.reduce((sum, { visibleMean }) => sum + visibleMean, 0) / sites.length;
  const least = sites.reduce((worst, site) => (site.coverage < worst.coverage ? site : worst), first);
  const worst = least.coverage < 1 ? `, least ${percent(least.coverage)} (${least.name})` : "";
  return [
    [
      "coverage",
      `${percent(mean)} of the ticks${worst}; ${fixed(visible)} satellites visible from a site (mean)`,
    ],
  ];
}

function routeRows(routes: RunSummary["routes"]): string[][] {
  if (routes.asked === 0) return [];
  const share = ((100 * routes.reached) / routes.asked).toFixed(1);
  const rows = [
    ["routes", `${routes.reached} of ${routes.asked} found (${share} %), ${routes.changes} changes of path`],
  ];
  if (routes.rttMs !== null && routes.hops !== null) {
    const { min, mean, p95, max } = routes.rttMs;
    rows.push([
      "RTT",
      `mean ${fixed(mean)} ms, from ${fixed(min)} to ${fixed(max)} ms, 95 % below ${fixed(p95)} ms`,
    ]);
    rows.push(["hops", `mean ${fixed(routes.hops.mean)}, at most ${routes.hops.max}`]);
  }
  if (routes.classes.length > 0) {
    const classes = routes.classes.map(
      ({ fromKm, toKm, stretch }) =>
        `${fixed(stretch.mean)} ${toKm === null ? `from ${fromKm}` : `below ${toKm}`} km`,
    );
    rows.push(["stretch", `${classes.join(", ")} (mean length over the great circle)`]);
  }
  return rows;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function fixed(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}
