import { describe, expect, test } from "vitest";
import { InputError, loadScenarioText } from "../../index.js";

async function messages(ground: string, constellation = "[{ preset: iridium }]"): Promise<string[]> {
  const scenario = `
name: x
seed: 1
time: { start: 2024-12-15T13:00:00Z, duration: 1 min, step: 10 s }
constellation: ${constellation}
ground: ${ground}
links:
  isl: { protocol: plus-grid, bandwidth: 20 Gbps }
  ground: { protocol: nearest, bandwidth: 4 Gbps }
probes: [{ from: Vienna, to: Tokio }]
`;
  const error = await loadScenarioText(scenario).catch((refused: unknown) => refused);
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).problems.map(({ message }) => message);
}

const VIENNA = "{ name: Vienna, latitude: 48 deg, longitude: 16 deg }";
const WRONG_VIENNA = "{ name: Vienna, latitude: 91 deg, longitude: 16 deg }";
const TOKYO = "{ name: Tokyo, latitude: 35 deg, longitude: 139 deg }";
const TOKIO = 'no site is named "Tokio"; did you mean "Tokyo"?';

describe("a probe's misspelt site is told together with", () => {
  test("a mistake in another site, whose name is known all the same", async () => {
    expect(await messages(`[${WRONG_VIENNA}, ${TOKYO}]`)).toEqual([
      'expected an angle of at most 90 deg; got "91 deg"',
      TOKIO,
    ]);
  });

  test("a mistake in a source that brings no sites", async () => {
    const told = await messages(`[${VIENNA}, ${TOKYO}]`, "[{ preset: irdium }]");
    expect(told).toHaveLength(2);
    expect(told[1]).toBe(TOKIO);
  });
});

describe("a probe's site may be", () => {
  test.each([
    ["in a file that cannot be read", `[${VIENNA}, { file: ./none.csv }]`, undefined],
    ["one of the cities, had their number been right", `[${VIENNA}, { cities: 1000 }]`, undefined],
    ["in a network that cannot be read", `[${VIENNA}]`, "[{ preset: iridium }, { network: ./none.yaml }]"],
  ])("%s: nothing is said of it", async (_, ground, constellation) => {
    const told = await messages(ground, constellation);
    expect(told).toHaveLength(1);
    expect(told[0]).not.toContain("Tokio");
  });
});
