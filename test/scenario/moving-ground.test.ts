import { describe, expect, test } from "vitest";
import { greatCircleKm } from "../../orbits/geodesy.js";
import { type Track, trackPosition } from "../../orbits/track.js";
import type { RunPlan } from "../../sim/scenario/run-plan.js";
import { load, refusal, scenarioText } from "../support/scenario-folder.js";

const FIXED = `
  - { name: Vienna, latitude: 48.21 deg, longitude: 16.37 deg, altitude: 0.2 km }
  - { name: Graz, latitude: 47.07 deg, longitude: 15.44 deg }`;

const ground = (...items: readonly string[]) =>
  scenarioText({ ground: `${FIXED}\n${items.map((item) => `  - ${item}`).join("\n")}` });

const legs = (...each: readonly string[]) => ground(`{ name: Plane, legs: [${each.join(", ")}] }`);

/** Name, mask and way of the last node. */
function lastNode({ sky, nodeNames, nodeTiers }: RunPlan) {
  const node = sky.nodes.count - 1;
  const track = sky.movingNodes?.find((moving) => moving.node === node)?.track as Track;
  const maskDeg = sky.nodes.siteMaskDeg.at(-1);
  return {
    name: nodeNames.at(node),
    tier: nodeTiers[node],
    maskDeg,
    track,
    moving: [...(sky.nodes.moving ?? [])],
  };
}

const CSV = "time,latitude,longitude,altitude_km\n0,48,16,1\n60,48.1,16.2,2\n";

describe("a node that moves", () => {
  test("is a ground node in its place in the list, with tier, mask and prefix", async () => {
    const item = '{ name: Car, track: ./ways/car.csv, tier: vehicle, minElevation: 40 deg, prefix: "at-" }';
    const plan = await load(ground(item), { "ways/car.csv": CSV });
    expect(plan.warnings).toEqual([]);
    const { track, ...rest } = lastNode(plan);
    expect(rest).toEqual({ name: "at-Car", tier: "vehicle", maskDeg: 40, moving: [22] });
    expect(trackPosition(track, 30e9).altitudeKm).toBeCloseTo(1.5, 9);
    const [x, y, z] = plan.sky.groundPositionsKm.slice(-3);
    expect(Math.hypot(x, y, z)).toBeGreaterThan(6300);
  });

  test("is told from those that stand still", async () => {
    const { sky } = await load(ground());
    expect([sky.movingNodes, sky.nodes.moving]).toEqual([undefined, undefined]);
  });

  test("reads its format from the extension, or as told", async () => {
    const json =
      '{ "type": "Feature", "geometry": { "type": "LineString", "coordinates": [[16, 48, 1000], [16.2, 48.1, 2000]] }, "properties": { "times": [0, "2024-12-15T13:01:00Z"] } }';
    const wanted = lastNode(await load(ground("{ name: A, track: a.csv }"), { "a.csv": CSV })).track;
    for (const [item, file, text] of [
      ["{ name: A, track: a.geojson }", "a.geojson", json],
      ["{ name: A, track: { path: a.dat, format: geojson } }", "a.dat", json],
      ["{ name: A, track: { path: a.txt, format: csv } }", "a.txt", CSV],
    ]) {
      expect(lastNode(await load(ground(item), { [file]: text })).track).toEqual(wanted);
    }
  });

  test("counts in the hash by what is in its file, and its legs by what they say", async () => {
    const hash = async (item: string, text = CSV) =>
      (await load(ground(item), { "a.csv": text, "b.csv": text })).scenarioHash;
    const one = await hash("{ name: A, track: a.csv }");
    expect(await hash("{ name: A, track: b.csv }")).toBe(one);
    expect(await hash("{ name: A, track: a.csv }", `${CSV}90,50,17,2\n`)).not.toBe(one);
    const leg = (speed: string) =>
      `{ name: A, legs: [{ from: Vienna, to: Graz, depart: 0 s, speed: ${speed} }] }`;
    expect(await hash(leg("36 km/h"))).toBe(await hash(leg("10 m/s")));
    expect(await hash(leg("37 km/h"))).not.toBe(await hash(leg("10 m/s")));
  });
});

describe("legs", () => {
  test("lead from site to site, wherever these are in the list, at the speed over ground", async () => {
    const plan = await load(
      ground(
        "{ name: Plane, legs: [{ from: Vienna, to: x-Linz, depart: 10 s, speed: 720 km/h, altitude: 10 km }] }",
        '{ name: Linz, latitude: 48.3 deg, longitude: 14.3 deg, prefix: "x-" }',
      ),
    );
    const track = plan.sky.movingNodes?.[0].track as Track;
    const km = greatCircleKm(
      { latitudeDeg: 48.21, longitudeDeg: 16.37 },
      { latitudeDeg: 48.3, longitudeDeg: 14.3 },
    );
    expect([...track.timesNs].map((ns) => ns / 1e9)).toEqual([10, expect.closeTo(10 + km / 0.2, 6)]);
    expect([...track.altitudesKm]).toEqual([10, 10]);
    expect(trackPosition(track, 0)).toMatchObject({ latitudeDeg: expect.closeTo(48.21, 9) });
  });

  test("go on from each other: where the last ended, and when", async () => {
    const { track } = lastNode(
      await load(
        legs(
          "{ from: { latitude: 48 deg, longitude: 179 deg, altitude: 1 km }, to: { latitude: 48 deg, longitude: 181 deg }, depart: -1 h, arrive: 2024-12-15T12:30:00Z, altitude: 5 km, climb: 5 min }",
          "{ to: Vienna, speed: 20 kn, altitude: 6 km, climb: 1 min, descent: 2 min }",
          "{ from: Vienna, to: Graz, depart: 20 d, arrive: 21 d, altitude: 0.2 km }",
        ),
      ),
    );
    const minutes = [...track.timesNs].map((ns) => ns / 60e9);
    expect(minutes.slice(0, 4)).toEqual([-60, -55, -30, -29]);
    expect([...track.altitudesKm]).toEqual([1, 5, 5, 6, 6, 0.2, 0.2, 0.2]);
    expect(minutes.slice(-2)).toEqual([20 * 1440, 21 * 1440]);
    const crossing = trackPosition(track, -45 * 60e9).longitudeDeg;
    expect(Math.abs(crossing)).toBeGreaterThan(179);
  });

  test("are shown with every default filled in", async () => {
    const { resolved } = await load(legs("{ from: Vienna, to: Graz, depart: 1 min, arrive: 1 h }"));
    expect((resolved as { ground: unknown[] }).ground.at(-1)).toEqual({
      name: "Plane",
      tier: "edge",
      legs: [
        {
          from: "Vienna",
          to: "Graz",
          departSeconds: 60,
          arriveSeconds: 3600,
          altitudeKm: 0,
          climbSeconds: 0,
          descentSeconds: 0,
        },
      ],
    });
  });
});

describe("what is worth telling", () => {
  const warnings = async (way: string) =>
    (
      await load(ground("{ name: A, track: a.csv }"), { "a.csv": `time,latitude,longitude\n${way}` })
    ).warnings.map(({ message }) => message);

  test("a track that is over before the run, or begins after it", async () => {
    expect(await warnings("-100,1,2\n-40,1,2.1\n")).toEqual([
      "the track ends 40 s before the run starts: the node stands still",
    ]);
    expect(await warnings("60,1,2\n100,1,2.1\n")).toEqual([
      "the track begins 60 s after the start, when the run is over: the node stands still",
    ]);
  });

  test("a track faster than anything that flies", async () => {
    expect(await warnings("0,1,2\n60,1,3\n")).toEqual([
      "the track moves at up to 1.86 km/s, faster than anything that flies",
    ]);
    expect(await warnings("0,1,2\n60,1,2.1\n")).toEqual([]);
  });
});

describe("mistakes", () => {
  test("of a file of waypoints are told at its lines, with those of the scenario", async () => {
    const text = ground("{ name: A, track: ./a.csv }").replace("seed: 1", "seed: x");
    expect(
      await refusal(text, { "a.csv": "time,latitude,longitude\n0,48,16\n-5,48,17\n9,148,17\n" }),
    ).toEqual([
      'scenario.yaml:2:7: expected a number; got "x"',
      "a.csv:3:1: time: expected later than the waypoint before, which is at 0 s; found -5 s: a track does not go back in time",
      "a.csv:4:3: latitude: expected -90 to 90 degrees, found 148",
    ]);
  });

  test.each([
    ["{ name: A, track: no.csv }", '8:23: cannot read "no.csv": no such file'],
    [
      "{ name: A, track: a.kml }",
      '8:23: the extension does not tell how to read "a.kml"; write track: { path: ..., format: ... } with one of csv, geojson',
    ],
    ["{ name: A, track: { path: a.csv, format: gpx } }", '8:46: expected one of csv, geojson; got "gpx"'],
    [
      "{ name: A, track: a.csv, legs: [] }",
      '8:36: "legs" cannot stand beside "track": expected one of track, legs in each item',
    ],
    [
      "{ name: A, track: a.csv, latitude: 3 deg }",
      '8:30: unknown key "latitude"; expected name, tier, minElevation, prefix, track',
    ],
    ["{ name: A, track: 5 }", "8:23: expected a path, or { path: ..., format: ... }"],
    [
      "{ name: Vienna, track: a.csv }",
      '8:13: the site name "Vienna" is taken by line 6; names are unique over all sources, "prefix" renames',
    ],
    ['{ name: "*", track: a.csv }', '8:13: "*" cannot be the name of a site: it means all of them'],
    ["{ name: A, legs: [] }", "8:22: expected a list of at least 1 item; got an empty list"],
  ])("%s", async (item, expected) => {
    expect(await refusal(ground(item), { "a.csv": CSV })).toEqual([`scenario.yaml:${expected}`]);
  });

  const LEG = "from: Vienna, to: Graz, depart: 0 s";
  test.each([
    [
      "{ to: Graz, speed: 5 kn }",
      [
        '8:27: "from" is missing: expected where the first leg begins',
        '8:27: "depart" is missing: expected when the first leg begins, such as "10 min"',
      ],
    ],
    [`{ ${LEG} }`, ['8:27: expected "speed" or "arrive"; found neither']],
    [`{ ${LEG}, speed: 5 kn, arrive: 1 h }`, ['8:73: expected "speed" or "arrive"; found both']],
    [`{ ${LEG}, speed: -5 kn }`, ['8:73: expected a speed above 0 km/h; got "-5 kn"']],
    [
      `{ ${LEG}, speed: 5 }`,
      ['8:73: expected a speed with a unit, such as "900 km/h"; 5 has no unit (one of km/h, m/s, km/s, kn)'],
    ],
    [
      `{ ${LEG}, arrive: 0 s }`,
      [
        "8:74: time: expected later than the waypoint before, which is at 0 s; found 0 s: a track does not go back in time",
      ],
    ],
    [
      `{ ${LEG}, speed: 0.001 m/s }`,
      [
        expect.stringMatching(
          /^scenario.yaml:8:73: time: expected at most 104 days before or after the start of the run/,
        ),
      ],
    ],
    [
      `{ ${LEG}, arrive: 3 }`,
      [
        '8:74: expected a time since the start of the run, such as "10 min", or an instant, such as "2024-12-15T13:00:00Z"; got 3',
      ],
    ],
    [
      `{ ${LEG}, arrive: 10 min, climb: 6 min, descent: 5 min }`,
      ["8:89: climb and descent take 660 s, the whole leg only 600 s"],
    ],
    [
      "{ from: Viena, to: Plane, depart: 0 s, speed: 5 kn }",
      [
        '8:35: no site is named "Viena"; did you mean "Vienna"?',
        '8:46: a leg leads from site to site; "Plane" moves itself',
      ],
    ],
    [
      "{ from: Vienna, to: Vienna, depart: 0 s, speed: 5 kn }",
      ["8:47: the leg leads to where it begins; to wait there, let the next leg depart later"],
    ],
    [
      "{ from: { latitude: 10 deg, longitude: 20 deg }, to: { latitude: -10 deg, longitude: -160 deg }, depart: 0 s, speed: 5 kn }",
      [expect.stringMatching(/^scenario.yaml:8:80: opposite the waypoint before/)],
    ],
  ])("%s", async (leg, expected) => {
    const lines = expected.map((line) => (typeof line === "string" ? `scenario.yaml:${line}` : line));
    expect(await refusal(legs(leg))).toEqual(lines);
  });

  test("between legs: another place, an earlier time, another altitude", async () => {
    const first = "{ from: Vienna, to: Graz, depart: 0 s, arrive: 1 h, altitude: 3 km }";
    expect(await refusal(legs(first, "{ from: Vienna, to: Graz, speed: 5 kn }"))).toEqual([
      expect.stringMatching(/: expected where the leg before ended; this is 144\.\d km from there$/),
    ]);
    expect(await refusal(legs(first, "{ to: Vienna, depart: 59 min, speed: 5 kn, altitude: 3 km }"))).toEqual(
      [
        expect.stringMatching(
          /: expected 3600 s or later, when the leg before ends; got 3540 s: a track does not go back in time$/,
        ),
      ],
    );
    expect(await refusal(legs(first, "{ to: Vienna, speed: 5 kn }"))).toEqual([
      expect.stringMatching(
        /: expected 3 km, where the leg before ends; got 0 km: give this leg a climb, or that one a descent$/,
      ),
    ]);
  });

  test("leave the node's name known to others, and a misspelt one unknown", async () => {
    const text = `${legs("{ from: Vienna, to: Graz, depart: 0 s }")}probes: [{ from: Plane, to: Graz }]\n`;
    expect(await refusal(text)).toEqual(['scenario.yaml:8:27: expected "speed" or "arrive"; found neither']);
    const track = `${ground("{ name: A, track: no.csv }")}probes: [{ from: A, to: Gratz }]\n`;
    expect(await refusal(track)).toEqual([
      'scenario.yaml:8:23: cannot read "no.csv": no such file',
      'scenario.yaml:10:25: no site is named "Gratz"; did you mean "Graz"?',
    ]);
  });
});
