import { WGS72_RADIUS_KM } from "./constants.js";

/** How a surface sees the Earth: a plate that faces it, or a small sphere, which sees it on all sides of itself. */
export type EarthFacing = "plate" | "sphere";

/**
 * Share of the whole sky that the Earth fills, seen from so far from its centre, km: (1 - cos a) / 2 with the Earth's
 * angular radius a = asin(R / r). At the ground and below, half of it; without a place (0), none.
 */
export function earthSkyShare(distanceKm: number): number {
  if (distanceKm === 0) return 0;
  const sine = Math.min(1, WGS72_RADIUS_KM / distanceKm);
  return (1 - Math.sqrt(1 - sine * sine)) / 2;
}

/**
 * View factor of the Earth: the share of what a surface radiates that meets the Earth, and so (reciprocity) the share
 * of a black Earth's flux that the surface receives. A plate that faces the Earth has (R / r)^2; of a small sphere,
 * by its whole area, it is the share of the sky. Source: Howell, "A catalog of radiation heat transfer configuration
 * factors", factors from a plane element and from a small sphere to a sphere.
 */
export function earthViewFactor(distanceKm: number, facing: EarthFacing): number {
  if (facing === "sphere") return earthSkyShare(distanceKm);
  if (distanceKm === 0) return 0;
  return Math.min(1, WGS72_RADIUS_KM / distanceKm) ** 2;
}

/**
 * By how much the sunlit half of the Earth faces a satellite: the cosine of the Sun's zenith angle beneath it, 0 on
 * the night side. Times the view factor, an estimate of albedo for low orbits. Source: Gilmore (ed.), "Spacecraft
 * Thermal Control Handbook", vol. 1, 2nd ed. 2002, chapter 2.
 *
 * @param x y, z: of the satellite, from the Earth's centre, any unit
 * @param sunX sunY, sunZ: of the Sun in the same frame, any unit
 */
export function albedoPhase(
  x: number,
  y: number,
  z: number,
  sunX: number,
  sunY: number,
  sunZ: number,
): number {
  const product = Math.sqrt((x * x + y * y + z * z) * (sunX * sunX + sunY * sunY + sunZ * sunZ));
  return product === 0 ? 0 : Math.max(0, (x * sunX + y * sunY + z * sunZ) / product);
}
