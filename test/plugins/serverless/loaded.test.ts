import { describe, expect, test } from "vitest";
import { PluginError } from "../../../index.js";
import { record } from "../../support/run-small.js";
import { load, refusal } from "../../support/scenario-folder.js";
import { LINE } from "./platform-runs.js";

/** What a scenario file says; everything goes through the loader, as for `starbelt run`. */
const scenario = ({
  functions = "{ name: f, runtime: instant, memory: 1 MB }",
  steps = "[{ name: a, function: f, node: s1 }]",
  workflow = "",
  storage = '{ for: "*" }',
  requests = "{}",
  plugins = "",
  faults = "[]",
}) => `
name: loaded
seed: 1
time: { start: 2025-01-01T00:00:00Z, duration: 1 min, step: 5 s }
constellation: [{ network: ./network.yaml }]
compute: { record: failures, tiers: { space: { cores: 4, memory: 1 GB }, cloud: { cores: 4, memory: 1 GB } } }
faults: ${faults}
plugins:
  - use: serverless
    with:
      requests: ${requests}
      storage: [${storage}]
      functions:
        - ${functions}
        - { name: end, runtime: instant, memory: 1 MB }
      workflows:
        - name: w
          destination: cloud
          ${workflow}
          steps: ${steps}
      invocations: [{ workflow: w, over: 0 s, count: 1 }]
${plugins}
`;
const FILES = {
  "network.yaml": LINE,
  "wrong.js": `export default {
    kind: "sim-plugin", name: "wrong", needs: ["serverless"],
    registers: { "serverless.placement": ["wrong"], "serverless.state-policy": ["nowhere"] },
    setup(sim) {
      const platform = sim.service({ name: "serverless" });
      platform.addPlacementPolicy({ name: "wrong", place: () => 99 });
      platform.addStatePolicy({ name: "nowhere", *holderOf() { return 99; } });
    },
  };`,
};
const WRONG = "  - use: ./wrong.js";
const OUTPUT = "{ name: f, runtime: instant, memory: 1 MB, outputs: { x: 10 MB } }";

describe("bad input is told with its place", () => {
  test.each<[string, Parameters<typeof scenario>[0], string]>([
    [
      "steps that wait for each other",
      {
        steps:
          "[{ name: a, function: f, after: b }, { name: b, function: f, after: c }, { name: c, function: f, after: a }]",
      },
      '20:18: steps of workflow "w" wait for each other: a -> b -> c -> a',
    ],
    [
      "an unknown function",
      { steps: "[{ name: a, function: ff, node: s1 }]" },
      '20:40: no function is named "ff"; did you mean "f"?',
    ],
    [
      "two outputs of one key",
      { functions: OUTPUT, steps: "[{ name: a, function: f }, { name: b, function: f, after: a }]" },
      '20:45: state "x" of step "b" is one of step "a" too; give another key under writes',
    ],
    [
      "two outputs of one step under one key",
      {
        functions: "{ name: f, runtime: instant, memory: 1 MB, outputs: { x: 1 MB, y: 1 MB } }",
        steps: "[{ name: a, function: f, writes: { x: z, y: z } }]",
      },
      '20:19: state "z" of step "a" is one of step "a" too; give another key under writes',
    ],
    [
      "an input of negative size",
      { workflow: "input: { in: { at: s1, size: -1 MB } }" },
      '19:40: expected a data size of at least 0 B; got "-1 MB"',
    ],
    [
      "an output of negative size",
      { functions: "{ name: f, runtime: instant, memory: 1 MB, outputs: { x: -1 MB } }" },
      '14:68: expected a data size of at least 0 B; got "-1 MB"',
    ],
    [
      "work of negative length",
      { functions: "{ name: f, runtime: instant, memory: 1 MB, work: -1 s }" },
      '14:60: expected a duration of at least 0 s; got "-1 s"',
    ],
    [
      "an image of negative size",
      { functions: "{ name: f, runtime: instant, memory: 1 MB, image: { size: -1 MB } }" },
      '14:69: expected a data size of at least 0 B; got "-1 MB"',
    ],
    [
      "a function of negative memory",
      { functions: "{ name: f, runtime: instant, memory: -1 MB }" },
      '14:48: expected a data size of at least 0 B; got "-1 MB"',
    ],
    [
      "a latency SLO that is a size",
      { workflow: "slo: { latency: 5 MB }" },
      '19:27: expected a duration with a unit, such as "10 min"; "MB" is not one of its units (ns, us, ms, s, min, h, d)',
    ],
    [
      "a migration SLO without a unit",
      { workflow: "slo: { migration: 100 }" },
      '19:29: expected a duration with a unit, such as "10 min"; 100 has no unit (one of ns, us, ms, s, min, h, d)',
    ],
    [
      "a latency bound of a step that is a rate",
      { steps: "[{ name: a, function: f, maxLatency: 5 Mbps }]" },
      '20:55: expected a duration with a unit, such as "10 min"; "Mbps" is not one of its units (ns, us, ms, s, min, h, d)',
    ],
  ])("%s", async (_, parts, line) => {
    expect(await refusal(scenario(parts), FILES, { pluginsComplete: true })).toEqual([
      `scenario.yaml:${line}`,
    ]);
  });

  test("a policy that chooses a node that does not exist ends the run with its name, the step and the ids there are", async () => {
    const chose = async (parts: Parameters<typeof scenario>[0]) => {
      const plan = await load(scenario({ ...parts, plugins: WRONG }), FILES, { pluginsComplete: true });
      const error = await record(plan).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(PluginError);
      return (error as Error).message;
    };
    expect(await chose({ workflow: "placement: wrong", steps: "[{ name: a, function: f }]" })).toContain(
      'placement policy "wrong" chose node 99 for step "a" of w-0; ids are 0 to 4',
    );
    expect(await chose({ workflow: "statePolicy: nowhere", functions: OUTPUT })).toContain(
      'state policy "nowhere" chose node 99 for state "x"; ids are 0 to 4',
    );
  });
});

const CHAIN = "[{ name: a, function: f, node: s1 }, { name: b, function: end, node: cloud, after: a }]";
/** Writes every state to s2. */
const AT_S2 = {
  functions: OUTPUT,
  steps: CHAIN,
  workflow: "statePolicy: stateless",
  plugins: "  - use: databelt\n    with: { stateless: { node: s2 } }",
};

describe("a workflow ends in a named outcome, with its cause, counted, and no byte is missing in the books", () => {
  test.each<[string, Parameters<typeof scenario>[0], string, RegExp]>([
    [
      "no feasible node: none keeps the latency bound",
      {
        workflow: "placement: hyperdrive",
        steps:
          "[{ name: a, function: f, node: s1 }, { name: b, function: end, tiers: [cloud], after: a, maxLatency: 50 ms }]",
      },
      "no-placement",
      /^step "b": none of 1 candidates with room keeps the latency bounds$/,
    ],
    [
      "no feasible node: its own is down",
      { faults: "[{ outage: { nodes: s1, from: 0 s } }]" },
      "no-placement",
      /^step "a": s1 node-down$/,
    ],
    [
      "a state larger than every store",
      { functions: OUTPUT, storage: '{ for: "*", capacity: 9 MB }' },
      "no-storage",
      /^step "a": state "x": 10000000 bytes wanted, 9000000 free at s1; .* at cloud$/,
    ],
    [
      "a holder that fails while its state is read",
      { ...AT_S2, faults: "[{ outage: { nodes: s2, from: 1500 ms } }]" },
      "state-lost",
      /^step "b": state "x": the holder failed while it was accessed$/,
    ],
    [
      "a holder that has failed before its state is read",
      {
        ...AT_S2,
        steps: CHAIN.replace(
          "{ name: b,",
          "{ name: pause, function: pause, node: cloud, after: a, reads: [] }, { name: b,",
        ).replace("after: a }]", "after: pause, reads: x }]"),
        functions: `${OUTPUT}\n        - { name: pause, runtime: instant, memory: 1 MB, work: 5 s }`,
        faults: "[{ outage: { nodes: s2, from: 3 s } }]",
      },
      "state-lost",
      /^step "b": state "x": s2 is down$/,
    ],
    [
      "a holder that is out of reach while its state is needed",
      { ...AT_S2, requests: "{ timeout: 20 s }", faults: "[{ outage: { link: [s2, s3], from: 1500 ms } }]" },
      "state-lost",
      /^step "b": state "x": cloud was out of reach of s2 for too long$/,
    ],
    [
      "a workflow still running at the end",
      { functions: "{ name: f, runtime: instant, memory: 1 MB, work: 10 min }", steps: CHAIN },
      "unfinished",
      /^the run ended before a, b$/,
    ],
  ])("%s", async (_, parts, outcome, detail) => {
    const plan = await load(scenario(parts), FILES, { pluginsComplete: true });
    const { events, metrics } = await record(plan);
    const ends = events.filter(({ kind }) => kind === "workflow.end").map(({ data }) => data);
    expect(ends).toHaveLength(1);
    expect(ends[0]).toMatchObject({ outcome, detail: expect.stringMatching(detail) });
    const last = new Map(metrics.map(({ metric, statistic, value }) => [`${metric} ${statistic}`, value]));
    const of = (name: string) => last.get(`${name} value`) ?? 0;
    expect(of(`serverless.workflows.${outcome}`)).toBe(1);
    expect(of(`serverless.workflows.${outcome}.w`)).toBe(1);
    const books = (prefix: string, ...names: string[]) => names.map((name) => of(`${prefix}.${name}`));
    const [written, removed, lost, held] = books("serverless.storage", "written", "removed", "lost", "held");
    expect(written).toBe(removed + lost + held);
    const [offered, delivered, dropped, inFlight] = books(
      "transfer",
      "offered",
      "delivered",
      "dropped",
      "in-flight",
    );
    expect(offered).toBe(delivered + dropped + inFlight);
  });
});
