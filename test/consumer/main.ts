import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadScenario, openResults, runScenario } from "starbelt";

const plan = await loadScenario("scenario.yaml");
const { dir, status, summary } = await runScenario(plan, { workers: 2, out: "out" });
const results = await openResults(dir);
const rows = await results.rows("routes");
const manifest = JSON.parse(readFileSync(join(dir, "manifest.json"), "utf8")) as { status: string };
console.log(
  JSON.stringify({
    status,
    manifest: manifest.status,
    routes: rows.length,
    metrics: summary.metrics,
    events: summary.events,
  }),
);
