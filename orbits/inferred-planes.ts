/**
 * Shells, planes and slots as they were inferred from the elements of a catalogue: plain data, columns by place
 * in the element sets. Nothing is renumbered.
 */
export interface InferredPlanes {
  readonly count: number;
  /** By altitude. */
  readonly shells: readonly InferredShell[];
  /** Place in `shells`, -1 for who is left out. */
  readonly shellOf: Int32Array;
  /** Plane within the shell, counted by right ascension from 0 on; -1 for who is left out. */
  readonly planeOf: Int32Array;
  /** Place in the plane, counted by `phaseRad` from 0 on; -1 for who is left out. */
  readonly slotOf: Int32Array;
  /** Argument of latitude at the reference instant, as if its node were its plane's, [0, 2 pi). */
  readonly phaseRad: Float64Array;
  /** A `LeftOut`. */
  readonly leftOut: Uint8Array;
}

export interface InferredShell {
  /** Median semi-major axis less 6,378.135 km. */
  readonly altitudeKm: number;
  /** Median. */
  readonly inclinationDeg: number;
  /** Right ascension of each plane at the reference instant, ascending, [0, 2 pi). */
  readonly planeNodeRad: Float64Array;
  /** How many satellites each plane has. */
  readonly planeSize: Uint32Array;
  /** Median angle from a satellite to the next of its plane. */
  readonly slotSpacingRad: number;
}

/** Why a satellite is in no plane. */
export const LeftOut = {
  /** It is in one. */
  Placed: 0,
  Eccentric: 1,
  /** Along the equator there is no node to tell planes by. */
  Equatorial: 2,
  /** No shell has its inclination. */
  NoShell: 3,
  /** A shell of its inclination is higher: it raises its orbit, lowers it or decays. */
  BelowShell: 4,
  AboveShell: 5,
  /** At a shell's altitude, with too few others near its right ascension. */
  BetweenPlanes: 6,
} as const;

/** Names of the reasons, as reports key them. */
export type LeftOutReason =
  | "eccentric"
  | "equatorial"
  | "noShell"
  | "belowShell"
  | "aboveShell"
  | "betweenPlanes";

const REASONS: readonly (readonly [code: number, reason: LeftOutReason, text: string])[] = [
  [LeftOut.Eccentric, "eccentric", "on eccentric orbits"],
  [LeftOut.Equatorial, "equatorial", "along the equator"],
  [LeftOut.NoShell, "noShell", "without a shell of their inclination"],
  [LeftOut.BelowShell, "belowShell", "below a shell of their inclination"],
  [LeftOut.AboveShell, "aboveShell", "above the shells of their inclination"],
  [LeftOut.BetweenPlanes, "betweenPlanes", "between the planes of their shell"],
];

/** What was inferred, in numbers. */
export interface PlanesReport {
  readonly satellites: number;
  /** Satellites in a plane. */
  readonly inPlanes: number;
  /** Satellites that are in none, by reason; reasons that nobody has are absent. */
  readonly leftOut: Readonly<Partial<Record<LeftOutReason, number>>>;
  /** By altitude. */
  readonly shells: readonly ShellReport[];
}

export interface ShellReport {
  /** To 0.1 km. */
  readonly altitudeKm: number;
  /** To 0.01 degrees. */
  readonly inclinationDeg: number;
  readonly satellites: number;
  readonly planes: number;
  /** Satellites of a plane. */
  readonly perPlane: { readonly min: number; readonly median: number; readonly max: number };
}

/** Counts what was inferred and what was left out. */
export function reportPlanes({ count, shells, leftOut }: InferredPlanes): PlanesReport {
  const counts = leftOutCounts(leftOut);
  const out = counts.reduce((sum, [, satellites]) => sum + satellites, 0);
  return {
    satellites: count,
    inPlanes: count - out,
    leftOut: Object.fromEntries(counts),
    shells: shells.map(({ altitudeKm, inclinationDeg, planeSize }) => {
      const sizes = [...planeSize].sort((p, q) => p - q);
      return {
        altitudeKm: Math.round(altitudeKm * 10) / 10,
        inclinationDeg: Math.round(inclinationDeg * 100) / 100,
        satellites: sizes.reduce((sum, size) => sum + size, 0),
        planes: sizes.length,
        perPlane: { min: sizes[0], median: sizes[sizes.length >> 1], max: sizes[sizes.length - 1] },
      };
    }),
  };
}

/** The satellites left out, in words: `803 below a shell of their inclination, 6 ...`; empty where there are none. */
export function leftOutText(leftOut: PlanesReport["leftOut"]): string {
  return REASONS.filter(([, reason]) => leftOut[reason] !== undefined)
    .map(([, reason, text]) => `${leftOut[reason]} ${text}`)
    .join(", ");
}

function leftOutCounts(leftOut: Uint8Array): [LeftOutReason, number][] {
  const counts = new Uint32Array(REASONS.length + 1);
  for (const code of leftOut) counts[code]++;
  return REASONS.filter(([code]) => counts[code] > 0).map(([code, reason]) => [reason, counts[code]]);
}
