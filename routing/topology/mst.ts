import { z } from "zod";
import { defineLinkProtocol } from "../link-protocol.js";
import { chooseForest } from "./spanning-forest.js";

/**
 * `mst`: over the admissible pairs in the order (length squared, lower id, higher id), a pair is taken when it
 * joins two components: the minimum spanning tree, or forest where range or the Earth splits it. `links` does
 * not bound it (a tree of shortest links needs 5 or 6 at some satellites).
 */
export const mst = defineLinkProtocol({
  name: "mst",
  description: "minimum spanning tree: shortest pairs first, where they join two components",
  config: z.strictObject({}),
  setup: ({ entry, nodes }) => chooseForest(entry, nodes, Number.POSITIVE_INFINITY),
});
