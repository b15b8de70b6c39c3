/** The door of `sim/services/compute`: tasks and services on the nodes' computers. */
import type { ServiceHost } from "../service-host.js";
import type { ComputeControl } from "./compute-control.js";
import { ComputeEngine } from "./compute-engine.js";
import type { ComputePlan } from "./compute-plan.js";

export type { ComputeControl } from "./compute-control.js";
export type * from "./compute-service.js";
export { inSunlight, maxTemperature, minCharge, reaches } from "./constraint-makers.js";
export type { NodeConstraint } from "./node-constraint.js";

/** Starts the compute service of a run. */
export function startCompute(host: ServiceHost, plan: ComputePlan): ComputeControl {
  return new ComputeEngine(host, plan);
}
