import type { GroundEntry } from "../../routing/ground-link-protocol.js";
import type { IslPlanEntry } from "../../routing/link-plan.js";
import type { GroundConfig, IslConfig } from "./schema/links.js";

/** What an entry asks of its links beside its protocol: for the plan, and as the manifest shows it. */
export interface EntryRules<Plan> {
  readonly plan: Plan;
  readonly figures: Readonly<Record<string, unknown>>;
}

type IslRules = Pick<IslPlanEntry, "interShell" | "maxTurnRate" | "setupNs">;
type GroundRules = Pick<GroundEntry, "antennas" | "capacity">;

/**
 * Links between shells, turn rate and set-up time of an entry of `links.isl`.
 *
 * @param maxRangeKm of the entry; what links between shells have unless they say otherwise
 * @param stepNs step of the run, over which turn rates are measured
 */
export function islRules(
  { interShell, maxTurnRate, setupTime }: IslConfig["entry"],
  maxRangeKm: number | undefined,
  stepNs: number,
): EntryRules<IslRules> {
  const shellRangeKm = interShell?.maxRange ?? maxRangeKm;
  return {
    plan: {
      ...(interShell && {
        interShell: { maxLinks: interShell.links, maxRangeKm: shellRangeKm ?? Number.POSITIVE_INFINITY },
      }),
      ...(maxTurnRate !== undefined && { maxTurnRate: { degPerS: maxTurnRate, overNs: stepNs } }),
      ...(setupTime !== undefined && { setupNs: setupTime }),
    },
    figures: {
      ...(interShell && {
        interShell: {
          links: interShell.links,
          ...(shellRangeKm !== undefined && { maxRangeKm: shellRangeKm }),
        },
      }),
      ...(maxTurnRate !== undefined && { maxTurnRateDegPerSecond: maxTurnRate }),
      ...(setupTime !== undefined && { setupTimeMs: setupTime / 1e6 }),
    },
  };
}

/** Antennas and capacity of an entry of `links.ground`. */
export function groundRules({ antennas, capacity }: GroundConfig["entry"]): EntryRules<GroundRules> {
  const plan = {
    ...(antennas !== undefined && { antennas }),
    ...(capacity !== undefined && { capacity }),
  };
  return { plan, figures: plan };
}
