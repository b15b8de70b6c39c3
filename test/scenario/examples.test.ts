import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadScenario, loadScenarioText } from "../../sim/scenario/load-scenario.js";
import { summarisePlan } from "../../sim/scenario/summarise-plan.js";
import { scenarioTemplate } from "../../sim/scenario/template.js";
import { sharedPath } from "../support/shared.js";

const FOLDER = fileURLToPath(new URL("../../scenarios/", import.meta.url));
const plan = (file: string, set: string[] = []) => loadScenario(`${FOLDER}${file}`, { set });

describe("the scenarios that come along", () => {
  test.each(readdirSync(FOLDER).filter((file) => file.endsWith(".yaml")))(
    "%s is valid, without warnings",
    async (file) => {
      expect((await plan(file)).warnings).toEqual([]);
    },
  );

  test("amount to what their comments say", async () => {
    const summary = async (file: string) => summarisePlan(await plan(file));
    expect(await summary("quickstart.yaml")).toMatchObject({
      satellites: 1584,
      ticks: 60,
      probes: 20,
      groundNodes: 40,
    });
    expect(await summary("kuiper.yaml")).toMatchObject({ satellites: 1156, ticks: 200 });
    expect(await summary("starlink-catalogue.yaml")).toMatchObject({ satellites: 528, probes: 50 });
    expect(await summary("three-shells.yaml")).toMatchObject({ satellites: 784 + 351 + 20 });
    expect(await summary("flight.yaml")).toMatchObject({ satellites: 1584, groundNodes: 3, ticks: 1440 });
    expect(await summary("line.yaml")).toMatchObject({ satellites: 3, groundNodes: 2, nodes: 5 });
  });

  test("the template is valid", async () => {
    const summary = summarisePlan(await loadScenarioText(scenarioTemplate()));
    expect(summary).toMatchObject({ satellites: 1584, groundNodes: 21, ticks: 30, probes: 21 });
  });

  test("expected memory grows with the satellites", async () => {
    const small = summarisePlan(await plan("quickstart.yaml")).expectedMemoryBytes;
    const large = summarisePlan(
      await plan("quickstart.yaml", ["constellation.0.preset=starlink-gen2"]),
    ).expectedMemoryBytes;
    expect(large).toBeGreaterThan(small);
    expect(small).toBeGreaterThan(50e6);
    expect(large).toBeLessThan(600e6);
  });
});

test("a catalogue far from its epochs is told of once, with the count", async () => {
  const { warnings } = await plan("starlink-catalogue.yaml", ["time.start=2025-01-15T12:00:00Z"]);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]?.message).toBe(
    "528 of 528 satellites have an epoch more than 14 days from the start of the run: 2024-12-15T12:00:00Z, 31.0 days from it",
  );
});

describe.skipIf(!sharedPath("data/tle"))("real inputs (needs ../shared: real catalogues)", () => {
  const path = (relative: string) => sharedPath(`data/${relative}`) as string;

  test("the main job: a catalogue of 6,882 satellites and 85 cities towards one", async () => {
    const set = [
      `constellation.0.tle=${path("tle/starlink_6882.tle")}`,
      `ground=[{file: ${path("ground/cities85.yml")}}]`,
      'probes=[{from: "*", to: Graz}]',
    ];
    expect(summarisePlan(await plan("starlink-catalogue.yaml", set))).toMatchObject({
      satellites: 6882,
      groundNodes: 85,
      ticks: 60,
      probes: 84,
    });
  });

  test("bad checksums of a whole catalogue are one warning where the scenario lets them through", async () => {
    const set = [`constellation.0={tle: ${path("tle/starlink_20646.tle")}, checksum: warn}`];
    const { warnings, sky } = await plan("starlink-catalogue.yaml", set);
    expect(sky.nodes.satelliteCount).toBe(20_646);
    expect(
      warnings.filter(({ message }) => message.includes("checksum")).map(({ message }) => message),
    ).toEqual([expect.stringMatching(/13,?529 lines/)]);
  });

  test("Hypatia's Kuiper, its links and its stations", async () => {
    const folder = path("hypatia-kuiper-k1");
    const set = [
      `constellation=[{tle: ${folder}/tles.txt}]`,
      `ground=[{file: {path: ${folder}/ground_stations.txt, format: hypatia}}]`,
      `links.isl={protocol: list, file: ${folder}/isls.txt, bandwidth: 10 Gbps}`,
      "probes=[{from: Manila, to: Dalian}]",
    ];
    const { sky, probes, nodeNames } = await plan("kuiper.yaml", set);
    expect([sky.nodes.satelliteCount, sky.nodes.groundCount]).toEqual([1156, 100]);
    expect([probes.sources[0], probes.targets[0]]).toEqual([1173, 1241]);
    expect(nodeNames.at(1173)).toBe("Manila");
    const config = sky.links.isl[0]?.protocol.config as { pairs: Uint32Array };
    expect(config.pairs).toHaveLength(2 * 2312);
  });
});
