import { nearestName } from "../../orbits/nearest-name.js";
import type { RunPlan } from "../scenario/run-plan.js";

const MOST_IDS = 8;

/**
 * The node that a text means: a site by its name, else a node by its id, else a satellite by its name. Gives a
 * message for the user instead where it means none, or several satellites of that name.
 */
export function findNode(
  { sky, siteIds, nodeNames }: RunPlan,
  text: string,
): number | { readonly error: string } {
  const site = siteIds.find((id) => nodeNames.at(id) === text);
  if (site !== undefined) return site;
  const { count, satelliteCount } = sky.nodes;
  if (/^\d+$/.test(text)) {
    const id = Number(text);
    return id < count ? id : { error: `expected a node; ids are 0 to ${count - 1}, got ${text}` };
  }
  const named = nodeNames.allOf(text).filter((id) => id < satelliteCount);
  if (named.length === 1) return named[0];
  if (named.length > 1) {
    const ids = named.slice(0, MOST_IDS).join(", ");
    const more = named.length > MOST_IDS ? ` and ${named.length - MOST_IDS} more` : "";
    return { error: `${named.length} satellites are named "${text}"; give one by its id: ${ids}${more}` };
  }
  const near = nearestName(text, new Set(nodeNames.near(text)));
  const hint = near === undefined ? "" : `; did you mean "${near}"?`;
  return { error: `no site and no satellite is named "${text}"${hint}` };
}
