import { describe, expect, test } from "vitest";
import { RandomStreams } from "../../../../sim/kernel/index.js";
import { FakeNetwork } from "../../../support/fake-network.js";
import { LOSSLESS, TRANSPORTS } from "../../../support/transports.js";

const NAMES = Object.keys(TRANSPORTS);
const BITS = 8;

function network(name: string): FakeNetwork {
  return new FakeNetwork(TRANSPORTS[name]!);
}

describe("on an empty network all transports agree within one packet's serialisation per hop", () => {
  const random = new RandomStreams(3).stream("lines");
  const lines = Array.from({ length: 30 }, () => ({
    sizeBytes: random.int(300_000),
    links: Array.from({ length: 1 + random.int(8) }, () => ({
      bps: random.range(1e6, 1e8),
      delayNs: random.int(20e6),
    })),
  }));

  test.each(NAMES.filter((name) => name !== "latency"))("%s and latency", (name) => {
    for (const { sizeBytes, links } of lines) {
      const [expected, actual] = ["latency", name].map((each) => {
        const net = network(each);
        const ports = links.map(({ bps, delayNs }, i) => net.ports.add(i, i + 1, bps, delayNs));
        net.send(ports, { sizeBytes });
        net.kernel.run();
        expect(net.ended.map(({ outcome, flow }) => [outcome, flow.deliveredBytes])).toEqual([
          ["arrived", sizeBytes],
        ]);
        return net.ended[0]!.atNs;
      }) as [number, number];
      const packetNs = links.reduce((sum, { bps }) => sum + (LOSSLESS.packetBytes * BITS * 1e9) / bps, 0);
      expect(Math.abs(actual - expected)).toBeLessThanOrEqual(packetNs + links.length);
    }
  });
});

/** Long transfers over links of so many Mbps; each is the list of links it goes over. */
const SHARED: Readonly<
  Record<string, { readonly mbps: number[]; readonly flows: number[][]; fair: number[] }>
> = {
  "one bottleneck": { mbps: [8], flows: [[0], [0], [0], [0]], fair: [2, 2, 2, 2] },
  "a long flow and three short ones": {
    mbps: [8, 8, 8],
    flows: [[0, 1, 2], [0], [1], [2]],
    fair: [4, 4, 4, 4],
  },
  "two bottlenecks": { mbps: [8, 4], flows: [[0, 1], [0], [1], [1]], fair: [4 / 3, 20 / 3, 4 / 3, 4 / 3] },
  "a narrow last link": { mbps: [20, 10, 2], flows: [[0, 1, 2], [0, 1], [0]], fair: [2, 8, 10] },
};

const SECONDS = 60;

/** Mean throughput of each flow, Mbps. */
function throughputs(name: string, { mbps, flows }: (typeof SHARED)[string]): number[] {
  const net = network(name);
  const ports = mbps.map((each, i) => net.ports.add(i, i + 1, each * 1e6, 5e6));
  const sent = flows.map((links) =>
    net.send(
      links.map((link) => ports[link]!),
      { sizeBytes: 1e12 },
    ),
  );
  net.kernel.run(SECONDS);
  net.transport.settle();
  return sent.map(({ deliveredBytes }) => (deliveredBytes * BITS) / SECONDS / 1e6);
}

describe.each(Object.entries(SHARED))("mean throughput of long transfers: %s", (_what, shared) => {
  test.each(NAMES.filter((name) => name !== "latency"))(
    "%s gives each its fair share to 0.03 of it",
    (name) => {
      const got = throughputs(name, shared);
      for (const [i, fair] of shared.fair.entries()) expect(Math.abs(got[i]! / fair - 1)).toBeLessThan(0.03);
    },
  );

  test("queue and flow agree within 3 %", () => {
    const [queue, flow] = [throughputs("queue", shared), throughputs("flow", shared)];
    for (const i of queue.keys()) expect(Math.abs(queue[i]! / flow[i]! - 1)).toBeLessThan(0.03);
  });
});
