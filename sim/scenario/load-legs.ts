import type { Geodetic } from "../../orbits/geodesy.js";
import { type GreatCircleLeg, legEndsKm, legLengthKm, legWaypoints } from "../../orbits/great-circle-legs.js";
import type { Instant } from "../../orbits/instant.js";
import { didYouMean } from "../../orbits/nearest-name.js";
import { nsBetween } from "../../orbits/readers/index.js";
import { apartRad, checkWaypoint, type Waypoint } from "../../orbits/waypoint.js";
import type { Path } from "../../orbits/yaml-source.js";
import type { Loading } from "./loading.js";
import type { LegConfig, LegPlace, Moment } from "./schema/moving-ground.js";

/** What legs can lead from and to. */
export interface LegSites {
  /** Sites that stand still, by name. */
  readonly places: ReadonlyMap<string, Geodetic>;
  /** Names of other ground nodes: why they are no place to go to. */
  readonly others: ReadonlyMap<string, string>;
  /** Names that have mistakes elsewhere; undefined where there may be names that no one can tell. */
  readonly unread: ReadonlySet<string> | undefined;
}

/** Legs end where the next begins if they are no further apart than this, rad (6 m). */
const SAME_PLACE_RAD = 1e-6;

/** The legs of one node, resolved; the mistakes of those that cannot be are noted, and nothing is given. */
export function resolveLegs(
  loading: Loading,
  path: Path,
  configs: readonly LegConfig[],
  sites: LegSites,
  start: Instant,
): { readonly legs: readonly GreatCircleLeg[]; readonly waypoints: readonly Waypoint[] } | undefined {
  const legs: GreatCircleLeg[] = [];
  for (const [i, config] of configs.entries()) {
    // After a leg that makes no sense nobody knows where and when the next begins.
    if (legs.length < i) {
      for (const end of ["from", "to"] as const) place(loading, [...path, i, end], config[end], sites);
      continue;
    }
    const leg = resolveLeg(loading, [...path, i], config, legs.at(-1), sites, start);
    if (leg !== undefined) legs.push(leg);
  }
  return legs.length < configs.length ? undefined : { legs, waypoints: legWaypoints(legs) };
}

function resolveLeg(
  loading: Loading,
  path: Path,
  config: LegConfig,
  before: GreatCircleLeg | undefined,
  sites: LegSites,
  start: Instant,
): GreatCircleLeg | undefined {
  const noted = loading.problems.length;
  const from = placeFrom(loading, path, config, before, sites);
  const to = place(loading, [...path, "to"], config.to, sites);
  const departNs = config.depart === undefined ? before?.arriveNs : momentNs(config.depart, start);
  if (departNs === undefined) {
    loading.fail(path, '"depart" is missing: expected when the first leg begins, such as "10 min"');
  } else if (before !== undefined && departNs < before.arriveNs) {
    loading.fail(
      [...path, "depart"],
      `expected ${before.arriveNs / 1e9} s or later, when the leg before ends; got ${departNs / 1e9} s: a track does not go back in time`,
    );
  }
  if (from === undefined || to === undefined || departNs === undefined) return undefined;
  const lengthKm = legLengthKm(from, to);
  if (apartRad(from, to) <= SAME_PLACE_RAD) {
    loading.fail(
      [...path, "to"],
      "the leg leads to where it begins; to wait there, let the next leg depart later",
    );
    return undefined;
  }
  const arriveNs =
    config.arrive === undefined
      ? departNs + Math.round((1e9 * lengthKm) / (config.speed as number))
      : momentNs(config.arrive, start);
  checkWaypoint({ ...to, timeNs: arriveNs }, { ...from, timeNs: departNs }, (field, message) => {
    const slow = config.arrive === undefined ? "speed" : "arrive";
    loading.fail([...path, field === "time" ? slow : "to"], message);
  });
  const { altitude: altitudeKm, climb: climbNs, descent: descentNs } = config;
  if (climbNs + descentNs > arriveNs - departNs && arriveNs > departNs) {
    loading.fail(
      [...path, climbNs > 0 ? "climb" : "descent"],
      `climb and descent take ${(climbNs + descentNs) / 1e9} s, the whole leg only ${(arriveNs - departNs) / 1e9} s`,
    );
  }
  const leg = { from, to, departNs, arriveNs, altitudeKm, climbNs, descentNs };
  const [startKm] = legEndsKm(leg);
  if (before !== undefined && startKm !== legEndsKm(before)[1]) {
    loading.fail(
      [...path, "altitude"],
      `expected ${legEndsKm(before)[1]} km, where the leg before ends; got ${startKm} km: give this leg a climb, or that one a descent`,
    );
  }
  return loading.problems.length > noted ? undefined : leg;
}

function placeFrom(
  loading: Loading,
  path: Path,
  config: LegConfig,
  before: GreatCircleLeg | undefined,
  sites: LegSites,
): Geodetic | undefined {
  const written = place(loading, [...path, "from"], config.from, sites);
  if (before === undefined) {
    if (config.from === undefined)
      loading.fail(path, '"from" is missing: expected where the first leg begins');
    return written;
  }
  if (config.from !== undefined && written === undefined) return undefined;
  if (written !== undefined && apartRad(written, before.to) > SAME_PLACE_RAD) {
    const km = legLengthKm(written, before.to).toFixed(1);
    loading.fail([...path, "from"], `expected where the leg before ended; this is ${km} km from there`);
    return undefined;
  }
  return { ...before.to, altitudeKm: legEndsKm(before)[1] };
}

/** Undefined where nothing is written, and where a name is of nothing that stands still, which is noted. */
function place(
  loading: Loading,
  path: Path,
  written: LegPlace | undefined,
  { places, others, unread }: LegSites,
): Geodetic | undefined {
  if (typeof written !== "string") return written;
  const found = places.get(written);
  if (found !== undefined) return found;
  const why = others.get(written);
  if (why !== undefined) loading.fail(path, `a leg leads from site to site; "${written}" ${why}`);
  else if (unread !== undefined && !unread.has(written)) {
    const hint =
      didYouMean(written, places.keys()) || "; expected a site, or { latitude: ..., longitude: ... }";
    loading.fail(path, `no site is named "${written}"${hint}`);
  }
  // A name that may belong to what could not be read is no mistake of its own, but there is no leg either.
  return undefined;
}

function momentNs(moment: Moment, start: Instant): number {
  return typeof moment === "number" ? moment : nsBetween(start, moment);
}
