import { describe, expect, test } from "vitest";
import { load, scenarioText } from "../support/scenario-folder.js";

const shell = (name: string, epoch: string) =>
  `{ walker: { name: ${name}, type: delta, altitude: 550 km, inclination: 53 deg, planes: 2, satellitesPerPlane: 3, phasing: 0, epoch: ${epoch} } }`;

async function warningsOf(constellation: string, files: Record<string, string> = {}): Promise<string[]> {
  const links =
    "{ isl: { protocol: nearest, bandwidth: 1 Gbps }, ground: { protocol: nearest, bandwidth: 1 Gbps } }";
  const { warnings } = await load(scenarioText({ constellation, links }), files);
  return warnings.map(({ message }) => message);
}

/** Two satellites whose epochs are day 305.5 and 350.5 of 2024, and one of day 32 of 2025. */
const CATALOGUE = `ONE
1 44714U 19074B   24305.50000000  .00000000  00000-0  00000-0 0  9990
2 44714  53.0000   0.0000 0000000   0.0000   0.0000 15.05491974    16
TWO
1 44715U 19074C   24350.50000000  .00000000  00000-0  00000-0 0  9991
2 44715  53.0000   0.0000 0000000   0.0000  16.3636 15.05491974    12
THREE
1 44716U 19074D   25032.25000000  .00000000  00000-0  00000-0 0  9991
2 44716  53.0000   0.0000 0000000   0.0000  32.7272 15.05491974    12
`;

describe("epochs far from the start of a run", () => {
  test("are told with the count and their range, those nearby left out of it", async () => {
    const source = "[{ tle: sats.tle, checksum: ignore }]";
    expect(await warningsOf(source, { "sats.tle": CATALOGUE })).toEqual([
      "2 of 3 satellites have an epoch more than 14 days from the start of the run: from 2024-10-31T12:00:00Z to 2025-02-01T06:00:00Z, the furthest 47.7 days from it",
    ]);
  });

  test("are one instant where a source has one", async () => {
    const source = `[${shell("old", "2024-11-01T13:00:00Z")}, ${shell("new", "2024-12-15T12:00:00Z")}]`;
    expect(await warningsOf(source)).toEqual([
      "6 of 6 satellites have an epoch more than 14 days from the start of the run: 2024-11-01T13:00:00Z, 44.0 days from it",
    ]);
  });
});
