import {
  hops,
  localReads,
  meanMs,
  type OverSeeds,
  overSeeds,
  perSecond,
  violations,
  waitMs,
} from "./over-seeds.js";
import { markdownTable, withInterval } from "./statistics.js";
import { POLICIES, runTestbed } from "./testbed.js";
import { CHANGES } from "./testbed-changes.js";

/** Sizes of the published runs that the tables have, MB. */
const SIZES_MB = [1, 2, 5, 10, 20, 30, 40, 50];

const COMPARISON = [
  "databelt, ms",
  "random, ms",
  "stateless, ms",
  "against stateless, %",
  "against random, %",
  "throughput against random",
];

function comparison(runs: OverSeeds): string[] {
  return [
    ...POLICIES.map((policy) => withInterval(runs.of(policy, meanMs), 0)),
    withInterval(runs.changePercent("databelt", "stateless", meanMs), 1),
    withInterval(runs.changePercent("databelt", "random", meanMs), 1),
    withInterval(runs.ratio("databelt", "random", perSecond), 2),
  ];
}

/** Two tables over the size of the states: how long workflows take, and where their states are. */
export async function sizeTables(
  seeds: number,
): Promise<{ readonly latency: string; readonly places: string }> {
  const latency: string[][] = [];
  const places: string[][] = [];
  for (const sizeMb of SIZES_MB) {
    const runs = await overSeeds(seeds, (seed) => runTestbed({ seed, sizeMb, set: durationFor(sizeMb) }));
    latency.push([`${sizeMb} MB`, ...comparison(runs)]);
    places.push([
      `${sizeMb} MB`,
      ...POLICIES.map((policy) => withInterval(runs.of(policy, localReads), 2)),
      ...POLICIES.map((policy) => withInterval(runs.of(policy, hops), 2)),
      ...POLICIES.map((policy) => `${(100 * runs.of(policy, violations(policy)).mean).toFixed(0)} %`),
    ]);
  }
  const each = (what: string) => POLICIES.map((policy) => `${what}, ${policy}`);
  return {
    latency: markdownTable(["state", ...COMPARISON], latency),
    places: markdownTable(
      ["state", ...each("local reads"), ...each("hops"), ...each("SLO violations")],
      places,
    ),
  };
}

/** The set-up with one thing changed, at 10 MB. */
export async function changesTable(seeds: number): Promise<string> {
  const rows: string[][] = [];
  for (const { what, set } of CHANGES) {
    const runs = await overSeeds(seeds, (seed) =>
      runTestbed({ seed, sizeMb: 10, set: [...durationFor(10), ...set] }),
    );
    rows.push([
      what,
      ...comparison(runs),
      withInterval(runs.of("databelt", localReads), 2),
      withInterval(runs.of("databelt", hops), 2),
      withInterval(runs.of("databelt", waitMs), 0),
    ]);
  }
  const more = ["local reads, databelt", "hops, databelt", "reads wait, databelt, ms"];
  return markdownTable(["set-up, 10 MB", ...COMPARISON, ...more], rows);
}

/** Published: 2 MB, 5 to 50 workflows at once, of functions that do next to nothing but pass on their state. */
export async function fanOutTable(seeds: number): Promise<string> {
  const rows: string[][] = [];
  for (const clients of [5, 20, 50]) {
    const set = [
      ...POLICIES.map((_, i) => `plugins.0.with.invocations.${i}.clients=${clients}`),
      ...[0, 1, 2].map((i) => `plugins.0.with.functions.${i}.work=0 s`),
    ];
    const runs = await overSeeds(seeds, (seed) =>
      runTestbed({ seed, sizeMb: 2, set: [...set, "time.duration=1 min"] }),
    );
    rows.push([`${clients}`, ...comparison(runs)]);
  }
  return markdownTable(["workflows at once, 2 MB", ...COMPARISON], rows);
}

/** Of small states there are enough in five minutes. */
function durationFor(sizeMb: number): string[] {
  return sizeMb <= 10 ? ["time.duration=5 min"] : [];
}
