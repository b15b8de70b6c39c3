import type { ExplainContext } from "./explain-context.js";
import type { LinkConstraint, RankedLink } from "./link-constraint.js";

const BUILT_INS: readonly string[] = ["nearest", "highest-elevation", "longest-visible", "all-visible"];

/** Why a usable satellite and a usable site, both with a place, have no link. */
export function gslConstraints(context: ExplainContext, satellite: number, site: number): LinkConstraint[] {
  const i = context.groundEntryOf(site);
  if (i < 0) return [{ kind: "no-entry", node: site }];
  const view = context.site(site);
  const obstacles = view.obstacles(satellite);
  if (obstacles.length > 0) return obstacles;
  const found = [...siteTaken(context, site), ...capacityTaken(context, i, satellite)];
  if (found.length > 0) return found;
  return [{ kind: "not-chosen", protocol: view.plan.protocol.ref.name }];
}

/** The site has as many links as its protocol or its antennas allow. */
function siteTaken(context: ExplainContext, site: number): LinkConstraint[] {
  const view = context.site(site);
  const { ref, config } = view.plan.protocol;
  const { maxLinks, antennas = Number.POSITIVE_INFINITY } = view.plan.entry;
  const isBuiltIn = ref.url === undefined && BUILT_INS.includes(ref.name);
  const byProtocol = isBuiltIn && ref.name !== "all-visible" ? maxLinks : Number.POSITIVE_INFINITY;
  const limit = Math.min(byProtocol, antennas);
  const satellites = satellitesOf(context, site);
  if (satellites.length < limit) return [];
  const hysteresis = hysteresisOf(config);
  return [
    {
      kind: "site-links-taken",
      node: site,
      limit,
      limitIs: antennas < byProtocol ? "antennas" : "links",
      rankedBy: view.ranking,
      ...(hysteresis > 0 ? { hysteresis } : {}),
      by: satellites.map((satellite) => view.rankedLink(satellite)),
    },
  ];
}

/** The satellite serves as many sites as the entry allows, those of earlier entries among them. */
function capacityTaken(context: ExplainContext, i: number, satellite: number): LinkConstraint[] {
  const { capacity } = context.groundEntry(i).entry;
  if (capacity === undefined) return [];
  const { ground } = context.plan.sky.links;
  const classes = new Set(ground.slice(0, i + 1).map(({ linkClass }) => linkClass));
  const { links } = context.tick.frame;
  const by: RankedLink[] = [];
  for (let at = links.islCount; at < links.islCount + links.gslCount; at++) {
    if (links.a[at] !== satellite || !classes.has(links.linkClass[at])) continue;
    by.push({ node: links.b[at], lengthKm: links.lengthKm[at] });
  }
  return by.length < capacity ? [] : [{ kind: "capacity-taken", node: satellite, capacity, by }];
}

/** Satellites that a site has ground links with, before faults within the tick. */
export function satellitesOf({ tick }: ExplainContext, site: number): number[] {
  const { islCount, gslCount, a, b } = tick.frame.links;
  const found: number[] = [];
  for (let i = islCount; i < islCount + gslCount; i++) if (b[i] === site) found.push(a[i]);
  return found;
}

function hysteresisOf(config: unknown): number {
  const { hysteresisKm, hysteresisDeg, hysteresisSeconds } = (config ?? {}) as {
    readonly hysteresisKm?: number;
    readonly hysteresisDeg?: number;
    readonly hysteresisSeconds?: number;
  };
  return hysteresisKm ?? hysteresisDeg ?? hysteresisSeconds ?? 0;
}
