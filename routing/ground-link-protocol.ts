import type { z } from "zod";
import type { HorizonMask } from "../orbits/horizon-mask.js";
import type { FrameView } from "./frame-view.js";
import type { LinkList } from "./link-list.js";
import type { NodeTable } from "./nodes.js";
import type { SpatialIndex } from "./spatial-index.js";

/** What an entry of `links.ground` says to every protocol. */
export interface GroundEntry {
  /** `links`: how many satellites each site may use. */
  readonly maxLinks: number;
  /** Inclusive; Infinity when the scenario sets none. */
  readonly maxSlantRangeKm: number;
  /** Ascending ids of the ground nodes that the entry speaks for. */
  readonly members: Uint32Array;
  /**
   * Elevation mask of `members[i]`, degrees, inclusive; -Infinity where only a slant range holds. Where
   * `horizons` has a mask for the member, the lowest value of that.
   */
  readonly maskDeg: Float64Array;
  /** Masks by azimuth of the members that have one, by place among them; absent: none has. */
  readonly horizons?: readonly (HorizonMask | undefined)[];
  /** How many links each site may have, whatever its protocol; absent: no limit but the protocol's. */
  readonly antennas?: number;
  /**
   * How many ground links a satellite may have before this entry makes no more to it; those of entries before
   * it in the scenario count. Absent: no limit.
   */
  readonly capacity?: number;
}

/**
 * The satellites that each member may link to at this tick: usable, at or above the mask, within slant range.
 * Compressed rows: candidates of `members[i]` stand at `offsets[i]` to `offsets[i + 1] - 1`, in the order
 * (slant range, id).
 */
export interface VisibleSatellites {
  readonly offsets: Uint32Array;
  readonly satellites: Uint32Array;
  readonly slantRangeKm: Float64Array;
  /**
   * The first of `members[i]`'s candidates, `limit` of them at most: without putting all rows in order, which asking for
   * `satellites` or `slantRangeKm` does. Valid until the next call.
   */
  nearest(i: number, limit: number): Uint32Array;
  /** Elevation of a satellite over the geodetic horizon of `members[i]`, degrees. */
  elevationDeg(i: number, satellite: number): number;
  /**
   * Slant range, km, from `members[i]` to an Earth-fixed place, if a satellite there would be visible from the
   * site, else -1: for looking ahead by the rules of now.
   *
   * @param positionsKm where the site is then, at `3 * members[i]`, for one of `nodes.moving`; absent: where it is now
   */
  slantRangeFrom(i: number, xKm: number, yKm: number, zKm: number, positionsKm?: Float64Array): number;
}

export interface GroundProtocolSetup<Config> {
  readonly entry: GroundEntry;
  readonly nodes: NodeTable;
  readonly config: Config;
}

export interface GroundTick extends FrameView {
  readonly visible: VisibleSatellites;
  /** Usable satellites by place, shared by all entries of the tick. */
  readonly index: SpatialIndex;
  /** The protocol's own output of the last tick, before strikes; only for one declared `stateful`. */
  readonly previous?: LinkList;
  /** Positions of all nodes at another time, same layout; only for one declared `lookAhead`. */
  readonly positionsAt?: (timeNs: number) => Float64Array;
  /**
   * The same for some nodes, ids ascending: written at `3 * id`, zeros for one that has no position then;
   * the rest of the array stays. Only for one declared `lookAhead`.
   */
  readonly positionsOf?: (timeNs: number, nodes: Uint32Array, positionsKm: Float64Array) => void;
  /** Ground links that each satellite has from entries before this one; only where the entry has a `capacity`. */
  readonly served?: Uint32Array;
}

/**
 * Chooses the ground links of a tick among `tick.visible`; others that it adds are struck by the stage, and so
 * are those beyond the entry's `antennas` and `capacity`, in the order in which they were added.
 */
export type ChooseGsls = (tick: GroundTick, links: LinkList) => void;

/** A ground-satellite link protocol. The same rules as for `LinkProtocol` hold. */
export interface GroundLinkProtocol<Config = unknown> {
  readonly kind: "ground-link-protocol";
  readonly name: string;
  /** One line for lists of what is built in. */
  readonly description?: string;
  readonly config?: z.ZodType<Config>;
  readonly stateful?: boolean;
  /** For one that is stateful under some configurations only. */
  statefulFor?(config: Config): boolean;
  readonly lookAhead?: boolean;
  /** @throws Error with a message for the user where the protocol cannot serve this entry */
  setup(setup: GroundProtocolSetup<Config>): ChooseGsls;
}

export function defineGroundLinkProtocol<Config = undefined>(
  protocol: Omit<GroundLinkProtocol<Config>, "kind">,
): GroundLinkProtocol<Config> {
  return { ...protocol, kind: "ground-link-protocol" };
}
