// Where things are: element sets and how they are read, propagation, frames and geodesy, the Sun, ground sites. It
// imports none of the other rooms, and holds what every room needs to speak of a user's input.
export { type Cluster, type PreparedCluster, prepareCluster } from "./cluster.js";
export { type ChiefOrbit, chiefElements } from "./cluster-chief.js";
export { createClusterEphemeris } from "./cluster-ephemeris.js";
export { type ClosestApproach, closestApproach } from "./cluster-separation.js";
export { CLEARANCE_RADIUS_KM, LIGHT_KM_S, WGS72_RADIUS_KM } from "./constants.js";
export { albedoPhase, type EarthFacing, earthSkyShare, earthViewFactor } from "./earth-view.js";
export { fastestLimbRate, Light, type LimbClock, lightAt, lightEnd, sunAboveLimb } from "./eclipse.js";
export { allocateElementSets, type ElementSets } from "./element-sets.js";
export { describeStatus, type Ephemeris, EphemerisStatus } from "./ephemeris.js";
export {
  ecefToGeodetic,
  type Geodetic,
  geodeticToEcefKm,
  greatCircleKm,
  type LookAngles,
  lookAngles,
} from "./geodesy.js";
export { ecefToTeme, gmstRad, temeToEcef } from "./gmst.js";
export { type GreatCircleLeg, legWaypoints } from "./great-circle-legs.js";
export type { GroundSite } from "./ground-site.js";
export { inferPlanes } from "./infer-planes.js";
export {
  type InferredPlanes,
  type InferredShell,
  LeftOut,
  type LeftOutReason,
  leftOutText,
  type PlanesReport,
  reportPlanes,
  type ShellReport,
} from "./inferred-planes.js";
export { formatProblem, InputError, type InputProblem } from "./input-error.js";
export type { Instant } from "./instant.js";
export * from "./look-ahead/index.js";
export { NameList, type NamePiece } from "./name-list.js";
export { OrbitLight } from "./orbit-light.js";
export {
  boxRegion,
  dipoleShell,
  POLAR_HORNS,
  RADIATION_REGIONS,
  type RadiationRegion,
  type RegionBox,
  SOUTH_ATLANTIC_ANOMALY,
} from "./radiation-regions.js";
export {
  cities,
  readOmm,
  readRelativeStates,
  readSites,
  readStates,
  readTle,
  readTrack,
} from "./readers/index.js";
export {
  allocateMotion,
  latticeMotion,
  type RelativeEllipse,
  type RelativeLattice,
  type RelativeMotion,
  type RelativeState,
  setEllipse,
  setState,
} from "./relative-motion.js";
export { evenAltitudesKm, ringElements, type SunSynchronousRings } from "./rings.js";
export { createSgp4Ephemeris } from "./sgp4-kernel.js";
export { prepareSgp4, type Sgp4Tables } from "./sgp4-tables.js";
export { type StateVector, setMeanElements } from "./state-vectors.js";
export { sunEcefAu, sunlitFraction } from "./sun.js";
export { nodeAtLocalTimeDeg, sunSynchronousInclinationDeg } from "./sun-synchronous.js";
export { makeTrack, placeOnTrack, type Track, trackPosition } from "./track.js";
export { meanMotionRevPerDay, type WalkerShell, walkerElements } from "./walker.js";
export type { Waypoint } from "./waypoint.js";
export { type WriteTleOptions, writeTle } from "./write-tle.js";
