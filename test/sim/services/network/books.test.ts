import { fc } from "@fast-check/vitest";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type ByteBooks, loadScenarioText, type PluginSim, type Transfer } from "../../../../index.js";
import { PacketPool } from "../../../../sim/services/network/queue/packet-pool.js";
import { TransferBooks } from "../../../../sim/services/network/transfer-books.js";
import { smallPlan } from "../../../support/plans.js";
import { acting, record } from "../../../support/run-small.js";
import { staticPlan } from "../../../support/transfer-world.js";
import { TRANSPORTS } from "../../../support/transports.js";

const NAMES = Object.keys(TRANSPORTS);
const SECONDS = 60;

afterEach(() => {
  vi.restoreAllMocks();
});

function checkBooks({ offeredBytes, deliveredBytes, droppedBytes, inFlightBytes }: ByteBooks): void {
  expect([deliveredBytes, droppedBytes, inFlightBytes].every((n) => Number.isInteger(n) && n >= 0)).toBe(
    true,
  );
  expect(deliveredBytes + droppedBytes + inFlightBytes).toBe(offeredBytes);
}

/** Holds the books against the ends of transfers that were told, at every tick and at the end. */
function watch(sim: PluginSim): void {
  const told = { offeredBytes: 0, ended: 0, droppedBytes: 0 };
  let last = 0;
  sim.on("transfer.start", ({ data }) => {
    told.offeredBytes += data.sizeBytes as number;
  });
  sim.on("transfer.end", ({ data }) => {
    const [sizeBytes, deliveredBytes] = [data.sizeBytes as number, data.deliveredBytes as number];
    expect(deliveredBytes).toBeLessThanOrEqual(sizeBytes);
    if (data.outcome === "delivered") expect(deliveredBytes).toBe(sizeBytes);
    told.ended += deliveredBytes;
    told.droppedBytes += sizeBytes - deliveredBytes;
  });
  const check = () => {
    const { books } = sim.network;
    checkBooks(books);
    expect(books.offeredBytes).toBe(told.offeredBytes);
    expect(books.droppedBytes).toBe(told.droppedBytes);
    expect(books.deliveredBytes).toBeGreaterThanOrEqual(Math.max(told.ended, last));
    last = books.deliveredBytes;
    if (sim.network.activeTransfers === 0) expect(books.deliveredBytes).toBe(told.ended);
  };
  sim.on("tick", check);
  sim.on("end", check);
}

const NODES = 6;

const link = fc.record({
  a: fc.nat(NODES - 1),
  b: fc.nat(NODES - 1),
  latencyMs: fc.integer({ min: 0, max: 400 }),
  kbps: fc.integer({ min: 10, max: 5000 }),
  /** Seconds of a minute in which it is there; none: always. */
  window: fc.option(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 21, max: 59 }))),
});

const time = fc.integer({ min: 0, max: SECONDS * 1000 - 1 }).map((ms) => ms / 1000);

const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("transfer" as const),
      at: time,
      from: fc.nat(NODES - 1),
      to: fc.nat(NODES - 1),
      sizeBytes: fc.oneof(fc.nat(3000), fc.nat(3_000_000)),
      priority: fc.integer({ min: -1, max: 1 }),
      maxKbps: fc.option(fc.integer({ min: 1, max: 4000 })),
      cancelAfter: fc.option(fc.integer({ min: 0, max: 20_000 })),
    }),
  },
  fc.record({ kind: fc.constant("node" as const), at: time, node: fc.nat(NODES - 1), usable: fc.boolean() }),
  fc.record({ kind: fc.constant("link" as const), at: time, link: fc.nat(30), usable: fc.boolean() }),
);

const world = fc.record({
  links: fc.uniqueArray(link, {
    minLength: 4,
    maxLength: 12,
    selector: ({ a, b }) => `${Math.min(a, b)}-${Math.max(a, b)}`,
  }),
  actions: fc.array(action, { minLength: 1, maxLength: 30 }),
  onChange: fc.constantFrom("follow", "keep"),
  onBreak: fc.constantFrom("reroute", "wait", "fail"),
  timeout: fc.constantFrom("", "timeout: 9 s,"),
  bufferBytes: fc.constantFrom(1500, 6000, 150_000),
  maxRetransmissions: fc.nat(3),
  fade: fc.constantFrom(0, 3, 30),
});

type World = typeof world extends fc.Arbitrary<infer W> ? W : never;

async function runWorld(transport: string, { links, actions, ...policy }: World): Promise<void> {
  const pairs = links.filter(({ a, b }) => a !== b);
  const network = `nodes:\n${Array.from({ length: NODES }, (_, i) => `  - { name: n${i}, tier: space }\n`).join("")}links:\n${pairs
    .map(({ a, b, latencyMs, kbps, window }) => {
      const schedule = window && `, schedule: { windows: [{ from: ${window[0]} s, to: ${window[1]} s }] }`;
      return `  - { between: [n${a}, n${b}], latency: ${latencyMs} ms, bandwidth: ${kbps} kbps${schedule ?? ""} }\n`;
    })
    .join("")}`;
  const plan = await staticPlan(
    {
      time: `{ start: 2025-01-01T00:00:00Z, duration: ${SECONDS} s, step: 3 s }`,
      network: `{ transport: ${transport}, onChange: ${policy.onChange}, onBreak: ${policy.onBreak}, ${policy.timeout}
        queue: { packetBytes: 1200, windowPackets: 16, bufferBytes: ${policy.bufferBytes}, maxRetransmissions: ${policy.maxRetransmissions} },
        capacities: [{ for: n0, attenuation: { clearSkySnr: 10 dB, fadeMargin: 20 dB,
          points: [{ at: 7700 ms, attenuation: ${policy.fade} dB }, { at: 31 s, attenuation: 0 dB }] } }] }`,
    },
    network,
  );
  const act = (sim: PluginSim) => {
    watch(sim);
    for (const each of actions) {
      sim.schedule({ at: each.at }, () => {
        if (each.kind === "node") sim.setNodeUsable(each.node, each.usable);
        else if (each.kind === "link") {
          const { a, b } = pairs[each.link % pairs.length]!;
          sim.setLinkUsable(a, b, each.usable);
        } else {
          const { from, to, sizeBytes, priority, maxKbps, cancelAfter } = each;
          const limit = maxKbps === null ? {} : { maxRateBps: maxKbps * 1000 };
          const transfer: Transfer = sim.network.transfer({ from, to, sizeBytes, priority, ...limit });
          if (cancelAfter !== null) sim.schedule(cancelAfter / 1000, () => transfer.cancel());
        }
        checkBooks(sim.network.books);
      });
    }
  };
  await record(plan, [acting(act)]);
}

describe.each(NAMES)("under %s", (transport) => {
  test("every byte is delivered, dropped or in flight, at every tick, whatever happens", async () => {
    const property = fc.asyncProperty(world, async (each) => {
      fc.pre(each.links.some(({ a, b }) => a !== b));
      await runWorld(transport, each);
    });
    await fc.assert(property, { numRuns: 40, seed: 20250101 });
  });

  test("the same with handovers and faults of a shell", async () => {
    const plan = await smallPlan(
      `network.transport=${transport}`,
      "network.queue.windowPackets=300",
      "links.ground.bandwidth=20 Mbps",
      "network.timeout=100 s",
    );
    const { events } = await record(plan, [
      acting((sim) => {
        watch(sim);
        const random = sim.random("test");
        const sites = plan.siteIds;
        for (let i = 0; i < 30; i++) {
          sim.schedule(random.range(0, 200), () => {
            const [from, to] = [random.pick(sites), random.pick(sites)];
            const transfer = sim.network.transfer({ from, to, sizeBytes: random.int(20_000_000) });
            if (i % 5 === 0) sim.schedule(random.range(0, 10), () => transfer.cancel());
          });
        }
        for (let i = 0; i < 20; i++) {
          const node = random.int(96);
          const at = random.range(0, 200);
          sim.schedule({ at }, () => sim.setNodeUsable(node, false));
          sim.schedule({ at: at + 15 }, () => sim.setNodeUsable(node, true));
        }
      }),
    ]);
    const reroutes = events.map(({ kind, data }) => (kind === "transfer.end" ? Number(data.reroutes) : 0));
    expect(events.some(({ kind }) => kind === "handover")).toBe(true);
    expect(Math.max(...reroutes)).toBeGreaterThan(0);
  });

  test("the same for an hour of 500 transfers at a time over the first shell of Starlink", async () => {
    const plan = await loadScenarioText(`
name: hour
seed: 11
time: { start: 2024-12-15T13:00:00Z, duration: 1 h, step: 1 min }
constellation: [{ preset: starlink-gen1-1 }]
ground: [{ cities: 50 }]
links:
  isl: { protocol: plus-grid, bandwidth: 20 Gbps }
  ground: { protocol: nearest, bandwidth: 4 Gbps }
network: { transport: ${transport}, timeout: 20 min, record: nothing }
`);
    let [rerouted, failed] = [0, 0];
    await record(plan, [
      acting((sim) => {
        watch(sim);
        const random = sim.random("test");
        const send = () => {
          const [from, to] = [random.pick(plan.siteIds), random.pick(plan.siteIds)];
          // Slow enough to last through handovers, and for packets to be counted one by one.
          sim.network.transfer({ from, to, sizeBytes: 1 + random.int(200_000), maxRateBps: 1000 });
        };
        sim.schedule(0, () => {
          for (let i = 0; i < 500; i++) send();
        });
        sim.on("transfer.end", ({ data }) => {
          rerouted += data.reroutes as number;
          if (data.outcome !== "delivered") failed++;
          sim.schedule(1, send);
        });
        for (let i = 0; i < 30; i++) {
          const node = random.int(1584);
          const at = random.range(0, 3300);
          sim.schedule({ at }, () => sim.setNodeUsable(node, false));
          sim.schedule({ at: at + 250 }, () => sim.setNodeUsable(node, true));
        }
      }),
    ]);
    expect(rerouted).toBeGreaterThan(500);
    expect(failed).toBeGreaterThan(0);
  });
});

/** A simple world, in which the books hold unless someone tampers with them. */
async function booksHold(): Promise<boolean> {
  const plan = await staticPlan({ network: "{ transport: queue }" });
  let holds = true;
  await record(plan, [
    acting((sim) => {
      sim.schedule(0, () => sim.network.transfer({ from: 2, to: 3, sizeBytes: 100_000 }));
      sim.schedule(0, () => sim.network.transfer({ from: 2, to: 3, sizeBytes: 100_000 }));
      const given = sim.event<Transfer>();
      sim.schedule(0, () => given.succeed(sim.network.transfer({ from: 3, to: 2, sizeBytes: 9_000_000 })));
      sim.schedule(3.3, () => (given.outcome as Transfer).cancel());
      sim.on("end", () => {
        const { offeredBytes, deliveredBytes, droppedBytes, inFlightBytes } = sim.network.books;
        holds = offeredBytes === deliveredBytes + droppedBytes + inFlightBytes;
      });
    }),
  ]);
  return holds;
}

test("books that somebody tampers with do not hold", async () => {
  expect(await booksHold()).toBe(true);
  const take = PacketPool.prototype.take;
  vi.spyOn(PacketPool.prototype, "take").mockImplementation(function (this: PacketPool, flow, bytes) {
    return take.call(this, flow, bytes - 1);
  });
  expect(await booksHold(), "packets that lose a byte").toBe(false);
  vi.restoreAllMocks();
  const close = TransferBooks.prototype.close;
  vi.spyOn(TransferBooks.prototype, "close").mockImplementation(function (this: TransferBooks, delivered) {
    close.call(this, delivered, 0);
  });
  expect(await booksHold(), "drops that are not booked").toBe(false);
});
