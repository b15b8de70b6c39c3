import {
  definePlugin,
  type HandedPlugin,
  type PluginSim,
  type RouteRow,
  type RunObserver,
  type RunPlan,
  type RunStatus,
  type SimEvent,
  Simulation,
  type World,
} from "../../index.js";
import { smallPlan } from "./plans.js";

type Topology = Parameters<RunObserver["topology"]>[0];
type Metric = Parameters<RunObserver["metric"]>[1] & { readonly timeNs: number };

/** Everything that a run recorded, in its order. */
export interface Recorded {
  readonly status: RunStatus;
  readonly topology: readonly Topology[];
  readonly routes: readonly RouteRow[];
  readonly events: readonly SimEvent[];
  readonly metrics: readonly Metric[];
  readonly plan: RunPlan;
}

/** Runs a plan with plugins of a program, in this thread and without a results folder. */
export async function record(plan: RunPlan, plugins: readonly HandedPlugin[] = []): Promise<Recorded> {
  const topology: Topology[] = [];
  const routes: RouteRow[] = [];
  const events: SimEvent[] = [];
  const metrics: Metric[] = [];
  const simulation = await Simulation.create(plan, { plugins });
  const status = await simulation.run({
    topology: (row) => topology.push(row),
    route: (row) => routes.push(row),
    event: (event) => events.push(event),
    metric: (timeNs, sample) => metrics.push({ timeNs, ...sample }),
    tickDone() {},
  });
  return { status, topology, routes, events, metrics, plan };
}

/** A plugin without configuration. */
export function acting(
  setup: (sim: PluginSim) => void,
  rest: {
    readonly name?: string;
    readonly needs?: readonly string[];
    readonly provides?: readonly string[];
  } = {},
): HandedPlugin {
  return { plugin: definePlugin({ name: "acting", ...rest, setup }) };
}

/** Runs `setup` as a plugin of the small scenario (24 ticks of 10 s, 96 satellites, 10 cities). */
export async function recordSmall(
  setup: (sim: PluginSim) => void,
  changes: readonly string[] = [],
): Promise<Recorded> {
  return record(await smallPlan(...changes), [acting(setup)]);
}

/** Calls `look` at each tick of the small scenario, whose links are as busy as `loadOf` says. */
export async function atEachTick(
  look: (world: World, sim: PluginSim) => void,
  changes: readonly string[],
  loadOf: (from: number, to: number) => number = () => 0,
): Promise<void> {
  const plugin = acting((sim) => sim.on("tick", (world) => look(world, sim)));
  const simulation = await Simulation.create(await smallPlan(...changes), { plugins: [plugin] });
  simulation.world.useLoads({ utilisation: (from, to) => Math.min(1, loadOf(from, to)) });
  await simulation.run();
}
