/** The door of `sim/services`: what moves, computes, drains and fails on the network. */
import { type ComputeControl, startCompute } from "./compute/index.js";
import { type EnergyService, startEnergy } from "./energy/index.js";
import { startFaults } from "./faults/index.js";
import { type NetworkService, startNetwork } from "./network/index.js";
import type { ServiceHost } from "./service-host.js";
import type { ServicePlans } from "./service-plans.js";
import { startTraffic } from "./traffic/index.js";

export type { ServiceHost, ServiceMoments } from "./service-host.js";
export type { ServicePlans } from "./service-plans.js";

export interface Services {
  readonly network: NetworkService;
  readonly compute?: ComputeControl;
  readonly energy?: EnergyService;
}

/** Starts the services of a run: those that others build on come first, and those that make things happen last. */
export function startServices(host: ServiceHost, plans: ServicePlans): Services {
  const network = startNetwork(host, plans.network);
  const compute = plans.compute && startCompute(host, plans.compute);
  const energy = plans.energy && startEnergy(host, plans.energy, { network, ...(compute && { compute }) });
  startFaults(host, plans.faults);
  startTraffic(host, plans.traffic, { network, ...(compute && { compute }) });
  return { network, ...(compute && { compute }), ...(energy && { energy }) };
}
