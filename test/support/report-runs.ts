import { join } from "node:path";
import { definePlugin, type HandedPlugin, loadScenarioText, runScenario, writeReport } from "../../index.js";
import { makeTemporaryFolder } from "./temporary-folder.js";

/** What makes a run's report hard: faults, traffic, a site and a plugin with hostile names, charts of each kind. */
export const HOSTILE = '<script>alert("&1")</script>';

const BASE = `
seed: 5
time: { start: 2026-01-01T00:00:00Z, duration: 4 min, step: 10 s }
constellation:
  - walker: { name: shell, type: delta, altitude: 1200 km, inclination: 60 deg, planes: 8, satellitesPerPlane: 12, phasing: 1 }
links:
  isl: { protocol: nearest, links: 4, bandwidth: 20 Gbps }
  ground: { protocol: nearest, bandwidth: 4 Gbps, minElevation: 15 deg }
`;

/** Scenarios by what they have; none of them takes more than a second or so. */
export const SCENARIOS = {
  /** Many probes, and nothing else. */
  probes: `name: probes\n${BASE}\nground: [{ cities: 10 }]\nprobes: [{ from: Tokyo, to: "*" }]\n`,
  /** No probe, no event, no ground. */
  bare: `name: bare\n${BASE}`,
  full: `name: ${JSON.stringify(HOSTILE)}
${BASE}
ground:
  - cities: 6
  - { name: ${JSON.stringify(HOSTILE)}, latitude: 48 deg, longitude: 16 deg }
network: { transport: flow, record: nothing }
traffic:
  - poisson: { from: edge, to: edge, size: { exponential: 5 MB }, rate: 30 /min }
compute: { tiers: { space: { cores: 2, memory: 2 GB } } }
energy: { preset: microsat-50kg }
faults:
  - storm: { nodes: shell, share: 0.2, at: 1 min, spread: 20 s, mttr: 1 min }
probes:
  - { from: ${JSON.stringify(HOSTILE)}, to: Tokyo }
  - { from: Tokyo, to: Delhi }
`,
} as const;

/** Contributes a chart of each kind, a table, and an empty one of both. */
export const showing: HandedPlugin = {
  plugin: definePlugin({
    name: HOSTILE,
    setup(sim) {
      const seen = sim.metrics.gauge("showing.seen", { unit: "nodes" });
      const course: [number, number][] = [];
      sim.on("tick", (world) => {
        seen.set(world.names.length + (sim.now % 7));
        course.push([sim.now, Math.sin(sim.now)]);
      });
      sim.report.chart({ title: "Seen", metrics: ["showing.seen", "showing.nothing"] });
      sim.report.chart({
        title: "Course",
        kind: "line",
        x: { title: "time", unit: "s" },
        y: { title: "sine", unit: "1" },
        series: () => ({ [HOSTILE]: course, flat: course.map(([x]) => [x, 0] as const) }),
        note: HOSTILE,
      });
      sim.report.chart({
        title: "Bars",
        kind: "bars",
        y: { title: "tasks", unit: "count" },
        bars: () => ({ [HOSTILE]: 3, b: 2 }),
      });
      sim.report.chart({
        title: "Nothing",
        kind: "points",
        x: { title: "time", unit: "s" },
        y: { title: "delay", unit: "ms" },
        series: () => ({}),
      });
      sim.report.table({
        title: "Nodes",
        columns: [{ title: "Node" }, { title: "Load", unit: "%" }],
        rows: () => [
          [HOSTILE, 12.5],
          ["b", null],
        ],
      });
    },
  }),
};

export interface ReportedOptions {
  readonly out?: string;
  readonly plugins?: readonly HandedPlugin[];
  readonly workers?: number;
  readonly set?: readonly string[];
  readonly signal?: AbortSignal;
  readonly onTick?: (tick: number) => void;
}

/** Runs a scenario and writes its report. @returns the results folder */
export async function reported(scenario: string, options: ReportedOptions = {}): Promise<string> {
  const { set, ...rest } = options;
  const plan = await loadScenarioText(scenario, set === undefined ? {} : { set });
  const { dir } = await runScenario(plan, { out: join(makeTemporaryFolder(), "results"), ...rest });
  await writeReport(dir);
  return dir;
}
