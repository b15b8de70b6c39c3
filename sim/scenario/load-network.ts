import { NS_PER_SECOND } from "../../orbits/constants.js";
import type { NetworkPlan } from "../services/network/network-plan.js";
import { loadCapacities } from "./load-capacities.js";
import type { Loading } from "./loading.js";
import type { NodeNames } from "./node-names.js";
import type { NetworkConfig } from "./schema/network.js";
import type { View } from "./view.js";

/** Resolves `network` to ids and numbers. */
export async function loadNetwork(
  loading: Loading,
  config: NetworkConfig,
  names: NodeNames,
): Promise<{ plan: NetworkPlan; view: View }> {
  const { transport, onChange, onBreak, timeout, record, queue } = config;
  const bufferBytes = queue.bufferBytes === "unlimited" ? Number.POSITIVE_INFINITY : queue.bufferBytes;
  const capacities = await loadCapacities(loading, config.capacities, names);
  const shown = {
    transport,
    onChange,
    onBreak,
    ...(timeout !== undefined && { timeoutSeconds: timeout / NS_PER_SECOND }),
    record,
    ...(transport === "queue" && { queue: queueView(queue) }),
  };
  if (bufferBytes < queue.packetBytes) {
    const message = `a buffer of ${bufferBytes} bytes has no room for a packet of ${queue.packetBytes}`;
    loading.fail(["network", "queue", "bufferBytes"], message);
  }
  return {
    plan: {
      transport,
      onChange,
      onBreak,
      timeoutNs: timeout ?? Number.POSITIVE_INFINITY,
      record,
      queue: {
        packetBytes: queue.packetBytes,
        windowPackets: queue.windowPackets,
        bufferBytes,
        retransmitNs: queue.retransmitAfter,
        maxRetransmissions: queue.maxRetransmissions,
      },
      capacities: capacities.plans,
    },
    view: {
      shown: { ...shown, capacities: capacities.views.map((view) => view.shown) },
      content: { ...shown, capacities: capacities.views.map((view) => view.content) },
    },
  };
}

function queueView({ retransmitAfter, ...rest }: NetworkConfig["queue"]): object {
  return { ...rest, retransmitAfterSeconds: retransmitAfter / NS_PER_SECOND };
}
