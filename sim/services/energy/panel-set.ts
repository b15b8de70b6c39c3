import { NS_PER_SECOND } from "../../../orbits/constants.js";
import type { OrbitLight } from "../../../orbits/orbit-light.js";
import type { PanelModel, PanelNormal } from "./energy-plan.js";

/** Positions so far apart give the direction of flight, ns. */
const FLIGHT_NS = 0.1 * NS_PER_SECOND;

/** Turn of the Earth, rad/s: what Earth-fixed velocities lack. Source: IAU 1982, as in `OrbitLight`. */
const EARTH_TURN_RAD_S = 7.292115855e-5;

/** The panels of a satellite: areas times efficiencies, by where they point. */
export class PanelSet {
  /** Everything turned to the Sun, m2. */
  readonly peakM2: number;
  /** Whether all panels follow the Sun, so that only the light counts. */
  readonly tracksOnly: boolean;
  readonly #tracking: number;
  readonly #nadir: number;
  readonly #zenith: number;
  readonly #velocity: number;
  readonly #antiVelocity: number;

  constructor(panels: readonly PanelModel[]) {
    const sum = (normal: PanelNormal) =>
      panels
        .filter((panel) => panel.normal === normal)
        .reduce((m2, { areaM2, efficiency }) => m2 + areaM2 * efficiency, 0);
    this.#tracking = sum("sun-tracking");
    this.#nadir = sum("nadir");
    this.#zenith = sum("zenith");
    this.#velocity = sum("velocity");
    this.#antiVelocity = sum("anti-velocity");
    const fixed = this.#nadir + this.#zenith + this.#velocity + this.#antiVelocity;
    this.peakM2 = this.#tracking + fixed;
    this.tracksOnly = fixed === 0;
  }

  /**
   * Area times efficiency that faces the Sun, m2, by the cosine law; a panel's back gives nothing. The satellite does
   * not stand in its own light.
   *
   * @param orbit as it is after a look at that satellite and time; it may look elsewhere
   */
  facingM2(orbit: OrbitLight, satellite: number, timeNs: number): number {
    if (this.tracksOnly) return this.#tracking;
    const { x, y, z, sunX, sunY, sunZ } = orbit;
    const sun = Math.sqrt(sunX * sunX + sunY * sunY + sunZ * sunZ);
    const up = (x * sunX + y * sunY + z * sunZ) / (Math.sqrt(x * x + y * y + z * z) * sun);
    const vertical = up > 0 ? this.#zenith * up : this.#nadir * -up;
    if (this.#velocity + this.#antiVelocity === 0) return this.#tracking + vertical;
    if (!orbit.look(satellite, timeNs + FLIGHT_NS)) return this.#tracking + vertical;
    const perS = NS_PER_SECOND / FLIGHT_NS;
    const vx = (orbit.x - x) * perS - EARTH_TURN_RAD_S * y;
    const vy = (orbit.y - y) * perS + EARTH_TURN_RAD_S * x;
    const vz = (orbit.z - z) * perS;
    const ahead = (vx * sunX + vy * sunY + vz * sunZ) / (Math.sqrt(vx * vx + vy * vy + vz * vz) * sun);
    return this.#tracking + vertical + (ahead > 0 ? this.#velocity * ahead : this.#antiVelocity * -ahead);
  }
}
