import type { RandomStream } from "../../../index.js";
import type { StatePolicy } from "../../serverless/index.js";
import type { DecisionModel } from "../decision-model.js";

/**
 * A holder at random, each as likely: of given hosts (the published baseline has a fixed list of eight), or of the nodes on the
 * path of least latency to the destination, which the original has too and only times. Source: [CODE] elect_storage_node.
 */
export function randomPolicy(
  random: RandomStream,
  among: { readonly hosts: readonly number[] } | { readonly pathOf: DecisionModel },
): StatePolicy {
  return {
    name: "random",
    // biome-ignore lint/correctness/useYield: a decision that takes no time
    *holderOf(write) {
      if ("hosts" in among) return random.pick(among.hosts);
      const { pathOf: model } = among;
      return random.pick(model.wayTo(write, model.destinationOf(write))).node;
    },
  };
}
