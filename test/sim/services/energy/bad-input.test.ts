import { describe, expect, test } from "vitest";
import { load, refusal, scenarioText } from "../../../support/scenario-folder.js";

// scenarioText() writes name, seed, time, constellation, ground and links on lines 1 to 6; energy is on line 7.
const SOUND = "battery: { capacity: 86 Wh }, panels: { area: 0.1 m2, efficiency: 0.3 }, draw: { bus: 5 W }";

describe("what energy says that cannot be", () => {
  test.each<[string, string[]]>([
    ["{ battery: { capacity: -5 Wh }, preset: cubesat-6u }", ['expected an energy above 0 Wh; got "-5 Wh"']],
    ["{ preset: cubesat-6u, draw: { bus: -1 W } }", ['expected a power of at least 0 W; got "-1 W"']],
    ["{ preset: cubsat-6u }", ['got "cubsat-6u"; did you mean "cubesat-6u"?']],
    ["{ battery: { capacity: 86 Wh }, draw: { bus: 5 W } }", ['"panels" is missing']],
    [`{ ${SOUND}, panel: 3 }`, ['unknown key "panel"; did you mean "panels"?']],
    [`{ ${SOUND}, for: shel }`, ['is called "shel"; did you mean "shell"?']],
    [`{ ${SOUND}, for: Vienna }`, ['"Vienna" has no orbit: energy is of satellites with orbits']],
    [
      `{ preset: cubesat-6u, battery: { minimumCharge: 0.5, resumeCharge: 0.5 } }`,
      ["expected a resumeCharge above minimumCharge, 0.5; got 0.5"],
    ],
    [`{ preset: cubesat-6u, thermal: { initialTemperature: 0 } }`, ["expected a temperature with a unit"]],
    [
      `{ preset: cubesat-6u, thermal: { initialTemperature: -300 degC } }`,
      ['expected a temperature above 0 K; got "-300 degC"'],
    ],
    [
      `{ preset: cubesat-6u, thermal: { albedo: { phase: constant } } }`,
      ["expected a share, from 0 to 1, with phase constant"],
    ],
    [
      `{ preset: cubesat-6u, radiation: { elsewhere: { upsets: -1 /d } } }`,
      ['expected a rate of at least 0 /d; got "-1 /d"'],
    ],
    [
      `{ preset: cubesat-6u, radiation: { regions: [{ region: south-atlantic-anomly, upsets: 1 /d }] } }`,
      ['no region is named "south-atlantic-anomly"; did you mean "south-atlantic-anomaly"?'],
    ],
    [
      `{ preset: cubesat-6u, radiation: { restartShare: 0.7, failureShare: 0.6 } }`,
      ["expected restartShare and failureShare of at most 1 together; got 0.7 and 0.6"],
    ],
    ["[]", ["expected at least one item; got an empty list"]],
    ["7", ["expected keys and values; got 7"]],
    [
      `[{ ${SOUND}, for: shell }, { ${SOUND}, for: [shell, space] }]`,
      [
        '"shell" has satellites of two entries; the other is at line 7',
        '"space" has satellites of two entries; the other is at line 7',
      ],
    ],
    [`[{ ${SOUND} }, { ${SOUND}, for: "*" }]`, ['two entries are for "*"; the first is at line 7']],
    [
      `{ preset: microsat-50kg, battery: { capacity: 3 W }, panels: { efficiency: 3 }, draw: { bus: 1 } }`,
      [
        "expected an energy with a unit",
        "expected at most 1; got 3",
        'expected a power with a unit, such as "30 W"; 1 has no unit',
      ],
    ],
  ])("%s", async (energy, messages) => {
    const lines = await refusal(scenarioText({ energy }));
    expect(lines).toHaveLength(messages.length);
    for (const [i, line] of lines.entries()) {
      expect(line).toMatch(/^scenario\.yaml:7:\d+: /);
      expect(line).toContain(messages[i]);
    }
  });
});

describe("whom an entry is for", () => {
  const constellation =
    "[{ walker: { name: low, type: delta, altitude: 550 km, inclination: 53 deg, planes: 1, satellitesPerPlane: 3, phasing: 0 } }, { walker: { name: high, type: delta, altitude: 1200 km, inclination: 53 deg, planes: 1, satellitesPerPlane: 2, phasing: 0 } }]";
  const idsOf = async (energy: string) => {
    const { services } = await load(scenarioText({ constellation, energy }));
    return services.energy?.models.map(({ nodes }) => [...nodes]);
  };

  test("all satellites with orbits, and none of the ground", async () => {
    expect(await idsOf("{ preset: cubesat-6u }")).toEqual([[0, 1, 2, 3, 4]]);
  });

  test('names, and "*" for the others', async () => {
    expect(await idsOf("[{ preset: cubesat-6u }, { preset: microsat-50kg, for: high }]")).toEqual([
      [0, 1, 2],
      [3, 4],
    ]);
    expect(await idsOf("{ preset: cubesat-6u, for: space }")).toEqual([[0, 1, 2, 3, 4]]);
  });
});

describe("presets", () => {
  test("give way to what the entry says, key by key", async () => {
    const { services } = await load(
      scenarioText({
        energy: "{ preset: cubesat-6u, battery: { capacity: 40 Wh }, draw: { radio: { idle: 3 W } } }",
      }),
    );
    const model = services.energy?.models[0];
    expect(model?.battery).toEqual({
      capacityJ: 144_000,
      initialCharge: 1,
      minimumCharge: 0.2,
      resumeCharge: 0.25,
      onEmpty: "refuse",
    });
    expect(model?.draw.radio.idleW).toBe(3);
    expect(model?.draw.radio.sentJPerBit).toBeCloseTo(1e-7, 20);
    expect(model?.thermal?.limits).toEqual({ maxK: 323.15, resumeK: 318.15 });
  });
});
