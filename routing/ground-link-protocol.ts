import type { z } from "zod";
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
  /** Elevation mask of `members[i]`, degrees, inclusive; -Infinity where only a slant range holds. */
  readonly maskDeg: Float64Array;
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
}

/** Chooses the ground links of a tick among `tick.visible`; others that it adds are struck by the stage. */
export type ChooseGsls = (tick: GroundTick, links: LinkList) => void;

/** A ground-satellite link protocol. The same rules as for `LinkProtocol` hold. */
export interface GroundLinkProtocol<Config = unknown> {
  readonly kind: "ground-link-protocol";
  readonly name: string;
  /** One line for lists of what is built in. */
  readonly description?: string;
  readonly config?: z.ZodType<Config>;
  readonly stateful?: boolean;
  readonly lookAhead?: boolean;
  /** @throws Error with a message for the user where the protocol cannot serve this entry */
  setup(setup: GroundProtocolSetup<Config>): ChooseGsls;
}

export function defineGroundLinkProtocol<Config = undefined>(
  protocol: Omit<GroundLinkProtocol<Config>, "kind">,
): GroundLinkProtocol<Config> {
  return { ...protocol, kind: "ground-link-protocol" };
}
