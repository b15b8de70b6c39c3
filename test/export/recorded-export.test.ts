import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import {
  czmlText,
  loadRecordedScenario,
  openFrames,
  openResults,
  type RecordedFrames,
  type RunPlan,
  runScenario,
  worldAt,
  worldTicks,
} from "../../index.js";
import { smallPlan } from "../support/plans.js";
import { makeTemporaryFolder } from "../support/temporary-folder.js";
import { textOf } from "../support/text-of.js";

const FAULTS = [
  "output.frames=true",
  "faults=[{ outage: { nodes: Delhi, from: 35 s, to: 95 s } }, { outage: { nodes: shell, from: 155 s, to: 165 s } }, { random: { links: isl, mttf: 1 h, mttr: 1 min } }]",
];

let dir: string;
let frames: RecordedFrames;
let plan: RunPlan;

/** A recorded run in which nodes and links fail. */
beforeAll(async () => {
  const result = await runScenario(await smallPlan(...FAULTS), { out: join(makeTemporaryFolder(), "out") });
  dir = result.dir;
  frames = openFrames(dir);
  plan = await loadRecordedScenario(frames);
  return () => frames.close();
});

describe("worlds of recorded frames", () => {
  test("have the routes and links that the run had, faults and all", async () => {
    const results = openResults(dir);
    const { path } = await results.columns("routes", ["path"]);
    const topology = await results.columns("topology");
    const found: (string | null)[] = [];
    for await (const world of worldTicks(plan, 0, 23, { frames })) {
      for (const [i, source] of plan.probes.sources.entries()) {
        const route = world.route(source, plan.probes.targets[i]);
        found.push(route.reachable ? route.path.join("-") : null);
      }
      const { tick, links, graph } = world;
      expect([links.islCount, links.gslCount]).toEqual([topology.isls[tick], topology.gsls[tick]]);
      expect(graph.arcCount).toBe(2 * links.count);
    }
    expect(found).toEqual(path);
    // There were routes, and faults that took them away.
    expect(found.filter((each) => each === null).length).toBeGreaterThan(10);
    expect(found.filter((each) => each !== null).length).toBeGreaterThan(100);
    // Without the recording, nothing is down.
    const [isls] = [(await worldAt(plan, 16)).links.islCount];
    expect([topology.isls[16], isls > 100]).toEqual([0, true]);
  });

  test("show in CZML when nodes were down, and where they were all the while", async () => {
    const packets: { id: string; availability: string | string[]; position: { cartesian: number[] } }[] =
      JSON.parse(await textOf(czmlText(plan, { frames })));
    const delhi = [...plan.nodeNames].indexOf("Delhi");
    const intervals = packets
      .filter(({ id }) => new RegExp(`^link-\\d+-${delhi}$`).test(id))
      .flatMap(({ availability }) => availability);
    expect(intervals.length).toBeGreaterThan(0);
    for (const interval of intervals) {
      const [from, to] = interval
        .split("/")
        .map((text) => (Date.parse(text) - Date.parse(plan.time.startIso)) / 1000);
      expect(to <= 40 || from >= 100, interval).toBe(true);
    }
    for (const { id, position } of packets.filter(({ id }) => /^node-\d\d?$/.test(id)).slice(0, 96))
      expect(position.cartesian, id).toHaveLength(4 * 25);
  });

  test("are refused for another scenario, and beyond the recording", async () => {
    const other = await smallPlan("seed=6");
    await expect(worldAt(other, 0, { frames })).rejects.toThrow("has the frames of another scenario");
    await expect(worldAt(plan, 24, { frames })).rejects.toThrow("no tick 24; the run has 0 to 23");
  });

  test("of a run that was interrupted end where it did", async () => {
    const stop = new AbortController();
    const { dir: short } = await runScenario(await smallPlan("output.frames=true"), {
      out: join(makeTemporaryFolder(), "out"),
      signal: stop.signal,
      onTick: (tick) => {
        if (tick === 7) stop.abort();
      },
    });
    const recorded = openFrames(short);
    const cut = await loadRecordedScenario(recorded);
    expect(recorded.tickCount).toBe(8);
    const [document] = JSON.parse(await textOf(czmlText(cut, { frames: recorded })));
    expect(document.clock.interval).toBe("2026-01-01T00:00:00Z/2026-01-01T00:01:20Z");
    await expect(textOf(czmlText(cut, { frames: recorded, to: 90 }))).rejects.toThrow(
      "within the run, 0 to 80 s",
    );
    recorded.close();
  });
});
