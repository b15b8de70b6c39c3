import type { WalkerShell } from "./walker.js";

/** A shell as its operator filed it. */
export interface ShellPreset extends WalkerShell {
  /** The bare name that stands for all shells of the system. */
  readonly family: string;
  /** What the numbers are taken from. */
  readonly source: string;
  /**
   * Where the phasing is from. `"choice"`: the filing's summary gives none, so it is ours: of all whole F the
   * one that keeps any two satellites of the shell furthest apart, the lowest where several do. That operators
   * choose so is the assumption of Handley, "Delay is not an option" (HotNets 2018), section 2.
   */
  readonly phasingFrom: "filing" | "choice";
}

type Shell = readonly [
  name: string,
  type: "delta" | "star",
  altitudeKm: number,
  inclinationDeg: number,
  planes: number,
  slotsPerPlane: number,
  phasing: number,
];

/** Every preset, in the order of the families and of their shells. */
export const PRESETS: readonly ShellPreset[] = [
  ...family(
    "starlink-gen1",
    "SpaceX, FCC IBFS SAT-MOD-20200417-00037 (granted by FCC 21-48, 2021)",
    ["starlink-gen1-1", "delta", 550, 53, 72, 22, 65],
    ["starlink-gen1-2", "delta", 540, 53.2, 72, 22, 13],
    ["starlink-gen1-3", "delta", 570, 70, 36, 20, 25],
    ["starlink-gen1-4", "delta", 560, 97.6, 6, 58, 1],
    ["starlink-gen1-5", "delta", 560, 97.6, 4, 43, 0],
  ),
  ...family(
    "starlink-gen2",
    "SpaceX, FCC IBFS SAT-LOA-20200526-00055 and SAT-AMD-20210818-00105 (granted in part by FCC 22-91, 2022)",
    ["starlink-gen2-525", "delta", 525, 53, 28, 120, 27],
    ["starlink-gen2-530", "delta", 530, 43, 28, 120, 11],
    ["starlink-gen2-535", "delta", 535, 33, 28, 120, 15],
  ),
  ...family(
    "kuiper",
    "Kuiper Systems, FCC IBFS SAT-LOA-20190704-00057 (granted by FCC 20-102, 2020)",
    ["kuiper-1", "delta", 630, 51.9, 34, 34, 7],
    ["kuiper-2", "delta", 610, 42, 36, 36, 11],
    ["kuiper-3", "delta", 590, 33, 28, 28, 17],
  ),
  ...family("oneweb", "WorldVu (OneWeb), FCC IBFS SAT-MPL-20200526-00062, phase 1", [
    "oneweb-1",
    "star",
    1200,
    87.9,
    12,
    49,
    10,
  ]),
  ...family(
    "telesat",
    "Telesat Canada, FCC IBFS SAT-MPL-20200526-00053",
    ["telesat-1", "delta", 1015, 98.98, 27, 13, 26],
    ["telesat-2", "delta", 1325, 50.88, 40, 33, 24],
  ),
  ...family(
    "iridium",
    "Motorola Satellite Communications, FCC authorization of January 1995 (10 FCC Rcd 2268)",
    ["iridium", "star", 780, 86.4, 6, 11, 2],
  ),
];

function family(name: string, source: string, ...shells: readonly Shell[]): ShellPreset[] {
  return shells.map(([shell, type, altitudeKm, inclinationDeg, planes, slotsPerPlane, phasing]) => ({
    name: shell,
    family: name,
    source,
    type,
    altitudeKm,
    inclinationDeg,
    planes,
    slotsPerPlane,
    phasing,
    phasingFrom: "choice",
  }));
}

/** The shells that a preset's name stands for: one, or all of a family. Undefined where there is no such name. */
export function findPreset(name: string): readonly ShellPreset[] | undefined {
  const shells = PRESETS.filter((preset) => preset.name === name || preset.family === name);
  return shells.length > 0 ? shells : undefined;
}

/** Every name that `findPreset` knows: families first, then single shells. */
export const PRESET_NAMES: readonly string[] = [
  ...new Set([...PRESETS.map((preset) => preset.family), ...PRESETS.map((preset) => preset.name)]),
];
