import { PUBLISHED_MB } from "../published.js";
import { meanMs, type OverSeeds, overSeeds } from "./over-seeds.js";
import { runFigures } from "./run-figures.js";
import { markdownTable, rounded, withInterval } from "./statistics.js";
import { scenario } from "./testbed.js";

/** Names of the workflows of `databelt-fusion.yaml`. */
const WORKFLOWS = ["single-remote", "fused-remote", "single-local", "fused-local"] as const;

export interface FusionOptions {
  /** Functions that share a runtime, each with one state. */
  readonly depth: number;
  readonly sizeMb: number;
}

/** Runs `databelt-fusion.yaml`, with the store where it is said to be: storage is all that takes time in it. */
export function runFusion(
  seeds: number,
  where: "remote" | "local",
  { depth, sizeMb }: FusionOptions,
): Promise<OverSeeds> {
  const steps = JSON.stringify(chainOf(depth));
  const set = [
    ...WORKFLOWS.map((_, i) => `plugins.0.with.workflows.${i}.steps=${steps}`),
    `plugins.0.with.functions.0.outputs.state=${(sizeMb * PUBLISHED_MB) / 1e6} MB`,
    `plugins.0.with.invocations=[{ workflow: single-${where}, clients: 1 }, { workflow: fused-${where}, clients: 1 }]`,
    ...(sizeMb < 5 ? ["time.duration=1 min"] : []),
  ];
  return overSeeds(seeds, async (seed) =>
    runFigures(await scenario("databelt-fusion.yaml", [`seed=${seed}`, ...set])),
  );
}

/** How many per cent less time storage takes when states are fused. */
export function saving(runs: OverSeeds, where: "remote" | "local") {
  const { mean, halfWidth } = runs.changePercent(`fused-${where}`, `single-${where}`, meanMs);
  return { mean: mean === 0 ? 0 : -mean, halfWidth };
}

export async function fusionTable(seeds: number): Promise<string> {
  const rows: string[][] = [];
  for (const sizeMb of [0.5, 1, 2, 5, 10, 20]) {
    const row = [`${sizeMb} MB`];
    for (const depth of [1, 2, 3, 4, 5])
      row.push(withInterval(saving(await runFusion(seeds, "remote", { depth, sizeMb }), "remote"), 1));
    const local = await runFusion(1, "local", { depth: 5, sizeMb });
    row.push(rounded(saving(local, "local").mean, 1));
    rows.push(row);
  }
  return markdownTable(
    ["state", "d = 1, %", "d = 2, %", "d = 3, %", "d = 4, %", "d = 5, %", "d = 5, local, %"],
    rows,
  );
}

/** So many producers in one runtime, then so many consumers in another; each reads one state. */
function chainOf(depth: number): object[] {
  const numbers = Array.from({ length: depth }, (_, i) => i + 1);
  const common = { node: "satellite" };
  const producers = numbers.map((i) => ({
    ...common,
    name: `p${i}`,
    function: "produce",
    group: "producers",
    reads: [],
    writes: { state: `s${i}` },
    after: i === 1 ? [] : [`p${i - 1}`],
  }));
  const consumers = numbers.map((i) => ({
    ...common,
    name: `c${i}`,
    function: "consume",
    group: "consumers",
    reads: [`s${i}`],
    after: [i === 1 ? `p${depth}` : `c${i - 1}`],
  }));
  return [...producers, ...consumers];
}
