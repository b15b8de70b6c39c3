import type { ComputePlan } from "./compute/compute-plan.js";
import type { EnergyPlan } from "./energy/energy-plan.js";
import type { FaultPlan } from "./faults/fault-plan.js";
import type { NetworkPlan } from "./network/network-plan.js";
import type { TrafficPlan } from "./traffic/traffic-plan.js";

/** What the scenario says of each service. */
export interface ServicePlans {
  readonly network: NetworkPlan;
  readonly traffic: TrafficPlan;
  readonly faults: FaultPlan;
  /** Absent: no node has a computer. */
  readonly compute?: ComputePlan;
  /** Absent: energy, heat and radiation play no part. */
  readonly energy?: EnergyPlan;
}
