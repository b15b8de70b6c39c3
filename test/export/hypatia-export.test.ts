import { fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { ExportError } from "../../sim/export/export-error.js";
import type { RunPlan } from "../../sim/scenario/run-plan.js";
import { Simulation } from "../../sim/simulation.js";
import { exported, fstatesOf, loadSmall } from "../support/exported.js";
import {
  directoryFiles,
  directoryScenario,
  type FstateRow,
  fstateRows,
  gridPairs,
  replayFstates,
  SMALL,
} from "../support/hypatia-directory.js";
import { load, scenarioText } from "../support/scenario-folder.js";
import { shortestWays } from "../support/shortest-ways.js";

const COUNT = SMALL.planes * SMALL.slots;
const NODES = COUNT + SMALL.stations.length;

/** The links of every tick, with lengths in km. */
async function linksOf(plan: RunPlan): Promise<[number, number, number][][]> {
  const simulation = await Simulation.create(plan);
  const ticks: [number, number, number][][] = [];
  await simulation.run({
    topology() {},
    route() {},
    event() {},
    metric() {},
    tickDone() {
      const { a, b, lengthKm, count } = simulation.world.links;
      ticks.push(Array.from({ length: count }, (_, i) => [a[i], b[i], lengthKm[i]]));
    },
  });
  return ticks;
}

describe("an exported directory", () => {
  test("has the files of Hypatia, one state for each tick", async () => {
    const { result, files, out } = await exported(await loadSmall());
    expect(Object.keys(files)).toEqual(
      [
        "description.txt",
        "fstate_0.txt",
        "fstate_120000000000.txt",
        "fstate_60000000000.txt",
        "gsl_interfaces_info.txt",
        "ground_stations.txt",
        "isls.txt",
        "tles.txt",
      ].sort(),
    );
    expect(result).toMatchObject({ dir: out, satellites: COUNT, stations: 5, isls: 88, ticks: 3 });
    expect(result.entries).toBe(NODES * 5 - 5);
    const given = directoryFiles();
    expect(files["tles.txt"]).toBe(given["tles.txt"]);
    expect(files["isls.txt"]).toBe(given["isls.txt"]);
    const places = (text = "") => text.split("\n").map((line) => line.split(",").slice(0, 5).join(","));
    expect(places(files["ground_stations.txt"])).toEqual(places(given["ground_stations.txt"]));
    expect(files["description.txt"]).toMatch(
      /^max_gsl_length_m=4000000\.0000000000\nmax_isl_length_m=\d+\.\d{10}\n$/,
    );
    expect(files["gsl_interfaces_info.txt"]?.split("\n").slice(0, 2)).toEqual([
      "0,1,1.000000",
      "1,1,1.000000",
    ]);
    expect(files["gsl_interfaces_info.txt"]?.trim().split("\n")).toHaveLength(NODES);
  });

  test("lists the first tick by node and destination, and of later ones what changed", async () => {
    const { result, files } = await exported(await loadSmall());
    const names = fstatesOf(files);
    const rows = names.map((name) => fstateRows(files[name] as string));
    for (const each of rows) {
      const order = each.map(([node, target]) => node * NODES + target);
      expect(order).toEqual(order.toSorted((p, q) => p - q));
      expect(new Set(order).size).toBe(order.length);
      expect(each.every(([node, target]) => node !== target && target >= COUNT)).toBe(true);
    }
    const states = replayFstates(names.map((name) => files[name] as string));
    for (const [tick, each] of rows.entries()) {
      if (tick === 0) continue;
      const before = states[tick - 1];
      for (const row of each) expect(before?.get(`${row[0]},${row[1]}`)).not.toEqual(row);
    }
    expect(result.changes).toBe(rows.slice(1).flat().length);
    expect(result.changes).toBeGreaterThan(0);
  });

  test("numbers a satellite's links in the order of isls.txt, then its ground links", async () => {
    const { files } = await exported(await loadSmall());
    const links = (files["isls.txt"] as string)
      .trim()
      .split("\n")
      .map((line) => line.split(" ").map(Number));
    const neighbours = (node: number) =>
      links.filter((link) => link.includes(node)).map(([a, b]) => (a === node ? b : a));
    const number = (from: number, to: number): number => {
      if (from >= COUNT) return 0;
      return to >= COUNT ? neighbours(from).length : neighbours(from).indexOf(to);
    };
    for (const name of fstatesOf(files)) {
      for (const [node, , next, own, theirs] of fstateRows(files[name] as string)) {
        if (next === -1) expect([own, theirs]).toEqual([-1, -1]);
        else expect([own, theirs]).toEqual([number(node, next), number(next, node)]);
      }
    }
  });

  test("leads every node along a shortest way at every tick, and drops where there is none", async () => {
    // Two stations less in sight, so that drops come and go.
    const plan = await loadSmall(
      directoryScenario("./small", { ticks: 6, stepS: 120, ground: "maxSlantRange: 1900 km, " }),
    );
    const { files, result } = await exported(plan);
    const states = replayFstates(fstatesOf(files).map((name) => files[name] as string));
    let drops = 0;
    for (const [tick, links] of (await linksOf(plan)).entries()) {
      const costs = shortestWays(NODES, links, (node) => node < COUNT);
      const length = new Map(
        links.flatMap(
          ([a, b, km]) =>
            [
              [`${a},${b}`, km],
              [`${b},${a}`, km],
            ] as const,
        ),
      );
      for (const [node, target, next] of states[tick]?.values() ?? []) {
        const cost = costs[node * NODES + target];
        if (cost === Number.POSITIVE_INFINITY) {
          drops++;
          expect(next).toBe(-1);
          continue;
        }
        const rest = costs[next * NODES + target];
        expect((length.get(`${node},${next}`) as number) + rest).toBeCloseTo(cost, 9);
      }
    }
    expect(drops).toBeGreaterThan(0);
    expect(result.routes.reachable).toBeLessThan(result.routes.pairs);
  });

  test("sums up the routes between stations at the first tick", async () => {
    const plan = await loadSmall();
    const { result, files } = await exported(plan);
    const costs = shortestWays(NODES, (await linksOf(plan))[0] ?? [], (node) => node < COUNT);
    const rtts: number[] = [];
    for (let a = COUNT; a < NODES; a++) {
      for (let b = COUNT; b < NODES; b++) if (a !== b) rtts.push((2 * costs[a * NODES + b]) / 299.792458);
    }
    const reachable = rtts.filter(Number.isFinite);
    expect(result.routes.pairs).toBe(20);
    expect(result.routes.reachable).toBe(reachable.length);
    expect(result.routes.meanRttMs).toBeCloseTo(
      reachable.reduce((sum, rtt) => sum + rtt, 0) / reachable.length,
      9,
    );
    expect(result.routes.maxRttMs).toBeCloseTo(Math.max(...reachable), 9);
    const [state = new Map<string, FstateRow>()] = replayFstates([files["fstate_0.txt"] as string]);
    let links = 0;
    for (let a = COUNT; a < NODES; a++) {
      for (let b = COUNT; b < NODES; b++) {
        if (costs[a * NODES + b] === Number.POSITIVE_INFINITY) continue;
        for (let at = a; at !== b; links++) at = state.get(`${at},${b}`)?.[2] as number;
      }
    }
    expect(result.routes.meanHops).toBeCloseTo(links / reachable.length, 9);
  });
});

describe("written and read again", () => {
  /** What a directory comes to after another turn through `description.txt`. */
  async function roundTrip(files: Record<string, string>, ticks: number): Promise<Record<string, string>> {
    const folder = Object.fromEntries(Object.entries(files).map(([name, text]) => [`again/${name}`, text]));
    const plan = await load(directoryScenario("./again", { ticks, ground: "" }), folder);
    return (await exported(plan)).files;
  }

  test("a small directory gives the same bytes", async () => {
    const { files } = await exported(await loadSmall());
    expect(await roundTrip(files, 3)).toEqual(files);
  });

  test("any directory gives the same bytes", async () => {
    const directory = fc
      .record({
        planes: fc.integer({ min: 1, max: 4 }),
        slots: fc.integer({ min: 1, max: 8 }),
        inclinationDeg: fc.integer({ min: 0, max: 120 }),
        stations: fc.array(
          fc.tuple(
            fc.double({ min: -89, max: 89, noNaN: true }),
            fc.double({ min: -179, max: 179, noNaN: true }),
          ),
          { minLength: 1, maxLength: 4 },
        ),
        shuffle: fc.boolean(),
        links: fc.boolean(),
      })
      .map(({ shuffle, links, ...rest }) => {
        const pairs = links ? gridPairs({ ...rest }) : [];
        return { ...rest, pairs: shuffle ? pairs.toReversed() : pairs };
      });
    await fc.assert(
      fc.asyncProperty(directory, fc.integer({ min: 300, max: 5000 }), async (small, km) => {
        const text = directoryScenario("./small", { ticks: 2, ground: `maxSlantRange: ${km} km, ` });
        const { files } = await exported(await loadSmall(text, small));
        expect(await roundTrip(files, 2)).toEqual(files);
      }),
      { numRuns: 12 },
    );
  });

  test("a scenario of other sources gives the state of its rounded element sets", async () => {
    const constellation =
      "[{ walker: { name: shell one, type: delta, altitude: 1200 km, inclination: 53.123456 deg, planes: 5, satellitesPerPlane: 8, phasing: 1 } }]";
    const links =
      "{ isl: { protocol: plus-grid, bandwidth: 1 Gbps }, ground: { protocol: all-visible, maxSlantRange: 4000 km, bandwidth: 1 Gbps } }";
    const time = "{ start: 2024-12-15T13:00:00Z, duration: 2 min, step: 1 min }";
    const ground =
      "[{ name: Graz, latitude: 47.0707123 deg, longitude: 15.4395 deg, altitude: 0.353 km }, { cities: 6 }]";
    const plan = await load(scenarioText({ constellation, links, time, ground }));
    const { files, notices } = await exported(plan);
    expect(notices).toEqual([]);
    expect(files["tles.txt"]?.split("\n").slice(0, 2)).toEqual(["5 8", "shell_one-0-0 0"]);
    expect(files["tles.txt"]).toContain("53.1235");
    expect(files["ground_stations.txt"]).toMatch(/^0,Graz,47\.0707123,15\.439500,353\.000000,/);
    const folder = Object.fromEntries(Object.entries(files).map(([name, text]) => [`again/${name}`, text]));
    const reread = await load(
      directoryScenario("./again", { ticks: 2, ground: "" }).replace("2000-01-01T00", "2024-12-15T13"),
      folder,
    );
    expect((await exported(reread)).files).toEqual(files);
  });
});

describe("what the format cannot say", () => {
  const notice = async (parts: Record<string, string>): Promise<string[]> =>
    (await exported(await load(scenarioText({ ...parts })))).notices;
  const bare = {
    links:
      "{ isl: { protocol: plus-grid, bandwidth: 1 Gbps }, ground: { protocol: all-visible, maxSlantRange: 2000 km, bandwidth: 1 Gbps } }",
  };

  test("is told: masks, links that come and go, hop delays, plugins, epochs", async () => {
    expect(
      await notice({ links: bare.links.replace("maxSlantRange: 2000 km", "minElevation: 25 deg") }),
    ).toContain(
      "the format has no ground links of other kinds than all-visible by range alone; the forwarding state is by those of the scenario",
    );
    const dense =
      "[{ walker: { name: dense, type: star, altitude: 1200 km, inclination: 87.9 deg, planes: 4, satellitesPerPlane: 8, phasing: 1 } }]";
    const moving = await notice({
      constellation: dense,
      time: "{ start: 2024-12-15T13:00:00Z, duration: 20 min, step: 10 min }",
      links: bare.links.replace("plus-grid", "nearest"),
    });
    expect(moving).toEqual([
      expect.stringMatching(
        /^\d+ links of isls\.txt are not there at every tick; the forwarding state does without them then$/,
      ),
    ]);
    expect(await notice({ ...bare, constellation: dense, plugins: "[{ use: sunlit }]" })).toEqual([
      "plugins take no part in an export: it shows the network as it is without them",
    ]);
    const delayed = bare.links.replace("plus-grid,", "plus-grid, hopDelay: 1 ms,");
    expect(await notice({ constellation: dense, links: delayed })).toEqual([
      "Hypatia routes by least length, without hop delays and ground relays; the forwarding state is by what the scenario says",
    ]);
    const later = dense.replace("phasing: 1", "phasing: 1, epoch: 2024-12-15T12:00:00Z");
    expect(await notice({ ...bare, constellation: later })).toEqual([
      "32 of 32 element sets have another epoch than the start of the run; Hypatia wants one epoch for all, and counts its time from there",
    ]);
    const router = "{ router: graphology }";
    expect(await notice({ ...bare, constellation: dense, routing: router })).toEqual([
      'router "graphology" has no trees towards a target; the forwarding state is by "forwarding"',
    ]);
  });

  test("links that come and go are in isls.txt once, and carry traffic only while they are there", async () => {
    const plan = await load(
      scenarioText({
        constellation:
          "[{ walker: { name: dense, type: star, altitude: 1200 km, inclination: 87.9 deg, planes: 6, satellitesPerPlane: 8, phasing: 1 } }]",
        time: "{ start: 2024-12-15T13:00:00Z, duration: 30 min, step: 10 min }",
        links: bare.links.replace("plus-grid", "nearest").replace("2000 km", "3500 km"),
      }),
    );
    const { files } = await exported(plan);
    const ticks = await linksOf(plan);
    const satellites = 48;
    const all = new Set(ticks.flat().flatMap(([a, b]) => (b < satellites ? [`${a} ${b}`] : [])));
    const written = files["isls.txt"]?.trim().split("\n") ?? [];
    expect(new Set(written)).toEqual(all);
    expect(written).toHaveLength(all.size);
    const states = replayFstates(fstatesOf(files).map((name) => files[name] as string));
    for (const [tick, links] of ticks.entries()) {
      const there = new Set(links.flatMap(([a, b]) => [`${a},${b}`, `${b},${a}`]));
      for (const [node, , next] of states[tick]?.values() ?? []) {
        if (next !== -1) expect(there.has(`${node},${next}`)).toBe(true);
      }
    }
  });

  test("is refused where nothing could be written: static networks, names with commas, no sites", async () => {
    const network = {
      "line.yaml":
        "nodes: [{ name: gate, tier: edge }, { name: hub, tier: cloud }]\nlinks: [{ between: [gate, hub], latency: 1 ms, bandwidth: 1 Gbps }]\n",
    };
    const still = await load(
      scenarioText({ constellation: "[{ network: ./line.yaml }]", ground: "[]", links: "{}" })
        .replace("ground: []\n", "")
        .replace("links: {}\n", ""),
      network,
    );
    await expect(exported(still)).rejects.toThrow(ExportError);
    const comma = await load(
      scenarioText({ ground: '[{ name: "Washington, D.C.", latitude: 38.9 deg, longitude: -77 deg }]' }),
    );
    const error = await exported(comma).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ExportError);
    expect((error as ExportError).problems).toEqual([
      'the site name "Washington, D.C." does not fit into ground_stations.txt: commas, line ends and blanks around a name cannot be written',
    ]);
  });
});
