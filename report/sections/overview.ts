import { stringify } from "yaml";
import { describePart } from "../describe-part.js";
import type { RunFigures } from "../figures/run-figures.js";
import { counted, formatDuration, formatNumber } from "../format.js";
import { type Block, type Cell, type Section, text } from "../section.js";

/** Failing satellites named. */
const MOST_NAMED = 20;

/** What was run, and how far it came. */
export function overviewSection(figures: RunFigures): Section {
  const { manifest, data, summary } = figures;
  const blocks: Block[] = [];
  const state = stateText(figures);
  if (state !== undefined) blocks.push(text(state));
  const rows: Cell[][] = [
    ["Scenario", String(data?.name ?? manifest.name ?? "unknown")],
    ["Seed", String(data?.seed ?? manifest.seed ?? "unknown")],
    ["Scenario hash", String(data?.scenarioHash ?? manifest.scenarioHash ?? "unknown")],
    ["Starbelt", versionOf(manifest.versions)],
  ];
  if (typeof manifest.propagator === "string") rows.push(["Propagator", manifest.propagator]);
  if (data !== undefined) rows.push(...dataRows(figures));
  blocks.push({ kind: "table", isFacts: true, columns: ["", ""], rows });
  if (data !== undefined && data.warnings.length > 0) {
    blocks.push({ kind: "table", columns: ["Warnings"], rows: data.warnings.map((warning) => [warning]) });
  }
  const failed = summary?.failedSatellites ?? [];
  if (failed.length > 0) {
    const left = failed.length - MOST_NAMED;
    blocks.push({
      kind: "table",
      columns: ["Satellites that left the network", "Why"],
      rows: failed.slice(0, MOST_NAMED).map(({ name, reason }) => [name, reason]),
      ...(left > 0 && { note: `${formatNumber(left)} more in summary.json.` }),
    });
  }
  if (data !== undefined) {
    const listed = stringify(data.scenario, { lineWidth: 100, aliasDuplicateObjects: false });
    blocks.push({
      kind: "listing",
      title: "The scenario as it was resolved, files by their hash",
      text: listed,
    });
  }
  return { id: "run", title: "What was run", blocks };
}

/** How far the run came; undefined where to its end. */
function stateText({ manifest, topology, durationNs, stepNs }: RunFigures): string | undefined {
  const { status } = manifest;
  if (status === "complete") return undefined;
  const came =
    topology.ticks === 0
      ? "no tick was recorded"
      : `it came to the tick at ${formatDuration(topology.lastNs)} of ${formatDuration(durationNs)} (${formatNumber(topology.ticks)} of ${formatNumber(Math.ceil(durationNs / stepNs))} ticks)`;
  switch (status) {
    case "interrupted":
      return `The run was interrupted: ${came}.`;
    case "failed":
      return `The run failed: ${came}. manifest.json tells the error.`;
    default:
      return `The run was killed, or is still under way: ${came}, as far as it is sealed.`;
  }
}

function dataRows({ data, stepNs, durationNs }: RunFigures): Cell[][] {
  if (data === undefined) return [];
  const { start } = data.time;
  const ticks = counted(Math.ceil(durationNs / stepNs), "tick");
  const rows: Cell[][] = [
    ["Time", `from ${start} for ${formatDuration(durationNs)}: ${ticks} of ${formatDuration(stepNs)}`],
    [
      "Nodes",
      `${counted(data.satellites, "satellite")}, ${counted(data.groundNodes, "ground node")}, ${counted(data.probes, "probe")}`,
    ],
  ];
  const scenario = data.scenario as Readonly<Record<string, unknown>>;
  const links = (scenario.links ?? {}) as Readonly<Record<string, unknown>>;
  const parts: readonly (readonly [string, unknown])[] = [
    ["Satellites from", scenario.constellation],
    ["Ground nodes from", scenario.ground],
    ["Links between satellites", links.isl],
    ["Ground links", links.ground],
    ["Routing", scenario.routing],
    ["Network", scenario.network],
    ["Traffic", scenario.traffic],
    ["Computers", scenario.compute],
    ["Energy", scenario.energy],
    ["Faults", scenario.faults],
    ["Plugins", scenario.plugins],
  ];
  for (const [name, part] of parts) {
    if (part === undefined || (Array.isArray(part) && part.length === 0)) continue;
    rows.push([name, cut((Array.isArray(part) ? part : [part]).map(describePart).join("; "))]);
  }
  return rows;
}

/** Characters of a part told here; all of it is in the listing. */
const MOST_CHARACTERS = 400;

function cut(line: string): string {
  return line.length <= MOST_CHARACTERS ? line : `${line.slice(0, MOST_CHARACTERS)}…`;
}

function versionOf(versions: unknown): string {
  const { starbelt } = (versions ?? {}) as { readonly starbelt?: string };
  return starbelt ?? "unknown";
}
