import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { createFlowTransport } from "../../../../sim/services/network/flow/index.js";
import type { Flow } from "../../../../sim/services/network/transport.js";
import { FakeNetwork } from "../../../support/fake-network.js";

const MS = 1e6;
const BITS = 8;

/** A line 0-1-2 of 8 Mbps and 4 Mbps, 10 ms each: 1,000 bytes take 2 ms at the bottleneck. */
function line() {
  const net = new FakeNetwork(createFlowTransport);
  const ports = [net.ports.add(0, 1, 8e6, 10 * MS), net.ports.add(1, 2, 4e6, 10 * MS)];
  return { net, ports };
}

const arrivals = (net: FakeNetwork) => net.ended.map(({ flow, atNs }) => [flow.id, atNs / MS]);

describe("the flow transport", () => {
  test("alone, takes the serialisation at the bottleneck and the delay of the way", () => {
    const { net, ports } = line();
    net.send(ports, { sizeBytes: 50_000 });
    net.kernel.run();
    expect(arrivals(net)).toEqual([[0, 120]]);
    expect(net.ended[0]!.flow.deliveredBytes).toBe(50_000);
    expect(net.ports.links.map(({ carriedBytes }) => carriedBytes)).toEqual([50_000, 50_000]);
  });

  test("shares are max-min fair, and what one leaves goes to the others at once", () => {
    const { net, ports } = line();
    // 2 Mbps each on the narrow link; the short flow has 4 Mbps beside them.
    net.send(ports, { sizeBytes: 25_000 });
    net.send(ports, { sizeBytes: 50_000 });
    net.send(ports.slice(0, 1), { sizeBytes: 100_000 });
    net.kernel.run();
    // First: 25 kB at 2 Mbps, 100 ms. Second: 25 kB left, 4 Mbps, 50 ms more. Third: 4 Mbps until 150 ms, 75 kB; then 8.
    expect(arrivals(net)).toEqual([
      [0, 120],
      [1, 170],
      [2, 185],
    ]);
  });

  test("a sender's own limit leaves the rest to others", () => {
    const { net, ports } = line();
    net.send(ports, { sizeBytes: 12_500, maxRateBps: 1e6 });
    net.send(ports, { sizeBytes: 37_500 });
    net.send([], { sizeBytes: 1, maxRateBps: 1 });
    net.kernel.run();
    expect(arrivals(net)).toEqual([
      [0, 120],
      [1, 120],
    ]);
  });

  test("nothing to send takes the delay alone, and also waits for a way", () => {
    const { net, ports } = line();
    net.send(ports, { sizeBytes: 0 });
    const waiting = net.send([], { sizeBytes: 0 });
    net.kernel.schedule(1, () => net.reroute(waiting, ports));
    net.kernel.run();
    expect(arrivals(net)).toEqual([
      [0, 20],
      [1, 1020],
    ]);
  });

  test("what has been sent when the way changes arrives with its old delay, the rest goes the new way", () => {
    const { net, ports } = line();
    const fast = net.ports.add(0, 2, 40e6, 5 * MS);
    const flow = net.send(ports, { sizeBytes: 50_000 });
    net.kernel.schedule(0.05, () => net.reroute(flow, [fast]));
    net.kernel.schedule(0.0601, () => {
      net.transport.settle();
      // 20.05 kB of the 25 kB over the old way, and the 25 kB over the new one, which are through.
      expect(flow.deliveredBytes).toBe(20_050 + 25_000);
    });
    net.kernel.run();
    // The new way is through at 50 + 5 + 5 ms; the last byte over the old one arrives at 70 ms.
    expect(net.ended.map(({ atNs, path }) => [atNs / MS, path])).toEqual([[70, [0, 2]]]);
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
    expect(arrivals(net)).toEqual([[0, 3070]]);
  });

  test("a way that changes at the very instant at which all has been sent does not matter", () => {
    const { net, ports } = line();
    const slow = net.ports.add(0, 2, 8, 900 * MS);
    const flow = net.send(ports, { sizeBytes: 10_000 });
    // Before the transport's own event of that instant, as a tick is.
    net.kernel.schedule({ atNs: 20 * MS }, () => net.reroute(flow, [slow]), { priority: -200 });
    net.kernel.run();
    expect(net.ended.map(({ atNs, path }) => [atNs / MS, path])).toEqual([[40, [0, 1, 2]]]);
  });

  test("the delay that counts is that of the moment when the last byte is sent", () => {
    const { net, ports } = line();
    net.send(ports, { sizeBytes: 50_000 });
    net.kernel.schedule(0.09, () => {
      net.ports.links[0]!.delayNs = 4 * MS;
      net.transport.refresh();
    });
    net.kernel.schedule(0.101, () => {
      net.ports.links[0]!.delayNs = 40 * MS;
      net.transport.refresh();
    });
    net.kernel.run();
    expect(arrivals(net)).toEqual([[0, 114]]);
  });

  test("delivered bytes follow what was sent, a way's delay later", () => {
    const { net, ports } = line();
    const flow = net.send(ports, { sizeBytes: 50_000 });
    const seen: number[] = [];
    for (const seconds of [0.01, 0.02, 0.03, 0.08, 0.11, 0.1199999]) {
      net.kernel.schedule(seconds, () => {
        net.transport.settle();
        seen.push(flow.deliveredBytes);
      });
    }
    net.kernel.run();
    expect(seen).toEqual([0, 0, 5000, 30_000, 45_000, 49_999]);
  });

  test("a transfer that is withdrawn keeps what has arrived by then, and leaves its share", () => {
    const { net, ports } = line();
    const gone = net.send(ports, { sizeBytes: 50_000 });
    net.send(ports, { sizeBytes: 50_000 });
    const late = net.send(ports.slice(0, 1), { sizeBytes: 1000 });
    net.kernel.schedule(0.06, () => net.transport.withdraw(gone));
    net.kernel.schedule(0.005, () => net.transport.withdraw(late));
    net.kernel.run();
    // 2 Mbps for 60 ms, less the 20 ms on the way.
    expect(gone.deliveredBytes).toBe(10_000);
    expect(late.deliveredBytes).toBe(0);
    // 15 kB by 60 ms, 35 kB at 4 Mbps.
    expect(arrivals(net)).toEqual([[1, 150]]);
    expect(net.kernel.pendingEvents).toBe(0);
  });

  test("thousands that change at one instant are one event", () => {
    const { net, ports } = line();
    const flows = Array.from({ length: 2000 }, () => net.send(ports, { sizeBytes: 1000 }));
    expect(net.kernel.pendingEvents).toBe(1);
    net.kernel.step();
    for (const flow of flows) net.reroute(flow, ports.slice(0, 1));
    // The update, and the end that was expected before.
    expect(net.kernel.pendingEvents).toBe(2);
    net.kernel.run();
    expect(net.ended.length).toBe(2000);
    expect(new Set(net.ended.map(({ atNs }) => atNs))).toEqual(new Set([2010 * MS]));
  });
});

const LINKS = 8;
const ways = fc.uniqueArray(fc.nat(LINKS - 1), { minLength: 1, maxLength: 4 });
const step = fc.record({
  afterNs: fc.oneof(fc.constant(0), fc.nat(50 * MS), fc.nat(2e9)),
  what: fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant("send" as const),
        way: ways,
        sizeBytes: fc.oneof(fc.nat(20), fc.nat(3e6)),
        limit: fc.option(fc.integer({ min: 1e4, max: 1e8 }), { nil: undefined }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant("reroute" as const),
        which: fc.nat(),
        way: fc.option(ways, { nil: [] as number[] }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("withdraw" as const), which: fc.nat() }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("capacity" as const),
        link: fc.nat(LINKS - 1),
        bps: fc.constantFrom(0, 1e5, 1e6, 8e6, 1e8),
        delayNs: fc.nat(40 * MS),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("settle" as const) }) },
  ),
});

describe("bytes are conserved", () => {
  test.prop([fc.array(step, { maxLength: 60, size: "max" })], { numRuns: 300 })(
    "whatever starts, changes and ends, each is carried as often as it is sent, and none is left over",
    (steps) => {
      const net = new FakeNetwork(createFlowTransport);
      for (let i = 0; i < LINKS; i++) net.ports.add(i, i + 1, 8e6, 5 * MS);
      const live: Flow[] = [];
      let arrived = 0;
      net.onEnd = ({ flow, outcome }) => {
        expect(outcome).toBe("arrived");
        expect(flow.deliveredBytes).toBe(flow.request.sizeBytes);
        expect(live.splice(live.indexOf(flow), 1)).toEqual([flow]);
        arrived++;
      };
      let sent = 0;
      let withdrawn = 0;
      const delivered = new Map<Flow, number>();
      const carriedBits = net.ports.links.map(() => 0);
      const before = net.ports.links.map(() => ({ bytes: 0, ns: 0 }));
      /** No port carries more than it can: called before each change of a capacity. */
      const check = () => {
        net.transport.settle();
        net.ports.links.forEach((link, i) => {
          const room = (link.capacityBps * (net.kernel.nowNs - before[i]!.ns)) / 1e9 / BITS;
          const bytes = link.carriedBytes - before[i]!.bytes;
          expect(bytes).toBeGreaterThanOrEqual(0);
          expect(bytes).toBeLessThanOrEqual(room * (1 + 1e-9) + 1e-3);
          carriedBits[i]! += bytes;
          before[i] = { bytes: link.carriedBytes, ns: net.kernel.nowNs };
        });
        for (const flow of live) {
          expect(Number.isInteger(flow.deliveredBytes)).toBe(true);
          expect(flow.deliveredBytes).toBeGreaterThanOrEqual(delivered.get(flow) ?? 0);
          expect(flow.deliveredBytes).toBeLessThanOrEqual(flow.request.sizeBytes);
          delivered.set(flow, flow.deliveredBytes);
        }
      };
      for (const { afterNs, what } of steps) {
        const untilNs = net.kernel.nowNs + afterNs;
        while (net.kernel.peekNs() <= untilNs) net.kernel.step();
        net.kernel.schedule({ atNs: untilNs }, () => {
          check();
          if (what.kind === "send") {
            const { way, sizeBytes, limit } = what;
            sent++;
            live.push(net.send(way, { sizeBytes, ...(limit !== undefined && { maxRateBps: limit }) }));
          } else if (what.kind === "capacity") {
            Object.assign(net.ports.links[what.link]!, { capacityBps: what.bps, delayNs: what.delayNs });
            net.transport.refresh();
          } else if (what.kind !== "settle" && live.length > 0) {
            const flow = live[what.which % live.length]!;
            if (what.kind === "reroute") net.reroute(flow, what.way);
            else {
              net.transport.withdraw(flow);
              live.splice(live.indexOf(flow), 1);
              withdrawn++;
            }
          }
        });
        while (net.kernel.peekNs() <= untilNs) net.kernel.step();
      }
      net.kernel.schedule(0, () => {
        check();
        for (const link of net.ports.links) link.capacityBps = 8e6;
        for (const flow of live) net.reroute(flow, [0]);
        net.transport.refresh();
      });
      net.kernel.run();
      check();
      expect(arrived + withdrawn).toBe(sent);
      expect(live).toEqual([]);
      expect(net.kernel.pendingEvents).toBe(0);
    },
  );

  test.prop([fc.array(fc.tuple(ways, fc.integer({ min: 1, max: 3e6 })), { minLength: 1, maxLength: 30 })])(
    "each port has carried exactly the sizes of what went through it",
    (transfers) => {
      const net = new FakeNetwork(createFlowTransport);
      for (let i = 0; i < LINKS; i++) net.ports.add(i, i + 1, 1e6 * (i + 1), MS);
      const expected = net.ports.links.map(() => 0);
      transfers.forEach(([way, sizeBytes], i) => {
        net.kernel.schedule(i / 7, () => net.send(way, { sizeBytes }));
        for (const port of way) expected[port]! += sizeBytes;
      });
      net.kernel.run();
      expect(net.ended.length).toBe(transfers.length);
      net.ports.links.forEach(({ carriedBytes }, i) => {
        expect(Math.abs(carriedBytes - expected[i]!)).toBeLessThanOrEqual(1e-9 * expected[i]!);
      });
    },
  );
});
