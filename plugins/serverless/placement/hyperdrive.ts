import type { PluginSim, RandomStream } from "../../../index.js";
import type { Invocation, PlacementPolicy, PlacementView } from "../platform.js";
import type { Step } from "../specs.js";
import { selectCandidates } from "./hyperdrive-candidates.js";
import type { HyperDriveConfig } from "./hyperdrive-config.js";
import type { HeatScore, TaskLoad } from "./hyperdrive-heat.js";

const FULL_SCORE = 100;
const SECONDS_PER_MINUTE = 60;

interface Candidate {
  readonly node: number;
  /** Largest latency from the steps before it and its inputs, in whole ms as HyperDrive compares it. */
  readonly latencyMs: number;
}

/** What HyperDrive's placement looks at. */
export interface HyperDriveParts {
  readonly sim: PluginSim;
  readonly config: HyperDriveConfig;
  readonly heat: HeatScore;
  readonly random: RandomStream;
  /** Work of a step's invocation, seconds of one core of speed 1. */
  cpuSeconds(invocation: Invocation): number;
}

/**
 * HyperDrive: candidates near the first step before it; of those, the ones with room that keep all latency bounds; of those,
 * the best by the mean of a latency and a heat score. The platform commits, and asks again where that fails.
 */
export function hyperDrive({ sim, config, heat, random, cpuSeconds }: HyperDriveParts): PlacementPolicy {
  return {
    name: "hyperdrive",
    place(invocation, view) {
      if (view.excluded.size >= config.tries) return { none: `the best ${config.tries} nodes refused` };
      const { nodes, firstPredecessor } = view;
      const near = selectCandidates(sim.world, config, nodes, firstPredecessor, random);
      const roomy = near.filter((node) => view.hasRoom(node));
      if (roomy.length === 0) return { none: `none of ${near.length} candidates has room` };
      const feasible = roomy.filter((node) => keepsBounds(invocation.step, view, node));
      if (feasible.length === 0)
        return { none: `none of ${roomy.length} candidates with room keeps the latency bounds` };
      const candidates = feasible.map((node) => ({
        node,
        latencyMs: Math.round(Math.max(view.incomingLatencyMs(node), view.inputLatencyMs(node))),
      }));
      return best(candidates, (node) => heat.of(node, loadOn(sim, invocation, node, cpuSeconds(invocation))));
    },
  };
}

/** An unreachable node keeps no bound. */
function keepsBounds({ maxLatencyMs, maxInputLatencyMs }: Step, view: PlacementView, node: number): boolean {
  const incoming = view.incomingLatencyMs(node);
  const input = view.inputLatencyMs(node);
  if (incoming === Number.POSITIVE_INFINITY || input === Number.POSITIVE_INFINITY) return false;
  return (
    incoming <= (maxLatencyMs ?? Number.POSITIVE_INFINITY) &&
    input <= (maxInputLatencyMs ?? Number.POSITIVE_INFINITY)
  );
}

/** The candidate of the highest score; among equals the first. */
function best(candidates: readonly Candidate[], heatOf: (node: number) => number): number {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { latencyMs } of candidates) {
    least = Math.min(least, latencyMs);
    most = Math.max(most, latencyMs);
  }
  const range = most - least || 1;
  let chosen = candidates[0].node;
  let highest = Number.NEGATIVE_INFINITY;
  for (const { node, latencyMs } of candidates) {
    const network = Math.floor((FULL_SCORE * (most - latencyMs)) / range);
    const total = Math.trunc((network + heatOf(node)) / 2);
    if (total <= highest) continue;
    highest = total;
    chosen = node;
  }
  return chosen;
}

function loadOn(sim: PluginSim, { step }: Invocation, node: number, cpuSeconds: number): TaskLoad {
  const { speed, cores } = sim.compute.resources(node)!;
  const seconds = cpuSeconds / speed;
  const atOnce = Math.min(step.function.cores, cores);
  return { cpuMinutes: seconds / SECONDS_PER_MINUTE, minutes: seconds / atOnce / SECONDS_PER_MINUTE };
}
