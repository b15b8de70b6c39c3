import { NameList } from "../../orbits/name-list.js";
import { EventBus, type SimEvent } from "../../sim/host/event-bus.js";
import { Metrics } from "../../sim/host/metrics.js";
import { Kernel, RandomStreams } from "../../sim/kernel/index.js";
import { ComputeEngine } from "../../sim/services/compute/compute-engine.js";
import type { AdmissionRules, ComputeRecord } from "../../sim/services/compute/compute-plan.js";
import type { NodeResources } from "../../sim/services/compute/compute-service.js";
import type { ServiceHost } from "../../sim/services/service-host.js";

/** A compute service without a network: nodes are always usable, and nothing ticks. */
export function computers(
  nodes: readonly (Partial<NodeResources & AdmissionRules> | undefined)[],
  record: ComputeRecord = "nothing",
) {
  const kernel = new Kernel();
  const metrics = new Metrics();
  const events: SimEvent[] = [];
  const bus = new EventBus(
    () => kernel.nowNs,
    (event) => events.push(event),
  );
  const moments: ServiceHost["moments"] = { start: [], topology: [], tick: [], end: [] };
  const streams = new RandomStreams(1);
  const host = {
    plan: {
      nodeNames: NameList.of(nodes.map((_, node) => `node-${node}`)),
      routing: { router: { ref: { name: "dijkstra" } }, cost: "latency" },
    },
    kernel,
    metrics,
    moments,
    emit: bus.emit.bind(bus),
    tell: bus.tell.bind(bus),
    on: bus.on.bind(bus),
    random: (name: string) => streams.stream(name),
  } as unknown as ServiceHost;
  const compute = new ComputeEngine(host, {
    resources: nodes.map((node) => node && resourcesOf(node)),
    rules: nodes.map((node) => node && rulesOf(node)),
    record,
  });
  return { kernel, metrics, moments, events, bus, compute };
}

function resourcesOf(node: Partial<NodeResources>): NodeResources {
  return {
    tier: node.tier ?? "edge",
    cores: node.cores ?? 1,
    speed: node.speed ?? 1,
    memoryMb: node.memoryMb ?? 1000,
    storageMb: node.storageMb ?? 0,
    accelerators: node.accelerators ?? {},
  };
}

function rulesOf({
  discipline = "fifo",
  whenFull = "queue",
  queueLimit,
}: Partial<AdmissionRules>): AdmissionRules {
  return { discipline, whenFull, ...(queueLimit !== undefined && { queueLimit }) };
}
