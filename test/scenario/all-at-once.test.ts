import { expect, test } from "vitest";
import { loadScenarioText } from "../../sim/scenario/load-scenario.js";
import { refusal, refusalOf, scenarioText, TWO_SATELLITES } from "../support/scenario-folder.js";

test("all mistakes of all files are told at once, the scenario's from top to bottom", async () => {
  const scenario = scenarioText({
    seed: "-1",
    time: "{ start: 2024-12-15T13:00:00Z, duration: 10 parsec, step: 10 s }",
    constellation: "[{ tle: ./sats.tle }, { tle: ./none.tle }, { network: ./line.yaml }]",
    ground: "[{ file: ./sites.csv }, { name: X, latitude: 91 deg, longitude: 0 deg }]",
    links:
      "{ isl: { protocol: mesh, bandwidth: 1 Gbps, maxRange: 1 }, ground: { protocol: nearest, bandwith: 1 Gbps, mode: x } }",
    probes: "[{ from: Nowhere, to: X }, { from: X, too: Y }]",
    plugins: "[{ use: ./none.js }]",
  });
  const lines = await refusal(scenario, {
    "sats.tle": TWO_SATELLITES.replace("53.0000", "5x.0000"),
    "sites.csv": "name,latitude,longitude\nA,91,0\n",
    "line.yaml":
      "nodes: [{ name: a, tier: edge }]\nlinks: [{ between: [a, b], latency: 3 ms, bandwidth: 1 Gbps }]\n",
  });
  expect(lines.map((line) => line.split(": ")[0])).toEqual([
    "scenario.yaml:2:7",
    "scenario.yaml:3:48",
    "scenario.yaml:4:45",
    "scenario.yaml:5:54",
    "scenario.yaml:6:27",
    "scenario.yaml:6:62",
    "scenario.yaml:6:75",
    "scenario.yaml:6:96",
    "scenario.yaml:6:114",
    "scenario.yaml:7:36",
    "scenario.yaml:7:47",
    "scenario.yaml:8:18",
    expect.stringMatching(/^sats\.tle:3:/),
    "line.yaml:2:24",
    expect.stringMatching(/^sites\.csv:2:/),
  ]);
});

test("a mistake in text that a program hands over names the text as the program does", async () => {
  expect(await refusalOf(loadScenarioText("name: x\nsed: 1\n", { file: "made/up.yaml" }))).toContain(
    'made/up.yaml:2:1: unknown key "sed"; did you mean "seed"?',
  );
});
