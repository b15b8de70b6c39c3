import { regionHolds } from "../../../orbits/geo-region.js";
import { ecefToGeodetic } from "../../../orbits/geodesy.js";
import type { ServiceHost } from "../service-host.js";
import type { RegionFault } from "./fault-plan.js";
import type { FaultSwitch } from "./fault-switch.js";

/** Holds down who is inside of the region: looked at when it begins, at each tick, and cleared when it ends. */
export function startRegion(
  { kernel, world, moments }: ServiceHost,
  { region, nodes, fromNs, toNs = Number.POSITIVE_INFINITY }: RegionFault,
  faults: FaultSwitch,
): void {
  const look = (): void => {
    const isOn = kernel.nowNs >= fromNs && kernel.nowNs < toNs;
    if (!isOn && faults.held === 0) return;
    const { positionsKm } = world;
    for (const node of nodes) {
      const at = 3 * node;
      const [x, y, z] = [positionsKm[at], positionsKm[at + 1], positionsKm[at + 2]] as [
        number,
        number,
        number,
      ];
      // Nodes without a place are nowhere.
      const isPlaced = x !== 0 || y !== 0 || z !== 0;
      faults.set([node], !(isOn && isPlaced && regionHolds(region, ecefToGeodetic([x, y, z]))));
    }
  };
  moments.tick.push(look);
  kernel.schedule({ atNs: fromNs }, look);
  if (toNs < Number.POSITIVE_INFINITY) kernel.schedule({ atNs: toNs }, look);
}
