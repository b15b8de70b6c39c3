import { ecefToGeodetic } from "../../orbits/geodesy.js";
import { maskPoints } from "../../orbits/horizon-mask.js";
import type { ContactSite, MovingContactSite } from "../../orbits/look-ahead/index.js";
import type { SkyPlan } from "../../workers/sky-plan.js";

/**
 * A ground node with the rules of the entry of `links.ground` that speaks for it, for looking ahead.
 * @returns undefined where no entry does
 */
export function contactSiteOf(plan: SkyPlan, node: number): ContactSite | MovingContactSite | undefined {
  const { nodes, links, movingNodes, groundPositionsKm: p } = plan;
  const entry = links.ground.find(({ entry: { members } }) => members.includes(node))?.entry;
  if (entry === undefined) return undefined;
  const rules = {
    minElevationDeg: entry.maskDeg[entry.members.indexOf(node)],
    ...(Number.isFinite(entry.maxSlantRangeKm) && { maxSlantRangeKm: entry.maxSlantRangeKm }),
  };
  const track = movingNodes?.find((moving) => moving.node === node)?.track;
  if (track !== undefined) return { ...rules, track };
  const index = node - nodes.satelliteCount;
  const place = ecefToGeodetic([p[3 * index], p[3 * index + 1], p[3 * index + 2]]);
  const horizon = nodes.horizons?.[index];
  return { ...place, ...rules, ...(horizon && { horizonMask: maskPoints(horizon) }) };
}
