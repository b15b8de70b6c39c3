import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { loadScenarioText } from "../../index.js";
import { inTurns, starbelt } from "../support/command.js";
import { rowsOf } from "../support/rows.js";
import { acting, record } from "../support/run-small.js";
import { makeTemporaryFolder } from "../support/temporary-folder.js";

/** Everything at once: traffic in fair shares, computers, batteries, radiation, faults of each kind, a moving node. */
const SCENARIO = `
name: services
seed: 11
time: { start: 2025-03-20T09:00:00Z, duration: 4 min, step: 5 s }
constellation:
  - walker: { name: shell, type: delta, altitude: 780 km, inclination: 60 deg, planes: 12, satellitesPerPlane: 14, phasing: 3 }
ground:
  - cities: 12
  - name: Plane
    tier: aircraft
    legs: [{ from: Tokyo, to: { latitude: 45 deg, longitude: 160 deg }, depart: 30 s, speed: 900 km/h, altitude: 10 km }]
links:
  isl: { protocol: nearest, links: 4, bandwidth: 1 Gbps }
  ground: { protocol: highest-elevation, links: 2, minElevation: 10 deg, bandwidth: 200 Mbps }
network: { transport: flow, timeout: 40 s }
traffic:
  - gravity: { total: 800 Mbps, size: { exponential: 4 MB } }
  - requests: { from: Plane, to: { nearest: edge }, request: 10 kB, response: { pareto: { mean: 1 MB, shape: 1.8 } }, rate: 2 /s }
compute:
  tiers: { space: { cores: 2, memory: 256 MB }, edge: { cores: 8, memory: 8 GB } }
energy:
  preset: cubesat-6u
  battery: { initialCharge: 0.46 }
  radiation: { elsewhere: { upsets: 200 /d }, restartShare: 0.2 }
faults:
  - random: { nodes: shell, mttf: 20 min, mttr: 30 s }
  - random: { links: gsl, mttf: 2 min, mttr: 10 s }
  - storm: { nodes: shell, share: 0.1, at: 100 s, spread: 20 s, mttr: 1 min }
  - region: { latitudes: [-20 deg, -10 deg], from: 2 min, to: 3 min }
probes:
  - { from: "*", to: Tokyo }
plugins:
  - use: ./tasks.js
`;

const RUNS: Readonly<Record<string, readonly string[]>> = {
  "in the main thread": ["--workers", "0"],
  "1 worker": ["--workers", "1"],
  "2 workers": ["--workers", "2"],
  "7 workers": ["--workers", "7"],
};

describe("a run with faults, traffic, computers and batteries", () => {
  let folder: string;

  beforeAll(async () => {
    folder = makeTemporaryFolder();
    writeFileSync(join(folder, "a.yaml"), SCENARIO);
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    copyFileSync(fileURLToPath(new URL("fixtures/tasks.js", import.meta.url)), join(folder, "tasks.js"));
    const outcomes = await inTurns(Object.entries(RUNS), 2, ([name, flags]) =>
      starbelt(["run", "a.yaml", "--out", name, ...flags], folder),
    );
    for (const { code, stderr } of outcomes) expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  test.each(Object.keys(RUNS).slice(1))("gives the same bytes with %s", (run) => {
    const dir = (name: string) => join(folder, name);
    for (const name of readdirSync(dir(run))) {
      if (name === "manifest.json") continue;
      const [got, expected] = [run, "in the main thread"].map((each) => readFileSync(join(dir(each), name)));
      expect(got?.equals(expected as Buffer), name).toBe(true);
    }
  });

  test("is one in which all of that happened", async () => {
    const counts = new Map<string, number>();
    for (const { kind } of await rowsOf(join(folder, "2 workers"), "events")) {
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    const kinds = [
      "transfer.start",
      "transfer.end",
      "task.start",
      "task.end",
      "node.down",
      "node.up",
      "link.down",
    ];
    for (const kind of [...kinds, "handover", "radiation.upset", "storm.begin"]) {
      expect(counts.get(kind) ?? 0, kind).toBeGreaterThan(0);
    }
    expect(counts.get("task.end")).toBeGreaterThan(500);
  });
});

/** Books of bytes at every tick of a run with 500 flows at a time, faults and handovers. */
async function booksOver(transport: string, minutes: number): Promise<void> {
  const plan = await loadScenarioText(`
name: books
seed: 3
time: { start: 2025-03-20T09:00:00Z, duration: ${minutes} min, step: 15 s }
constellation: [{ preset: starlink-gen1-1 }]
ground: [{ cities: 50 }]
links:
  isl: { protocol: plus-grid, bandwidth: 10 Gbps }
  ground: { protocol: nearest, bandwidth: 500 Mbps }
routing: { router: forwarding }
network: { transport: ${transport}, record: nothing, timeout: 90 s }
faults:
  - random: { nodes: starlink-gen1-1, mttf: 10 h, mttr: 2 min }
  - random: { links: gsl, mttf: 10 min, mttr: 20 s }
`);
  let ticks = 0;
  let delivered = 0;
  let dropped = 0;
  await record(plan, [
    acting((sim) => {
      const random = sim.random("flows");
      const sites = Array.from({ length: 50 }, (_, i) => 1584 + i);
      function* flow() {
        for (;;) {
          const [from, to] = random.shuffle([...sites]) as [number, number];
          const transfer = sim.network.transfer({ from, to, sizeBytes: 1 + random.int(200_000_000) });
          if (random.next() < 0.05) sim.schedule(0.2, () => transfer.cancel());
          yield* transfer;
        }
      }
      sim.process(function* begin() {
        yield* sim.sleep(0);
        for (let i = 0; i < 500; i++) sim.process(flow, "flow");
      });
      sim.on("tick", () => {
        const { books, activeTransfers } = sim.network;
        const { offeredBytes, deliveredBytes, droppedBytes, inFlightBytes } = books;
        expect(deliveredBytes + droppedBytes + inFlightBytes).toBe(offeredBytes);
        if (ticks++ > 0) expect(activeTransfers).toBe(500);
        [delivered, dropped] = [deliveredBytes, droppedBytes];
      });
    }),
  ]);
  expect(delivered).toBeGreaterThan(1e9);
  expect(dropped).toBeGreaterThan(0);
}

const MINUTES = process.env.STARBELT_FULL_CHECKS === "1" ? 60 : 3;

describe(`no byte of 500 flows over Starlink's first shell is lost from the books in ${MINUTES} min`, () => {
  test.each(["latency", "flow"])("%s", (transport) => booksOver(transport, MINUTES), 600_000);
});
