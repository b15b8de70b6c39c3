import { fc } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { Serverless } from "../../../plugins/serverless/index.js";
import { expectConserved, fn, runPlatform } from "./platform-runs.js";

/** Layers of steps, each reading what some of the layer before made; nodes and stores that fail meanwhile. */
const scenario = fc.record({
  seed: fc.integer({ min: 0, max: 1e6 }),
  layers: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
  probability: fc.constantFrom(0.5, 1),
  placement: fc.constantFrom("random", "nearest", "first-fit", "round-robin", "hyperdrive"),
  fuse: fc.boolean(),
  grouped: fc.boolean(),
  placeAhead: fc.boolean(),
  capacityMb: fc.integer({ min: 3, max: 40 }),
  durable: fc.boolean(),
  megabytes: fc.integer({ min: 0, max: 6 }),
});
type Case = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

const NODES = ["s1", "s2", "s3", "field", "cloud"];

function configOf(of: Case) {
  const layers = of.layers.map((width, i) => Array.from({ length: width }, (_, k) => `l${i}${"abc"[k]}`));
  const names = layers.flat();
  const steps = layers.flatMap((layer, i) =>
    layer.map((name) => ({
      name,
      function: name,
      after: (layers[i - 1] ?? []).map((step) => ({ step, probability: of.probability })),
      ...(of.grouped && { group: `g${i % 2}` }),
    })),
  );
  return {
    requests: { bytes: "1 kB", timeout: "5 s" },
    storage: [
      { for: "*", capacity: `${of.capacityMb} MB`, durable: of.durable, write: { latency: "10 ms" } },
    ],
    functions: names.map((name) =>
      fn(name, {
        memory: "200 MB",
        work: "200 ms",
        outputs: { [name]: { base: `${of.megabytes} MB`, perInputByte: 0.3 } },
      }),
    ),
    workflows: [
      {
        name: "w",
        destination: "cloud",
        placement: of.placement,
        statePolicy: "anywhere",
        fuse: of.fuse,
        placeAhead: of.placeAhead,
        input: { in: { at: NODES, size: "1 MB" } },
        steps,
      },
    ],
    invocations: [{ workflow: "w", poisson: "0.7 /s" }],
    placement: { patience: "500 ms" },
  };
}

function run(of: Case) {
  return runPlatform(configOf(of), {
    parts: {
      seed: String(of.seed),
      faults: "[{ random: { nodes: [space, edge], mttf: 40 s, mttr: 4 s } }]",
    },
    watch: (sim) => {
      const random = sim.random("anywhere");
      sim.service(Serverless).addStatePolicy({
        name: "anywhere",
        *holderOf() {
          yield* sim.sleep(0.01);
          return random.int(NODES.length);
        },
      });
    },
  });
}

const OUTCOMES = ["completed", "no-placement", "no-storage", "state-lost", "function-failed", "unfinished"];

test("whatever fails, every workflow ends as one outcome and every byte is in the books", async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(scenario, async (of) => {
      const recorded = await run(of);
      expectConserved(recorded);
      const ends = recorded.told("workflow.end");
      expect(ends.length).toBe(recorded.metric("serverless.workflows.submitted"));
      const counts = OUTCOMES.map((outcome) => recorded.metric(`serverless.workflows.${outcome}`));
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(ends.length);
      for (const { outcome, detail } of ends) {
        seen.add(String(outcome));
        if (outcome !== "completed") expect(detail).not.toBe("");
      }
      // Nothing is left of workflows that are over: what is held is of those under way at the end.
      if (recorded.metric("serverless.workflows.active") === 0)
        expect(recorded.metric("serverless.storage.held")).toBe(0);
      const memory = recorded.metric("compute.services");
      const sandboxes = recorded.told("sandbox.create").length - recorded.told("sandbox.end").length;
      expect(memory).toBe(sandboxes);
    }),
    { numRuns: 25 },
  );
  // The cases are of use only if things do go wrong.
  for (const outcome of ["completed", "state-lost", "function-failed"]) expect(seen).toContain(outcome);
});

test("the same scenario and seed give the same events, another seed others", async () => {
  const of: Case = {
    seed: 11,
    layers: [2, 3, 1],
    probability: 0.5,
    placement: "random",
    fuse: true,
    grouped: true,
    placeAhead: false,
    capacityMb: 20,
    durable: false,
    megabytes: 4,
  };
  const events = async (seed: number) =>
    (await run({ ...of, seed })).events.map(({ kind, subject, dataJson, timeNs }) => [
      kind,
      subject,
      dataJson,
      timeNs,
    ]);
  const first = await events(11);
  expect(first.length).toBeGreaterThan(200);
  expect(await events(11)).toEqual(first);
  expect(await events(12)).not.toEqual(first);
});
