import { fileURLToPath } from "node:url";
import { loadScenarioText, type RunPlan } from "../../index.js";

/** A small shell with a few sites, enough for links, handovers and masks; `changes` are `--set` texts. */
export function smallPlan(...changes: readonly string[]): Promise<RunPlan> {
  const scenario = `
name: small
seed: 5
time: { start: 2026-01-01T00:00:00Z, duration: 4 min, step: 10 s }
constellation:
  - walker: { name: shell, type: delta, altitude: 1200 km, inclination: 60 deg, planes: 8, satellitesPerPlane: 12, phasing: 1 }
ground:
  - cities: 10
links:
  isl: { protocol: nearest, links: 4, bandwidth: 20 Gbps }
  ground: { protocol: nearest, bandwidth: 4 Gbps, minElevation: 15 deg }
probes:
  - { from: Tokyo, to: "*" }
`;
  return loadScenarioText(scenario, { set: changes, cwd: fileURLToPath(new URL("..", import.meta.url)) });
}
