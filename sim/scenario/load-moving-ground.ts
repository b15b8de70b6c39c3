import type { GroundSite } from "../../orbits/ground-site.js";
import type { Instant } from "../../orbits/instant.js";
import { readTrack, TRACK_FORMATS, trackFormatOf } from "../../orbits/readers/index.js";
import { makeTrack, type Track, trackLimits, trackPosition } from "../../orbits/track.js";
import type { Waypoint } from "../../orbits/waypoint.js";
import type { Path } from "../../orbits/yaml-source.js";
import type { LoadedSite, LoadedSource } from "./load-ground.js";
import { type LegSites, resolveLegs } from "./load-legs.js";
import type { Loading } from "./loading.js";
import type { LegsConfig, TrackConfig } from "./schema/moving-ground.js";
import type { TimeConfig } from "./schema/time.js";
import type { View } from "./view.js";

/** Nothing below space but rockets moves faster, km/s: the record of an aircraft is 0.981 (SR-71, FAI, 1976). */
const FASTEST_KM_S = 1;

/** Where a run whose time is unsound is taken to start, so that tracks are looked into all the same. */
const NO_START: Instant = { day: 20_000, secondOfDay: 0 };

type MovingConfig = TrackConfig | LegsConfig;

/** Loads a node that moves along the waypoints of a file. */
export async function loadTrack(
  loading: Loading,
  path: Path,
  config: TrackConfig,
  time: TimeConfig | undefined,
): Promise<LoadedSource> {
  const place = config.nested ? [...path, "track", "path"] : [...path, "track"];
  const format = config.format ?? trackFormatOf(config.path);
  if (format === undefined) {
    const message = `the extension does not tell how to read "${config.path}"; write track: { path: ..., format: ... } with one of ${TRACK_FORMATS.join(", ")}`;
    loading.fail(place, message);
    return standIn(path, config);
  }
  const opened = await loading.read(place, config.path);
  if (opened === undefined) return standIn(path, config);
  const { shown, text, sha256 } = opened;
  const start = time?.start ?? NO_START;
  const waypoints = loading.collect(() => readTrack(shown, text, format, start));
  if (waypoints === undefined) return standIn(path, config);
  const figures = { name: config.name, ...shared(config) };
  return moving(loading, path, place, config, waypoints, time, {
    shown: { ...figures, track: config.path, format },
    content: { ...figures, track: sha256, format },
  });
}

/** Loads a node that moves along great circles. */
export function loadLegs(
  loading: Loading,
  path: Path,
  config: LegsConfig,
  sites: LegSites,
  time: TimeConfig | undefined,
): LoadedSource {
  const place = [...path, "legs"];
  const resolved = resolveLegs(loading, place, config.legs, sites, time?.start ?? NO_START);
  if (resolved === undefined) return standIn(path, config);
  const legs = resolved.legs.map(({ departNs, arriveNs, altitudeKm, climbNs, descentNs }, i) => ({
    ...(config.legs[i].from !== undefined && { from: config.legs[i].from }),
    to: config.legs[i].to,
    departSeconds: departNs / 1e9,
    arriveSeconds: arriveNs / 1e9,
    altitudeKm,
    climbSeconds: climbNs / 1e9,
    descentSeconds: descentNs / 1e9,
  }));
  const view = { name: config.name, ...shared(config), legs };
  return moving(loading, path, place, config, resolved.waypoints, time, { shown: view, content: view });
}

function moving(
  loading: Loading,
  path: Path,
  place: Path,
  config: MovingConfig,
  waypoints: readonly Waypoint[],
  time: TimeConfig | undefined,
  view: View,
): LoadedSource {
  const track = makeTrack(waypoints);
  warnOfTrack(loading, place, track, time);
  const site: LoadedSite = { ...siteOf(config), ...trackPosition(track, 0), track };
  return { path: [...path, "name"], sites: [site], prefix: config.prefix, view };
}

function warnOfTrack(loading: Loading, place: Path, track: Track, time: TimeConfig | undefined): void {
  const { speedKmS } = trackLimits(track);
  if (speedKmS > FASTEST_KM_S) {
    const speed = `up to ${speedKmS.toPrecision(3)} km/s`;
    loading.warn(place, `the track moves at ${speed}, faster than anything that flies`);
  }
  if (time === undefined) return;
  const first = track.timesNs[0];
  const last = track.timesNs[track.timesNs.length - 1];
  if (last <= 0)
    loading.warn(place, `the track ends ${-last / 1e9} s before the run starts: the node stands still`);
  else if (first >= time.durationNs) {
    loading.warn(
      place,
      `the track begins ${first / 1e9} s after the start, when the run is over: the node stands still`,
    );
  }
}

/** Keeps the name of a node whose mistakes are noted, so that what else names it is no mistake; nothing will run. */
function standIn(path: Path, config: MovingConfig): LoadedSource {
  const site = { ...siteOf(config), latitudeDeg: 0, longitudeDeg: 0, altitudeKm: 0 };
  const view = { shown: undefined, content: undefined };
  return { path: [...path, "name"], sites: [site], prefix: config.prefix, view };
}

function siteOf({
  name,
  tier,
  minElevation,
}: MovingConfig): Pick<GroundSite, "name" | "tier" | "minElevationDeg"> {
  return { name, tier, ...(minElevation !== undefined && { minElevationDeg: minElevation }) };
}

function shared({ tier, minElevation, prefix }: MovingConfig): Record<string, unknown> {
  return {
    tier,
    ...(minElevation !== undefined && { minElevationDeg: minElevation }),
    ...(prefix !== undefined && { prefix }),
  };
}
