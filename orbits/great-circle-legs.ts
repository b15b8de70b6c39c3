import { EARTH_MEAN_RADIUS_KM, type Geodetic } from "./geodesy.js";
import { makeTrack, trackPosition } from "./track.js";
import { apartRad, type Waypoint } from "./waypoint.js";

/** A stretch along a great circle at an even speed over the ground. */
export interface GreatCircleLeg {
  /** Altitudes of the ends matter only where there is a climb or descent. */
  readonly from: Geodetic;
  readonly to: Geodetic;
  /** Integer nanoseconds since the start of the run; the arrival is later. */
  readonly departNs: number;
  readonly arriveNs: number;
  /** Kept all the way, but for climb and descent. */
  readonly altitudeKm: number;
  /** How long, from the departure, the node climbs (or sinks) evenly from the altitude of `from`; 0: it is at once at the leg's. */
  readonly climbNs: number;
  /** How long, until the arrival, it sinks (or climbs) evenly to the altitude of `to`; 0: it does not. */
  readonly descentNs: number;
}

/** Length of the great circle between two places on a sphere of `EARTH_MEAN_RADIUS_KM`: what speeds over ground refer to. */
export function legLengthKm(from: Geodetic, to: Geodetic): number {
  return EARTH_MEAN_RADIUS_KM * apartRad(from, to);
}

/** Altitude at the departure and at the arrival. */
export function legEndsKm(leg: GreatCircleLeg): readonly [departKm: number, arriveKm: number] {
  return [
    leg.climbNs > 0 ? leg.from.altitudeKm : leg.altitudeKm,
    leg.descentNs > 0 ? leg.to.altitudeKm : leg.altitudeKm,
  ];
}

/**
 * Waypoints of legs that follow one another in place and time: the ends of each, and where it levels off and begins to
 * descend. Where a leg departs as the one before arrives, the two share a waypoint; else the node waits there.
 */
export function legWaypoints(legs: readonly GreatCircleLeg[]): Waypoint[] {
  const points: Waypoint[] = [];
  for (const leg of legs) {
    const [departKm, arriveKm] = legEndsKm(leg);
    const ends = [
      { ...leg.from, timeNs: leg.departNs, altitudeKm: departKm },
      { ...leg.to, timeNs: leg.arriveNs, altitudeKm: arriveKm },
    ] as const;
    const way = makeTrack(ends);
    if (points.at(-1)?.timeNs !== leg.departNs) points.push(ends[0]);
    const levelNs = leg.departNs + leg.climbNs;
    const descentNs = leg.arriveNs - leg.descentNs;
    const between = new Set([levelNs, descentNs]);
    for (const timeNs of between) {
      if (timeNs <= leg.departNs || timeNs >= leg.arriveNs) continue;
      points.push({ ...trackPosition(way, timeNs), timeNs, altitudeKm: leg.altitudeKm });
    }
    points.push(ends[1]);
  }
  return points;
}
