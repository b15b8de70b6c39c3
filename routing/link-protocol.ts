import type { z } from "zod";
import type { FrameView } from "./frame-view.js";
import type { LinkList } from "./link-list.js";
import type { NodeTable, Shell } from "./nodes.js";
import type { SpatialIndex } from "./spatial-index.js";

/** What an entry of `links.isl` says to every protocol. */
export interface IslEntry {
  /** `links`: how many each satellite may have. */
  readonly maxLinks: number;
  /** Inclusive; Infinity when the scenario sets none. */
  readonly maxRangeKm: number;
  /** Ascending ids of the satellites that the entry speaks for. */
  readonly members: Uint32Array;
  /** The shells those satellites are from. */
  readonly shells: readonly Shell[];
}

export interface IslProtocolSetup<Config> {
  readonly entry: IslEntry;
  readonly nodes: NodeTable;
  readonly config: Config;
}

export interface IslTick extends FrameView {
  /** Usable satellites by place: built once a tick, when first asked for, and shared by all entries. */
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
}

/** Chooses the links of a tick. What it adds outside of range or behind the Earth is struck by the stage. */
export type ChooseIsls = (tick: IslTick, links: LinkList) => void;

/**
 * An inter-satellite link protocol: a pure function of the tick, and of its own last output if it says so.
 * It is set up once in every worker that builds links, so it must not keep state of its own between ticks.
 */
export interface LinkProtocol<Config = unknown> {
  readonly kind: "link-protocol";
  readonly name: string;
  /** One line for lists of what is built in. */
  readonly description?: string;
  /** Validates `with:` (and the built-in protocols' own keys). Absent: no configuration is accepted. */
  readonly config?: z.ZodType<Config>;
  readonly stateful?: boolean;
  /** For one that is stateful under some configurations only. */
  statefulFor?(config: Config): boolean;
  readonly lookAhead?: boolean;
  /** True for one that goes by planes: shells without a Walker pattern then come with `inferred`. */
  readonly needsPlanes?: boolean;
  /** @throws Error with a message for the user where the protocol cannot serve this entry */
  setup(setup: IslProtocolSetup<Config>): ChooseIsls;
}

export function defineLinkProtocol<Config = undefined>(
  protocol: Omit<LinkProtocol<Config>, "kind">,
): LinkProtocol<Config> {
  return { ...protocol, kind: "link-protocol" };
}
