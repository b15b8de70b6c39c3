import type { Command } from "commander";
import { type ComparedMetric, type Comparison, compareResults } from "../index.js";
import { counted, figureText, percentText, signedText } from "./figure-text.js";
import { alignRows } from "./text-table.js";

interface CompareFlags {
  readonly metrics?: readonly string[];
  readonly all?: boolean;
  readonly json?: boolean;
}

export function addCompareCommand(program: Command): void {
  program
    .command("compare")
    .description("hold two results folders, or two sweeps, against each other")
    .argument("<a>", "results folder, or folder of a sweep")
    .argument("<b>", "the same")
    .option("--metrics <names...>", "only these; * stands for any text, such as routes.*")
    .option("--all", "also metrics that are equal")
    .option("--json", "print as JSON")
    .action(async (a: string, b: string, { metrics, all = false, json = false }: CompareFlags) => {
      const comparison = await compareResults(a, b, metrics === undefined ? {} : { metrics });
      process.stdout.write(
        json
          ? `${JSON.stringify(comparison, null, 2)}\n`
          : formatManifest(comparison) + formatComparison(comparison, all),
      );
    });
}

function formatManifest({ manifest, onlyA, onlyB }: Comparison): string {
  const head = manifest.length === 0 ? "run alike: the manifests do not differ\n" : "run differently\n";
  const rows = manifest.map(({ key, a, b }) => [key, shown(a), shown(b)]);
  const only = (points: readonly string[], which: string) =>
    points.map((point) => `only in ${which}: ${point}\n`).join("");
  const table = rows.length === 0 ? "" : alignRows([["", "A", "B"], ...rows]);
  return `${head}${table}${only(onlyA, "A")}${only(onlyB, "B")}`;
}

/** Long values, such as hashes, by their beginning. */
function shown(json: string | null): string {
  if (json === null) return "-";
  return json.length > 40 ? `${json.slice(0, 37)}...` : json;
}

function formatComparison(comparison: Comparison, all: boolean): string {
  const { metrics } = comparison;
  const told = all ? metrics : metrics.filter((metric) => !isEqual(metric));
  const equal = metrics.filter(isEqual).length;
  const count = `${counted(equal, "metric")} equal, ${metrics.length - equal} not\n`;
  if (told.length === 0) return count;
  if (comparison.kind === "runs") {
    const rows = told.map((each) => [each.metric, mean(each.a), mean(each.b), ...differenceCells(each)]);
    return `${count}${alignRows([["metric", "A", "B", "B - A", "of A"], ...rows])}`;
  }
  const points = [...new Set(told.map(({ point }) => point))];
  const tables = points.map((point) => {
    const rows = told
      .filter((each) => each.point === point)
      .map((each) => [
        each.metric,
        interval(each.a),
        interval(each.b),
        ...differenceCells(each),
        significance(each),
      ]);
    return `${point}\n${alignRows([["metric", "A", "B", "B - A", "of A", "p"], ...rows])}`;
  });
  return count + tables.join("") + legend(comparison);
}

function isEqual({ a, b, difference }: ComparedMetric): boolean {
  return difference === 0 && a?.standardDeviation === b?.standardDeviation;
}

function mean(figure: ComparedMetric["a"]): string {
  return figure === null ? "-" : figureText(figure.mean);
}

function interval(figure: ComparedMetric["a"]): string {
  if (figure === null) return "-";
  const { halfWidth } = figure;
  return halfWidth === null ? mean(figure) : `${mean(figure)} ± ${Number(halfWidth.toPrecision(3))}`;
}

function differenceCells({ difference, relative }: ComparedMetric): string[] {
  return [difference === null ? "-" : signedText(difference), percentText(relative)];
}

/** Below this, a difference is called significant. */
const LEVEL = 0.05;

function significance({ test }: ComparedMetric): string {
  if (test === null) return "-";
  const p = test.p < 1e-4 ? "< 0.0001" : test.p.toFixed(4);
  return test.p < LEVEL ? `${p} *` : p;
}

function legend({ confidence, metrics }: Comparison): string {
  const tests = metrics.filter(({ test }) => test !== null);
  if (tests.length === 0)
    return "fewer than two runs on a side: no intervals, and nothing said of significance\n";
  const significant = tests.filter(({ test }) => (test?.p ?? 1) < LEVEL).length;
  return (
    `± half of the ${100 * (confidence ?? 0)} % interval (Student's t); p of Welch's t-test (Welch 1947), * below ${LEVEL}\n` +
    `${counted(tests.length, "comparison")}, ${significant} below ${LEVEL}; of metrics that do not differ about ${LEVEL * 100} % are, by chance\n`
  );
}
