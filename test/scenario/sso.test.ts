import { describe, expect, test } from "vitest";
import { load, refusal, scenarioText } from "../support/scenario-folder.js";

const LINKS =
  "{ isl: { protocol: rings, bandwidth: 20 Gbps }, ground: { protocol: nearest, bandwidth: 4 Gbps } }";

/** A scenario of one `sso` source, whose mapping begins at column 22 of line 4. */
function ssoText(rest: string): string {
  return scenarioText({ constellation: `[{ sso: { name: dawn, ${rest} } }]`, links: LINKS });
}

const RANGE = "rings: { from: 500 km, to: 560 km, count: 4 }";
const OTHERS = 'satellitesPerRing: 6, localTimeOfNode: "06:00"';

describe("sun-synchronous rings in a scenario", () => {
  test("are one shell, by ring, then slot, whatever form the altitudes have", async () => {
    const ranged = await load(ssoText(`${RANGE}, ${OTHERS}`));
    const listed = await load(ssoText(`rings: [500 km, 520 km, 540 km, 560 km], ${OTHERS}`));
    for (const { sky, nodeNames } of [ranged, listed]) {
      expect(sky.nodes.shells).toEqual([
        { name: "dawn", source: "dawn", first: 0, count: 24, rings: { rings: 4, slotsPerRing: 6 } },
      ]);
      expect(nodeNames.slice(5, 8)).toEqual(["dawn-0-5", "dawn-1-0", "dawn-1-1"]);
    }
    expect(listed.sky.satellites).toEqual(ranged.sky.satellites);
  });

  test("the local time and the epoch set the node", async () => {
    const nodeOf = async (rest: string) => {
      const { sky } = await load(ssoText(`${RANGE}, satellitesPerRing: 6, ${rest}`));
      const [source] = sky.satellites;
      if (source?.kind !== "sgp4") throw new Error("no satellites with orbits");
      return source.elements.rightAscensionDeg[0] as number;
    };
    const dawn = await nodeOf('localTimeOfNode: "06:00"');
    const later = ((await nodeOf('localTimeOfNode: "10:30:00"')) - dawn + 360) % 360;
    expect(later).toBeCloseTo(67.5, 9);
    // A day before, the mean Sun stood 0.9856 degrees further west.
    const before = await nodeOf('localTimeOfNode: "06:00", epoch: 2024-12-14T13:00:00Z');
    expect((dawn - before + 360) % 360).toBeCloseTo(0.98565, 4);
  });

  test("presets of rings stand beside Walker shells, and `for:` names a shell, a source or a family", async () => {
    const constellation = "[{ preset: starcloud-1 }, { preset: oneweb-1 }]";
    const isl = "{ protocol: rings, bandwidth: 1 Gbps }";
    const links = `{ isl: [{ for: starcloud-1, ${isl.slice(2)}, { for: oneweb-1, ${isl.slice(2)}] }`;
    const { sky } = await load(scenarioText({ constellation, links, ground: "[]" }));
    expect(sky.nodes.shells.map(({ name, count }) => [name, count])).toEqual([
      ["starcloud-1", 17_600],
      ["oneweb-1", 588],
    ]);
    const family = scenarioText({
      constellation: "[{ preset: starcloud }]",
      links: `{ isl: [{ for: starcloud, ${isl.slice(2)}] }`,
      ground: "[]",
    });
    expect((await load(family)).sky.nodes.shells).toHaveLength(5);
  });
});

describe("mistakes in sun-synchronous rings", () => {
  test.each([
    [`rings: [-10 km], ${OTHERS}`, 'expected a length above 80 km; got "-10 km"'],
    [`rings: [80 km], ${OTHERS}`, 'expected a length above 80 km; got "80 km"'],
    [`rings: [500 km, 2501 km], ${OTHERS}`, 'expected a length of at most 2500 km; got "2501 km"'],
    [`rings: [600 km, 600 km], ${OTHERS}`, "expected a ring above the one before it, at 600 km; got 600 km"],
    [`rings: { from: 0 km, to: 900 km, count: 3 }, ${OTHERS}`, 'expected a length above 80 km; got "0 km"'],
    [
      `rings: { from: 500 km, to: 2600 km, count: 3 }, ${OTHERS}`,
      'expected a length of at most 2500 km; got "2600 km"',
    ],
    [`rings: { from: 900 km, to: 500 km, count: 3 }, ${OTHERS}`, "expected more than 900 km; got 500 km"],
    [
      `rings: { from: 500 km, to: 900 km, count: 1 }, ${OTHERS}`,
      "expected one ring to be from and to the same altitude, 500 km; got 900 km",
    ],
    [`rings: [], ${OTHERS}`, "expected a list of at least 1 item; got an empty list"],
    [`rings: { from: 500 km, to: 900 km, count: 0 }, ${OTHERS}`, "at least 1"],
    [`${RANGE}, satellitesPerRing: 0, localTimeOfNode: "06:00"`, "at least 1"],
    [
      `${RANGE}, satellitesPerRing: 5, localTimeOfNode: "24:00"`,
      'expected a time of day from "00:00" to "23:59:59", such as "06:00"; got "24:00"',
    ],
    [
      `${RANGE}, satellitesPerRing: 5, localTimeOfNode: 6`,
      'expected a time of day from "00:00" to "23:59:59", such as "06:00"; got 6',
    ],
    [
      `${RANGE}, satellitesPerRing: 2000000, localTimeOfNode: "06:00"`,
      "expected at most 4000000 satellites in all rings; got 4 rings of 2000000",
    ],
    [
      'rings: { from: 500 km, to: 900 km, count: 900000000000 }, satellitesPerRing: 1, localTimeOfNode: "06:00"',
      "expected at most 4000000 satellites in all rings; got 900000000000 rings of 1",
    ],
    [`rings: 500 km, ${OTHERS}`, "expected a list of altitudes, or { from, to, count }"],
    [`${RANGE}, ${OTHERS}, inclination: 97 deg`, 'unknown key "inclination"'],
  ])("%s", async (rest, expected) => {
    const lines = await refusal(ssoText(rest));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^scenario\.yaml:4:\d+: /);
    expect(lines[0]).toContain(expected);
  });

  test("are told all at once", async () => {
    const lines = await refusal(
      ssoText('rings: { from: 0 km, to: 3000 km, count: 0 }, satellitesPerRing: 0, localTimeOfNode: "6"'),
    );
    expect(lines).toHaveLength(5);
  });

  test("plus-grid says what follows rings that run past one another", async () => {
    const text = ssoText(`${RANGE}, ${OTHERS}`).replace("protocol: rings", "protocol: plus-grid");
    const [line] = await refusal(text);
    expect(line).toMatch(
      /plus-grid .*the rings of "dawn" run past one another \(rings, nearest and mst follow them\)/,
    );
  });
});
