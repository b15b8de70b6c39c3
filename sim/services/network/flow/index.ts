/** The door of `sim/services/network/flow`: transfers as fluids that share links max-min fairly. */
import type { Transport, TransportHost } from "../transport.js";
import { FlowTransport } from "./flow-transport.js";

/** The transport `flow`; see `FlowTransport` for what it means. */
export function createFlowTransport(host: TransportHost): Transport {
  return new FlowTransport(host);
}
