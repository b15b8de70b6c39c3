import type { RandomStream } from "../../kernel/index.js";
import type { ServiceHost } from "../service-host.js";
import type { StormFault } from "./fault-plan.js";
import type { FaultSwitch } from "./fault-switch.js";

/** Draws the satellites that the storm takes, and takes them. */
export function startStorm(
  host: ServiceHost,
  { nodes, share, atNs, spreadNs, repair }: StormFault,
  faults: FaultSwitch,
  random: RandomStream,
): void {
  const taken = random
    .shuffle([...nodes])
    .slice(0, Math.round(share * nodes.length))
    .sort((a, b) => a - b);
  host.kernel.schedule({ atNs }, () => host.emit("storm.begin", "storm", { satellites: taken.length }));
  for (const node of taken) {
    const delayNs = spreadNs === 0 ? 0 : Math.floor(random.next() * spreadNs);
    host.kernel.schedule({ atNs: atNs + delayNs }, () => {
      faults.set([node], false);
      faults.repairLater([node], repair, random);
    });
  }
}
