import type { RunPlan } from "../scenario/run-plan.js";

/** What an export of a scenario's network does not show, in words for the user. */
export function leftOutNotices({ plugins, services, sky }: RunPlan): string[] {
  const absent = [
    ...(plugins.length > 0 ? ["plugins"] : []),
    ...(services.faults.entries.length > 0 ? ["faults"] : []),
    ...(services.energy === undefined ? [] : ["energy"]),
  ];
  const notices: string[] = [];
  if (absent.length > 0) {
    notices.push(`${absent.join(", ")} take no part: the network is as orbits and link protocols make it`);
  }
  if (sky.staticLinks.length > 0) {
    notices.push("nodes of static networks have no place, and what shows places leaves them out");
  }
  return notices;
}
