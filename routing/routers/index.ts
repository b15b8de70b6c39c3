/** The routers that come with the simulator; users' own are made with `defineRouter`. */
import type { Router } from "../router.js";
import { dijkstra } from "./dijkstra.js";
import { graphology } from "./graphology.js";

/** By the name that scenarios use. */
export const builtInRouters: ReadonlyMap<string, Router> = new Map(
  [dijkstra, graphology].map((router): [string, Router] => [router.name, router]),
);

export { dijkstra, graphology };
