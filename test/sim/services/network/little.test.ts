import { expect, test } from "vitest";
import { RandomStreams } from "../../../../sim/kernel/index.js";
import { QueueTransport } from "../../../../sim/services/network/queue/index.js";
import type { Flow } from "../../../../sim/services/network/transport.js";
import { FakeNetwork } from "../../../support/fake-network.js";
import { LOSSLESS } from "../../../support/transports.js";

const NODES = 6;
const SETTINGS = {
  ...LOSSLESS,
  windowPackets: 40,
  bufferBytes: 30_000,
  retransmitNs: 2e8,
  maxRetransmissions: 1000,
};

test("mean length = arrival rate x mean wait, on every queue of a mixed run with losses and broken links", () => {
  const { kernel, ports, transport, ...net } = ring();
  const random = new RandomStreams(7).stream("mixed");
  const flows = new Set<Flow>();
  net.onEnd(({ flow }) => flows.delete(flow));
  const arrive = () => {
    const from = random.int(NODES);
    const hops = 1 + random.int(NODES - 1);
    const sizeBytes = Math.round(random.exponential(14_000));
    flows.add(net.send(around(from, hops), { sizeBytes, priority: random.int(2) }));
    if (kernel.now < 60) kernel.schedule(random.exponential(0.02), arrive);
  };
  kernel.schedule(0, arrive);
  for (let i = 0; i < 8; i++) {
    const port = random.int(NODES);
    const at = random.range(0, 50);
    for (const exists of [false, true]) {
      kernel.schedule({ at: exists ? at + 0.5 : at }, () => {
        ports.links[port]!.exists = exists;
        transport.refresh();
      });
    }
  }
  kernel.run();
  expect(flows.size).toBe(0);
  const seconds = kernel.now;
  const queues = (transport as QueueTransport).queues();
  expect(queues).toHaveLength(NODES);
  for (const {
    sentPackets,
    flushedPackets,
    refusedPackets,
    waitedSeconds,
    lengthSeconds,
    ...queue
  } of queues) {
    const arrivals = sentPackets + flushedPackets;
    expect(refusedPackets).toBeGreaterThan(0);
    expect(queue.waitingPackets).toBe(0);
    const meanLength = lengthSeconds / seconds;
    const meanWait = waitedSeconds / arrivals;
    expect(meanLength).toBeGreaterThan(0.1);
    // The queue begins and ends empty, so that the law holds for this very run.
    expect(meanLength / ((arrivals / seconds) * meanWait)).toBeCloseTo(1, 9);
  }
});

/** A ring, one way round: 8 Mbps and 5 ms a link. */
function ring() {
  const net = new FakeNetwork((host) => new QueueTransport(host, SETTINGS));
  for (let i = 0; i < NODES; i++) net.ports.add(i, (i + 1) % NODES, 8e6, 5e6);
  const { kernel, ports, transport } = net;
  return {
    kernel,
    ports,
    transport,
    send: net.send.bind(net),
    onEnd: (told: typeof net.onEnd) => {
      net.onEnd = told;
    },
  };
}

function around(from: number, hops: number): number[] {
  return Array.from({ length: hops }, (_, i) => (from + i) % NODES);
}
