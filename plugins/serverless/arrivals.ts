import type { PluginSim, RandomStream } from "../../index.js";
import type { InvocationConfig } from "./invocations-config.js";
import type { ServerlessPlatform } from "./platform.js";
import { readTrace } from "./trace.js";

/** Submits the workflows of one entry of `invocations`, each entry with a stream of random numbers of its own. */
export function startArrivals(
  sim: PluginSim,
  platform: ServerlessPlatform,
  config: InvocationConfig,
  index: number,
): void {
  const random = sim.random(`serverless.invocations.${index}`);
  const { trace, clients, poisson, every, over } = config;
  if (trace !== undefined) {
    replay(sim, platform, trace);
  } else if (clients !== undefined) {
    closedLoop(sim, platform, config, clients, random);
  } else if (over !== undefined) {
    const { from, count = 1, workflow } = config;
    for (let i = 0; i < count; i++)
      sim.schedule({ at: from + (i * over) / count }, () => platform.submit(platform.workflow(workflow!)));
  } else if (poisson !== undefined) {
    openLoop(sim, platform, config, () => random.exponential(1 / poisson), false);
  } else if (every !== undefined) {
    openLoop(sim, platform, config, () => every, true);
  }
}

function openLoop(
  sim: PluginSim,
  platform: ServerlessPlatform,
  { workflow, from, to = Number.POSITIVE_INFINITY, count = Number.POSITIVE_INFINITY }: InvocationConfig,
  gap: () => number,
  atOnce: boolean,
): void {
  let left = count;
  const next = (at: number) => {
    if (at >= to || left === 0) return;
    sim.schedule({ at }, () => {
      left--;
      platform.submit(platform.workflow(workflow!));
      next(at + gap());
    });
  };
  next(atOnce ? from : from + gap());
}

/**
 * Clients whose workflow ended at the instant at which it began (it was refused) wait so long before the next: without a
 * pause the clock would stand still, with too short a one the run would hardly get on.
 */
const LEAST_PAUSE_SECONDS = 1e-3;

/** Each client submits, waits for the end, thinks, and submits again. */
function closedLoop(
  sim: PluginSim,
  platform: ServerlessPlatform,
  {
    workflow,
    from,
    to = Number.POSITIVE_INFINITY,
    count = Number.POSITIVE_INFINITY,
    think = 0,
  }: InvocationConfig,
  clients: number,
  random: RandomStream,
): void {
  let left = count;
  for (let i = 0; i < clients; i++) {
    sim.process(function* client() {
      if (from > sim.now) yield* sim.sleep(from - sim.now);
      while (left > 0 && sim.now < to) {
        left--;
        const startedAt = sim.nowNs;
        yield* platform.submit(platform.workflow(workflow!));
        if (think > 0) yield* sim.sleep(random.exponential(think));
        if (sim.nowNs === startedAt) yield* sim.sleep(LEAST_PAUSE_SECONDS);
      }
    }, `client ${i}`);
  }
}

function replay(sim: PluginSim, platform: ServerlessPlatform, text: string): void {
  const { rows } = readTrace(text);
  for (const { time, workflow } of rows)
    sim.schedule({ at: time }, () => platform.submit(platform.workflow(workflow)));
}
