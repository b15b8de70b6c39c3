import type { PluginSim, RandomStream } from "../../index.js";
import type { InvocationConfig } from "./invocations-config.js";
import { isInline } from "./invocations-config.js";
import type { ServerlessPlatform } from "./platform.js";
import { readTrace } from "./trace.js";

const NS_PER_SECOND = 1e9;
/** The clock counts nanoseconds up to 2^53 - 1: 104 days. */
const MOST_SECONDS = Number.MAX_SAFE_INTEGER / NS_PER_SECOND;

/** Submits the workflows of one entry of `invocations`, each entry with a stream of random numbers of its own. */
export function startArrivals(
  sim: PluginSim,
  platform: ServerlessPlatform,
  config: InvocationConfig,
  index: number,
): void {
  const random = sim.random(`serverless.invocations.${index}`);
  const { trace, clients, poisson, every, over, from } = config;
  if (trace !== undefined) {
    replay(sim, platform, isInline(trace) ? trace : sim.file(["invocations", index, "trace"]).text);
  } else if (clients !== undefined) {
    closedLoop(sim, platform, config, clients, random);
  } else if (over !== undefined) {
    const { count = 1, workflow } = config;
    for (let i = 0; i < count; i++)
      sim.schedule({ at: from + (i * over) / count }, () => platform.submit(platform.workflow(workflow!)));
  } else if (poisson !== undefined) {
    let at = from;
    openLoop(sim, platform, config, () => {
      at += random.exponential(1 / poisson);
      return at;
    });
  } else if (every !== undefined) {
    // In whole nanoseconds, as the clock counts: sums of seconds would drift, and come to just short of `to`.
    let i = 0;
    openLoop(sim, platform, config, () => Math.round((from + i++ * every) * NS_PER_SECOND) / NS_PER_SECOND);
  }
}

/** @param nextAt when the next submission is due, seconds since the start; ascending */
function openLoop(
  sim: PluginSim,
  platform: ServerlessPlatform,
  { workflow, to = Number.POSITIVE_INFINITY, count = Number.POSITIVE_INFINITY }: InvocationConfig,
  nextAt: () => number,
): void {
  let left = count;
  const next = () => {
    const at = nextAt();
    // A rare arrival may come after all that the clock can count.
    if (at >= to || at > MOST_SECONDS || left === 0) return;
    sim.schedule({ at }, () => {
      left--;
      platform.submit(platform.workflow(workflow!));
      next();
    });
  };
  next();
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
