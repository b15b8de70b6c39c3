import { describe, expect, test } from "vitest";
import orchestrator from "../../../plugins/stardust-orchestrator/index.js";
import { smallPlan } from "../../support/plans.js";
import { record } from "../../support/run-small.js";
import { refusal, scenarioText } from "../../support/scenario-folder.js";
import { deploy, task } from "./deploy.js";

describe("a configuration that cannot be", () => {
  test.each([
    [
      { tasks: [task("t", { from: "Tokio", maxLatency: "1 ms" })] },
      'with.tasks.0.from: no site and no satellite is named "Tokio"; did you mean "Tokyo"?',
    ],
    [
      { tasks: [task("t", { maxLatency: "1 ms" })] },
      "with.tasks.0: expected either from (a node) or upstream (a service)",
    ],
    [
      { services: [task("http", {})], tasks: [task("t", { upstream: "htp", maxLatency: "1 ms" })] },
      'with.tasks.0.upstream: no service or single task of that name is deployed: "htp"; did you mean "http"?',
    ],
    [
      { tasks: [task("t", { from: "Tokyo", maxLatency: "1 ms", cores: 65 })] },
      'with.tasks.0: can never be placed: no node is large enough; "Tokyo" has the most cores (cores: 65 wanted, 64 there)',
    ],
    [
      { tasks: [task("t", { from: "Tokyo", maxLatency: "1 ms", cores: 17, tiers: ["space"] })] },
      "can never be placed: no node of tier space is large enough",
    ],
    [
      { tasks: [task("t", { from: "Tokyo", maxLatency: "1 ms", tiers: ["spaec"] })] },
      'no node is of tier "spaec"; did you mean "space"?',
    ],
    [
      { services: [task("s", { replicas: 11, cores: 20 })] },
      "with.services.0: can never be placed 11 times: only 10 nodes are large enough",
    ],
    [{ policy: "nearest", services: [task("s", {})] }, "with.services.0: expected near"],
    [
      { tasks: [task("t", { from: "Tokyo", maxLatency: "1 ms", times: 2 })] },
      "with.tasks.0.times: expected every",
    ],
    [
      { tasks: [task("t", { from: "Tokyo", maxLatency: "1" })] },
      'with.tasks.0.maxLatency: expected a duration with a unit, such as "10 min"',
    ],
    [
      {
        workflows: [
          {
            name: "w",
            from: "Tokyo",
            tasks: [
              task("a", { after: "c", maxLatency: "1 ms" }),
              task("b", { after: "a", maxLatency: "1 ms" }),
              task("c", { after: "b", maxLatency: "1 ms" }),
              task("d", { maxLatency: "1 ms" }),
            ],
          },
        ],
      },
      'with.workflows.0.tasks: tasks of workflow "w" wait for each other: a -> c -> b -> a',
    ],
    [
      { workflows: [{ name: "w", from: "Tokyo", tasks: [task("a", { after: "z", maxLatency: "1 ms" })] }] },
      'with.workflows.0.tasks.0.after: no task of the workflow is named "z"',
    ],
    [{ presets: [{ preset: "paper-tasks", from: "Tokio" }] }, 'no site and no satellite is named "Tokio"'],
  ])("is refused before the run: %#", async (config, message) => {
    await expect(deploy(config)).rejects.toThrow(message);
  });

  test("in a scenario is told with its place, together with all other mistakes", async () => {
    const text = scenarioText({
      seed: "-1",
      compute: "{ tiers: { space: { cores: 4, memory: 4 GB } } }",
      plugins: `
  - use: stardust-orchestrator
    with:
      tasks:
        - { name: big, from: Graz, maxLatency: 10 ms, cores: 8, memory: 1 GB }
      workflows:
        - name: round
          from: Graz
          tasks:
            - { name: a, after: b, maxLatency: 10 ms, cores: 1, memory: 1 GB }
            - { name: b, after: a, maxLatency: 10 ms, cores: 1, memory: 1 GB }`,
    });
    const lines = await refusal(text);
    expect(lines).toEqual([
      "scenario.yaml:2:7: expected at least 0; got -1",
      expect.stringMatching(
        /^scenario\.yaml:12:11: can never be placed: no node is large enough; .*cores: 8 wanted, 4 there/,
      ),
      'scenario.yaml:17:13: tasks of workflow "round" wait for each other: a -> b -> a',
    ]);
  });

  test("without compute in the scenario is one too", async () => {
    await expect(record(await smallPlan(), [{ plugin: orchestrator }])).rejects.toThrow(
      "the scenario has no compute",
    );
  });
});
