import type { HorizonMask } from "../orbits/horizon-mask.js";
import type { InferredPlanes } from "../orbits/inferred-planes.js";

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
  /** Present for rings of several altitudes: satellite `(ring, slot)` has id `first + ring * slotsPerRing + slot`. */
  readonly rings?: RingPattern;
  /** Present for clusters, whose satellites fly about a common chief and have no planes of their own. */
  readonly formation?: true;
  /** What the source's file says of planes and slots, as Hypatia's does; not compared with the elements. */
  readonly layout?: ShellLayout;
  /**
   * Planes found in the elements, by place in the shell (satellite `i` has id `first + i`): present for shells
   * without `walker` where a link protocol goes by planes.
   */
  readonly inferred?: InferredPlanes;
}

export interface ShellLayout {
  readonly planes: number;
  readonly slotsPerPlane: number;
}

/** Rings one above the other, the lowest first; they run past one another. */
export interface RingPattern {
  readonly rings: number;
  readonly slotsPerRing: number;
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
  /**
   * Elevation mask of ground node `satelliteCount + i`, degrees; NaN where the link entry's applies; the
   * lowest value of its mask by azimuth where it has one.
   */
  readonly siteMaskDeg: Float64Array;
  /** Masks by azimuth of the ground nodes that have one, by index among them; absent: none has. */
  readonly horizons?: readonly (HorizonMask | undefined)[];
  /** Ids, ascending, of the ground nodes that move; absent: none does. */
  readonly moving?: Uint32Array;
}
