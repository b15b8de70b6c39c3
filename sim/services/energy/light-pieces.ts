import { NS_PER_SECOND, SECONDS_PER_DAY } from "../../../orbits/constants.js";
import { albedoPhase, earthViewFactor } from "../../../orbits/earth-view.js";
import { fastestLimbRate, Light, lightAt, lightEnd } from "../../../orbits/eclipse.js";
import type { Vector3 } from "../../../orbits/vector.js";
import type { EnergyModel } from "./energy-plan.js";
import { absorbedW } from "./heat-balance.js";
import type { OrbitPlaces } from "./orbit-places.js";
import { PanelSet } from "./panel-set.js";

/** The penumbra is cut into this many pieces: 8 s of it, at 550 km, into one a second. */
const PENUMBRA_PIECES = 8;
/** Pieces of an orbit where something changes along it beside the light: panels' angles, the Earth's warmth. */
const PIECES_PER_ORBIT = 96;
/** How far ahead edges of the shadow are looked for at once, in orbits. */
const LOOK_AHEAD_ORBITS = 0.5;
/** Gauss and Legendre's two points in 0 to 1: means of what changes slowly are good to the fourth order. */
const GAUSS_POINTS = [0.5 - Math.sqrt(1 / 12), 0.5 + Math.sqrt(1 / 12)] as const;

/** Dose rate at a place, Gy/s. */
export type DoseRate = (positionKm: Vector3) => number;

/**
 * What the Sun and the Earth give each satellite, as pieces of time in each of which it is constant: the mean of the
 * piece. Pieces end where the light changes, to a microsecond, and follow from the orbit alone, never from ticks; so
 * whoever integrates over them gets the same however finely the time is cut.
 */
export class LightPieces {
  /** By satellite: when the piece in force ends, integer ns. */
  readonly endNs: Float64Array;
  /** By satellite, means over the piece: sunlight, panels' power, heat from without, dose. */
  readonly sunlit: Float64Array;
  readonly panelW: Float64Array;
  readonly absorbedW: Float64Array;
  readonly doseGyPerS: Float64Array;

  readonly #places: OrbitPlaces;
  readonly #models: readonly EnergyModel[];
  readonly #panels: readonly PanelSet[];
  readonly #doseOf: (model: EnergyModel) => DoseRate | undefined;
  readonly #light: Uint8Array;
  readonly #lightFromNs: Float64Array;
  readonly #lightEndNs: Float64Array;
  readonly #limbRate: Float64Array;
  readonly #pieceNs: Float64Array;
  readonly #aheadNs: Float64Array;

  /**
   * @param models of each satellite, as are `places`
   * @param doseOf where a dose is counted
   */
  constructor(
    places: OrbitPlaces,
    models: readonly EnergyModel[],
    doseOf: (model: EnergyModel) => DoseRate | undefined,
  ) {
    const { count } = places;
    const column = () => new Float64Array(count);
    this.endNs = column();
    this.sunlit = column();
    this.panelW = column();
    this.absorbedW = column();
    this.doseGyPerS = column();
    this.#places = places;
    this.#models = models;
    this.#doseOf = doseOf;
    this.#light = new Uint8Array(count);
    this.#lightFromNs = column();
    this.#lightEndNs = column();
    this.#limbRate = column();
    this.#pieceNs = column();
    this.#aheadNs = column();
    const sets = new Map(models.map((model) => [model, new PanelSet(model.panels)]));
    this.#panels = models.map((model) => sets.get(model) as PanelSet);
    for (let i = 0; i < count; i++) {
      const { meanMotionRevPerDay, eccentricity } = places.shapeOf(i);
      const orbitNs = (SECONDS_PER_DAY / meanMotionRevPerDay) * NS_PER_SECOND;
      const radPerS = (meanMotionRevPerDay * 2 * Math.PI) / SECONDS_PER_DAY;
      this.#limbRate[i] = fastestLimbRate(radPerS, eccentricity);
      this.#aheadNs[i] = Math.round(orbitNs * LOOK_AHEAD_ORBITS);
      const changes =
        !this.#panels[i].tracksOnly || models[i].thermal !== undefined || doseOf(models[i]) !== undefined;
      this.#pieceNs[i] = changes ? Math.round(orbitNs / PIECES_PER_ORBIT) : Number.POSITIVE_INFINITY;
    }
  }

  /** Moves the satellite on to the piece that begins where the one in force ends. */
  next(i: number): void {
    const fromNs = this.endNs[i];
    if (fromNs >= this.#lightEndNs[i]) this.#nextLight(i, fromNs);
    const light = this.#light[i] as Light;
    const lightEndNs = this.#lightEndNs[i];
    const lightNs = lightEndNs - this.#lightFromNs[i];
    const longest = light === Light.Penumbra ? Math.ceil(lightNs / PENUMBRA_PIECES) : this.#pieceNs[i];
    const toNs = Math.min(lightEndNs, fromNs + longest);
    this.endNs[i] = toNs;
    this.#measure(i, light, fromNs, toNs);
  }

  /** Share of the Sun's disc in view at an instant. */
  sunlitAt(i: number, timeNs: number): number {
    const light = this.#places.lightOf(i);
    return light.look(this.#places.indexOf(i), timeNs) ? light.sunlit : 0;
  }

  /** Earth-fixed km at an instant; undefined where the satellite has no place then. */
  positionAt(i: number, timeNs: number): Vector3 | undefined {
    const light = this.#places.lightOf(i);
    return light.look(this.#places.indexOf(i), timeNs) ? [light.x, light.y, light.z] : undefined;
  }

  /** The most that the panels can give, W. */
  panelPeakW(i: number): number {
    return this.#panels[i].peakM2 * this.#models[i].sun.irradianceWM2 * NEAREST_SUN;
  }

  /** The most heat that can come from without, W. */
  absorbedPeakW(i: number): number {
    const { thermal, sun } = this.#models[i];
    if (thermal === undefined) return 0;
    const albedoShare = thermal.albedo.phase === "constant" ? thermal.albedo.share : 1;
    const irradianceWM2 = sun.irradianceWM2 * NEAREST_SUN;
    return absorbedW(thermal, { irradianceWM2, sunlit: 1, albedoShare, earthView: 1 });
  }

  #nextLight(i: number, fromNs: number): void {
    const orbit = this.#places.lightOf(i);
    const index = this.#places.indexOf(i);
    const light = lightAt(orbit.sunAboveLimb(index, fromNs));
    this.#light[i] = light;
    this.#lightFromNs[i] = fromNs;
    const untilNs = fromNs + this.#aheadNs[i];
    this.#lightEndNs[i] = lightEnd(orbit, index, light, fromNs, untilNs, this.#limbRate[i]);
  }

  #measure(i: number, light: Light, fromNs: number, toNs: number): void {
    const panels = this.#panels[i];
    const { sun, thermal } = this.#models[i];
    const dose = this.#doseOf(this.#models[i]);
    const orbit = this.#places.lightOf(i);
    const index = this.#places.indexOf(i);
    let sunlit = 0;
    let panelW = 0;
    let heatW = 0;
    let doseGyPerS = 0;
    for (const point of GAUSS_POINTS) {
      const timeNs = fromNs + point * (toNs - fromNs);
      if (!orbit.look(index, timeNs)) continue;
      const share = light === Light.Full ? 1 : light === Light.Umbra ? 0 : orbit.sunlit;
      sunlit += share;
      const { x, y, z, sunX, sunY, sunZ } = orbit;
      const scale = sun.byDistance ? 1 / (sunX * sunX + sunY * sunY + sunZ * sunZ) : 1;
      const irradianceWM2 = sun.irradianceWM2 * scale;
      if (thermal !== undefined) {
        const earthView = earthViewFactor(Math.sqrt(x * x + y * y + z * z), thermal.earth.facing);
        const albedoShare =
          thermal.albedo.phase === "constant"
            ? thermal.albedo.share * share
            : earthView * albedoPhase(x, y, z, sunX, sunY, sunZ);
        heatW += absorbedW(thermal, { irradianceWM2, sunlit: share, albedoShare, earthView });
      }
      if (dose !== undefined) doseGyPerS += dose([x, y, z]);
      // Last: the panels may look at another instant.
      if (share > 0) panelW += irradianceWM2 * share * panels.facingM2(orbit, index, timeNs);
    }
    const mean = 1 / GAUSS_POINTS.length;
    this.sunlit[i] = sunlit * mean;
    this.panelW[i] = panelW * mean;
    this.absorbedW[i] = heatW * mean;
    this.doseGyPerS[i] = doseGyPerS * mean;
  }
}

/** Sunlight at perihelion over that at one astronomical unit. Source: Earth's eccentricity, 0.0167 (JPL). */
const NEAREST_SUN = 1 / (1 - 0.0168) ** 2;
