import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import {
  type HandedPlugin,
  loadRecordedScenario,
  loadScenarioText,
  openFrames,
  openResults,
  type RunPlan,
  runScenario,
} from "../../../index.js";
import { smallPlan } from "../../support/plans.js";
import { REPLAYED_SCENARIOS } from "../../support/replayed-scenarios.js";
import { rowsOf } from "../../support/rows.js";
import { acting } from "../../support/run-small.js";
import { refusalOf } from "../../support/scenario-folder.js";
import { makeTemporaryFolder } from "../../support/temporary-folder.js";

const FIXTURES = fileURLToPath(new URL("../../e2e/fixtures", import.meta.url));

interface Replayed {
  readonly dir: string;
  readonly notices: readonly string[];
}

async function runInto(
  plan: RunPlan,
  options: {
    readonly replay?: string;
    readonly plugins?: readonly HandedPlugin[];
    readonly workers?: number;
  } = {},
): Promise<Replayed> {
  const dir = join(makeTemporaryFolder(), "results");
  const notices: string[] = [];
  const replay = options.replay === undefined ? undefined : openFrames(options.replay);
  try {
    await runScenario(plan, {
      out: dir,
      workers: options.workers ?? 0,
      ...(replay && { replay }),
      ...(options.plugins && { plugins: options.plugins }),
      onNotice: (text) => notices.push(text),
    });
  } finally {
    replay?.close();
  }
  return { dir, notices };
}

/** All files but the manifest and the frames. */
function filesOf(dir: string): Map<string, string> {
  const names = readdirSync(dir).filter((name) => name !== "manifest.json" && name !== "frames.sbf");
  return new Map(names.map((name) => [name, readFileSync(join(dir, name)).toString("base64")]));
}

async function reload(dir: string): Promise<RunPlan> {
  const frames = openFrames(dir);
  try {
    return await loadRecordedScenario(frames);
  } finally {
    frames.close();
  }
}

describe.each(Object.entries(REPLAYED_SCENARIOS))("a replay of %s", (_, text) => {
  let live: Replayed;
  let plan: RunPlan;

  beforeAll(async () => {
    plan = await loadScenarioText(text, { cwd: FIXTURES });
    live = await runInto(plan);
  });

  test("gives the run's files byte for byte, from the scenario or from what is recorded of it", async () => {
    const files = filesOf(live.dir);
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(["routes.parquet", "metrics.parquet", "events.parquet", "summary.json"]),
    );
    const events = await rowsOf(live.dir, "events");
    expect(events.length + (await rowsOf(live.dir, "routes")).length).toBeGreaterThan(100);
    const replayed = await runInto(await reload(live.dir), { replay: live.dir });
    expect(filesOf(replayed.dir)).toEqual(files);
    const told = await runInto(plan, { replay: live.dir });
    expect(filesOf(told.dir)).toEqual(files);
    expect(replayed.notices).toEqual(live.notices);
    expect(readdirSync(replayed.dir)).not.toContain("frames.sbf");
  });

  // From the TypeScript sources, threads cannot load the built-in state plugin: test/cli/replay.test.ts does that.
  test.skipIf(text.includes("sunlit"))("is of frames that do not depend on who made them", async () => {
    const other = await runInto(plan, { workers: 2 });
    const bytes = (dir: string) => readFileSync(join(dir, "frames.sbf"));
    expect(bytes(other.dir).equals(bytes(live.dir))).toBe(true);
  });
});

describe("frames of one run", () => {
  let recorded: string;

  beforeAll(async () => {
    recorded = (await runInto(await smallPlan("output.frames=true"))).dir;
  });

  test("serve another router, other probes, traffic and plugins, as the live run has it", async () => {
    const changes = [
      "routing={ router: forwarding }",
      "probes=[{ from: Delhi, to: '*' }]",
      "network={ transport: flow }",
      "traffic=[{ gravity: { total: 1 Gbps, size: { exponential: 4 MB } } }]",
      "plugins=[{ use: sunlit }]",
      "name=other",
    ];
    const needy = () =>
      acting(
        (sim) => {
          const lit = sim.metrics.gauge("lit", { unit: "1" });
          sim.on("tick", (world) => lit.set(world.state("sunlit").reduce((sum, value) => sum + value, 0)));
        },
        { needs: ["sunlit"] },
      );
    const live = await runInto(await smallPlan(...changes), { plugins: [needy()] });
    const replayed = await runInto(await smallPlan(...changes), { replay: recorded, plugins: [needy()] });
    expect(filesOf(replayed.dir)).toEqual(filesOf(live.dir));
    expect(replayed.notices).toEqual([]);
  });

  test("are named in the manifest of their replay", async () => {
    const { dir } = await runInto(await smallPlan(), { replay: recorded });
    expect(openResults(dir).manifest.replay).toMatchObject({
      frames: join(recorded, "frames.sbf"),
      scenario: "small",
      precisionKm: null,
    });
  });

  test.each([
    ["time.step=5 s", /another sky: time.stepSeconds: recorded with 10, the scenario has 5$/],
    [
      "time.start=2026-01-02T00:00:00Z",
      /time.start: recorded with "2026-01-01T00:00:00Z", the scenario has "2026-01-02/,
    ],
    ["constellation.0.walker.altitude=1300 km", /another sky: constellation\[0\]\..*altitude/],
    ["ground.0.cities=9", /another sky: ground\[0\]/],
    ["links.isl.links=3", /another sky: links.isl\[0\]\.\w+: recorded with 4, the scenario has 3$/],
    ["links.ground.bandwidth=1 Gbps", /another sky: links.ground\[0\].bandwidthBps/],
  ])("are refused for another sky, which is named: %s", async (change, message) => {
    const plan = await smallPlan(change);
    const [line] = await refusalOf(runInto(plan, { replay: recorded }));
    expect(line).toMatch(message);
    expect(line.startsWith(`${join(recorded, "frames.sbf")}: `)).toBe(true);
  });

  test("tell every part that differs", async () => {
    const plan = await smallPlan("time.step=5 s", "links.isl.links=3");
    expect(await refusalOf(runInto(plan, { replay: recorded }))).toHaveLength(2);
  });

  test("lose nodes that are down in the replaying run, with their links; this is told once", async () => {
    const changes = [
      "faults=[{ outage: { nodes: Tokyo, from: 35 s, to: 85 s } }, { outage: { link: [0, 1], from: 0 s } }]",
    ];
    const { dir, notices } = await runInto(await smallPlan(...changes), { replay: recorded });
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain(
      "from tick 4 on, nodes are down that were up when the frames were recorded (1 of them)",
    );
    const routes = await rowsOf(dir, "routes");
    const reached = routes.filter(({ time_ns }) => time_ns >= 40e9 && time_ns <= 80e9);
    expect(reached.length).toBeGreaterThan(0);
    expect(reached.every(({ reachable }) => !reachable)).toBe(true);
    expect(routes.some(({ time_ns, reachable }) => time_ns === 90e9 && reachable)).toBe(true);
    const topology = await rowsOf(dir, "topology");
    expect(topology[4].usable_nodes).toBe(topology[0].usable_nodes - 1);
  });

  test("cannot be replaced by their own replay", async () => {
    const replay = openFrames(recorded);
    const lines = await refusalOf(runScenario(await smallPlan(), { out: recorded, force: true, replay }));
    replay.close();
    expect(lines).toEqual([`--out: ${recorded} holds the frames that are replayed; name another folder`]);
  });
});

describe("frames of a run with faults", () => {
  const FAULTS =
    "faults=[{ outage: { nodes: shell, from: 35 s, to: 65 s } }, { outage: { link: [0, 1], from: 0 s } }]";

  test("keep links as they were used: what was down then stays down in a run without faults", async () => {
    const live = await runInto(await smallPlan("output.frames=true", FAULTS));
    const { dir, notices } = await runInto(await smallPlan(), { replay: live.dir });
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain(
      "from tick 4 on, nodes are up that were down when the frames were recorded (96 of them)",
    );
    const rows = (each: string) => rowsOf(each, "topology");
    const used = (await rows(live.dir)).map(({ isls, gsls, usable_nodes }) => [isls, gsls, usable_nodes]);
    expect((await rows(dir)).map(({ isls, gsls, usable_nodes }) => [isls, gsls, usable_nodes])).toEqual(used);
    expect((await rowsOf(dir, "routes")).map(({ path }) => path)).toEqual(
      (await rowsOf(live.dir, "routes")).map(({ path }) => path),
    );
  });
});

describe("frames with a precision", () => {
  test("are smaller, tell what they are, and their replay tells that equality is lost", async () => {
    const exact = await runInto(await smallPlan("output.frames=true", "time.step=2 s"));
    const rough = await runInto(await smallPlan("output.frames={ precision: 0.1 m }", "time.step=2 s"));
    const frames = openFrames(rough.dir);
    expect(frames.head.precisionKm).toBe(1e-4);
    const whole = openFrames(exact.dir);
    expect(frames.sizes.frames).toBeLessThan(0.8 * whole.sizes.frames);
    frames.close();
    whole.close();
    const { dir, notices } = await runInto(await reload(rough.dir), { replay: rough.dir });
    expect(notices).toEqual([
      "the frames were recorded to 0.1 m: results are near those of the run itself, not equal to them",
    ]);
    const [near, live] = [await rowsOf(dir, "routes"), await rowsOf(rough.dir, "routes")];
    expect(near.map(({ hops }) => hops)).toEqual(live.map(({ hops }) => hops));
    for (const [i, { rtt_ms }] of near.entries()) {
      // 20 ends of links at most, each moved by up to sqrt(3) times half the precision, both ways.
      if (rtt_ms !== null) expect(Math.abs(rtt_ms - (live[i].rtt_ms as number))).toBeLessThan(2e-5);
    }
  });
});

describe("frames of a run that did not end", () => {
  test("can be looked at, and are refused for a replay with the number of ticks", async () => {
    const dir = join(makeTemporaryFolder(), "results");
    const stop = new AbortController();
    const plan = await smallPlan("output.frames=true");
    const { status } = await runScenario(plan, {
      out: dir,
      signal: stop.signal,
      onTick: (tick) => {
        if (tick === 9) stop.abort();
      },
    });
    expect(status).toBe("interrupted");
    const frames = openFrames(dir);
    expect(frames.tickCount).toBe(10);
    expect(frames.torn).toBeUndefined();
    frames.close();
    expect(await refusalOf(runInto(plan, { replay: dir }))).toEqual([
      `${join(dir, "frames.sbf")}: the recorded run did not end: it has 10 of 24 ticks`,
    ]);
  });
});
