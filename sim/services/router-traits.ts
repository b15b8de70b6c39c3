import { builtInRouters } from "../../routing/routers/index.js";
import type { RoutingPlan } from "../scenario/run-plan.js";

/** What may be relied upon in a run's router beside its answers. Of users' own nothing is known. */
export interface RouterTraits {
  /** Whether an answer holds until the network changes. Eager ones have a memory: what they answer changes with time. */
  readonly keepsAnswers: boolean;
  /** Whether it gives trees, exact and in the run's cost. */
  readonly hasTrees: boolean;
}

export function routerTraits({ router: { ref } }: Pick<RoutingPlan, "router">): RouterTraits {
  const builtIn = ref.url === undefined ? builtInRouters.get(ref.name) : undefined;
  return {
    keepsAnswers: builtIn !== undefined && builtIn.eager !== true,
    hasTrees: builtIn?.queries.includes("tree") === true,
  };
}
