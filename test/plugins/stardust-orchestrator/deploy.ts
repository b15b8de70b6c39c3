import type { PluginSim, SimEvent } from "../../../index.js";
import orchestrator from "../../../plugins/stardust-orchestrator/index.js";
import { smallPlan } from "../../support/plans.js";
import { acting, record } from "../../support/run-small.js";

const COMPUTE =
  "compute={tiers: {space: {cores: 16, memory: 16 GB}, edge: {cores: 64, memory: 64 GB}}, record: all}";

/** Runs deployments on the small shell (24 ticks of 10 s, 96 satellites, 10 cities); `watch` is a plugin after it. */
export async function deploy(
  config: Readonly<Record<string, unknown>>,
  { changes = [], watch = () => {} }: { changes?: readonly string[]; watch?: (sim: PluginSim) => void } = {},
) {
  const plan = await smallPlan(COMPUTE, ...changes);
  const { events, metrics } = await record(plan, [{ plugin: orchestrator, with: config }, acting(watch)]);
  const last = new Map(metrics.map(({ metric, value }) => [metric, value]));
  const told = events.filter(({ kind }) => kind.startsWith("placement."));
  return { events, told, metric: (name: string) => last.get(name) ?? 0, plan };
}

/** A task of one core and 1 GB, unless `rest` says otherwise. */
export const task = (name: string, rest: object) => ({ name, cores: 1, memory: "1 GB", ...rest });
/** What events of one kind tell. */
export const data = (events: readonly SimEvent[], kind: string) =>
  events.filter((event) => event.kind === kind).map((event) => event.data);
