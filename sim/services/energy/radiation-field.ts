import { boxRegion, RADIATION_REGIONS, type RadiationRegion } from "../../../orbits/radiation-regions.js";
import type { Vector3 } from "../../../orbits/vector.js";
import type { RadiationModel, RadiationRates } from "./energy-plan.js";

/** Name of what lies outside of all regions. */
export const ELSEWHERE = "elsewhere";

/** How strong radiation is where, for one kind of satellite. */
export class RadiationField {
  readonly #regions: readonly (RadiationRegion & RadiationRates)[];
  readonly #elsewhere: RadiationRates & { readonly name: string };
  /** The most upsets anywhere, per second. */
  readonly mostUpsetsPerS: number;
  /** Whether there is a dose anywhere. */
  readonly hasDose: boolean;

  constructor({ regions, elsewhere }: RadiationModel) {
    this.#regions = regions.map(({ region, box, upsetsPerS, doseGyPerS }) => {
      const place = box === undefined ? builtIn(region) : boxRegion(region, box);
      return {
        name: region,
        contains: (positionKm) => place.contains(positionKm),
        upsetsPerS,
        doseGyPerS,
      };
    });
    this.#elsewhere = { name: ELSEWHERE, ...elsewhere };
    const all = [elsewhere, ...regions];
    this.mostUpsetsPerS = Math.max(...all.map(({ upsetsPerS }) => upsetsPerS));
    this.hasDose = all.some(({ doseGyPerS }) => doseGyPerS > 0);
  }

  /** Names of the regions in their order, `ELSEWHERE` last. */
  get names(): readonly string[] {
    return [...this.#regions.map(({ name }) => name), ELSEWHERE];
  }

  /** What holds at a place, Earth-fixed km. */
  at(positionKm: Vector3): RadiationRates & { readonly name: string } {
    return this.#regions.find((region) => region.contains(positionKm)) ?? this.#elsewhere;
  }
}

function builtIn(name: string): RadiationRegion {
  const region = RADIATION_REGIONS.find((known) => known.name === name);
  if (region === undefined) throw new RangeError(`no radiation region is named "${name}"`);
  return region;
}
