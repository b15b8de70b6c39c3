import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadScenarioText, runScenario } from "../../index.js";
import { acting } from "../support/run-small.js";
import { temporaryFolder } from "../support/temporary-folder.js";

/** Large enough for threads to share in its forwarding states. */
const SCENARIO = `
name: forwarded
seed: 3
time: { start: 2026-01-01T00:00:00Z, duration: 100 s, step: 10 s }
constellation:
  - walker: { name: shell, type: delta, altitude: 550 km, inclination: 53 deg, planes: 40, satellitesPerPlane: 35, phasing: 3 }
ground:
  - cities: 80
links:
  isl: { protocol: plus-grid, bandwidth: 20 Gbps }
  ground: { protocol: nearest, links: 2, minElevation: 15 deg, bandwidth: 4 Gbps }
routing: { router: forwarding }
probes:
  - { from: Tokyo, to: "*" }
`;

/** Records what the forwarding state is at each tick, and after faults within it. */
const watcher = () =>
  acting((sim) => {
    const record = () => {
      const { costs, nextHops } = sim.world.forwardingState();
      let hash = 0;
      const words = new Int32Array(costs.buffer, costs.byteOffset, 2 * costs.length);
      for (const word of words) hash = (Math.imul(hash, 31) + word) | 0;
      for (const hop of nextHops) hash = (Math.imul(hash, 31) + hop) | 0;
      sim.emit("state", "all", { hash });
    };
    sim.on("tick", (world) => {
      record();
      sim.setNodeUsable(7 * world.tick + 1, false);
      sim.setNodeUsable(7 * Math.max(0, world.tick - 3) + 1, true);
      record();
    });
  });

async function filesOf(workers: number): Promise<{ files: Map<string, string>; threads: number[] }> {
  const started: { readonly threadId: number }[] = [];
  const note = (worker: { readonly threadId: number }) => started.push(worker);
  process.on("worker", note as (worker: unknown) => void);
  try {
    const plan = await loadScenarioText(SCENARIO);
    const { dir } = await runScenario(plan, {
      out: join(temporaryFolder(), "out"),
      workers,
      plugins: [watcher()],
    });
    const names = readdirSync(dir).filter((name) => name !== "manifest.json");
    const files = new Map(names.map((name) => [name, readFileSync(join(dir, name), "base64")]));
    return { files, threads: started.map(({ threadId }) => threadId) };
  } finally {
    process.off("worker", note as (worker: unknown) => void);
  }
}

describe("a run that asks for whole forwarding states", () => {
  test("has the same bytes with any number of workers, and leaves no thread behind", async () => {
    const expected = await filesOf(0);
    expect(expected.threads).toEqual([]);
    const events = expected.files.get("events.parquet") as string;
    expect(events.length).toBeGreaterThan(500);
    for (const workers of [1, 2, 7]) {
      const { files, threads } = await filesOf(workers);
      expect([...files.keys()]).toEqual([...expected.files.keys()]);
      for (const [name, bytes] of expected.files) expect(files.get(name) === bytes, name).toBe(true);
      // Those that make frames, and helpers beside this thread; all of them gone.
      expect(threads).toEqual(Array(workers + workers - 1).fill(-1));
    }
  });
});
