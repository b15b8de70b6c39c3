// Writes the files in scenarios/ that are made from code: the JSON Schema for editors, and a catalogue.
// Run with: node --import tsx scripts/generate-scenario-files.ts
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type ElementSets, walkerElements } from "../orbits/index.js";
import { scenarioJsonSchema } from "../sim/scenario/schema.js";

/** Contents by path relative to the package's root. */
export function generatedScenarioFiles(): Map<string, string> {
  return new Map([
    ["scenarios/scenario.schema.json", `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`],
    ["scenarios/data/walker-528.tle", walkerCatalogue()],
  ]);
}

/** 24 planes of 22 satellites at 550 km, 53 degrees, as a catalogue of the day would have them. */
function walkerCatalogue(): string {
  const shell = {
    name: "walker",
    type: "delta",
    planes: 24,
    slotsPerPlane: 22,
    altitudeKm: 550,
    inclinationDeg: 53,
    phasing: 13,
  } as const;
  // 2024-12-15T12:00:00Z: day 350.5 of the year.
  const elements = walkerElements(shell, { day: 20_072, secondOfDay: 43_200 });
  return [...elements.names].map((_, i) => threeLineSet(elements, i, "24350.50000000")).join("");
}

/** A name and two lines in the format of NORAD element sets. Source: CelesTrak, "NORAD Two-Line Element Set Format". */
function threeLineSet(elements: ElementSets, i: number, epoch: string): string {
  const number = String(90_001 + i);
  const degrees = (value: number | undefined): string => (value ?? 0).toFixed(4).padStart(8);
  const line1 = `1 ${number}U 24001A   ${epoch}  .00000000  00000-0  00000-0 0  999`;
  const line2 = [
    `2 ${number}`,
    degrees(elements.inclinationDeg[i]),
    degrees(elements.rightAscensionDeg[i]),
    "0000000",
    degrees(0),
    degrees(elements.meanAnomalyDeg[i]),
    `${(elements.meanMotionRevPerDay[i] ?? 0).toFixed(8).padStart(11)}    1`,
  ].join(" ");
  return [elements.names.at(i), withChecksum(line1), withChecksum(line2), ""].join("\n");
}

/** Digits count as they are, a minus sign as 1. */
function withChecksum(line: string): string {
  const sum = [...line].reduce((total, c) => total + (c === "-" ? 1 : /\d/.test(c) ? Number(c) : 0), 0);
  return `${line}${sum % 10}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const [path, text] of generatedScenarioFiles()) {
    const target = fileURLToPath(new URL(`../${path}`, import.meta.url));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}
