import { expect, test } from "vitest";
import { LatencyTransport } from "../../../../sim/services/network/latency-transport.js";
import { FakeNetwork } from "../../../support/fake-network.js";

const MS = 1e6;

/** A line 0-1-2 of 8 Mbps and 4 Mbps, 10 ms each: 1,000 bytes take 2 ms at the bottleneck. */
function line() {
  const net = new FakeNetwork((host) => new LatencyTransport(host));
  const ports = [net.ports.add(0, 1, 8e6, 10 * MS), net.ports.add(1, 2, 4e6, 10 * MS)];
  return { net, ports };
}

test("takes the serialisation at the bottleneck and the latency of the way, whoever else sends", () => {
  const { net, ports } = line();
  net.send(ports, { sizeBytes: 50_000 });
  net.send(ports, { sizeBytes: 50_000 });
  net.send(ports.slice(0, 1), { sizeBytes: 50_000 });
  net.send(ports, { sizeBytes: 50_000, maxRateBps: 2e6 });
  net.send(ports, { sizeBytes: 0 });
  net.kernel.run();
  const byId = net.ended.map(({ flow, atNs }) => [flow.id, atNs / MS]);
  expect(byId).toEqual([
    [4, 20],
    [2, 60],
    [0, 120],
    [1, 120],
    [3, 220],
  ]);
});

test("what has been sent when the way changes arrives with its old latency, the rest goes the new way", () => {
  const { net, ports } = line();
  const fast = net.ports.add(0, 2, 40e6, 5 * MS);
  const flow = net.send(ports, { sizeBytes: 50_000 });
  net.kernel.schedule(0.05, () => net.reroute(flow, [fast]));
  net.kernel.schedule(0.0601, () => {
    net.transport.settle();
    // 20.05 kB of the 25 kB over the old way, 50.5 - 25 = 25 kB over the new one, which is through.
    expect(flow.deliveredBytes).toBe(20_050 + 25_000);
  });
  net.kernel.run();
  // The new way is through at 50 + 5 + 5 ms; the last byte over the old one arrives at 70 ms.
  expect(net.ended.map(({ atNs, path }) => [atNs / MS, path])).toEqual([[70, [0, 2]]]);
  expect(flow.deliveredBytes).toBe(50_000);
  expect(net.ports.links.map(({ carriedBytes }) => carriedBytes)).toEqual([25_000, 25_000, 25_000]);
});

test("while there is no way, or it carries nothing, nothing is sent", () => {
  const { net, ports } = line();
  const flow = net.send([], { sizeBytes: 50_000 });
  net.kernel.schedule(1, () => net.reroute(flow, ports));
  net.kernel.schedule(1.05, () => {
    net.ports.links[1]!.capacityBps = 0;
    net.transport.refresh();
  });
  net.kernel.schedule(3, () => {
    net.ports.links[1]!.capacityBps = 4e6;
    net.transport.refresh();
  });
  net.kernel.run();
  expect(net.ended.map(({ atNs }) => atNs / MS)).toEqual([3070]);
});

test("the way of what has all been sent is of no account any more", () => {
  const { net, ports } = line();
  const slow = net.ports.add(0, 2, 8e3, 900 * MS);
  const flow = net.send(ports, { sizeBytes: 10_000 });
  net.kernel.schedule(0.03, () => net.reroute(flow, [slow]));
  net.kernel.run();
  expect(net.ended.map(({ atNs, path }) => [atNs / MS, path])).toEqual([[40, [0, 1, 2]]]);
});

test("a transfer that is withdrawn keeps what has arrived by then", () => {
  const { net, ports } = line();
  const flow = net.send(ports, { sizeBytes: 50_000 });
  net.kernel.schedule(0.03, () => net.transport.withdraw(flow));
  net.kernel.run();
  expect(flow.deliveredBytes).toBe(5000);
  expect(net.ended).toEqual([]);
  expect(net.ports.links[0]!.carriedBytes).toBe(15_000);
});
