/** The door of `sim/services/energy`: batteries, heat and radiation, joined to what computers do. */
import type { ComputeControl } from "../compute/index.js";
import type { NetworkService } from "../network/index.js";
import type { ServiceHost } from "../service-host.js";
import type { EnergyPlan } from "./energy-plan.js";
import { EnergyRun } from "./energy-run.js";
import type { EnergyService } from "./energy-service.js";

export type { EnergyBooks } from "./battery-bank.js";
export type * from "./energy-plan.js";
export type { EnergyService, RefusalReason } from "./energy-service.js";

/** Starts the energy service of a run. */
export function startEnergy(
  host: ServiceHost,
  plan: EnergyPlan,
  services: { readonly network: NetworkService; readonly compute?: ComputeControl },
): EnergyService {
  return new EnergyRun(host, plan, services);
}
