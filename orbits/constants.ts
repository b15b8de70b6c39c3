/** Equatorial radius of WGS72, km: SGP4's Earth, and the sphere that altitudes of shells are counted from. Source: Vallado et al., AIAA 2006-6753. */
export const WGS72_RADIUS_KM = 6378.135;

/** Gravitational parameter of WGS72, km^3/s^2. Source: Vallado et al., AIAA 2006-6753. */
export const WGS72_MU_KM3_S2 = 398600.8;

/** WGS84 ellipsoid: equatorial radius (km) and flattening. Source: NIMA TR8350.2. */
export const WGS84_RADIUS_KM = 6378.137;
export const WGS84_FLATTENING = 1 / 298.257223563;

/** Speed of light in vacuum, km/s (exact). Source: SI definition of the metre. */
export const LIGHT_KM_S = 299_792.458;
export const LIGHT_KM_MS = LIGHT_KM_S / 1000;

/** Height that a laser link has to clear, and below which a satellite counts as decayed, km. Source: the project's contract. */
export const CLEARANCE_KM = 80;

/** Radius of the sphere that inter-satellite links clear and that satellites in orbit stay above, km. */
export const CLEARANCE_RADIUS_KM = WGS72_RADIUS_KM + CLEARANCE_KM;

export const SECONDS_PER_DAY = 86_400;
export const NS_PER_SECOND = 1e9;
export const DEG_TO_RAD = Math.PI / 180;
export const RAD_TO_DEG = 180 / Math.PI;
