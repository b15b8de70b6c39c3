import type { RandomStream } from "../../kernel/index.js";
import type { RandomNodeFaults } from "./fault-plan.js";
import type { FaultSwitch } from "./fault-switch.js";
import { drawLifetime } from "./lifetime-law.js";

/** Lets each node live, fail and be repaired in turn (an alternating renewal process); all are new at the start. */
export function startRandomNodes(
  { nodes, failure, repair }: RandomNodeFaults,
  faults: FaultSwitch,
  random: RandomStream,
): void {
  const live = (node: number): void => {
    faults.later(drawLifetime(failure, random), () => {
      faults.set([node], false);
      faults.repairLater([node], repair, random, () => live(node));
    });
  };
  for (const node of nodes) live(node);
}
