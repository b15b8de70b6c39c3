import { z } from "zod";
import { defineLinkProtocol } from "../link-protocol.js";
import { chooseForest } from "./spanning-forest.js";

/**
 * `pst` (partial spanning tree): as `mst`, but a pair is taken only while both ends have fewer than `links`
 * links. It may leave components apart whose satellites are all taken.
 */
export const pst = defineLinkProtocol({
  name: "pst",
  description: "as mst, while both ends have links left",
  config: z.strictObject({}),
  setup: ({ entry, nodes }) => chooseForest(entry, nodes, entry.maxLinks),
});
