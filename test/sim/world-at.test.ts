import { describe, expect, test } from "vitest";
import { findNode, loadScenarioText, type RunPlan, Simulation, tickAt, worldAt } from "../../index.js";
import { smallPlan } from "../support/plans.js";
import { acting } from "../support/run-small.js";
import { load, TWO_SATELLITES } from "../support/scenario-folder.js";

/** Links of a tick as a run has them. */
async function linksInRun(plan: RunPlan, tick: number): Promise<string[]> {
  let links: string[] = [];
  const plugin = acting((sim) => {
    sim.on("tick", (world) => {
      const { a, b, count } = world.links;
      if (world.tick === tick) links = Array.from({ length: count }, (_, i) => `${a[i]}-${b[i]}`);
    });
  });
  await (await Simulation.create(plan, { plugins: [plugin] })).run();
  return links;
}

describe("the world at a tick", () => {
  test.each([
    ["of protocols without memory", []],
    [
      "of a protocol that builds on its last links",
      ["links.isl.hysteresis=800 km", "links.ground.hysteresis=300 km"],
    ],
    ["of links that take time to set up", ["links.isl.setupTime=25 s"]],
  ])("%s is that of a run", async (_, changes) => {
    const plan = await smallPlan(...changes);
    const { a, b, count } = (await worldAt(plan, 17)).links;
    const links = Array.from({ length: count }, (_, i) => `${a[i]}-${b[i]}`);
    expect(links.length).toBeGreaterThan(100);
    expect(links).toEqual(await linksInRun(plan, 17));
  });

  test("that the run does not have is refused", async () => {
    const plan = await smallPlan();
    await expect(worldAt(plan, 24)).rejects.toThrow("no tick 24; the run has 0 to 23");
    await expect(worldAt(plan, 1.5)).rejects.toThrow(RangeError);
  });
});

describe("a time on the command line", () => {
  const EXPECTED = 'expected a time within the run; got "';
  test.each([
    ["0 s", 0],
    ["0", 0],
    ["9.999999999 s", 0],
    ["10 s", 1],
    ["3.5 min", 21],
    ["2026-01-01T00:01:30Z", 9],
    ["2026-01-01T01:01:30+01:00", 9],
    ["2026-01-01T00:03:59.999Z", 23],
  ])("%s is in tick %i", async (text, tick) => {
    expect(tickAt((await smallPlan()).time, text)).toBe(tick);
  });

  test.each([
    ["4 min", `${EXPECTED}4 min" (the run begins at 2026-01-01T00:00:00Z and lasts 240 s)`],
    ["-1 s", `${EXPECTED}-1 s"`],
    ["2025-12-31T23:59:59Z", `${EXPECTED}2025-12-31T23:59:59Z"`],
    ["90", '"90" has no unit'],
    ["soon", 'expected a duration with a unit, such as "10 min"; got "soon"; or an instant such as'],
    ["2026-01-01T00:01:30", "add Z for UTC"],
    ["2026-02-30T00:00:00Z", "not a date of the calendar"],
  ])("%s is refused", async (text, message) => {
    const found = tickAt((await smallPlan()).time, text);
    if (typeof found === "number") throw new Error("expected a refusal");
    expect(found.error).toContain(message);
  });
});

describe("a node on the command line", () => {
  test("is a site by its name, any node by its id, a satellite by its name", async () => {
    const plan = await smallPlan();
    expect(findNode(plan, "Tokyo")).toBe([...plan.nodeNames].indexOf("Tokyo"));
    expect(findNode(plan, "5")).toBe(5);
    expect(findNode(plan, "96")).toBe(96);
    expect(findNode(plan, plan.nodeNames.at(17))).toBe(17);
  });

  test("that is unknown is refused with the nearest name", async () => {
    const plan = await smallPlan();
    expect(findNode(plan, "Tokio")).toEqual({
      error: 'no site and no satellite is named "Tokio"; did you mean "Tokyo"?',
    });
    expect(findNode(plan, "106")).toEqual({ error: "expected a node; ids are 0 to 105, got 106" });
  });

  test("whose name several satellites have is refused with their ids", async () => {
    const plan = await load(
      `name: twice
seed: 1
time: { start: 2024-12-15T13:00:00Z, duration: 60 s, step: 10 s }
constellation: [{ tle: ./a.tle }, { tle: ./b.tle }]
links: { isl: { protocol: nearest, bandwidth: 1 Gbps } }
`,
      { "a.tle": TWO_SATELLITES, "b.tle": TWO_SATELLITES },
    );
    expect(findNode(plan, "STARLINK-2")).toEqual({
      error: '2 satellites are named "STARLINK-2"; give one by its id: 1, 3',
    });
  });

  test("a site goes before an id and before a satellite of the same name", async () => {
    const plan = await loadScenarioText(`name: same
seed: 1
time: { start: 2024-12-15T13:00:00Z, duration: 60 s, step: 10 s }
constellation: [{ walker: { name: s, type: delta, altitude: 550 km, inclination: 53 deg, planes: 2, satellitesPerPlane: 3, phasing: 1 } }]
ground: [{ name: "4", latitude: 0 deg, longitude: 0 deg }, { name: s-0-1, latitude: 0 deg, longitude: 9 deg }]
links: { isl: { protocol: none }, ground: { protocol: nearest, bandwidth: 1 Gbps } }
`);
    expect(plan.nodeNames.at(1)).toBe("s-0-1");
    expect([findNode(plan, "4"), findNode(plan, "s-0-1"), findNode(plan, "3")]).toEqual([6, 7, 3]);
  });
});
