import { z } from "zod";
import { defineLinkProtocol } from "../link-protocol.js";

/** `none`: no inter-satellite links, as in a bent-pipe system. */
export const none = defineLinkProtocol({
  name: "none",
  description: "no inter-satellite links (bent pipe)",
  config: z.strictObject({}),
  setup: () => () => {},
});
