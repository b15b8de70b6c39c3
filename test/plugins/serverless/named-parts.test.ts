import { describe, expect, test } from "vitest";
import { Simulation } from "../../../index.js";
import { Serverless } from "../../../plugins/serverless/index.js";
import { BUILT_IN, type PartSort } from "../../../plugins/serverless/named-parts.js";
import { acting } from "../../support/run-small.js";
import { load, refusal, refusalOf } from "../../support/scenario-folder.js";
import { LINE, runPlatform } from "./platform-runs.js";

const scenario = ({ workflow = "", step = "", runtime = "instant", plugins = "" }) => `
name: named
seed: 1
time: { start: 2025-01-01T00:00:00Z, duration: 1 min, step: 5 s }
constellation: [{ network: ./network.yaml }]
compute: { tiers: { space: { cores: 4, memory: 1 GB } } }
plugins:
  - use: serverless
    with:
      storage: [{ for: "*" }]
      functions:
        - { name: f, runtime: ${runtime}, memory: 1 MB }
      workflows:
        - { name: w, destination: cloud${workflow}, steps: [{ name: f, function: f, node: s1${step} }] }
${plugins}
`;

const coolest = (registers: string) => `export default {
  kind: "sim-plugin",
  name: "coolest",
  needs: ["serverless"],
  ${registers}
  setup(sim) {
    sim.service({ name: "serverless" }).addPlacementPolicy({ name: "coolest", place: ({ step }) => 0 });
  },
};
`;
const FILES = {
  "network.yaml": LINE,
  "coolest.js": coolest('registers: { "serverless.placement": ["coolest"] },'),
  "secret.js": coolest(""),
};
const DATABELT = "  - use: databelt";
const COMPLETE = { pluginsComplete: true };

describe("names of policies, data paths and runtimes that nobody registers", () => {
  test.each([
    [
      { workflow: ", placement: nearst" },
      'scenario.yaml:14:53: no placement policy is named "nearst"; did you mean "nearest"? (there are fixed, random, nearest, round-robin, first-fit, hyperdrive)',
    ],
    [
      { workflow: ", statePolicy: databelt" },
      'scenario.yaml:14:55: no state policy is named "databelt" (there are local)',
    ],
    [
      { workflow: ", statePolicy: datablet", plugins: DATABELT },
      'scenario.yaml:14:55: no state policy is named "datablet"; did you mean "databelt"? (there are local, databelt, random, stateless)',
    ],
    [
      { step: ", statePolicy: statless", plugins: DATABELT },
      'scenario.yaml:14:97: no state policy is named "statless"; did you mean "stateless"? (there are local, databelt, random, stateless)',
    ],
    [
      { workflow: ", dataPath: storag" },
      'scenario.yaml:14:52: no data path is named "storag"; did you mean "storage"? (there are storage)',
    ],
    [
      { runtime: "contaner" },
      'scenario.yaml:12:31: no runtime is named "contaner"; did you mean "container"? (there are container, wasm-interpreted, wasm-compiled, instant)',
    ],
    [
      { workflow: ", placement: coolst", plugins: "  - use: ./coolest.js" },
      'scenario.yaml:14:53: no placement policy is named "coolst"; did you mean "coolest"? (there are fixed, random, nearest, round-robin, first-fit, hyperdrive, coolest)',
    ],
  ])("are told when the scenario is loaded, with their place: %#", async (parts, line) => {
    expect(await refusal(scenario(parts), FILES, COMPLETE)).toEqual([line]);
  });

  test("are told before the run begins where a plugin does not say what it registers, with the same place", async () => {
    const parts = {
      workflow: ", placement: coolst",
      step: ", statePolicy: lokal",
      plugins: "  - use: ./secret.js",
    };
    const plan = await load(scenario(parts), FILES, COMPLETE);
    expect(await refusalOf(Simulation.create(plan))).toEqual([
      'scenario.yaml:14:53: no placement policy is named "coolst"; did you mean "coolest"? (there are fixed, random, nearest, round-robin, first-fit, hyperdrive, coolest)',
      expect.stringMatching(
        /^scenario\.yaml:14:116: no state policy is named "lokal"; did you mean "local"\?/,
      ),
    ]);
    await (
      await Simulation.create(
        await load(scenario({ ...parts, workflow: ", placement: coolest", step: "" }), FILES, COMPLETE),
      )
    ).close();
  });

  test("may still come from a program's plugins", async () => {
    const plan = await load(scenario({ workflow: ", placement: mine" }), FILES);
    expect(await refusalOf(Simulation.create(plan))).toEqual([
      expect.stringMatching(/^scenario\.yaml:14:53: no placement policy is named "mine"/),
    ]);
    const mine = acting(
      (sim) => sim.service(Serverless).addPlacementPolicy({ name: "mine", place: () => 0 }),
      { needs: ["serverless"] },
    );
    await (await Simulation.create(plan, { plugins: [mine] })).close();
  });

  test("of --set are told with that option", async () => {
    const set = ["seed=2", "plugins.0.with.workflows.0.placement=hyperdirve"];
    expect(await refusal(scenario({}), FILES, { ...COMPLETE, set })).toEqual([
      expect.stringMatching(
        /^--set #2: no placement policy is named "hyperdirve"; did you mean "hyperdrive"\?/,
      ),
    ]);
  });
});

test("what is told to be built in is what a run has", async () => {
  const known: Partial<Record<PartSort, boolean>> = {};
  await runPlatform(
    {},
    {
      watch(sim) {
        const platform = sim.service(Serverless);
        const taken = (add: () => void) => {
          try {
            add();
            return false;
          } catch {
            return true;
          }
        };
        known["serverless.placement"] = BUILT_IN["serverless.placement"].every((name) =>
          taken(() => platform.addPlacementPolicy({ name, place: () => 0 })),
        );
        known["serverless.runtime"] = BUILT_IN["serverless.runtime"].every(
          (name) => platform.runtime(name).name === name,
        );
        known["serverless.data-path"] = BUILT_IN["serverless.data-path"].every(
          (name) => platform.dataPath(name).name === name,
        );
      },
    },
  );
  expect(known).toEqual({
    "serverless.placement": true,
    "serverless.runtime": true,
    "serverless.data-path": true,
  });
});
