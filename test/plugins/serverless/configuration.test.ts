import { describe, expect, test } from "vitest";
import { refusal, scenarioText } from "../../support/scenario-folder.js";
import { fn, once, runPlatform } from "./platform-runs.js";

const step = (name: string, rest: object = {}) => ({ name, function: "f", node: "s1", ...rest });
const workflow = (steps: readonly object[], rest: object = {}) => ({
  functions: [fn("f", { outputs: {} }), fn("g")],
  workflows: [{ name: "w", destination: "cloud", steps, ...rest }],
});

describe("a configuration that cannot be", () => {
  test.each([
    [
      workflow([
        step("a", { after: "c" }),
        step("b", { after: "a" }),
        step("c", { after: ["b", "d"] }),
        step("d"),
      ]),
      'with.workflows.0.steps: steps of workflow "w" wait for each other: a -> c -> b -> a',
    ],
    [workflow([step("a", { after: "a" })]), "wait for each other: a -> a"],
    [
      workflow([{ ...step("a"), function: "ff" }]),
      'with.workflows.0.steps.0.function: no function is named "ff"; did you mean "f"?',
    ],
    [
      workflow([step("first"), step("b", { after: "frist" })]),
      'with.workflows.0.steps.1.after.0: no step of the workflow is named "frist"; did you mean "first"?',
    ],
    [
      workflow([step("a"), step("a")]),
      'with.workflows.0.steps.1.name: another step of the workflow is named "a"',
    ],
    [workflow([step("a"), step("b", { after: ["a", "a"] })]), 'step "a" stands there twice'],
    [
      workflow([
        { ...step("a"), function: "g" },
        { ...step("b"), function: "g", after: "a" },
      ]),
      'with.workflows.0.steps.1: state "g" of step "b" is one of step "a" too; give another key under writes',
    ],
    [
      workflow([{ ...step("a"), function: "g" }], { input: { g: { at: "s1", size: "1 MB" } } }),
      'state "g" of step "a" is one of the workflow\'s input too',
    ],
    [
      workflow([{ ...step("a"), function: "g", writes: { gg: "x" } }]),
      'with.workflows.0.steps.0.writes.gg: its function has no output "gg"; did you mean "g"?',
    ],
    [
      workflow([step("a", { reads: "photo" })], { input: { photos: { at: "s1", size: "1 MB" } } }),
      'with.workflows.0.steps.0.reads.0: no step writes state "photo"; did you mean "photos"?',
    ],
    [
      workflow([{ ...step("a"), function: "g" }, step("b", { reads: "g" })]),
      'state "g" is of step "a", which does not come before "b"',
    ],
    [
      workflow([
        step("a"),
        step("b", { after: { step: "a", probability: 0.7, choice: "x" } }),
        step("c", { after: { step: "a", probability: 0.7, choice: "x" } }),
      ]),
      'with.workflows.0.steps.2.after.0: probabilities of choice "x" of step "a" sum up to 1.4; expected 1 at most',
    ],
    [workflow([step("a", { after: { step: "b", probability: 2 } })]), "with.workflows.0.steps.0.after"],
    [
      workflow([step("a", { node: "s9" })]),
      'with.workflows.0.steps.0.node: no site and no satellite is named "s9"',
    ],
    [
      workflow([step("a", { node: undefined, tiers: ["spaec"] })]),
      'no node is of tier "spaec"; did you mean "space"?',
    ],
    [workflow([step("a")], { destination: "clod" }), 'is called "clod"; did you mean "cloud"?'],
    [
      workflow([step("a")], { slo: { latency: "5 MB" } }),
      "with.workflows.0.slo.latency: expected a duration with a unit",
    ],
    [workflow([step("a")], { slo: { latency: 500 } }), "500 has no unit (one of ns, us, ms, s, min, h, d)"],
    [
      workflow([step("a")], { input: { x: { at: "s1", size: "-1 MB" } } }),
      'with.workflows.0.input.x.size: expected a data size of at least 0 B; got "-1 MB"',
    ],
    [{ functions: [fn("f", { outputs: { x: "-1 MB" } })] }, "with.functions.0.outputs.x"],
    [{ functions: [fn("f", { work: "-1 s" })] }, "with.functions.0.work"],
    [{ functions: [fn("f"), fn("f")] }, 'with.functions.1.name: another of the functions is named "f"'],
    [{ runtimes: [{ name: "container", idle: "1 s" }] }, 'runtime "container" is built in already'],
    [
      { ...workflow([step("a")]), functions: [fn("f", { memory: "2 GB" })] },
      'with.workflows.0.steps.0: no node could ever run function "f" ("s1": memory: 2000 MB wanted, 1000 MB there)',
    ],
    [
      {
        ...workflow([step("a", { group: "g" }), step("b", { group: "g", function: "h" })]),
        functions: [fn("f"), fn("h", { runtime: "container" })],
      },
      "functions of a group share one runtime",
    ],
    [
      { storage: [{ for: "space" }, { for: "s1" }] },
      'with.storage.1.for: "s1" has a key-value store by storage.0 already',
    ],
    [{ ...workflow([step("a")]), storage: [] }, "its states go to key-value stores, and no node has one"],
    [{ ...workflow([step("a")]), invocations: once("ww") }, 'no workflow is named "ww"; did you mean "w"?'],
    [
      { ...workflow([step("a")]), invocations: [{ workflow: "w", every: "1 s", poisson: "1 /s" }] },
      "with.invocations.0: expected one of poisson, every, over, clients, trace; got poisson and every",
    ],
    [{ ...workflow([step("a")]), invocations: [{ workflow: "w", over: "1 s" }] }, "expected count"],
    [
      { ...workflow([step("a")]), invocations: [{ trace: "time_s,workflow\n1,w\n0,w\nx,w\n2,v" }] },
      "with.invocations.0.trace: line 3: times must not go back: 0 s after 1 s; with.invocations.0.trace: line 4: expected seconds",
    ],
    [
      {
        functions: [
          fn("f", { image: { name: "i", size: "1 MB" } }),
          fn("g", { image: { name: "i", size: "2 MB" } }),
        ],
      },
      'with.functions.1.image: image "i" has 1000000 bytes in functions.0, 2000000 here',
    ],
    [
      {
        functions: [
          fn("f", { memory: "300 MB", prewarmed: { at: ["s1", "s2"], count: 2 } }),
          fn("g", { memory: "300 MB", prewarmed: { at: "space", count: 2 } }),
        ],
      },
      'with.functions.1.prewarmed: "s1" has no room for 2 of "g" from the start, with those before: memory: 1200 MB wanted, 1000 MB there',
    ],
    [{ registry: { node: "nowhere" } }, 'with.registry.node: no site and no satellite is named "nowhere"'],
  ])("is refused before the run: %#", async (config, message) => {
    await expect(runPlatform(config)).rejects.toThrow(message);
  });

  test("in a scenario is told with its line, together with all other mistakes", async () => {
    const text = scenarioText({
      seed: "-1",
      compute: "{ tiers: { space: { cores: 4, memory: 4 GB } } }",
      plugins: `
  - use: serverless
    with:
      storage: [{ for: space }]
      functions:
        - { name: f, runtime: instant, memory: 1 MB }
      workflows:
        - name: w
          destination: Graz
          slo: { latency: 3 km }
          steps:
            - { name: a, function: f, after: b }
            - { name: b, function: g, after: a }`,
    });
    expect(await refusal(text)).toEqual([
      "scenario.yaml:2:7: expected at least 0; got -1",
      'scenario.yaml:17:27: expected a duration with a unit, such as "10 min"; "km" is not one of its units (ns, us, ms, s, min, h, d)',
    ]);
    expect(
      await refusal(text.replace("slo: { latency: 3 km }", "slo: {}").replace("seed: -1", "seed: 1")),
    ).toEqual([
      'scenario.yaml:19:13: steps of workflow "w" wait for each other: a -> b -> a',
      'scenario.yaml:20:36: no function is named "g"',
    ]);
  });
});

describe("names that other plugins may register", () => {
  test.each([
    [{ placement: "hyperdirve" }, 'no placement policy is named "hyperdirve"; did you mean "hyperdrive"?'],
    [{ statePolicy: "locl" }, 'no state policy is named "locl"; did you mean "local"? (there are local)'],
    [{ dataPath: "storag" }, 'no data path is named "storag"; did you mean "storage"?'],
  ])("are looked for when all are set up: %#", async (rest, message) => {
    await expect(runPlatform(workflow([step("a")], rest))).rejects.toThrow(message);
  });

  test("so are runtimes", async () => {
    const config = { ...workflow([step("a")]), functions: [fn("f", { runtime: "contaner" })] };
    await expect(runPlatform(config)).rejects.toThrow(
      'no runtime is named "contaner"; did you mean "container"?',
    );
  });
});
