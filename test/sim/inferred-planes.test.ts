import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatInferredPlanes, fullGridRows } from "../../cli/inferred-planes-text.js";
import { definePlugin, type RunPlan, runScenario, Simulation, summarisePlan, writeTle } from "../../index.js";
import { instantFromUnixMs } from "../../orbits/instant.js";
import { type WalkerShell, walkerElements } from "../../orbits/walker.js";
import { directoryFiles } from "../support/hypatia-directory.js";
import { record } from "../support/run-small.js";
import { load, scenarioText } from "../support/scenario-folder.js";
import { makeTemporaryFolder } from "../support/temporary-folder.js";

/** High enough for all links of the grid to clear the Earth at all times. */
const SHELL: WalkerShell = {
  name: "shell",
  type: "delta",
  planes: 8,
  slotsPerPlane: 12,
  altitudeKm: 1200,
  inclinationDeg: 60,
  phasing: 1,
};
const START = instantFromUnixMs(Date.parse("2024-12-15T13:00:00Z"));
const CATALOGUE = writeTle(walkerElements(SHELL, START));

const GROUND = "ground: { protocol: nearest, bandwidth: 4 Gbps }";

function over(protocol: string, constellation = "[{ tle: sats.tle }]"): Promise<RunPlan> {
  const links = `{ isl: { protocol: ${protocol}, bandwidth: 20 Gbps }, ${GROUND} }`;
  return load(scenarioText({ constellation, links }), { "sats.tle": CATALOGUE });
}

const REPORT = {
  shell: "sats",
  firstSatellite: 0,
  satellites: 96,
  inPlanes: 96,
  leftOut: {},
  shells: [
    {
      // By Brouwer; 1,200 km by Kepler, as Walker shells are written.
      altitudeKm: 1199.3,
      inclinationDeg: 60,
      satellites: 96,
      planes: 8,
      perPlane: { min: 12, median: 12, max: 12 },
    },
  ],
};

describe("planes of a catalogue in a scenario", () => {
  test.each(["plus-grid", "ring", "plus-grid+loop"])(
    "are inferred for %s, and told by validate",
    async (protocol) => {
      const plan = await over(protocol);
      const summary = summarisePlan(plan);
      expect(summary.inferredPlanes).toEqual([REPORT]);
      expect(plan.sky.nodes.shells[0].inferred).toBeDefined();
      expect(plan.sky.links.isl[0].entry.shells).toEqual(plan.sky.nodes.shells);
      expect(summary.inferredPlanes.map(formatInferredPlanes).join("")).toMatch(
        /^planes inferred from the orbits of "sats"\n {2}1\d{3}\.\d km {2}60\.00 deg {2}96 satellites in 8 planes of 12 to 12, usually 12\n$/,
      );
    },
  );

  test("are not looked for where nobody goes by them", async () => {
    expect(summarisePlan(await over("nearest")).inferredPlanes).toEqual([]);
    const walker = "[{ preset: iridium }]";
    expect(summarisePlan(await over("plus-grid", walker)).inferredPlanes).toEqual([]);
  });

  test("are looked for in the shells of their entry alone", async () => {
    const links = `{ isl: [{ for: sats, protocol: plus-grid, bandwidth: 1 Gbps }, { for: others, protocol: nearest, bandwidth: 1 Gbps }], ${GROUND} }`;
    const constellation = "[{ tle: sats.tle, name: others }, { tle: sats.tle }]";
    const plan = await load(scenarioText({ constellation, links }), { "sats.tle": CATALOGUE });
    expect(plan.sky.nodes.shells.map(({ inferred }) => inferred !== undefined)).toEqual([false, true]);
    expect(summarisePlan(plan).inferredPlanes).toEqual([{ ...REPORT, firstSatellite: 96 }]);
    const { links: made } = await lastFrame(plan);
    // The second catalogue's links have the ids of the second catalogue.
    expect([...made.b.subarray(0, made.islCount)].filter((id) => id >= 96)).toHaveLength(192);
  });

  test("are those of the layout of a Hypatia directory", async () => {
    const files = Object.entries(directoryFiles()).map(([name, text]) => [`k1/${name}`, text]);
    const links = `{ isl: { protocol: plus-grid, bandwidth: 1 Gbps }, ground: { protocol: nearest, bandwidth: 1 Gbps, maxSlantRange: 2000 km } }`;
    const time = "{ start: 2000-01-01T00:00:00Z, duration: 10 s, step: 10 s }";
    const scenario = scenarioText({ time, constellation: "[{ hypatia: k1 }]", ground: "[]", links });
    const plan = await load(scenario, Object.fromEntries(files));
    expect(summarisePlan(plan).inferredPlanes).toMatchObject([
      { shell: "k1", inPlanes: 48, shells: [{ planes: 6, perPlane: { min: 8, max: 8 } }] },
    ]);
  });

  test("are no business of a static network", async () => {
    const network =
      "nodes: [{ name: a, tier: space }, { name: b, tier: space }]\nlinks: [{ between: [a, b], latency: 3 ms, bandwidth: 1 Gbps }]\n";
    const constellation = "[{ network: line.yaml }]";
    const links = `{ isl: { protocol: plus-grid, bandwidth: 1 Gbps }, ${GROUND} }`;
    const plan = await load(scenarioText({ constellation, links }), { "line.yaml": network });
    expect(plan.warnings.map(({ message }) => message)).toContain("no satellite is left for this entry");
    expect(summarisePlan(plan).inferredPlanes).toEqual([]);
  });
});

describe("a run over a catalogue with inferred planes", () => {
  test("counts, tick by tick, who has two links along and two across", async () => {
    const plan = await over("plus-grid");
    const fault = definePlugin({
      name: "fault",
      setup: (sim) => {
        sim.schedule(15, () => sim.setNodeUsable(30, false));
      },
    });
    const { topology } = await record(plan, [{ plugin: fault }]);
    // From tick 2 on, one satellite is gone and its four neighbours lack a link.
    expect(topology.map(({ fullGrid }) => fullGrid)).toEqual([[96], [96], [91], [91], [91], [91]]);
  });

  test("tells it in a notice, in summary.json and in the words of the command line", async () => {
    const notices: string[] = [];
    const out = join(makeTemporaryFolder(), "out");
    const plan = await over("plus-grid");
    const { summary } = await runScenario(plan, { out, workers: 0, onNotice: (text) => notices.push(text) });
    expect(notices).toEqual([
      'planes of "sats" inferred from its orbits: 96 of 96 satellites in 8 planes of 1 shell; none left out',
    ]);
    const fullGrid = { satellitesMean: 96, shareOfInPlanes: 1, shareOfAll: 1 };
    // Without the shell's name, which comes from the name of a file here.
    const { shell: _name, ...figures } = REPORT;
    expect(summary.inferredPlanes).toEqual([{ ...figures, fullGrid }]);
    expect(JSON.parse(readFileSync(join(out, "summary.json"), "utf8")).inferredPlanes).toEqual([
      { ...figures, fullGrid },
    ]);
    expect(fullGridRows(summary)).toEqual([
      [
        "full +grid",
        "96.0 of 96 satellites from id 0 on (100.0 %), 100.0 % of the 96 in planes (mean per tick)",
      ],
    ]);
  });

  test("says nothing of planes where none were inferred", async () => {
    const out = join(makeTemporaryFolder(), "out");
    const { summary } = await runScenario(await over("nearest"), { out, workers: 0 });
    expect("inferredPlanes" in summary).toBe(false);
    expect(fullGridRows(summary)).toEqual([]);
  });
});

async function lastFrame(plan: RunPlan) {
  const simulation = await Simulation.create(plan);
  await simulation.run();
  return simulation.world.frame;
}
