import type { RunPlan } from "../scenario/run-plan.js";
import type { NodeLabel } from "./constraint-text.js";

/** Sites by their name; satellites by name and id, because their names may repeat. */
export function nodeLabel({ nodeNames, sky }: Pick<RunPlan, "nodeNames" | "sky">): NodeLabel {
  return (node) => {
    const name = nodeNames.at(node);
    if (node >= sky.nodes.satelliteCount) return name;
    return name === "" ? `satellite ${node}` : `${name} (id ${node})`;
  };
}
