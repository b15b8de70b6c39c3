import { createFlowTransport } from "../../sim/services/network/flow/index.js";
import { LatencyTransport } from "../../sim/services/network/latency-transport.js";
import type { LinkedPorts } from "../../sim/services/network/link-ports.js";
import { QueueTransport } from "../../sim/services/network/queue/index.js";
import type { Transport, TransportHost } from "../../sim/services/network/transport.js";

type Make = (host: TransportHost & { readonly ports: LinkedPorts }) => Transport;

/** Packets of 1,000 bytes, of which none is ever lost. */
export const LOSSLESS = {
  packetBytes: 1000,
  windowPackets: 400,
  bufferBytes: Number.POSITIVE_INFINITY,
  retransmitNs: 1e9,
  maxRetransmissions: 0,
};

/** Every transport by its name; `queue` without losses. */
export const TRANSPORTS: Readonly<Record<string, Make>> = {
  latency: (host) => new LatencyTransport(host),
  queue: (host) => new QueueTransport(host, LOSSLESS),
  flow: (host) => createFlowTransport(host),
};
