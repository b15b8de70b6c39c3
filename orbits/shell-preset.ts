import type { RelativeLattice } from "./relative-motion.js";
import type { SunSynchronousRings } from "./rings.js";
import type { WalkerShell } from "./walker.js";

/** What every preset says of itself. */
export interface PresetOrigin {
  /** The bare name that stands for all shells of the system. */
  readonly family: string;
  /** What the numbers are taken from. */
  readonly source: string;
  /**
   * `"filed"`: the planes are those of a filing. `"illustrative"`: the filing has an envelope (how many, between which
   * altitudes, at which inclinations) and no table of planes; they are ours, within it.
   */
  readonly standing: "filed" | "illustrative";
}

/** A Walker shell. */
export interface ShellPreset extends WalkerShell, PresetOrigin {
  /**
   * Where the phasing is from. `"choice"`: the filing's summary gives none, so it is ours: of all whole F the
   * one that keeps any two satellites of the shell furthest apart, the lowest where several do. That operators
   * choose so is the assumption of Handley, "Delay is not an option" (HotNets 2018), section 2.
   */
  readonly phasingFrom: "filing" | "choice";
}

/** A shell of sun-synchronous rings. */
export interface RingPreset extends SunSynchronousRings, PresetOrigin {
  readonly type: "sso";
}

/** A cluster: a lattice about a chief on a sun-synchronous orbit. */
export interface ClusterPreset extends PresetOrigin {
  readonly type: "cluster";
  /** Satellites are called `name-r-a`, counted from 0: by place outward, then along the flight. */
  readonly name: string;
  /** Semi-major axis of the chief less 6,378.135 km. */
  readonly altitudeKm: number;
  /** Local mean time at the chief's ascending node, seconds since midnight. */
  readonly localTimeOfNodeSeconds: number;
  readonly lattice: RelativeLattice;
}

export type ConstellationPreset = ShellPreset | RingPreset | ClusterPreset;

/** How many satellites a preset's shell has. */
export function satellitesOf(preset: ConstellationPreset): number {
  if (preset.type === "cluster") return preset.lattice.radial * preset.lattice.alongTrack;
  return preset.type === "sso"
    ? preset.altitudesKm.length * preset.satellitesPerRing
    : preset.planes * preset.slotsPerPlane;
}
