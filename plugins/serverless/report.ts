import type { PluginSim } from "../../index.js";
import { OUTCOMES, type PlatformMetrics } from "./platform-metrics.js";

/** How workflows ended, and how many were under way over time, in the run's report. */
export function reportOutcomes(sim: PluginSim, metrics: PlatformMetrics): void {
  const names = new Set<string>();
  sim.on("workflow.submit", ({ data }) => {
    names.add(String(data.workflow));
  });
  sim.report.table({
    title: "How workflows ended",
    columns: [{ title: "workflow" }, ...OUTCOMES.map((outcome) => ({ title: outcome, unit: "1" }))],
    rows: () =>
      [...names].map((name) => [name, ...OUTCOMES.map((outcome) => metrics.ofOutcome(name, outcome))]),
  });
  sim.report.chart({ title: "Workflows under way", metrics: ["serverless.workflows.active"] });
}
