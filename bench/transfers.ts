import { performance } from "node:perf_hooks";
import { loadScenarioText } from "../sim/scenario/load-scenario.js";
import { Simulation } from "../sim/simulation.js";
import type { BenchRow } from "./bench-row.js";

const PER_SECOND = 1000;

/** Starlink's first shell and 100 cities, each sending ten files a second to one of the others drawn by lot. */
function scenario(transport: string, seconds: number): string {
  return `
name: transfers
seed: 1
time: { start: 2026-01-01T00:00:00Z, duration: ${seconds} s, step: ${Math.min(15, seconds)} s }
constellation: [{ preset: starlink-gen1-1 }]
ground: [{ cities: 100 }]
links:
  isl: { protocol: plus-grid, bandwidth: 20 Gbps }
  ground: { protocol: nearest, bandwidth: 4 Gbps }
routing: { router: forwarding }
network: { transport: ${transport}, record: nothing }
traffic: [{ poisson: { from: edge, to: edge, size: { exponential: 1 MB }, rate: ${PER_SECOND / 100} /s } }]
`;
}

async function runMs(transport: string, seconds: number): Promise<number> {
  const plan = await loadScenarioText(scenario(transport, seconds));
  const simulation = await Simulation.create(plan);
  const begin = performance.now();
  await simulation.run();
  return performance.now() - begin;
}

async function transferRow(transport: string, seconds: number, runs: number): Promise<BenchRow> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(await runMs(transport, seconds));
  times.sort((a, b) => a - b);
  const medianMs = times[runs >> 1] as number;
  const perTransfer = (1000 * medianMs) / (PER_SECOND * seconds);
  const span = seconds === 3600 ? "an hour" : `${seconds} s`;
  return {
    name: `${span} of ${PER_SECOND} transfers a second, ${transport}, Starlink shell 1, 100 cities: ${perTransfer.toFixed(1)} us a transfer`,
    medianMs,
    spreadMs: [times[0] as number, times[runs - 1] as number],
    yardstick: { name: "real time", medianMs: 1000 * seconds, ratio: (1000 * seconds) / medianMs },
  };
}

/** Whole runs with traffic: ticks, links, routes and transfers, without a results folder. */
export async function benchTransfers(): Promise<BenchRow[]> {
  return [
    await transferRow("latency", 3600, 1),
    await transferRow("flow", 60, 3),
    await transferRow("queue", 2, 1),
  ];
}
