/** The link protocols that come with the simulator; users' own are made with the `define...` functions. */
import type { GroundLinkProtocol } from "../ground-link-protocol.js";
import type { LinkProtocol } from "../link-protocol.js";
import { brickA } from "./brick-a.js";
import { brickB } from "./brick-b.js";
import { allVisible } from "./ground-all-visible.js";
import { highestElevation } from "./ground-highest-elevation.js";
import { longestVisible } from "./ground-longest-visible.js";
import { groundNearest } from "./ground-nearest.js";
import { hypatia } from "./hypatia.js";
import { list } from "./list.js";
import { mst } from "./mst.js";
import { nearest } from "./nearest.js";
import { none } from "./none.js";
import { plusGrid } from "./plus-grid.js";
import { pst } from "./pst.js";
import { ring } from "./ring.js";
import { rings } from "./rings.js";
import { withLoop, withSmartLoop } from "./with-loop.js";

const patterns: readonly LinkProtocol[] = [plusGrid, brickA, brickB, ring, rings, nearest, mst, pst];

/** Inter-satellite link protocols by the name that scenarios use. */
export const builtInLinkProtocols: ReadonlyMap<string, LinkProtocol> = byName<LinkProtocol>([
  ...patterns,
  list,
  hypatia,
  none,
  ...patterns.flatMap((inner) => [withLoop(inner), withSmartLoop(inner)]),
]);

/** Ground link protocols by the name that scenarios use. */
export const builtInGroundLinkProtocols: ReadonlyMap<string, GroundLinkProtocol> = byName<GroundLinkProtocol>(
  [groundNearest, highestElevation, longestVisible, allVisible],
);

function byName<P extends { readonly name: string }>(protocols: readonly P[]): ReadonlyMap<string, P> {
  return new Map(protocols.map((protocol) => [protocol.name, protocol]));
}

export {
  allVisible,
  brickA,
  brickB,
  groundNearest,
  highestElevation,
  hypatia,
  list,
  longestVisible,
  mst,
  nearest,
  none,
  plusGrid,
  pst,
  ring,
  rings,
  withLoop,
  withSmartLoop,
};
