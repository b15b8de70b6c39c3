import { expect, test } from "vitest";
import type { QueueSettings } from "../../../../sim/services/network/network-plan.js";
import { QueueTransport } from "../../../../sim/services/network/queue/index.js";
import { FakeNetwork } from "../../../support/fake-network.js";

const MS = 1e6;

/** 1,000-byte packets take 1 ms on links of 8 Mbps. */
function network(changes: Partial<QueueSettings> = {}) {
  const settings = {
    packetBytes: 1000,
    windowPackets: 1_000_000,
    bufferBytes: Number.POSITIVE_INFINITY,
    retransmitNs: 200 * MS,
    maxRetransmissions: 15,
    ...changes,
  };
  return new FakeNetwork((host) => new QueueTransport(host, settings));
}

/** Ports of a line of so many links. */
function line(of: FakeNetwork, links: number, delayMs = 10, bps = 8e6): number[] {
  return Array.from({ length: links }, (_, i) => of.ports.add(i, i + 1, bps, delayMs * MS));
}

function arrivalsMs(of: FakeNetwork): number[] {
  return of.ended.map(({ atNs }) => atNs / MS);
}

test("stores and forwards: a packet's serialisation at each hop, the others in its wake", () => {
  const net = network();
  const ports = line(net, 3);
  net.send(ports, { sizeBytes: 4500 });
  net.kernel.run();
  // 3 links x 10 ms; the first packet is sent three times, four more follow, the last of half a packet.
  // At the last hop the short packet comes when the one before is still being sent.
  expect(arrivalsMs(net)).toEqual([30 + 3 + 3 + 0.5]);
  expect(net.ports.links.map(({ carriedBytes }) => carriedBytes)).toEqual([4500, 4500, 4500]);
});

test("a transfer of no bytes gets there all the same", () => {
  const net = network();
  net.send(line(net, 2), { sizeBytes: 0 });
  net.kernel.run();
  expect(arrivalsMs(net)).toEqual([20]);
});

test("a window lets so many packets go per round trip, acknowledged over the reverse delay", () => {
  const net = network({ windowPackets: 2 });
  net.send(line(net, 1), { sizeBytes: 6000 });
  net.kernel.run();
  // Packets leave in pairs; the first of each pair is acknowledged 1 + 10 + 10 ms after it was begun.
  expect(arrivalsMs(net)).toEqual([2 * 21 + 2 + 10]);
});

test("flows take turns at a port, a packet each, however much each has", () => {
  const net = network();
  const [port] = line(net, 1, 0) as [number];
  net.send([port], { sizeBytes: 10_000 });
  net.send([port], { sizeBytes: 2_000 });
  net.send([port], { sizeBytes: 1_000 });
  net.kernel.run();
  // The first packet of the first flow is on its way before the others come: 1 1 2 3 1 2 1 1 ...
  const order = net.ended.map(({ flow, atNs }) => [flow.id, atNs / MS]);
  expect(order).toEqual([
    [2, 4],
    [1, 6],
    [0, 13],
  ]);
});

test("lower classes go first, without interrupting the packet in hand", () => {
  const net = network();
  const [port] = line(net, 1, 0) as [number];
  net.send([port], { sizeBytes: 3000, priority: 1 });
  net.kernel.schedule(0.0005, () => net.send([port], { sizeBytes: 2000, priority: 0 }));
  net.kernel.schedule(0.0005, () => net.send([port], { sizeBytes: 1000, priority: -7 }));
  net.kernel.run();
  expect(net.ended.map(({ flow, atNs }) => [flow.id, atNs / MS])).toEqual([
    [2, 2],
    [1, 4],
    [0, 6],
  ]);
});

test("a full buffer drops what comes, and it is sent again when its time is up", () => {
  const net = network({ bufferBytes: 2000 });
  const [port] = line(net, 1, 0) as [number];
  const flow = net.send([port], { sizeBytes: 5000 });
  net.kernel.run(0.1);
  // One in hand, two in the buffer; two were dropped.
  expect(flow.deliveredBytes).toBe(3000);
  net.kernel.run();
  expect(arrivalsMs(net)).toEqual([200 + 2]);
  expect(flow.deliveredBytes).toBe(5000);
});

test("a packet that is lost too often ends its transfer, which keeps what has arrived", () => {
  const net = network({ maxRetransmissions: 2, bufferBytes: 0 });
  const [port] = line(net, 1, 0, 8e3) as [number];
  // In hand for a second, over and over: nothing else gets through.
  const first = net.send([port], { sizeBytes: 1000 });
  const second = net.send([port], { sizeBytes: 1000 });
  net.kernel.run();
  expect(net.ended.map(({ flow, outcome, atNs }) => [flow, outcome, atNs / MS])).toEqual([
    [second, "lost", 400],
    [first, "arrived", 1000],
  ]);
});

test("what is on a link that goes away, and what waits for it, is lost and sent again on the new way", () => {
  const net = network();
  const [first, gone] = line(net, 2) as [number, number];
  const around = net.ports.add(1, 2, 8e6, 50 * MS);
  const flow = net.send([first, gone], { sizeBytes: 40_000 });
  net.kernel.schedule(0.0255, () => {
    // The first took 2 x 1 ms and 2 x 10 ms; the others come a millisecond apart.
    expect(flow.deliveredBytes).toBe(4000);
    net.ports.links[gone]!.exists = false;
    net.reroute(flow, [first, around]);
  });
  net.kernel.run();
  expect(flow.deliveredBytes).toBe(40_000);
  expect(net.ended).toHaveLength(1);
  expect(net.ended[0]!.path).toEqual([0, 1, 2]);
  // Those already in the first queue go on towards the old link, and find it gone.
  expect(net.ports.links[around]!.carriedBytes).toBe(36_000);
});

test("packets that overtake others on a shorter way are not delivered twice", () => {
  const net = network();
  const [long] = line(net, 1, 500) as [number];
  const short = net.ports.add(0, 1, 8e6, MS);
  const flow = net.send([long], { sizeBytes: 20_000 });
  net.kernel.schedule(0.0105, () => net.reroute(flow, [short]));
  let last = 0;
  const watch = () => {
    expect(flow.deliveredBytes).toBeGreaterThanOrEqual(last);
    expect(flow.deliveredBytes).toBeLessThanOrEqual(20_000);
    last = flow.deliveredBytes;
    if (net.ended.length === 0) net.kernel.schedule(0.001, watch);
  };
  net.kernel.schedule(0, watch);
  net.kernel.run();
  expect(flow.deliveredBytes).toBe(20_000);
  // All had been put into the old port's queue, and went that way.
  expect(arrivalsMs(net)).toEqual([520]);
});

test("without a way nothing is sent; what was lost meanwhile waits for the next one", () => {
  const net = network();
  const [port] = line(net, 1) as [number];
  const flow = net.send([port], { sizeBytes: 3000 });
  net.kernel.schedule(0.005, () => {
    net.ports.links[port]!.exists = false;
    net.reroute(flow, []);
  });
  net.kernel.schedule(2, () => {
    net.ports.links[port]!.exists = true;
    net.reroute(flow, [port]);
  });
  net.kernel.run();
  expect(arrivalsMs(net)).toEqual([2000 + 3 + 10]);
});

test("a link that can carry nothing lets packets wait", () => {
  const net = network();
  const [port] = line(net, 1) as [number];
  net.ports.links[port]!.capacityBps = 0;
  net.send([port], { sizeBytes: 2000 });
  net.kernel.schedule(1, () => {
    net.ports.links[port]!.capacityBps = 16e6;
    net.transport.refresh();
  });
  net.kernel.run();
  expect(arrivalsMs(net)).toEqual([1000 + 1 + 10]);
});

test("a sender's own limit spaces its packets", () => {
  const net = network();
  net.send(line(net, 2), { sizeBytes: 3000, maxRateBps: 8e5 });
  net.kernel.run();
  expect(arrivalsMs(net)).toEqual([20 + 2 * 10 + 2]);
});

test("what is left of a transfer that was given up goes on and counts for nothing", () => {
  const net = network();
  const [port] = line(net, 1, 0) as [number];
  const given = net.send([port], { sizeBytes: 3000 });
  net.kernel.schedule(0.0015, () => net.transport.withdraw(given));
  net.kernel.schedule(0.0016, () => net.send([port], { sizeBytes: 1000 }));
  net.kernel.run();
  expect(given.deliveredBytes).toBe(1000);
  expect(net.ended.map(({ flow, atNs }) => [flow.id, atNs / MS])).toEqual([[1, 4]]);
});

test("looking at queues and books changes nothing of what happens", () => {
  const arrivals = [false, true].map((looks) => {
    const net = network({ bufferBytes: 3000, windowPackets: 7 });
    const ports = line(net, 3);
    for (let i = 0; i < 5; i++) net.send(ports.slice(i % 3), { sizeBytes: 30_000 + i, priority: i % 2 });
    if (looks) {
      for (let i = 0; i < 4000; i++) net.kernel.schedule(i / 8000, () => net.transport.settle());
    }
    net.kernel.run();
    return net.ended.map(({ flow, atNs }) => [flow.id, atNs]);
  });
  expect(arrivals[0]).toHaveLength(5);
  expect(arrivals[1]).toEqual(arrivals[0]);
});
