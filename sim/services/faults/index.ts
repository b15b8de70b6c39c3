/** The door of `sim/services/faults`: what fails when. */
import type { ServiceHost } from "../service-host.js";
import type { FaultEntry, FaultPlan } from "./fault-plan.js";
import { FaultSwitch } from "./fault-switch.js";
import { startRandomLinks } from "./random-links.js";
import { startRandomNodes } from "./random-nodes.js";
import { startRegion } from "./region-fault.js";
import { startStorm } from "./storm.js";

/**
 * Puts the scenario's faults on the agenda of a run. Each entry has a cause and a stream of random numbers of its own,
 * named by its place in the list, so that entries do not disturb one another.
 */
export function startFaults(host: ServiceHost, { entries }: FaultPlan): void {
  if (entries.length === 0) return;
  const switches = entries.map((entry, i) => {
    const name = `faults.${i}`;
    const faults = new FaultSwitch(host, name);
    start(host, entry, faults, name);
    return faults;
  });
  const held = host.metrics.gauge("fault.held", { unit: "1" });
  host.moments.tick.push(() => held.set(switches.reduce((sum, each) => sum + each.held, 0)));
}

function start(host: ServiceHost, entry: FaultEntry, faults: FaultSwitch, name: string): void {
  switch (entry.kind) {
    case "random-nodes":
      startRandomNodes(entry, faults, host.random(name));
      break;
    case "random-links":
      startRandomLinks(host, entry, faults, host.random(name));
      break;
    case "switches":
      for (const { timeNs, up, ends } of entry.switches) {
        host.kernel.schedule({ atNs: timeNs }, () => faults.set(ends, up));
      }
      break;
    case "region":
      startRegion(host, entry, faults);
      break;
    case "storm":
      startStorm(host, entry, faults, host.random(name));
  }
}
