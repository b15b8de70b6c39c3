/** The door of `sim/services/network`: bytes on the links of the moving network. */
import type { ServiceHost } from "../service-host.js";
import type { NetworkPlan } from "./network-plan.js";
import type { NetworkService } from "./network-service.js";
import { TransferNetwork } from "./transfer-network.js";

export type * from "./network-service.js";

/** Starts the network service of a run. */
export function startNetwork(host: ServiceHost, plan: NetworkPlan): NetworkService {
  return new TransferNetwork(host, plan);
}
