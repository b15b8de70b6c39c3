import type { PluginSim } from "../../../index.js";
import type { StatePolicy, StateWrite } from "../../serverless/index.js";
import { decisionSeconds } from "../decision-delay.js";
import type { DecisionModel } from "../decision-model.js";
import { type Constraint, electHolder } from "../elect-holder.js";

export interface DatabeltOptions {
  /** False: the path is read from the source on, so that the first node that fulfils all is the nearest to it. */
  readonly reversePath: boolean;
  /** Whether a decision takes time. */
  readonly decisionDelay: boolean;
  readonly constraints: readonly Constraint<StateWrite>[];
}

/**
 * Databelt: a state goes to the node nearest to its destination that can be reached within its SLO, on the path of least
 * latency; it stays where it was made where there is none. Source: [CODE] policy.
 */
export function databeltPolicy(sim: PluginSim, model: DecisionModel, options: DatabeltOptions): StatePolicy {
  return {
    name: "databelt",
    *holderOf(write) {
      // Made where it is headed: there is nothing to decide.
      if (model.destinationOf(write) === write.source) return undefined;
      if (options.decisionDelay) yield* sim.sleep(decisionSeconds(model.nodeCount));
      const { holder } = electHolder(model.wayOfHolders(write), write, options.constraints, {
        fromDestination: options.reversePath,
        migrationMs: (latencyMs) => model.migrationMs(write, latencyMs),
      });
      return holder?.node;
    },
  };
}
