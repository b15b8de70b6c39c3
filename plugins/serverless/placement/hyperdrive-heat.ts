import type { PluginSim } from "../../../index.js";
import type { HyperDriveConfig } from "./hyperdrive-config.js";

const KELVIN = 273.15;
const SECONDS_PER_MINUTE = 60;
const FULL_SCORE = 100;
/** Degrees C that a satellite cools by in a minute of work. Source: HyperDrive [CODE]. */
const COOLING_C_PER_MINUTE = 0.1;

/** What a task will do to the satellite that it runs on. */
export interface TaskLoad {
  /** Minutes of one core. */
  readonly cpuMinutes: number;
  /** Minutes from its start to its end. */
  readonly minutes: number;
}

/** Temperatures that tasks would heat satellites up to, and how good that is. */
export class HeatScore {
  readonly #sim: PluginSim;
  readonly #config: HyperDriveConfig;
  readonly #hasEnergy: boolean;

  /** @param hasEnergy whether the scenario has `energy` */
  constructor(sim: PluginSim, config: HyperDriveConfig, hasEnergy: boolean) {
    this.#sim = sim;
    this.#config = config;
    this.#hasEnergy = hasEnergy;
  }

  /** 0 to 100: 100 up to the recommended temperature, 0 above the greatest; nodes on the ground have 100. */
  of(node: number, load: TaskLoad): number {
    if (this.#sim.world.tiers[node] !== "space") return FULL_SCORE;
    const { recommendedC, maxC } = this.#config;
    const estimateC = this.#estimateC(node, load);
    if (estimateC <= recommendedC) return FULL_SCORE;
    if (estimateC > maxC) return 0;
    return Math.floor(FULL_SCORE * (1 - (estimateC - recommendedC) / (maxC - recommendedC)));
  }

  /**
   * The satellite's own temperature, where the scenario's energy has it; else HyperDrive's stand-in, which runs through all
   * temperatures below the greatest as time goes by. Both plus what the work adds, less what is radiated meanwhile.
   */
  #estimateC(node: number, { cpuMinutes, minutes }: TaskLoad): number {
    const { profiles, maxC } = this.#config;
    const { perCpuMinuteC, mockBaseC } = profiles[node % profiles.length];
    const now = this.#sim.now / SECONDS_PER_MINUTE;
    const baseC = this.#measuredC(node) ?? Math.trunc(mockBaseC * now) % Math.trunc(maxC);
    return baseC + perCpuMinuteC * cpuMinutes - COOLING_C_PER_MINUTE * minutes;
  }

  #measuredC(node: number): number | undefined {
    if (!this.#hasEnergy) return undefined;
    const { energy } = this.#sim;
    if (!energy.has(node) || energy.model(node).thermal === undefined) return undefined;
    return energy.temperatureK(node) - KELVIN;
  }
}
