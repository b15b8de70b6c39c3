import { hops, localReads, meanMs, overSeeds, waitMs } from "./over-seeds.js";
import { runFigures } from "./run-figures.js";
import { markdownTable, withInterval } from "./statistics.js";
import { scenario } from "./testbed.js";

const WORKFLOWS = ["databelt", "random", "stateless", "databelt-nearest"] as const;

/** Runs `databelt-starlink.yaml`. */
export async function starlinkTable(seeds: number): Promise<string> {
  const runs = await overSeeds(seeds, async (seed) =>
    runFigures(await scenario("databelt-starlink.yaml", [`seed=${seed}`])),
  );
  const rows = WORKFLOWS.map((name) => [
    name,
    withInterval(runs.of(name, meanMs), 0),
    withInterval(runs.changePercent(name, "stateless", meanMs), 1),
    withInterval(runs.changePercent(name, "random", meanMs), 1),
    withInterval(runs.of(name, localReads), 2),
    withInterval(runs.of(name, hops), 1),
    withInterval(runs.of(name, waitMs), 0),
    withInterval(
      runs.of(name, ({ outcomes }) => outcomes.get("completed") ?? 0),
      0,
    ),
  ]);
  const head = [
    "workflow",
    "mean, ms",
    "against stateless, %",
    "against random, %",
    "local reads",
    "hops",
    "reads wait, ms",
    "completed of 1,000",
  ];
  return markdownTable(head, rows);
}
