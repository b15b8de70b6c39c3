/** The link protocols that come with the simulator; users' own are made with the `define...` functions. */
import type { GroundLinkProtocol } from "../ground-link-protocol.js";
import type { LinkProtocol } from "../link-protocol.js";
import { allVisible } from "./ground-all-visible.js";
import { groundNearest } from "./ground-nearest.js";
import { list } from "./list.js";
import { nearest } from "./nearest.js";
import { none } from "./none.js";
import { plusGrid } from "./plus-grid.js";

/** Inter-satellite link protocols by the name that scenarios use. */
export const builtInLinkProtocols: ReadonlyMap<string, LinkProtocol> = byName<LinkProtocol>([
  plusGrid,
  nearest,
  list,
  none,
]);

/** Ground link protocols by the name that scenarios use. */
export const builtInGroundLinkProtocols: ReadonlyMap<string, GroundLinkProtocol> = byName<GroundLinkProtocol>(
  [groundNearest, allVisible],
);

function byName<P extends { readonly name: string }>(protocols: readonly P[]): ReadonlyMap<string, P> {
  return new Map(protocols.map((protocol) => [protocol.name, protocol]));
}

export { allVisible, groundNearest, list, nearest, none, plusGrid };
