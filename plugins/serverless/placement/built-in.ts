import type { PluginSim } from "../../../index.js";
import type { Invocation, PlacementPolicy } from "../platform.js";
import { firstFit } from "./first-fit.js";
import { fixed } from "./fixed.js";
import { hyperDrive } from "./hyperdrive.js";
import type { HyperDriveConfig } from "./hyperdrive-config.js";
import { HeatScore } from "./hyperdrive-heat.js";
import { nearest } from "./nearest.js";
import { random } from "./random.js";
import { roundRobin } from "./round-robin.js";

/** Names of the placement policies that every run has. */
export const PLACEMENTS = ["fixed", "random", "nearest", "round-robin", "first-fit", "hyperdrive"] as const;

/** Registers them. */
export function addBuiltInPlacements(
  sim: PluginSim,
  config: HyperDriveConfig,
  platform: { add(policy: PlacementPolicy): void; cpuSeconds(invocation: Invocation): number },
): void {
  const heat = new HeatScore(sim, config, sim.hasEnergy);
  const stream = (name: string) => sim.random(`serverless.placement.${name}`);
  platform.add(fixed());
  platform.add(random(stream("random")));
  platform.add(nearest());
  platform.add(roundRobin());
  platform.add(firstFit());
  platform.add(
    hyperDrive({
      sim,
      config,
      heat,
      random: stream("hyperdrive"),
      cpuSeconds: (invocation) => platform.cpuSeconds(invocation),
    }),
  );
}
