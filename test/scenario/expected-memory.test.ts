import { expect, test } from "vitest";
import { loadScenarioText } from "../../index.js";
import { expectedMemoryBytes } from "../../sim/scenario/expected-memory.js";

const shell = (planes: number) => `name: many
seed: 1
time: { start: 2026-01-01T00:00:00Z, duration: 1 min, step: 10 s }
constellation:
  - walker: { name: many, type: delta, altitude: 550 km, inclination: 53 deg, planes: ${planes}, satellitesPerPlane: 100, phasing: 0 }
links:
  isl: { protocol: plus-grid, bandwidth: 20 Gbps }
`;

test("a run that would take more memory than there is is refused before it starts", async () => {
  const plan = await loadScenarioText(shell(2000));
  const bytes = expectedMemoryBytes(plan, 0);
  await expect(loadScenarioText(shell(2000), { memoryBytes: bytes })).resolves.toBeDefined();
  const refused = loadScenarioText(shell(2000), { file: "many.yaml", memoryBytes: bytes - 1 });
  await expect(refused).rejects.toThrow(
    /^many\.yaml:5:3: a run takes about 0\.\d GB of memory, and there are 0\.\d GB: expected fewer satellites or links than these 200000 satellites have$/,
  );
});

test("threads take memory of their own", async () => {
  const plan = await loadScenarioText(shell(20));
  const [none, one, two] = [0, 1, 2].map((workers) => expectedMemoryBytes(plan, workers));
  expect(one).toBeGreaterThan(none);
  expect(two).toBeGreaterThan(one);
});
