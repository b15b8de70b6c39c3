import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { InputError } from "../../orbits/input-error.js";
import { type LoadOptions, loadScenario } from "../../sim/scenario/load-scenario.js";
import type { RunPlan } from "../../sim/scenario/run-plan.js";

/** A sound scenario of few satellites; parts can be replaced by their key. */
export function scenarioText(parts: Readonly<Record<string, string>> = {}): string {
  const all: Record<string, string> = {
    name: "test",
    seed: "1",
    time: "{ start: 2024-12-15T13:00:00Z, duration: 60 s, step: 10 s }",
    constellation:
      "[{ walker: { name: shell, type: delta, altitude: 550 km, inclination: 53 deg, planes: 4, satellitesPerPlane: 5, phasing: 1 } }]",
    ground:
      "[{ name: Vienna, latitude: 48.21 deg, longitude: 16.37 deg }, { name: Graz, latitude: 47.07 deg, longitude: 15.44 deg }]",
    links:
      "{ isl: { protocol: plus-grid, bandwidth: 20 Gbps }, ground: { protocol: nearest, bandwidth: 4 Gbps } }",
    ...parts,
  };
  return Object.entries(all)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join("");
}

/** Two satellites with names, as a catalogue has them. */
export const TWO_SATELLITES = `STARLINK-1
1 44714U 19074B   24350.50000000  .00000000  00000-0  00000-0 0  9990
2 44714  53.0000   0.0000 0000000   0.0000   0.0000 15.05491974    16
STARLINK-2
1 44715U 19074C   24350.50000000  .00000000  00000-0  00000-0 0  9991
2 44715  53.0000   0.0000 0000000   0.0000  16.3636 15.05491974    12
`;

/** Writes files into a new folder that is removed after the test. */
export function makeFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "starbelt-scenario-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Loads `scenario.yaml` of a new folder with these files. */
export function load(
  scenario: string,
  files: Readonly<Record<string, string>> = {},
  options: LoadOptions = {},
): Promise<RunPlan> {
  return loadScenario("scenario.yaml", {
    cwd: makeFolder({ "scenario.yaml": scenario, ...files }),
    ...options,
  });
}

/** The lines that a user would see for a scenario that must be refused. */
export async function refusal(
  scenario: string,
  files: Readonly<Record<string, string>> = {},
  options: LoadOptions = {},
): Promise<string[]> {
  return refusalOf(load(scenario, files, options));
}

/** The lines of the InputError that something must end in. */
export async function refusalOf(loading: Promise<unknown>): Promise<string[]> {
  const error = await loading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof InputError)) throw new Error(`expected an InputError, got ${String(error)}`);
  return error.message.split("\n");
}
