import { expect, test } from "vitest";
import type { PluginSim, Transfer, TransferResult } from "../../../../index.js";
import type { ProcessBody } from "../../../../sim/kernel/index.js";
import { acting, type Recorded, record } from "../../../support/run-small.js";
import { staticPlan } from "../../../support/transfer-world.js";

/** Runs `act` as a plugin over the network of two ways. */
async function run(network: string, act: (sim: PluginSim) => void): Promise<Recorded> {
  return record(await staticPlan({ network }), [acting(act)]);
}

/** Ids of the network of two ways: those of tier space come first. */
const IDS = { a: 2, b: 0, c: 1, d: 3, e: 4 } as const;

/** Runs a process over that network and gives what it returned. */
async function resultOf<T>(
  network: string,
  body: (sim: PluginSim, ids: typeof IDS) => ProcessBody<T>,
): Promise<T> {
  const seen: T[] = [];
  await run(network, (sim) => {
    sim.process(function* () {
      seen.push(yield* body(sim, IDS));
    });
  });
  expect(seen).toHaveLength(1);
  return seen[0] as T;
}

test("a transfer takes its time on the way, and tells how it went", async () => {
  const result = await resultOf<TransferResult>("{ transport: latency }", function* (sim, { a, d }) {
    yield* sim.sleep(3);
    return yield* sim.network.transfer({ from: a, to: d, sizeBytes: 1_000_000 });
  });
  expect(result).toEqual({
    delivered: true,
    sizeBytes: 1_000_000,
    startedAt: 3,
    seconds: 1.02,
    path: [2, 0, 3],
    reroutes: 0,
  });
});

test("to the same node it arrives at once, over no link", async () => {
  const seen = await resultOf<unknown[]>("{ transport: queue }", function* (sim, { a }) {
    const result = yield* sim.network.transfer({ from: a, to: a, sizeBytes: 77 });
    return [result, sim.network.books, sim.network.sentBytes(a)];
  });
  expect(seen).toEqual([
    { delivered: true, sizeBytes: 77, startedAt: 0, seconds: 0, path: [2], reroutes: 0 },
    { offeredBytes: 77, deliveredBytes: 77, droppedBytes: 0, inFlightBytes: 0 },
    0,
  ]);
});

test("goes on though nobody awaits it, or the one who did has gone", async () => {
  const { events } = await run("{}", (sim) => {
    const process = sim.process(function* () {
      sim.network.transfer({ from: 2, to: 3, sizeBytes: 1000 });
      yield* sim.network.transfer({ from: 2, to: 3, sizeBytes: 5_000_000 });
    });
    sim.process(function* () {
      yield* sim.sleep(1);
      process.interrupt();
    });
    sim.process(function* () {
      try {
        yield* process;
      } catch {}
    });
  });
  const ends = events.filter(({ kind }) => kind === "transfer.end").map(({ data }) => data.outcome);
  expect(ends).toEqual(["delivered", "delivered"]);
});

test("a cancelled transfer ends with what has arrived by then; the second call has no effect", async () => {
  const seen = await resultOf<unknown[]>("{}", function* (sim, { a, d }) {
    const transfer: Transfer = sim.network.transfer({ from: a, to: d, sizeBytes: 5_000_000 });
    yield* sim.sleep(1.02);
    const cancelled = [transfer.cancel(), transfer.cancel()];
    return [...cancelled, yield* transfer, sim.network.books, sim.network.activeTransfers];
  });
  const deliveredBytes = 1_000_000;
  expect(seen).toEqual([
    true,
    false,
    {
      delivered: false,
      reason: "cancelled",
      sizeBytes: 5_000_000,
      deliveredBytes,
      startedAt: 0,
      seconds: 1.02,
    },
    { offeredBytes: 5_000_000, deliveredBytes, droppedBytes: 4_000_000, inFlightBytes: 0 },
    0,
  ]);
});

const BREAKS = [
  // 5 s of sending; b-d is down from 2.5 s to 4 s (and back with the tick at 5 s).
  ["reroute", { delivered: true, seconds: 5.03, path: [2, 1, 3], reroutes: 1 }],
  ["wait", { delivered: true, seconds: 7.52, path: [2, 0, 3], reroutes: 0 }],
  ["fail", { delivered: false, reason: "broken", seconds: 2.5, deliveredBytes: 2_480_000 }],
] as const;

test.each(BREAKS)("onBreak: %s, when a link of the way goes down between ticks", async (policy, expected) => {
  const result = await resultOf<TransferResult>(
    `{ onBreak: ${policy}, onChange: keep }`,
    function* (sim, ids) {
      sim.schedule({ at: 2.5 }, () => sim.setLinkUsable(ids.b, ids.d, false));
      sim.schedule({ at: 4 }, () => sim.setLinkUsable(ids.b, ids.d, true));
      return yield* sim.network.transfer({ from: ids.a, to: ids.d, sizeBytes: 5_000_000 });
    },
  );
  expect(result).toMatchObject(expected);
});

test("onChange: follow takes the better way as soon as it is there, keep stays", async () => {
  const seen: Record<string, TransferResult> = {};
  for (const policy of ["follow", "keep"]) {
    seen[policy] = await resultOf<TransferResult>(`{ onChange: ${policy} }`, function* (sim, ids) {
      sim.setNodeUsable(ids.b, false);
      sim.schedule({ at: 1.5 }, () => sim.setNodeUsable(ids.b, true));
      yield* sim.sleep(0.5);
      return yield* sim.network.transfer({ from: ids.a, to: ids.d, sizeBytes: 5_000_000 });
    });
  }
  expect(seen.follow).toMatchObject({ path: [2, 0, 3], reroutes: 1, seconds: 5.02 });
  expect(seen.keep).toMatchObject({ path: [2, 1, 3], reroutes: 0, seconds: 5.03 });
});

test("without a way at the start it waits for one, or fails by policy or by timeout", async () => {
  const seen: Record<string, TransferResult> = {};
  for (const network of ["{}", "{ onBreak: wait }", "{ onBreak: fail }", "{ timeout: 2 s }"]) {
    seen[network] = await resultOf<TransferResult>(network, function* (sim, ids) {
      sim.setNodeUsable(ids.e, false);
      sim.schedule({ at: 3.5 }, () => sim.setNodeUsable(ids.e, true));
      return yield* sim.network.transfer({ from: ids.a, to: ids.e, sizeBytes: 1_000_000 });
    });
  }
  expect(seen["{}"]).toMatchObject({ delivered: true, seconds: 5.02 });
  expect(seen["{ onBreak: wait }"]).toMatchObject({ delivered: true, seconds: 5.02 });
  expect(seen["{ onBreak: fail }"]).toMatchObject({ delivered: false, reason: "no-route", seconds: 0 });
  expect(seen["{ timeout: 2 s }"]).toMatchObject({ delivered: false, reason: "timeout", seconds: 2 });
});

test("what arrives at the very limit of time has arrived", async () => {
  const result = await resultOf<TransferResult>("{ timeout: 1020 ms }", function* (sim, ids) {
    return yield* sim.network.transfer({ from: ids.a, to: ids.d, sizeBytes: 1_000_000 });
  });
  expect(result).toMatchObject({ delivered: true, seconds: 1.02 });
});

test("start and end are events with purpose and workflow; listeners hear them also where nothing is recorded", async () => {
  for (const [network, recorded] of [
    ["{}", 2],
    ["{ record: nothing }", 0],
  ] as const) {
    const heard: unknown[] = [];
    const { events } = await run(network, (sim) => {
      for (const kind of ["transfer.start", "transfer.end"]) {
        sim.on(kind, ({ subject, data, dataJson }) => {
          expect(JSON.parse(dataJson)).toEqual(data);
          heard.push([kind, subject, data]);
        });
      }
      sim.process(function* () {
        yield* sim.network.transfer({ from: 2, to: 3, sizeBytes: 1000, purpose: "state", workflowId: "w1" });
      });
    });
    const who = { transfer: 0, from: 2, to: 3, sizeBytes: 1000, purpose: "state", workflowId: "w1" };
    expect(heard).toEqual([
      ["transfer.start", "a", { ...who, path: [2, 0, 3] }],
      [
        "transfer.end",
        "a",
        { ...who, outcome: "delivered", deliveredBytes: 1000, seconds: 0.021, path: [2, 0, 3], reroutes: 0 },
      ],
    ]);
    expect(events.filter(({ kind }) => kind.startsWith("transfer."))).toHaveLength(recorded);
  }
});

test("a listener may start and cancel transfers", async () => {
  const { events } = await run("{ onBreak: fail }", (sim) => {
    let left = 3;
    sim.on("transfer.end", ({ data }) => {
      if (left-- <= 0 || data.outcome === "cancelled") return;
      sim.network.transfer({ from: 3, to: 2, sizeBytes: 1000 });
      sim.network.transfer({ from: 3, to: 2, sizeBytes: 1000 }).cancel();
    });
    sim.process(function* () {
      sim.network.transfer({ from: 2, to: 3, sizeBytes: 5_000_000 });
      yield* sim.sleep(1.5);
      sim.setNodeUsable(0, false);
    });
  });
  const ends = events.filter(({ kind }) => kind === "transfer.end").map(({ data }) => data.outcome);
  expect(ends).toEqual(["broken", "cancelled", "delivered", "cancelled", "delivered"]);
});

test("tells what links can carry, what share of it was in use, and what nodes sent and received", async () => {
  const seen = await resultOf<unknown[]>("{}", function* (sim, { a, b, c, d }) {
    const { network } = sim;
    network.transfer({ from: a, to: d, sizeBytes: 1_500_000 });
    const rows: unknown[] = [];
    for (const at of [0.5, 1, 1.75, 2, 3]) {
      yield* sim.sleep(at - sim.now);
      rows.push([
        at,
        network.utilisation(a, b),
        network.utilisation(b, a),
        network.sentBytes(a),
        network.receivedBytes(b),
        network.sentBytes(b),
      ]);
    }
    return [network.capacityBps(a, b), network.capacityBps(a, d), network.utilisation(a, c), ...rows];
  });
  expect(seen).toEqual([
    8e6,
    0,
    0,
    [0.5, 1, 0, 500_000, 500_000, 500_000],
    [1, 1, 0, 1_000_000, 1_000_000, 1_000_000],
    [1.75, 0.5 / 0.75, 0, 1_500_000, 1_500_000, 1_500_000],
    // At a tick: the second before it.
    [2, 0.5, 0, 1_500_000, 1_500_000, 1_500_000],
    [3, 0, 0, 1_500_000, 1_500_000, 1_500_000],
  ]);
});

test("metrics count bytes, ends by reason, reroutes and times", async () => {
  const { metrics } = await run("{ onBreak: reroute }", (sim) => {
    sim.process(function* () {
      sim.network.transfer({ from: 2, to: 3, sizeBytes: 5_000_000 });
      sim.network.transfer({ from: 2, to: 4, sizeBytes: 1_000_000 });
      sim.network.transfer({ from: 2, to: 4, sizeBytes: 1_000_000 }).cancel();
      yield* sim.sleep(2.5);
      sim.setLinkUsable(0, 3, false);
    });
  });
  const last = new Map(metrics.map(({ metric, statistic, value }) => [`${metric} ${statistic}`, value]));
  expect(Object.fromEntries(last)).toMatchObject({
    "transfer.count value": 3,
    "transfer.arrived value": 2,
    "transfer.failed.cancelled value": 1,
    "transfer.failed.lost value": 0,
    "transfer.reroutes value": 1,
    "transfer.offered value": 7_000_000,
    "transfer.delivered value": 6_000_000,
    "transfer.dropped value": 1_000_000,
    "transfer.in-flight value": 0,
    "transfer.duration min": 1.02,
    "transfer.duration max": 5.03,
    "transfer.goodput max": (5_000_000 * 8) / 5.03,
  });
  expect(
    metrics.find(({ metric, timeNs }) => metric === "transfer.max-utilisation" && timeNs === 1e9),
  ).toMatchObject({
    value: 1,
    unit: "1",
  });
});

test("a run that transfers nothing tells nothing of transfers", async () => {
  const { metrics } = await run("{}", () => {});
  expect(metrics.filter(({ metric }) => metric.startsWith("transfer."))).toEqual([]);
});

const WRONG: readonly [string, Record<string, unknown>, RegExp][] = [
  ["a node that does not exist", { to: 5 }, /no node 5; ids are 0 to 4/],
  ["no node", { from: undefined }, /no node undefined/],
  ["a negative size", { sizeBytes: -1 }, /whole number of at least 0; got -1/],
  ["half a byte", { sizeBytes: 0.5 }, /got 0.5/],
  ["no size", { sizeBytes: undefined }, /got undefined/],
  ["a rate of zero", { maxRateBps: 0 }, /maxRateBps above 0; got 0/],
  ["a rate without end", { maxRateBps: Number.POSITIVE_INFINITY }, /got Infinity/],
  ["half a class", { priority: 1.5 }, /priority as a whole number/],
  ["a purpose that is no text", { purpose: 7 }, /purpose as text; got 7/],
];

test.each(WRONG)("refuses %s at the call", async (_what, change, message) => {
  await resultOf("{}", function* (sim) {
    const request = { from: 2, to: 3, sizeBytes: 1, ...change } as Parameters<typeof sim.network.transfer>[0];
    expect(() => sim.network.transfer(request)).toThrow(RangeError);
    expect(() => sim.network.transfer(request)).toThrow(message);
    expect(() => sim.network.utilisation(0, 99)).toThrow(/no node 99/);
    expect(() => sim.network.sentBytes(-1)).toThrow(/no node -1/);
    expect(sim.network.books.offeredBytes).toBe(0);
    yield* sim.sleep(0);
  });
});
