/**
 * Prints the table of this plugin's README from runs of its scenario: `node --import tsx plugins/serverless/reproduce.ts
 * [seeds]`, with 10 seeds unless told otherwise.
 */
import { meanInterval } from "../../index.js";
import { meanOf, POLICIES, type PolicyFigures, runHyperDrive, SITES, SIZES } from "./reproduce/hyperdrive.js";

const DEFAULT_SEEDS = 10;
const SATELLITES_PER_PLANE = 40;

const seeds = process.argv[2] === undefined ? DEFAULT_SEEDS : Number(process.argv[2]);
if (!Number.isInteger(seeds) || seeds < 2)
  throw new RangeError(`expected a number of seeds, at least 2; got ${process.argv[2]}`);

print(["nodes (published)", "policy", "predecessor latency, ms", "SLO violations", "completed of 15"]);
print(Array(5).fill("---"));
for (const { planes, published } of SIZES) {
  const runs: Awaited<ReturnType<typeof runHyperDrive>>[] = [];
  for (let seed = 1; seed <= seeds; seed++) runs.push(await runHyperDrive(seed, planes));
  for (const policy of POLICIES) {
    const over = (figure: (figures: PolicyFigures) => number) => {
      const { mean, halfWidth } = meanInterval(
        runs.map((run) => figure(run.get(policy)!)),
        0.95,
      )!;
      return `${mean.toFixed(1)} ± ${halfWidth!.toFixed(1)}`;
    };
    print([
      `${SATELLITES_PER_PLANE * planes + SITES} (${published})`,
      policy,
      over(({ latenciesMs }) => meanOf(latenciesMs)),
      over(({ violations }) => violations),
      over(({ outcomes }) => outcomes.get("completed") ?? 0),
    ]);
  }
}

function print(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(" | ")} |\n`);
}
