/** Planes and slots of one shell at 550 km: nearly the same angle between neighbours either way. */
export interface ShellSize {
  readonly planes: number;
  readonly slotsPerPlane: number;
}

/** 2,000, 20,000, 200,000 and 1,000,000 satellites. */
export const SIZES: readonly ShellSize[] = [
  { planes: 50, slotsPerPlane: 40 },
  { planes: 160, slotsPerPlane: 125 },
  { planes: 500, slotsPerPlane: 400 },
  { planes: 1250, slotsPerPlane: 800 },
];

/** Ground stations, and those of them to which forwarding states lead. */
export const STATIONS = 100;
export const TARGETS = 4;
