import { secondsBetween } from "../../orbits/instant.js";
import type { SkyPlan } from "../../workers/sky-plan.js";
import type { RunPlan } from "../scenario/run-plan.js";

/** A TLE's epoch is rounded to 1e-8 days; up to here it is still the start of the run, seconds. */
const SAME_EPOCH_S = 0.001;

/**
 * What a Hypatia state directory cannot say of the scenario, one line each: its files are right all the same,
 * but Hypatia itself would work out another network from them.
 *
 * @param unsteady links of isls.txt that are missing at some tick
 */
export function hypatiaNotices({ sky, routing, plugins }: RunPlan, unsteady: number): string[] {
  const notices: string[] = [];
  const elsewhere = countOtherEpochs(sky);
  if (elsewhere > 0) {
    const who = `${elsewhere} of ${sky.nodes.satelliteCount} element sets have another epoch than the start of the run`;
    notices.push(`${who}; Hypatia wants one epoch for all, and counts its time from there`);
  }
  if (unsteady > 0) {
    const who = unsteady === 1 ? "1 link of isls.txt is" : `${unsteady} links of isls.txt are`;
    notices.push(`${who} not there at every tick; the forwarding state does without them then`);
  }
  if (sky.links.ground.some(({ protocol, entry }) => protocol.ref.name !== "all-visible" || hasMask(entry))) {
    const what = "ground links of other kinds than all-visible by range alone";
    notices.push(`the format has no ${what}; the forwarding state is by those of the scenario`);
  }
  const delayed = sky.links.classes.some(({ hopDelayMs }) => hopDelayMs > 0);
  if (delayed || routing.groundRelay || routing.cost !== "latency") {
    const what = "least length, without hop delays and ground relays";
    notices.push(`Hypatia routes by ${what}; the forwarding state is by what the scenario says`);
  }
  if (plugins.length > 0)
    notices.push("plugins take no part in an export: it shows the network as it is without them");
  return notices;
}

function hasMask({ maskDeg }: { readonly maskDeg: Float64Array }): boolean {
  return maskDeg.some((mask) => mask !== Number.NEGATIVE_INFINITY);
}

function countOtherEpochs({ satellites, time }: SkyPlan): number {
  let others = 0;
  for (const source of satellites) {
    if (source.kind !== "sgp4") continue;
    const { epochDay, epochSecondOfDay, count } = source.elements;
    for (let i = 0; i < count; i++) {
      const epoch = { day: epochDay[i], secondOfDay: epochSecondOfDay[i] };
      if (Math.abs(secondsBetween(time.start, epoch)) > SAME_EPOCH_S) others++;
    }
  }
  return others;
}
