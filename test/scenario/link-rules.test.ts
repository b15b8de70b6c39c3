import { describe, expect, test } from "vitest";
import { load, refusal, scenarioText } from "../support/scenario-folder.js";

const TWO_SHELLS =
  "[{ walker: { name: low, type: delta, altitude: 550 km, inclination: 53 deg, planes: 4, satellitesPerPlane: 5, phasing: 1 } }, { walker: { name: high, type: delta, altitude: 1100 km, inclination: 53 deg, planes: 4, satellitesPerPlane: 5, phasing: 1 } }]";

/** A scenario whose `links` stand in block style from line 6 on. */
const links = (isl: string, ground: string) =>
  scenarioText({
    constellation: TWO_SHELLS,
    links: `\n  isl: { bandwidth: 1 Gbps, ${isl} }\n  ground: { bandwidth: 1 Gbps, ${ground} }`,
  });

/** That a scenario is refused with one message, which stands where `what` stands in `part` of it. */
async function expectRefusal(text: string, part: string, what: string, message: string | RegExp) {
  const at = text.indexOf(what, text.indexOf(part));
  const before = text.slice(0, at).split("\n");
  const place = `scenario.yaml:${before.length}:${(before.at(-1) ?? "").length + 1}: `;
  const lines = await refusal(text);
  expect(lines).toEqual([typeof message === "string" ? place + message : expect.stringMatching(message)]);
  expect(lines[0]).toContain(place);
}

describe("rules of link entries", () => {
  test("reach the plan in plain numbers", async () => {
    const { sky } = await load(
      links(
        "protocol: nearest, maxRange: 5000 km, hysteresis: 50 km, setupTime: 30 s, maxTurnRate: 0.5 deg/s, interShell: { links: 2 }",
        "protocol: longest-visible, links: 4, antennas: 3, capacity: 16, hysteresis: 1 min",
      ),
    );
    const [isl] = sky.links.isl;
    expect(isl).toMatchObject({
      protocol: { config: { mode: "greedy", hysteresisKm: 50 } },
      setupNs: 30e9,
      maxTurnRate: { degPerS: 0.5, overNs: 10e9 },
      interShell: { maxLinks: 2, maxRangeKm: 5000 },
    });
    const [ground] = sky.links.ground;
    expect(ground).toMatchObject({
      protocol: { config: { hysteresisSeconds: 60 } },
      entry: { maxLinks: 4, antennas: 3, capacity: 16 },
    });
  });

  test("are in the manifest, in the units of their names", async () => {
    const { resolved } = await load(
      links(
        "protocol: plus-grid, cutoffLatitude: 70 deg, setupTime: 1.5 s, maxTurnRate: 0.01 rad/s, interShell: { maxRange: 2000 km }",
        "protocol: highest-elevation, hysteresis: 5 deg, capacity: 8",
      ),
    );
    const shown = (resolved as { links: { isl: object[]; ground: object[] } }).links;
    expect(shown.isl[0]).toMatchObject({
      cutoffLatitudeDeg: 70,
      setupTimeMs: 1500,
      interShell: { links: 1, maxRangeKm: 2000 },
    });
    expect(shown.isl[0]).toHaveProperty("maxTurnRateDegPerSecond", expect.closeTo(0.573, 3));
    expect(shown.ground[0]).toMatchObject({ hysteresisDeg: 5, capacity: 8 });
  });

  test("that are not there are not in the plan or the manifest either", async () => {
    const { sky, resolved } = await load(scenarioText());
    expect(Object.keys(sky.links.isl[0] ?? {}).sort()).toEqual([
      "check",
      "entry",
      "linkClass",
      "place",
      "protocol",
    ]);
    expect(Object.keys(sky.links.ground[0]?.entry ?? {}).sort()).toEqual([
      "maskDeg",
      "maxLinks",
      "maxSlantRangeKm",
      "members",
    ]);
    expect((resolved as { links: unknown }).links).toEqual({
      isl: [{ protocol: "plus-grid", for: "*", links: 4, bandwidthBps: 20e9, hopDelayMs: 0 }],
      ground: [
        {
          protocol: "nearest",
          for: "*",
          links: 1,
          minElevationDeg: 25,
          bandwidthBps: 4e9,
          hopDelayMs: 0,
        },
      ],
    });
  });

  test.each([
    ["links: 0", "0", "expected at least 1; got 0"],
    ["maxRange: 0 km", "0 km", 'expected a length above 0 km; got "0 km"'],
    [
      "protocol: plus-grid, cutoffLatitude: 120 deg",
      "120 deg",
      'expected an angle of at most 90 deg; got "120 deg"',
    ],
    ["setupTime: -1 s", "-1 s", 'expected a duration of at least 0 s; got "-1 s"'],
    ["maxTurnRate: 0 deg/s", "0 deg/s", 'expected an angular rate above 0 deg/s; got "0 deg/s"'],
    [
      "maxTurnRate: 7 deg",
      "7 deg",
      'expected an angular rate with a unit, such as "0.5 deg/s"; "deg" is not one of its units (deg/s, rad/s)',
    ],
    ["interShell: { links: 0 }", "0 }", "expected at least 1; got 0"],
    ["interShell: { maxRange: 0 m }", "0 m", 'expected a length above 0 km; got "0 m"'],
    ["interShell: { shells: 2 }", "shells", 'unknown key "shells"; expected links, maxRange'],
    ["mode: mutual, hysteresis: 10 km", "10 km", "hysteresis goes with mode: greedy only"],
    ["hysteresis: 10 deg", "10 deg", /expected a length with a unit, such as "550 km"; "deg" is not/],
    ["cutoffLatitude: 70 deg", "cutoffLatitude", /unknown key "cutoffLatitude"/],
    [
      "protocol: nearest+loop, hysteresis: 5 km",
      "nearest+loop",
      '+loop goes with stateless protocols; "nearest" with these options is stateful',
    ],
  ])("isl: { %s } is told with its place", async (rest, what, message) => {
    const entry = rest.includes("protocol") ? rest : `protocol: nearest, ${rest}`;
    await expectRefusal(links(entry, "protocol: nearest"), rest, what, message);
  });

  test.each([
    ["links: 0", "0", "expected at least 1; got 0"],
    ["antennas: 0", "0", "expected at least 1; got 0"],
    ["capacity: 0", "0", "expected at least 1; got 0"],
    ["capacity: 1.5", "1.5", /expected a whole number/],
    ["maxSlantRange: 0 km", "0 km", 'expected a length above 0 km; got "0 km"'],
    ["protocol: nearest, hysteresis: -1 km", "-1 km", 'expected a length of at least 0 km; got "-1 km"'],
    [
      "protocol: highest-elevation, hysteresis: 50 km",
      "50 km",
      'expected an angle with a unit, such as "25 deg"; "km" is not one of its units (deg, rad)',
    ],
    ["protocol: all-visible, hysteresis: 50 km", "hysteresis", /unknown key "hysteresis"/],
  ])("ground: { %s } is told with its place", async (rest, what, message) => {
    const entry = rest.includes("protocol") ? rest : `protocol: longest-visible, ${rest}`;
    await expectRefusal(links("protocol: nearest", entry), rest, what, message);
  });

  test("between shells need two shells, and a bandwidth", async () => {
    const one = links("protocol: plus-grid, interShell: { links: 1 }", "protocol: nearest").replace(
      / \{ walker: \{ name: high.*\}\]/,
      "]",
    );
    const message = "interShell needs an entry for at least two shells; this one is for 1";
    await expectRefusal(one, "interShell: { links: 1 }", "{ links", message);
    const none =
      "{ isl: { protocol: none, interShell: {} }, ground: { protocol: nearest, bandwidth: 1 Gbps } }";
    expect(await refusal(scenarioText({ links: none, constellation: TWO_SHELLS }))).toEqual([
      'scenario.yaml:6:15: "bandwidth" is missing: expected a data rate with a unit, such as "20 Gbps"',
    ]);
  });
});

describe("a site's mask by azimuth", () => {
  const site = (rest: string) =>
    `[{ name: Valley, latitude: 47 deg, longitude: 15 deg, ${rest} }, { name: Plain, latitude: 47 deg, longitude: 16 deg }]`;

  test("is sorted, and stands in place of its minElevation", async () => {
    const mask =
      "mask: [{ azimuth: 180 deg, elevation: 20 deg }, { azimuth: 360 deg, elevation: 5 deg }], minElevation: 30 deg";
    const { sky, warnings, resolved } = await load(scenarioText({ ground: site(mask) }));
    const expected = { azimuthDeg: Float64Array.of(0, 180), elevationDeg: Float64Array.of(5, 20) };
    expect(sky.nodes.horizons).toEqual([expected, undefined]);
    expect([...sky.nodes.siteMaskDeg]).toEqual([5, Number.NaN]);
    const [{ entry }] = sky.links.ground as [(typeof sky.links.ground)[number]];
    expect(entry.horizons).toEqual([expected, undefined]);
    expect([...entry.maskDeg]).toEqual([5, 25]);
    expect(warnings.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      "5: the site's mask stands in place of its minElevation",
    ]);
    expect(JSON.stringify(resolved)).toContain('"horizonMask":[{"azimuthDeg":180,"elevationDeg":20}');
  });

  test("is absent from plans without one", async () => {
    const { sky } = await load(scenarioText());
    expect(sky.nodes).not.toHaveProperty("horizons");
  });

  test.each([
    ["[]", "[]", "expected a list of at least 1 item; got an empty list"],
    [
      "[{ azimuth: 361 deg, elevation: 9 deg }]",
      "361",
      'expected an angle of at most 360 deg; got "361 deg"',
    ],
    ["[{ azimuth: 36 deg, elevation: 91 deg }]", "91", 'expected an angle of at most 90 deg; got "91 deg"'],
    [
      "[{ azimuth: 0 deg, elevation: 9 deg }, { azimuth: 360 deg, elevation: 8 deg }]",
      "8 deg",
      "expected 9 deg, as at the other point of azimuth 0 deg; got 8 deg",
    ],
    [
      "[{ azimuth: 0 deg }]",
      "{ azimuth",
      '"elevation" is missing: expected an angle with a unit, such as "25 deg"',
    ],
  ])("that cannot be is told with its place: %s", async (mask, what, message) => {
    await expectRefusal(scenarioText({ ground: site(`mask: ${mask}`) }), mask, what, message);
  });
});
