import { loadScenario, openResults, runScenario, type TableRow } from "starbelt";

const plan = await loadScenario("scenario.yaml");
const { dir, status, summary } = await runScenario(plan, { workers: 2, out: "out" });
const results = openResults(dir);
const routes: TableRow<"routes">[] = [];
for await (const row of results.rows("routes")) routes.push(row);
console.log(
  JSON.stringify({
    status,
    manifest: results.manifest.status,
    workers: results.manifest.workers,
    ticks: summary.ticks,
    isls: summary.topology.islsMean,
    paths: routes.map(({ path }) => path),
    metrics: Object.fromEntries(
      summary.metrics.map(({ metric, statistic, value }) => [`${metric} ${statistic}`, value]),
    ),
    events: summary.events,
  }),
);
