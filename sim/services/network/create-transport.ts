import type { Metrics } from "../../host/metrics.js";
import { createFlowTransport } from "./flow/index.js";
import { LatencyTransport } from "./latency-transport.js";
import type { LinkedPorts } from "./link-ports.js";
import type { NetworkPlan } from "./network-plan.js";
import { QueueTransport } from "./queue/index.js";
import type { Transport, TransportHost } from "./transport.js";

/** The transport that a scenario names. */
export function createTransport(
  { transport, queue }: Pick<NetworkPlan, "transport" | "queue">,
  host: TransportHost & { readonly ports: LinkedPorts },
  metrics: Metrics,
): Transport {
  switch (transport) {
    case "latency":
      return new LatencyTransport(host);
    case "queue":
      return new QueueTransport(host, queue, metrics);
    case "flow":
      return createFlowTransport(host);
  }
}
