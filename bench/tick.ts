import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { loadScenario, type RunPlan } from "../index.js";
import { GraphBuilder } from "../routing/graph-builder.js";
import { builtInRouters } from "../routing/routers/index.js";
import { sharedPath } from "../test/support/shared.js";
import { createSky, decodeFrame, encodeFrame, prepareSky } from "../workers/index.js";
import { type BenchRow, measure } from "./bench-row.js";

const WARM_UP = 15;
const RUNS = 45;

/**
 * One tick from the clock to a route, stage by stage, on one core: 6,882 and 20,646 satellites, `nearest` with 4
 * links, 85 ground nodes, one probe. Then whole runs by the command line, with what the main thread waited.
 */
export async function benchTick(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), "starbelt-bench-"));
  try {
    const rows: BenchRow[] = [];
    for (const { satellites, aim } of [
      { satellites: 6882, aim: "full tick under 12 ms" },
      { satellites: 20646, aim: "full tick under 35 ms" },
    ]) {
      const scenario = writeScenario(folder, satellites);
      rows.push(...(await stages(await loadScenario(scenario), satellites, aim)));
      for (const workers of [0, 2]) rows.push(wholeRun(folder, scenario, satellites, workers));
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A real catalogue where the shared data is at hand, else Walker shells of the same size. */
function writeScenario(folder: string, satellites: number): string {
  const catalogue = sharedPath(`data/tle/starlink_${satellites}.tle`);
  const planes = satellites / 62;
  const source =
    catalogue === undefined
      ? `walker: { name: shell, type: delta, altitude: 550 km, inclination: 53 deg, planes: ${Math.round(planes)}, satellitesPerPlane: 62, phasing: 1 }`
      : `tle: ${catalogue}\n    checksum: ignore`;
  const file = join(folder, `bench-${satellites}.yaml`);
  writeFileSync(
    file,
    `name: bench
seed: 1
time: { start: 2024-12-15T13:00:00Z, duration: 10 min, step: 10 s }
constellation:
  - ${source}
ground:
  - cities: 85
links:
  isl: { protocol: nearest, links: 4, bandwidth: 20 Gbps }
  ground: { protocol: nearest, minElevation: 25 deg, bandwidth: 4 Gbps }
probes:
  - { from: Tokyo, to: London }
`,
  );
  return file;
}

async function stages(plan: RunPlan, satellites: number, aim: string): Promise<BenchRow[]> {
  const { nodes, time, links } = plan.sky;
  const sky = await createSky(prepareSky(plan.sky, []));
  const router = builtInRouters.get("dijkstra");
  if (router === undefined) throw new Error("no dijkstra");
  const routing = router.setup({ config: undefined });
  const graphs = new GraphBuilder();
  const { positionsKm, status } = sky.positionsAt(0);
  const [source, target] = [plan.probes.sources[0], plan.probes.targets[0]];
  const names = [
    "propagate",
    "ISLs and ground links",
    "frame to bytes and back",
    "graph (CSR)",
    "one probe",
  ] as const;
  const spent = names.map(() => [] as number[]);

  const tick = (run: number) => {
    // Each run another tick, as in a real run.
    const number = run + WARM_UP;
    const marks = [performance.now()];
    sky.propagate(number * time.stepNs, positionsKm, status, 0, nodes.satelliteCount);
    marks.push(performance.now());
    const made = sky.frame(number, positionsKm, status, undefined, undefined);
    marks.push(performance.now());
    const frame = decodeFrame(encodeFrame(made));
    marks.push(performance.now());
    const graph = graphs.build(frame.links, links.classes, frame.usable, nodes, {
      groundRelay: false,
      cost: "latency",
    });
    marks.push(performance.now());
    routing.update(graph);
    routing.route(source, target);
    marks.push(performance.now());
    if (run < 0) return;
    for (const [i, times] of spent.entries()) times.push(marks[i + 1] - marks[i]);
  };
  const whole = measure(tick, { runs: RUNS, warmup: WARM_UP });
  const label = `${satellites.toLocaleString("en")} satellites`;
  return [
    { name: `full tick, ${label}, one core`, ...whole, aim },
    ...names.map((name, i): BenchRow => {
      const sorted = spent[i].sort((a, b) => a - b);
      return {
        name: `  of it ${name}`,
        medianMs: sorted[sorted.length >> 1],
        spreadMs: [sorted[0], sorted[sorted.length - 1]],
      };
    }),
  ];
}

interface Wall {
  readonly runSeconds: number;
  readonly waitedForFramesSeconds: number;
  readonly peakMemoryBytes: number;
}

function wholeRun(folder: string, scenario: string, satellites: number, workers: number): BenchRow {
  const out = join(folder, "out");
  const cli = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
  const walls: Wall[] = [];
  for (let i = 0; i < 3; i++) {
    const args = [cli, "run", scenario, "--out", out, "--force", "--quiet", "--workers", String(workers)];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    walls.push((JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as { wall: Wall }).wall);
  }
  const sorted = walls.sort((a, b) => a.runSeconds - b.runSeconds);
  const [fastest, median, slowest] = sorted;
  const perTick = (wall: Wall) => (wall.runSeconds * 1000) / 60;
  const waits = Math.round((100 * median.waitedForFramesSeconds) / median.runSeconds);
  const memory = Math.round(Math.max(...walls.map((wall) => wall.peakMemoryBytes)) / 1e6);
  return {
    name: `a tick of a run of 60, ${satellites.toLocaleString("en")} satellites, --workers ${workers}: main thread waits for frames ${waits} % of the time, peak memory ${memory} MB`,
    medianMs: perTick(median),
    spreadMs: [perTick(fastest), perTick(slowest)],
    ...(satellites > 10_000 ? { aim: "peak memory under 600 MB" } : {}),
  };
}
