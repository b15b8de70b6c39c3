/** The routers that come with the simulator; users' own are made with `defineRouter`. */
import type { Router } from "../router.js";
import { aStar } from "./a-star.js";
import { bidirectional } from "./bidirectional.js";
import { dijkstra } from "./dijkstra.js";
import { forwarding } from "./forwarding.js";
import { graphology } from "./graphology.js";
import { linkState } from "./link-state/index.js";

/** By the name that scenarios use. */
export const builtInRouters: ReadonlyMap<string, Router> = new Map(
  [dijkstra, aStar, bidirectional, graphology, forwarding, linkState].map((router): [string, Router] => [
    router.name,
    router,
  ]),
);

export { aStar, bidirectional, dijkstra, forwarding, graphology, linkState };
