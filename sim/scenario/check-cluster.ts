import { type Cluster, chiefMeanMotion } from "../../orbits/cluster.js";
import { meanSemiMajorAxisKm } from "../../orbits/cluster-chief.js";
import { closestApproach } from "../../orbits/cluster-separation.js";
import type { NameList } from "../../orbits/name-list.js";
import { driftPerOrbitKm, furthestMember } from "../../orbits/relative-motion.js";
import type { Path } from "../../orbits/yaml-source.js";
import type { Loading } from "./loading.js";

/** Members further from their chief than this are refused: the equations leave out accelerations of 2 % and more there. */
export const LARGEST_REACH_KM = 100;
/** What linear gravity misses in an orbit, times a / d^2: against two-body motion of ellipses of all phases. */
const MISSED_SHARE = 12;
/** Rounded decimals of a state are no drift worth telling. */
const SMALLEST_DRIFT_KM = 1e-5;
/** Chiefs of a larger eccentricity are told of: the equations take the chief's orbit for a circle. */
const LARGEST_ECCENTRICITY = 0.01;

/** A cluster that is to be looked over, before its ids are known. */
export interface CheckedCluster {
  readonly name: string;
  readonly cluster: Cluster;
  readonly names: NameList;
  readonly minSeparationKm: number;
}

/**
 * Warns of members that come too near to each other or drift away, and of a chief whose orbit is no circle. A cluster too
 * large for linear equations is a mistake.
 *
 * @returns false where it is one
 */
export function checkCluster(loading: Loading, path: Path, checked: CheckedCluster): boolean {
  const { cluster, names } = checked;
  const { motion, chief } = cluster;
  const { index: furthest, reachKm: reach } = furthestMember(motion);
  if (!(reach <= LARGEST_REACH_KM)) {
    const leftOut = Math.round((MISSED_SHARE * reach * reach) / meanSemiMajorAxisKm(chief));
    loading.fail(
      [...path, "members"],
      `expected all members within ${LARGEST_REACH_KM} km of the chief over an orbit; "${names.at(furthest)}" gets ${Number(reach.toPrecision(4))} km away, where the linear equations of motion are wrong by up to ${leftOut} km each orbit`,
    );
    return false;
  }
  warnOfCollision(loading, path, checked);
  warnOfDrift(loading, path, checked);
  const eccentricity = chief.eccentricity[0];
  if (eccentricity > LARGEST_ECCENTRICITY) {
    const metres = (1000 * eccentricity * reach).toPrecision(2);
    loading.warn(
      [...path, "chief"],
      `the chief's orbit has an eccentricity of ${eccentricity}, but relative motion is that about a circle: it is off by about ${metres} m at the furthest member`,
    );
  }
  return true;
}

function warnOfCollision(
  loading: Loading,
  path: Path,
  { name, cluster, names, minSeparationKm }: CheckedCluster,
): void {
  const closest = closestApproach(cluster.motion, minSeparationKm);
  if (closest === undefined) return;
  const { a, b, distanceKm, tauRad } = closest;
  const seconds = (tauRad / chiefMeanMotion(cluster)).toFixed(0);
  const pair = `"${names.at(a)}" and "${names.at(b)}"`;
  loading.warn(
    [...path, "members"],
    `members of "${name}" collide: ${pair} come within ${metresOf(distanceKm)} m of each other ${seconds} s after the epoch, nearer than minSeparation (${metresOf(minSeparationKm)} m)`,
  );
}

function warnOfDrift(loading: Loading, path: Path, { name, cluster, names }: CheckedCluster): void {
  const { motion } = cluster;
  let drifting = 0;
  let fastest = 0;
  for (let i = 0; i < motion.count; i++) {
    if (Math.abs(driftPerOrbitKm(motion, i)) <= SMALLEST_DRIFT_KM) continue;
    drifting++;
    if (Math.abs(driftPerOrbitKm(motion, i)) > Math.abs(driftPerOrbitKm(motion, fastest))) fastest = i;
  }
  if (drifting === 0) return;
  const most = driftPerOrbitKm(motion, fastest);
  const who = drifting === 1 ? "1 member" : `${drifting} members`;
  const where = most > 0 ? "ahead" : "behind";
  loading.warn(
    [...path, "members"],
    `${who} of "${name}" will drift away along the flight: "${names.at(fastest)}" by ${metresOf(Math.abs(most))} m ${where} each orbit, since its velocity along the flight is not -2 n x, with n the chief's mean motion and x its height above the chief`,
  );
}

function metresOf(km: number): string {
  return String(Number((1000 * km).toPrecision(4)));
}
