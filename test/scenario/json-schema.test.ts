import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { generatedScenarioFiles } from "../../scripts/generate-scenario-files.js";
import { scenarioJsonSchema } from "../../sim/scenario/schema.js";
import { scenarioTemplate } from "../../sim/scenario/template.js";
import { violations } from "../support/json-schema.js";

const ROOT = new URL("../../", import.meta.url);
const SCENARIOS = readdirSync(new URL("scenarios/", ROOT)).filter((file) => file.endsWith(".yaml"));

const read = (path: string) => readFileSync(fileURLToPath(new URL(path, ROOT)), "utf8");

describe("generated files", () => {
  test.each([...generatedScenarioFiles().keys()])(
    "%s is up to date (else: node --import tsx scripts/generate-scenario-files.ts)",
    (path) => {
      expect(read(path)).toBe(generatedScenarioFiles().get(path));
    },
  );
});

describe("the JSON Schema", () => {
  test.each(SCENARIOS)("accepts scenarios/%s", (file) => {
    expect(violations(scenarioJsonSchema(), parse(read(`scenarios/${file}`)))).toEqual([]);
  });

  test("accepts the template", () => {
    expect(violations(scenarioJsonSchema(), parse(scenarioTemplate()))).toEqual([]);
  });

  test.each([
    ["name: 3", "name"],
    ["prob: []", ""],
    ["time: { start: 2024-12-15T13:00:00, duration: 1 min, step: 1 s }", "time.start"],
    ["time: { start: 2024-12-15T13:00:00Z, duration: 1 km, step: 1 s }", "time.duration"],
    ["constellation: [{ preset: x }]", "constellation.0"],
    ["constellation: []", "constellation"],
    ["ground: [{ cities: 101 }]", "ground.0"],
    [
      "links: { isl: { protocol: plus-grid }, ground: { protocol: nearest, bandwidth: 1 Gbps } }",
      "links.isl",
    ],
    ["links: { isl: [{ protocol: none }] }", "links.isl"],
    ["routing: { ruter: x }", "routing"],
    ["probes: [{ from: a }]", "probes.0"],
  ])("refuses %s", (change, place) => {
    const valid = parse(read("scenarios/quickstart.yaml")) as object;
    const found = violations(scenarioJsonSchema(), { ...valid, ...(parse(change) as object) });
    expect(found.map((line) => line.split(": ")[0])).toContain(place);
  });

  test("describes every key", () => {
    const undescribed: string[] = [];
    const visit = (node: unknown, path: string): void => {
      if (typeof node !== "object" || node === null) return;
      const { properties } = node as { properties?: Record<string, { description?: string }> };
      for (const [key, inner] of Object.entries(properties ?? {})) {
        const inCondition = path.endsWith(".if");
        if (!inCondition && inner.description === undefined) undescribed.push(`${path}.${key}`);
      }
      for (const [key, inner] of Object.entries(node)) visit(inner, `${path}.${key}`);
    };
    visit(scenarioJsonSchema(), "");
    expect(undescribed).toEqual([]);
  });

  test("offers the names of built-ins, and shows defaults", () => {
    const schema = JSON.stringify(scenarioJsonSchema());
    for (const name of ["plus-grid", "all-visible", "graphology", "starlink-gen2-535"])
      expect(schema).toContain(`"${name}"`);
    expect(schema).toContain('"default":"0 ms"');
  });

  test.each([...SCENARIOS.map((file) => read(`scenarios/${file}`)), scenarioTemplate()])(
    "is named in the first line of each scenario (%#)",
    (text) => {
      expect(text).toMatch(/^# yaml-language-server: \$schema=\S*scenario\.schema\.json\n/);
    },
  );
});
