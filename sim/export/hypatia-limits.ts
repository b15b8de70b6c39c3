import { CLEARANCE_RADIUS_KM, DEG_TO_RAD } from "../../orbits/constants.js";
import type { GroundEntry } from "../../routing/ground-link-protocol.js";
import type { RunPlan } from "../scenario/run-plan.js";
import type { HypatiaSurvey } from "./hypatia-survey.js";

/** How long links may be, for description.txt, km. */
export interface HypatiaLimits {
  readonly maxIslKm: number;
  readonly maxGslKm: number;
}

/**
 * The limits of the scenario where it has them; else bounds that no link of it can pass, rounded up to a metre:
 * for inter-satellite links the longest that clears the Earth, for ground links the slant range at the mask,
 * both at the highest that a satellite was seen.
 */
export function hypatiaLimits({ sky }: RunPlan, survey: HypatiaSurvey): HypatiaLimits {
  const ranges = sky.links.isl.map(({ entry }) => entry.maxRangeKm);
  const slantRanges = sky.links.ground.map(({ entry }) => {
    if (Number.isFinite(entry.maxSlantRangeKm)) return entry.maxSlantRangeKm;
    return longestAboveMaskKm(entry, survey.highestKm, (id) => siteRadiusKm(sky, id));
  });
  const clear = 2 * Math.sqrt(Math.max(0, survey.highestKm ** 2 - CLEARANCE_RADIUS_KM ** 2));
  const bounded = ranges.length > 0 && ranges.every(Number.isFinite);
  return {
    maxIslKm: bounded ? Math.max(...ranges) : upToMetre(Math.max(clear, survey.longestIslKm)),
    maxGslKm: Math.max(METRE_KM, ...slantRanges),
  };
}

const METRE_KM = 0.001;

/** The vertical at a site and the line from the Earth's centre differ by 0.1924 degrees at most. */
const VERTICAL_DEFLECTION_DEG = 0.2;

/** Slant range at elevation e to radius r from a site at radius s: sqrt(r^2 - s^2 cos^2 e) - s sin e. */
function longestAboveMaskKm(
  { members, maskDeg }: GroundEntry,
  highestKm: number,
  radiusKm: (site: number) => number,
): number {
  let longest = 0;
  for (const [i, id] of members.entries()) {
    const elevation = Math.max(-90, maskDeg[i] - VERTICAL_DEFLECTION_DEG) * DEG_TO_RAD;
    const radius = radiusKm(id);
    const across = radius * Math.cos(elevation);
    const range = Math.sqrt(Math.max(0, highestKm ** 2 - across ** 2)) - radius * Math.sin(elevation);
    longest = Math.max(longest, range);
  }
  return upToMetre(longest);
}

function siteRadiusKm({ nodes, groundPositionsKm: at }: RunPlan["sky"], id: number): number {
  const i = 3 * (id - nodes.satelliteCount);
  return Math.hypot(at[i], at[i + 1], at[i + 2]);
}

/** Never 0, which no reader takes for a length. */
function upToMetre(km: number): number {
  return Math.max(METRE_KM, Math.ceil(km * 1000) / 1000);
}
