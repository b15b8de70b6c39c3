import { ILLUSTRATIVE_PRESETS } from "./illustrative-presets.js";
import type { ConstellationPreset, ShellPreset } from "./shell-preset.js";

export {
  type ClusterPreset,
  type ConstellationPreset,
  type RingPreset,
  type ShellPreset,
  satellitesOf,
} from "./shell-preset.js";

type Shell = readonly [
  name: string,
  type: "delta" | "star",
  altitudeKm: number,
  inclinationDeg: number,
  planes: number,
  slotsPerPlane: number,
  phasing: number,
];

/** What operators filed, in the order of the families and of their shells. */
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
  ...family(
    "guowang",
    "China SatNet (Guowang, GW-A59 and GW-2), ITU filing of 2020 as in Bassa et al., A&A 657, A75 (2022), Table 1; that the 85 degree shell is a star is our reading",
    ["guowang-1", "star", 590, 85, 8, 60, 3],
    ["guowang-2", "delta", 600, 50, 40, 50, 29],
    ["guowang-3", "delta", 508, 55, 60, 60, 3],
    ["guowang-4", "delta", 1145, 30, 27, 64, 17],
    ["guowang-5", "delta", 1145, 40, 27, 64, 25],
    ["guowang-6", "delta", 1145, 50, 27, 64, 23],
    ["guowang-7", "delta", 1145, 60, 27, 64, 6],
  ),
  ...family(
    "oneweb-phase2",
    "WorldVu (OneWeb), FCC IBFS SAT-MPL-20200526-00062, phase 2, as in Bassa et al., A&A 657, A75 (2022), Table 1",
    ["oneweb-phase2-1", "star", 1200, 87.9, 36, 49, 10],
    ["oneweb-phase2-2", "delta", 1200, 40, 32, 72, 15],
    ["oneweb-phase2-3", "delta", 1200, 55, 32, 72, 3],
  ),
];

/** Every preset: what was filed, then what is illustrative. */
export const ALL_PRESETS: readonly ConstellationPreset[] = [...PRESETS, ...ILLUSTRATIVE_PRESETS];

function family(name: string, source: string, ...shells: readonly Shell[]): ShellPreset[] {
  return shells.map(([shell, type, altitudeKm, inclinationDeg, planes, slotsPerPlane, phasing]) => ({
    name: shell,
    family: name,
    source,
    standing: "filed",
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
export function findPreset(name: string): readonly ConstellationPreset[] | undefined {
  const shells = ALL_PRESETS.filter((preset) => preset.name === name || preset.family === name);
  return shells.length > 0 ? shells : undefined;
}

/** Every name that `findPreset` knows: families first, then single shells. */
export const PRESET_NAMES: readonly string[] = [
  ...new Set([...ALL_PRESETS.map((preset) => preset.family), ...ALL_PRESETS.map((preset) => preset.name)]),
];
