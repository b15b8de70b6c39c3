/** `test/NAME.test.ts`: the scenario through the public API. */
export function test(name: string): string {
  return `import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadScenario, openResults, runScenario } from "starbelt";
import { expect, onTestFinished, test } from "vitest";

const SCENARIO = fileURLToPath(new URL("../scenario.yaml", import.meta.url));

/** Runs the scenario into a folder that goes when the test does. */
async function run(...set: string[]) {
  const folder = mkdtempSync(join(tmpdir(), "${name}-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const plan = await loadScenario(SCENARIO, { set });
  const { dir, summary } = await runScenario(plan, { out: join(folder, "results") });
  let events = 0;
  for await (const { kind } of openResults(dir).rows("events")) if (kind === "${name}.slow") events++;
  const value = (metric: string, statistic: string) =>
    summary.metrics.find((each) => each.metric === metric && each.statistic === statistic)?.value;
  return { value, events };
}

test("the way takes as long as light does, and then some", async () => {
  const { value, events } = await run("plugins.0.with.limit=1 s");
  expect(value("${name}.latency", "count")).toBe(12); // 6 min in steps of 30 s
  // Straight through the Earth are 4,690 km, at 299.79 km/ms; by satellite it is less than four times as far.
  expect(value("${name}.latency", "min")).toBeGreaterThan(15.6);
  expect(value("${name}.latency", "max")).toBeLessThan(4 * 15.6);
  expect(value("${name}.slow-ticks", "value")).toBe(0);
  expect(events).toBe(0);
});

test("a limit that nothing keeps is told once, and counted at every tick", async () => {
  const { value, events } = await run("plugins.0.with.limit=1 ms");
  expect(value("${name}.slow-ticks", "value")).toBe(12);
  expect(events).toBe(1);
});

test("a site that is not there is told with the nearest name", async () => {
  const loaded = loadScenario(SCENARIO, { set: ["plugins.0.with.to=Lago"] });
  await expect(loaded).rejects.toThrow(/Lago.*did you mean "Lagos"/);
});
`;
}
