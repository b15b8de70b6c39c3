import { describe, expect, test } from "vitest";
import { Serverless } from "../../../plugins/serverless/index.js";
import { alwaysAt, CLOUD, fn, once, runPlatform, S2, S3, times } from "./platform-runs.js";

/** One function at s1 writes `count` states of 1 MB to the cloud, and another at s1 reads them. */
const exchange = (count: number, rest: object = {}, more: object = {}) => {
  const outputs = Object.fromEntries(Array.from({ length: count }, (_, i) => [`x${i}`, "1 MB"]));
  return {
    functions: [fn("make", { outputs }), fn("use", { outputs: {} })],
    workflows: [
      {
        name: "w",
        destination: "cloud",
        statePolicy: "to-cloud",
        steps: [
          { name: "make", function: "make", node: "s1" },
          { name: "use", function: "use", node: "s1", after: "make" },
        ],
        ...rest,
      },
    ],
    invocations: once("w"),
    ...more,
  };
};
const toCloud = {
  watch: (sim: Parameters<NonNullable<Parameters<typeof runPlatform>[1]>["watch"] & {}>[0]) =>
    sim.service(Serverless).addStatePolicy(alwaysAt("to-cloud", CLOUD)),
};
const ROUND_TRIP = 2 * 0.07;

describe("a store", () => {
  test("takes its own time for each request and for the bytes", async () => {
    const access = { read: { latency: "20 ms", bandwidth: "8 Mbps" }, write: { latency: "5 ms" } };
    const run = await runPlatform(exchange(1, {}, { storage: [{ for: "*", ...access }] }), toCloud);
    const ends = times(run, "function.end", "step");
    expect(ends.make).toBeCloseTo(ROUND_TRIP + 0.1 + 0.005, 9);
    // The read at the holder: 20 ms and 1 MB at 8 Mbps.
    expect(ends.use - ends.make).toBeCloseTo(ROUND_TRIP + 0.1 + 0.02 + 1, 9);
  });

  test("serves so many requests at once", async () => {
    const storage = [{ for: "*", parallel: 1, write: { latency: "1 s" } }];
    const config = exchange(1, {}, { storage, invocations: once("w", 3) });
    const run = await runPlatform(config, toCloud);
    const written = run.told("storage.op").filter(({ op }) => op === "put");
    expect(written.map(({ seconds }) => seconds)).toEqual(
      [1.24, 2.24, 3.24].map((s) => expect.closeTo(s, 9)),
    );
  });

  test("requests have bytes where the scenario says so", async () => {
    const run = await runPlatform(exchange(1, {}, { requests: { bytes: "10 kB" } }), toCloud);
    // The acknowledgement: 10 kB at 80 Mbps.
    expect(times(run, "function.end", "step").make).toBeCloseTo(ROUND_TRIP + 0.1 + 0.001, 9);
  });

  test("gives its room back when the workflow ends", async () => {
    const config = exchange(
      3,
      {},
      { storage: [{ for: "*", capacity: "3 MB" }], invocations: [{ workflow: "w", clients: 1 }] },
    );
    const run = await runPlatform(config, toCloud);
    expect(run.metric("serverless.workflows.completed")).toBeGreaterThan(20);
    expect(run.metric("serverless.storage.spilled")).toBe(0);
  });

  test("that is full has the state written where it was made", async () => {
    const storage = [
      { for: "cloud", capacity: "1500 kB" },
      { for: "space", capacity: "10 MB" },
    ];
    const run = await runPlatform(exchange(3, {}, { storage }), toCloud);
    const written = run.told("storage.op").filter(({ op }) => op === "put");
    expect(written.map(({ holder }) => holder)).toEqual([CLOUD, 0, 0]);
    expect(run.metric("serverless.storage.spilled")).toBe(2);
    expect(run.told("workflow.end")).toMatchObject([{ outcome: "completed" }]);
  });

  test("reads are counted: local ones, and over how many links", async () => {
    const run = await runPlatform(exchange(2), toCloud);
    expect(run.metric("serverless.state.reads")).toBe(2);
    expect(run.metric("serverless.state.local-share")).toBe(0);
    expect(run.metric("serverless.state.hops", "mean")).toBe(3);
    const local = await runPlatform(exchange(2, { statePolicy: "local" }));
    expect(local.metric("serverless.state.local-share")).toBe(1);
    expect(local.metric("serverless.state.hops", "mean")).toBe(0);
  });

  test("an object store is another one of the same node", async () => {
    const storage = [{ for: "*" }, { for: "*", kind: "object", write: { latency: "300 ms" } }];
    const run = await runPlatform(exchange(1, { storage: "object" }, { storage }), toCloud);
    expect(run.told("storage.op")[0]).toMatchObject({ service: "object", seconds: expect.closeTo(0.54, 9) });
  });

  test("serves other plugins too", async () => {
    let seen: unknown[] = [];
    await runPlatform(exchange(1, { statePolicy: "local" }), {
      watch: (sim) => {
        const { store } = sim.service(Serverless);
        sim.process(function* () {
          const ref = { workflow: 99, key: "mine", holder: S3, sizeBytes: 1000 };
          const before = store.freeBytes(S3);
          yield* store.put(CLOUD, ref);
          const after = store.freeBytes(S3);
          const got = yield* store.get(CLOUD, ref);
          store.remove(ref);
          const gone = yield* store.get(CLOUD, ref);
          seen = [before - after, got.stored, store.freeBytes(S3) - before, gone];
        });
      },
    });
    expect(seen).toEqual([
      1000,
      true,
      0,
      { stored: false, reason: "missing", detail: 's3 no longer has state "mine"' },
    ]);
  });
});

describe("fused states", () => {
  test("of one holder go in one request, there and back", async () => {
    const apart = await runPlatform(exchange(3), toCloud);
    const fused = await runPlatform(exchange(3, { fuse: true }), toCloud);
    const seconds = (run: typeof apart) => Number(run.told("workflow.end")[0].seconds);
    expect(seconds(apart)).toBeCloseTo(6 * (ROUND_TRIP + 0.1), 9);
    expect(seconds(fused)).toBeCloseTo(2 * (ROUND_TRIP + 0.3), 9);
    expect(fused.told("storage.op")).toMatchObject([
      { op: "put", keys: ["x0", "x1", "x2"], bytes: 3e6 },
      { op: "get", keys: ["x0", "x1", "x2"], bytes: 3e6 },
    ]);
  });

  const grouped = (node: (i: number) => string) => ({
    functions: ["a", "b", "c", "d"].map((name) => fn(name)),
    workflows: [
      {
        name: "w",
        destination: "cloud",
        statePolicy: "to-cloud",
        fuse: true,
        steps: ["a", "b", "c", "d"].map((name, i) => ({
          name,
          function: name,
          node: node(i),
          after: i === 0 ? [] : "abcd"[i - 1],
          ...(i < 3 && { group: "g" }),
        })),
      },
    ],
    invocations: once("w"),
  });

  test("of a group stay in its sandbox until one is needed outside", async () => {
    const run = await runPlatform(
      grouped((i) => (i < 3 ? "s1" : "s3")),
      toCloud,
    );
    expect(run.told("storage.op")).toMatchObject([
      { op: "put", keys: ["a", "b", "c"], hops: 3 },
      { op: "get", keys: ["c"], hops: 1 },
      { op: "put", keys: ["d"] },
    ]);
  });

  test("of a group that is torn apart are written when the other node needs them", async () => {
    const run = await runPlatform(
      grouped((i) => (i === 0 ? "s1" : "s2")),
      toCloud,
    );
    expect(run.told("workflow.end")).toMatchObject([{ outcome: "completed" }]);
    expect(run.told("storage.op").slice(0, 2)).toMatchObject([
      { op: "put", keys: ["a"], client: 0, holder: CLOUD },
      { op: "get", keys: ["a"], client: 1, holder: CLOUD },
    ]);
  });

  /** Steps of one workflow that reads and writes in a fused way; each function writes the state of its name. */
  const fusedRun = (functions: readonly object[], steps: readonly object[]) =>
    runPlatform(
      {
        functions,
        workflows: [{ name: "w", destination: "cloud", statePolicy: "to-cloud", fuse: true, steps }],
        invocations: once("w"),
      },
      toCloud,
    );

  test("that two steps of a group read at the same time are read once, and both wait for them", async () => {
    const inGroup = { node: "s1", group: "g" };
    const run = await fusedRun(
      [fn("a", { outputs: { a: "10 MB" } }), fn("b", { outputs: {} }), fn("c", { outputs: {} })],
      [
        { name: "a", function: "a", node: "s3" },
        { name: "b", function: "b", after: "a", ...inGroup },
        { name: "c", function: "c", after: "a", ...inGroup },
      ],
    );
    expect(run.told("workflow.end")).toMatchObject([{ outcome: "completed" }]);
    expect(run.told("storage.op").filter(({ op }) => op === "get")).toHaveLength(1);
    const { b, c } = times(run, "function.end", "step");
    // From the cloud: 70 ms there, 70 ms and a second back, after as much on the way there.
    expect(b).toBeGreaterThan(2);
    expect(c).toBe(b);
  });

  test("that are made while those before them are written are written after them", async () => {
    const inGroup = { node: "s1", group: "g" };
    const run = await fusedRun(
      [
        fn("a"),
        fn("b", { outputs: { b: "20 MB" } }),
        fn("c", { work: "1 s" }),
        fn("d", { outputs: {} }),
        fn("e", { outputs: {} }),
      ],
      [
        { name: "a", function: "a", ...inGroup },
        { name: "b", function: "b", after: "a", ...inGroup },
        { name: "c", function: "c", after: "a", ...inGroup },
        { name: "d", function: "d", after: "b", node: "s3" },
        { name: "e", function: "e", after: "c", node: "s3" },
      ],
    );
    expect(run.told("workflow.end")).toMatchObject([{ outcome: "completed" }]);
    const puts = run.told("storage.op").filter(({ op }) => op === "put");
    expect(puts.map(({ keys }) => keys)).toEqual([["a", "b"], ["c"]]);
    expect(run.told("function.place").find(({ step }) => step === "e")).toMatchObject({ inputBytes: 1e6 });
  });

  test("that one node had written are read by another where they went", async () => {
    const run = await fusedRun(
      [fn("a"), fn("wait", { work: "0.3 s" }), fn("b", { outputs: {} }), fn("c", { outputs: {} })],
      [
        { name: "a", function: "a", node: "s1", group: "g" },
        { name: "wait", function: "wait", after: "a", reads: [], node: "s1", group: "g" },
        { name: "b", function: "b", after: "a", node: "s2", group: "g" },
        // Comes while b, for which the state was written, still reads it.
        { name: "c", function: "c", after: "wait", reads: "a", node: "s3", group: "g" },
      ],
    );
    expect(run.told("workflow.end")).toMatchObject([{ outcome: "completed" }]);
    const gets = run.told("storage.op").filter(({ op }) => op === "get");
    expect(gets.map(({ client, holder }) => [client, holder])).toEqual([
      [S2, CLOUD],
      [S3, CLOUD],
    ]);
  });
});
