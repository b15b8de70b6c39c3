import type { StatePolicy } from "../../serverless/index.js";

/**
 * Every state in one central store: the given node, or each workflow's destination, which is the cloud in the published runs.
 * Source: [CODE] elect_storage_node.
 */
export function statelessPolicy(node: number | undefined): StatePolicy {
  return {
    name: "stateless",
    // biome-ignore lint/correctness/useYield: a decision that takes no time
    *holderOf({ invocation }) {
      return node ?? invocation.workflow.spec.destination;
    },
  };
}
