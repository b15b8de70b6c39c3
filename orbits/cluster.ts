import type { ElementSets } from "./element-sets.js";
import type { Instant } from "./instant.js";
import { meanMotionRadS, type RelativeMotion } from "./relative-motion.js";
import { prepareSgp4, type Sgp4Tables } from "./sgp4-tables.js";

/** Satellites that fly in formation: their motion is given about a chief, which need not be one of them. */
export interface Cluster {
  /** The chief's orbit: one element set. */
  readonly chief: ElementSets;
  /** When the relative motion is at its own time 0. */
  readonly epoch: Instant;
  readonly motion: RelativeMotion;
}

/** A cluster whose chief is initialised: plain data, made once and handed to other threads as it is. */
export interface PreparedCluster {
  readonly chief: Sgp4Tables;
  readonly epoch: Instant;
  /** Of the chief, rad/s. */
  readonly meanMotion: number;
  readonly motion: RelativeMotion;
}

/** The chief's mean motion, rad/s: the one of its element set. */
export function chiefMeanMotion({ chief }: Pick<Cluster, "chief">): number {
  return meanMotionRadS(chief.meanMotionRevPerDay[0]);
}

/** Initialises SGP4 for the chief, for an ephemeris whose time 0 is `start`. */
export function prepareCluster(cluster: Cluster, start: Instant): PreparedCluster {
  const { chief, epoch, motion } = cluster;
  return { chief: prepareSgp4(chief, start), epoch, meanMotion: chiefMeanMotion(cluster), motion };
}
