/** A run of satellites that were launched as one pattern: a Walker shell or preset, or one catalogue file. */
export interface Shell {
  readonly name: string;
  /** Name of the source in the scenario; a family preset's shells share it. */
  readonly source: string;
  /** Ids `first` to `first + count - 1`. */
  readonly first: number;
  readonly count: number;
  /** Present for generated shells: satellite `(plane, slot)` has id `first + plane * slotsPerPlane + slot`. */
  readonly walker?: WalkerPattern;
}

export interface WalkerPattern {
  readonly type: "delta" | "star";
  readonly planes: number;
  readonly slotsPerPlane: number;
  readonly altitudeKm: number;
  readonly inclinationDeg: number;
  /** Walker's F, or half a slot on odd planes as Hypatia does. */
  readonly phasing: number | "half-slot";
}

/** Who is who among the node ids; the same for a whole run. */
export interface NodeTable {
  /** Ids 0 to satelliteCount - 1 are satellites, the rest are ground nodes. */
  readonly satelliteCount: number;
  readonly groundCount: number;
  /** satelliteCount + groundCount. */
  readonly count: number;
  readonly shells: readonly Shell[];
  /** Elevation mask of ground node `satelliteCount + i`, degrees; NaN where the link entry's applies. */
  readonly siteMaskDeg: Float64Array;
}
