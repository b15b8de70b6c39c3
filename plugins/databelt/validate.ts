import type { PlanView } from "../../index.js";
import type { DatabeltConfig } from "./config.js";

/** Looks for nodes that are not there, and for look-ahead that sees nothing. */
export function validate(plan: PlanView, { random, stateless, horizon, lookAhead }: DatabeltConfig): void {
  for (const [i, name] of (random.hosts ?? []).entries()) {
    if (!plan.tiers.includes(name)) plan.node(["random", "hosts", i], name);
  }
  if (random.hosts !== undefined && random.over === "path")
    plan.fail(["random", "hosts"], "hosts are for over: hosts; over: path draws among the nodes on the way");
  if (stateless.node !== undefined) plan.node(["stateless", "node"], stateless.node);
  if (horizon !== undefined && !lookAhead) plan.fail(["horizon"], "a horizon is for lookAhead: true");
}
