import { evenAltitudesKm } from "./rings.js";
import type { ConstellationPreset, RingPreset, ShellPreset } from "./shell-preset.js";

/** Rings of dawn and dusk: northward at 06:00 local mean time. Our choice wherever a filing names no hour. */
const DAWN_SECONDS = 6 * 3600;

/** Starcloud: 50 rings from 600 to 850 km, ten to a shell. */
const STARCLOUD_KM = evenAltitudesKm(600, 850, 50);

/** The orbital data centre: 25 shells from 500 to 2,000 km. */
const DATA_CENTRE_KM = evenAltitudesKm(500, 2000, 25);

/** Constellations whose filings publish no table of planes: ours, within what was filed. */
export const ILLUSTRATIVE_PRESETS: readonly ConstellationPreset[] = [
  rings(
    "project-sunrise",
    "project-sunrise",
    "Blue Origin, Project Sunrise, FCC application of March 2026: up to 51,600 satellites in sun-synchronous orbits of 500 to 1,800 km; 172 even rings of 300 and the hour are ours",
    evenAltitudesKm(500, 1800, 172),
    300,
  ),
  ...[0, 1, 2, 3, 4].map((shell) =>
    rings(
      "starcloud",
      `starcloud-${shell + 1}`,
      "Starcloud, FCC application of February 2026: up to 88,000 satellites in narrow dawn-dusk shells at 600 to 850 km; 5 shells of 10 even rings of 1,760 are ours",
      STARCLOUD_KM.slice(10 * shell, 10 * shell + 10),
      1760,
    ),
  ),
  rings(
    "orbital-data-centre",
    "orbital-data-centre-sso",
    "SpaceX, FCC IBFS SAT-LOA-20260108-00016: up to a million satellites at 500 to 2,000 km, at 30 degrees and sun-synchronous; 250 even rings of 2,000 and the hour are ours",
    evenAltitudesKm(500, 2000, 250),
    2000,
  ),
  ...DATA_CENTRE_KM.map(
    (altitudeKm, shell): ShellPreset => ({
      name: `orbital-data-centre-${shell + 1}`,
      family: "orbital-data-centre",
      source:
        "SpaceX, FCC IBFS SAT-LOA-20260108-00016: up to a million satellites at 500 to 2,000 km, at 30 degrees and sun-synchronous; 25 even shells of 200 x 100 are ours",
      standing: "illustrative",
      type: "delta",
      altitudeKm,
      inclinationDeg: 30,
      planes: 200,
      slotsPerPlane: 100,
      phasing: 23,
      phasingFrom: "choice",
    }),
  ),
  {
    name: "suncatcher-81",
    family: "suncatcher",
    source:
      "Aguera y Arcas et al., Towards a future space-based, highly scalable AI infrastructure system design, Google, 2025: 81 satellites in one plane within about 1 km, 100 to 200 m apart, dawn-dusk at 650 km; the 9 x 9 lattice is our reading",
    standing: "illustrative",
    type: "cluster",
    altitudeKm: 650,
    localTimeOfNodeSeconds: DAWN_SECONDS,
    lattice: { radial: 9, alongTrack: 9, spacingKm: [0.1, 0.2], phaseRad: 0 },
  },
];

function rings(
  family: string,
  name: string,
  source: string,
  altitudesKm: readonly number[],
  satellitesPerRing: number,
): RingPreset {
  return {
    name,
    family,
    source,
    standing: "illustrative",
    type: "sso",
    altitudesKm,
    satellitesPerRing,
    localTimeOfNodeSeconds: DAWN_SECONDS,
  };
}
