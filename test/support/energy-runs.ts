import { type HandedPlugin, loadScenarioText, type PluginSim, type RunPlan } from "../../index.js";
import { acting, type Recorded, record } from "./run-small.js";

/** What an energy scenario of these tests says; texts in YAML's flow style. */
export interface EnergyScenario {
  readonly duration?: string;
  readonly step?: string;
  readonly seed?: number;
  /** The right ascension of the plane, degrees: at the equinox, over the poles, its angle to the Sun (beta). */
  readonly betaDeg?: number;
  readonly satellites?: number;
  readonly altitude?: string;
  readonly inclination?: string;
  readonly energy: string;
  /** Link protocol and bandwidth between satellites. */
  readonly isl?: string;
  /** More keys of the scenario. */
  readonly more?: string;
}

/** One plane over the poles at 550 km, at the equinox of March 2026. */
export function energyPlan(scenario: EnergyScenario): Promise<RunPlan> {
  const {
    duration = "2 h",
    step = "60 s",
    seed = 1,
    betaDeg = 0,
    satellites = 1,
    altitude = "550 km",
    inclination = "90 deg",
    energy,
    isl = "{ protocol: none }",
    more = "",
  } = scenario;
  return loadScenarioText(`
name: energy
seed: ${seed}
time: { start: 2026-03-20T14:46:00Z, duration: ${duration}, step: ${step} }
constellation:
  - walker: { name: plane, type: delta, altitude: ${altitude}, inclination: ${inclination}, planes: 1, satellitesPerPlane: ${satellites}, phasing: 0, rightAscension: ${betaDeg} deg }
links: { isl: ${isl} }
energy: ${energy}
${more}`);
}

/** Runs it, with a plugin of the test's own. */
export async function recordEnergy(
  scenario: EnergyScenario,
  setup: (sim: PluginSim) => void = () => {},
  plugins: readonly HandedPlugin[] = [],
): Promise<Recorded> {
  return record(await energyPlan(scenario), [acting(setup), ...plugins]);
}

/** Events of a kind, of one node where it is given, with their times. */
export function eventsOf(
  run: Recorded,
  kind: string,
  node?: number,
): { time: number; data: Readonly<Record<string, unknown>> }[] {
  return run.events
    .filter((event) => event.kind === kind && (node === undefined || event.data.node === node))
    .map(({ time, data }) => ({ time, data }));
}

/** The last value of a metric. */
export function lastMetric(run: Recorded, name: string): number | undefined {
  return run.metrics.findLast(({ metric }) => metric === name)?.value;
}
