import { describe, expect, test } from "vitest";
import { formatProblem } from "../../orbits/input-error.js";
import { locate } from "../../sim/scenario/load-extension.js";
import { loadScenario } from "../../sim/scenario/load-scenario.js";
import { Loading } from "../../sim/scenario/loading.js";
import { PLANNED_LINK_PROTOCOLS } from "../../sim/scenario/planned-names.js";
import { ScenarioSource } from "../../sim/scenario/scenario-source.js";
import {
  load,
  makeFolder,
  refusal,
  refusalOf,
  scenarioText,
  TWO_SATELLITES,
} from "../support/scenario-folder.js";

// scenarioText() writes name, seed, time, constellation, ground and links on lines 1 to 6; more follow.

describe("values that cannot be read", () => {
  test("an unknown key, with the nearest valid one", async () => {
    expect(await refusal(scenarioText({ prob: "[]" }))).toEqual([
      'scenario.yaml:7:1: unknown key "prob"; did you mean "probes"?',
    ]);
    const time = "{ start: 2024-12-15T13:00:00Z, duration: 1 min, stap: 10 s, step: 10 s }";
    expect(await refusal(scenarioText({ time }))).toEqual([
      'scenario.yaml:3:55: unknown key "stap"; did you mean "step"?',
    ]);
  });

  test("a wrong unit, and none", async () => {
    const time = "{ start: 2024-12-15T13:00:00Z, duration: 10 km, step: 10 }";
    expect(await refusal(scenarioText({ time }))).toEqual([
      'scenario.yaml:3:48: expected a duration with a unit, such as "10 min"; "km" is not one of its units (ns, us, ms, s, min, h, d)',
      'scenario.yaml:3:61: expected a duration with a unit, such as "10 min"; 10 has no unit (one of ns, us, ms, s, min, h, d)',
    ]);
  });

  test.each([
    ["duration: -10 min, step: 10 s", '3:48: expected a duration above 0 s; got "-10 min"'],
    ["duration: 0 s, step: 10 s", '3:48: expected a duration above 0 s; got "0 s"'],
    ["duration: 10 s, step: 10 min", "3:60: expected a step no longer than the duration, 10 s; got 600 s"],
    ["duration: 10 s, step: 999 us", '3:60: expected a duration of at least 1 ms; got "999 us"'],
    [
      "duration: 10 s, step: 1000000.5 ns",
      '3:60: expected a duration in whole nanoseconds; got "1000000.5 ns"',
    ],
    ["duration: 105 d, step: 10 s", '3:48: expected a duration of at most 104 d; got "105 d"'],
    ["duration: 1e999 s, step: 10 s", '3:48: expected a duration that is a finite number; got "1e999 s"'],
  ])("time: %s", async (rest, expected) => {
    const time = `{ start: 2024-12-15T13:00:00Z, ${rest} }`;
    expect(await refusal(scenarioText({ time }))).toEqual([`scenario.yaml:${expected}`]);
  });

  test.each([
    ["2024-12-15T13:00:00", '; got "2024-12-15T13:00:00" (add Z for UTC)'],
    ["2024-02-30T13:00:00Z", '; "2024-02-30T13:00:00Z" is not a date of the calendar'],
    ["2024-12-15T24:00:00Z", '; "2024-12-15T24:00:00Z" is not a time of day'],
    ["tomorrow", '; got "tomorrow"'],
    ["2024", ""],
  ])("start: %s", async (start, rest) => {
    const time = `{ start: ${start}, duration: 10 s, step: 1 s }`;
    expect(await refusal(scenarioText({ time }))).toEqual([
      `scenario.yaml:3:16: expected an instant with its zone, such as "2024-12-15T13:00:00Z"${rest}`,
    ]);
  });

  test("a Walker shell of 0 planes, and one of far too many satellites", async () => {
    const walker = (planes: number) =>
      `[{ walker: { name: s, type: delta, altitude: 550 km, inclination: 53 deg, planes: ${planes}, satellitesPerPlane: 5, phasing: 1 } }]`;
    expect(await refusal(scenarioText({ constellation: walker(0) }))).toEqual([
      "scenario.yaml:4:98: expected at least 1; got 0",
    ]);
    expect(await refusal(scenarioText({ constellation: walker(1e9) }))).toEqual([
      "scenario.yaml:4:98: expected at most 4000000 satellites in a shell; got 1000000000 planes of 5",
    ]);
  });

  test("latitude 91", async () => {
    const ground = "[{ name: X, latitude: 91 deg, longitude: 0 deg }]";
    expect(await refusal(scenarioText({ ground }))).toEqual([
      'scenario.yaml:5:31: expected an angle of at most 90 deg; got "91 deg"',
    ]);
  });

  test("an item of a source that is none, two, or not a mapping", async () => {
    const constellation = "[{ tel: x.tle }, { preset: kuiper-1, tle: x.tle }, kuiper-1]";
    expect(await refusal(scenarioText({ constellation }))).toEqual([
      'scenario.yaml:4:17: expected one of preset, walker, sso, tle, omm, states, cluster, hypatia, network; got "tel"; did you mean "tle"?',
      'scenario.yaml:4:58: "tle" cannot stand beside "preset": expected one of preset, walker, sso, tle, omm, states, cluster, hypatia, network in each item',
      'scenario.yaml:4:67: expected one of preset, walker, sso, tle, omm, states, cluster, hypatia, network; got "kuiper-1"',
    ]);
  });

  test("of a source are not mistakes of the parts that speak of its satellites", async () => {
    const text = (name: string) => `${scenarioText({
      constellation:
        "[{ sso: { name: dc, rings: [500 km], satellitesPerRing: 0, localTimeOfNode: '06:00' } }]",
    })}energy: [{ for: [dc, dc-0-3, ${name}], battery: { capacity: 1 kWh }, panels: { area: 1 m2, efficiency: 0.3 }, draw: { bus: 10 W } }]
`;
    expect(await refusal(text("dc-0-4"))).toEqual(["scenario.yaml:4:72: expected at least 1; got 0"]);
    expect(await refusal(text("nobody"))).toEqual([
      "scenario.yaml:4:72: expected at least 1; got 0",
      expect.stringContaining('called "nobody"'),
    ]);
  });

  test("a missing key, at the mapping that lacks it", async () => {
    const links = "{ isl: { protocol: plus-grid }, ground: { bandwidth: 4 Gbps } }";
    expect(await refusal(scenarioText({ links }))).toEqual([
      'scenario.yaml:6:15: "bandwidth" is missing: expected a data rate with a unit, such as "20 Gbps"',
      'scenario.yaml:6:48: "protocol" is missing: expected text',
    ]);
    expect(await refusal("seed: 1\n")).toEqual([
      'scenario.yaml:1:1: "name" is missing: expected text',
      'scenario.yaml:1:1: "time" is missing: expected keys and values',
      'scenario.yaml:1:1: "constellation" is missing: expected a list',
    ]);
  });

  test("links that nobody speaks of, where there is something to link", async () => {
    const without = scenarioText().replace(/^links.*\n/m, "");
    expect(await refusal(without)).toEqual([
      'scenario.yaml:1:1: "links" is missing: expected { isl: ..., ground: ... }, each with protocol and bandwidth',
    ]);
    expect(await refusal(scenarioText({ links: "{}" }))).toEqual([
      'scenario.yaml:6:8: "isl" is missing: expected an entry with protocol and bandwidth ("protocol: none" for no links between satellites)',
      'scenario.yaml:6:8: "ground" is missing: expected an entry with protocol and bandwidth',
    ]);
  });

  test("an empty value is no default", async () => {
    expect(await refusal(scenarioText({ ground: "" }))).toEqual([
      "scenario.yaml:5:9: expected a list; got an empty value",
    ]);
  });
});

describe("names that lead nowhere", () => {
  test("presets, protocols, routers and plugins, with the nearest valid name", async () => {
    const scenario = scenarioText({
      constellation: "[{ preset: kuiper-4 }]",
      links:
        "{ isl: { protocol: plus-gird, bandwidth: 1 Gbps }, ground: { protocol: neerest, bandwidth: 1 Gbps } }",
      routing: "{ router: dikstra }",
      plugins: "[{ use: sunlitt }]",
    });
    const lines = await refusal(scenario);
    expect(lines.map((line) => line.replace(/: .*; did you mean/, ": ... did you mean"))).toEqual([
      'scenario.yaml:4:27: ... did you mean "kuiper-1"?',
      'scenario.yaml:6:27: ... did you mean "plus-grid"?',
      'scenario.yaml:6:79: ... did you mean "nearest"?',
      'scenario.yaml:7:20: ... did you mean "dijkstra"?',
      'scenario.yaml:8:18: ... did you mean "sunlit"?',
    ]);
    expect(lines[4]).toContain('unknown plugin "sunlitt"');
  });

  test("what comes later says so", () => {
    const source = new ScenarioSource("scenario.yaml", "links: { isl: { protocol: mst+loop } }\n");
    const loading = new Loading(source, { cwd: "/" });
    const namePath = ["links", "isl", "protocol"];
    const asked = (name: string) =>
      locate(loading, { what: "link protocol", name, namePath, planned: PLANNED_LINK_PROTOCOLS }, [
        "nearest",
        "none",
      ]);
    for (const name of ["mst+loop", "nearest+smart-loop", "ring", "mist"]) asked(name);
    expect(loading.problems.map(formatProblem)).toEqual([
      'scenario.yaml:1:27: link protocol "mst+loop" is not available yet; available are nearest, none',
      'scenario.yaml:1:27: link protocol "nearest+smart-loop" is not available yet; available are nearest, none',
      'scenario.yaml:1:27: link protocol "ring" is not available yet; available are nearest, none',
      expect.stringMatching(/^scenario\.yaml:1:27: unknown link protocol "mist"/),
    ]);
  });

  test("a probe of a site that does not exist", async () => {
    const probes = "[{ from: Vienna, to: Gratz }, { from: shell-0-0, to: Graz }]";
    expect(await refusal(scenarioText({ probes }))).toEqual([
      'scenario.yaml:7:30: no site is named "Gratz"; did you mean "Graz"?',
      'scenario.yaml:7:47: no site is named "shell-0-0"',
    ]);
  });

  test("a link entry for a shell or site that does not exist", async () => {
    const links =
      '{ isl: [{ for: shel, protocol: none }, { for: "*", protocol: none }], ground: [{ for: [Vienna, Gratz], protocol: nearest, bandwidth: 1 Gbps }] }';
    expect(await refusal(scenarioText({ links }))).toEqual([
      'scenario.yaml:6:23: no shell or source is named "shel"; did you mean "shell"?',
      'scenario.yaml:6:103: no site is named "Gratz"; did you mean "Graz"?',
    ]);
  });
});

describe("things said twice", () => {
  test("duplicate site names, at the second place", async () => {
    const ground = `
  - cities: 3
  - { name: Delhi, latitude: 28 deg, longitude: 77 deg }
  - cities: 2`;
    expect(await refusal(scenarioText({ ground }))).toEqual([
      'scenario.yaml:7:13: the site name "Delhi" is taken by line 6; names are unique over all sources, "prefix" renames',
      'scenario.yaml:8:13: the site name "Tokyo" is taken by line 6 (and 1 more of this source); names are unique over all sources, "prefix" renames',
    ]);
    await load(
      scenarioText({
        ground: ground
          .replace("cities: 2", 'cities: 2, prefix: "b-"')
          .replace(/- (cities.*b-")/, "- { $1 }")
          .replace("Delhi", "Dehli"),
      }),
    );
  });

  test("a pair probed twice, also by an expansion", async () => {
    const probes = `
  - { from: Vienna, to: Graz }
  - { from: "*", to: Graz }
  - { from: Vienna, to: Graz }
  - { from: Graz, to: Graz }`;
    expect(await refusal(scenarioText({ probes }))).toEqual([
      "scenario.yaml:9:5: a pair of this probe stands already at line 8; a pair is probed once",
      "scenario.yaml:10:5: a pair of this probe stands already at line 8; a pair is probed once",
      'scenario.yaml:11:23: "Graz" cannot be probed towards itself',
    ]);
  });

  test('"*" that means nobody', async () => {
    const ground = "[{ name: Vienna, latitude: 48 deg, longitude: 16 deg }]";
    expect(await refusal(scenarioText({ ground, probes: '[{ from: "*", to: Vienna }]' }))).toEqual([
      'scenario.yaml:7:10: "*" means every other site, and there is none',
    ]);
  });

  test("a shell named twice, and a node that belongs to two entries", async () => {
    const constellation = "[{ preset: kuiper }, { preset: kuiper-1 }]";
    expect(await refusal(scenarioText({ constellation }))).toEqual([
      'scenario.yaml:4:47: the shell name "kuiper-1" is taken by line 4',
    ]);
    const links = `
  isl:
    - { for: kuiper, protocol: none }
    - { for: kuiper-2, protocol: none }
    - { for: "*", protocol: none }
    - { for: "*", protocol: none }
  ground: { protocol: nearest, bandwidth: 1 Gbps }`;
    expect(await refusal(scenarioText({ constellation: "[{ preset: kuiper }]", links }))).toEqual([
      'scenario.yaml:9:14: "kuiper-2" belongs to two entries; the other is at line 8',
      'scenario.yaml:11:14: two entries are for "*"; the first is at line 10',
    ]);
  });

  test("a list of entries says whom each is for", async () => {
    const links = "{ isl: [{ protocol: none }], ground: { protocol: nearest, bandwidth: 1 Gbps } }";
    expect(await refusal(scenarioText({ links }))).toEqual([
      'scenario.yaml:6:16: "for" is missing: expected the name of a shell or source, "*", or a list of those',
    ]);
  });
});

describe("files that the scenario names", () => {
  const tle = (options = "") =>
    scenarioText({
      constellation: `[{ tle: ./sats.tle${options} }]`,
      links: "{ isl: { protocol: none }, ground: { protocol: nearest, bandwidth: 1 Gbps } }",
    });

  test("missing, or a directory: at the place that names it", async () => {
    expect(await refusal(tle())).toEqual(['scenario.yaml:4:24: cannot read "./sats.tle": no such file']);
    expect(await refusal(tle(), { "sats.tle/x": "" })).toEqual([
      'scenario.yaml:4:24: cannot read "./sats.tle": it is a directory, not a file',
    ]);
  });

  test("a broken checksum: at the line of the file", async () => {
    const broken = TWO_SATELLITES.replace("16.3636 15.05491974    12", "16.3636 15.05491974    13");
    const [line, ...rest] = await refusal(tle(), { "sats.tle": broken });
    expect(line).toMatch(/^sats\.tle:6:69: .*checksum/);
    expect(rest).toEqual([]);
    const { warnings } = await load(tle(", checksum: warn"), { "sats.tle": broken });
    expect(warnings).toEqual([expect.objectContaining({ file: "sats.tle", line: 6 })]);
    expect((await load(tle(", checksum: ignore"), { "sats.tle": broken })).warnings).toEqual([]);
  });

  test("a truncated TLE, and an OMM that lacks a field", async () => {
    const [cut] = await refusal(tle(), { "sats.tle": TWO_SATELLITES.slice(0, -30) });
    expect(cut).toMatch(/^sats\.tle:6:\d+: /);
    const omm = scenarioText({
      constellation: "[{ omm: sats.json }]",
      links: "{ isl: { protocol: none }, ground: { protocol: nearest, bandwidth: 1 Gbps } }",
    });
    const [lacking] = await refusal(omm, {
      "sats.json": '[\n{ "OBJECT_NAME": "X", "EPOCH": "2024-12-15T12:00:00" }]',
    });
    expect(lacking).toMatch(/^sats\.json:2:1: .*NORAD_CAT_ID is missing/);
  });

  test("plus-grid over a catalogue in which there are no planes, and bricks over any", async () => {
    const over = (protocol: string) =>
      scenarioText({
        constellation: "[{ tle: sats.tle }]",
        links: `{ isl: { protocol: ${protocol}, bandwidth: 1 Gbps }, ground: { protocol: nearest, bandwidth: 1 Gbps } }`,
      });
    const refused = (protocol: string) => refusal(over(protocol), { "sats.tle": TWO_SATELLITES });
    for (const protocol of ["plus-grid", "ring", "plus-grid+loop"]) {
      const name = protocol.replace("+loop", "");
      expect(await refused(protocol)).toEqual([
        `scenario.yaml:6:27: ${name} finds no planes in shell "sats" (2 satellites: 2 without a shell of their inclination); nearest and mst need none`,
      ]);
    }
    expect(await refused("brick-a")).toEqual([
      expect.stringMatching(
        /^scenario\.yaml:6:27: brick-a needs slots .*; shell "sats" comes from a catalogue/,
      ),
    ]);
  });

  test("pairs of a list that are no satellites", async () => {
    const links = (list: string) =>
      scenarioText({
        links: `{ isl: { protocol: list, ${list}, bandwidth: 1 Gbps }, ground: { protocol: nearest, bandwidth: 1 Gbps } }`,
      });
    expect(await refusal(links("pairs: [[0, 20], [1, 1], [2, 3], [3, 2]]"))).toEqual([
      "scenario.yaml:6:45: no satellite has the id 20; ids of satellites are 0 to 19",
      "scenario.yaml:6:50: node 1 is linked to itself",
      "scenario.yaml:6:66: the pair 3, 2 is listed twice; first at line 6",
    ]);
    expect(await refusal(links("file: ./isls.txt"), { "isls.txt": "0 1\n2 99\n" })).toEqual([
      "isls.txt:2:3: no satellite has the id 99; ids of satellites are 0 to 19",
    ]);
    expect(await refusal(links("check: true"))).toEqual([
      expect.stringMatching(/^scenario\.yaml:6:15: expected either pairs or file/),
    ]);
  });
});

describe("the scenario file itself", () => {
  const at = (path: string, cwd = makeFolder({ "empty.yaml": "", "blank.yaml": "# nothing\n" })) =>
    refusalOf(loadScenario(path, { cwd }));

  test("missing, a directory, empty, no mapping", async () => {
    expect(await at("none.yaml")).toEqual(["none.yaml:1:1: cannot read: no such file"]);
    expect(await at(".")).toEqual([".:1:1: cannot read: it is a directory, not a file"]);
    expect(await at("empty.yaml")).toEqual(["empty.yaml:1:1: the file is empty"]);
    expect(await at("blank.yaml")).toEqual(["blank.yaml:1:1: the file is empty"]);
    expect(await refusal("- a\n- b\n")).toEqual([
      'scenario.yaml:1:1: expected keys and values, such as "name: example"; got a list',
    ]);
  });

  test("duplicate keys, tabs, two documents", async () => {
    expect(await refusal("name: a\nname: b\n")).toEqual([expect.stringMatching(/^scenario\.yaml:2:1: /)]);
    expect(await refusal("a:\n\tb: 1\n")).toEqual([expect.stringMatching(/^scenario\.yaml:2:1: Tabs/)]);
    expect(await refusal("a: 1\n---\nb: 1\n")).toEqual([expect.stringMatching(/^scenario\.yaml:\d:1: /)]);
  });

  test("a bomb of 5,000 aliases, aliases of aliases, an alias of itself, bottomless nesting", async () => {
    const bomb = `a: &a [x, x]\nb: [${new Array(5000).fill("*a").join(", ")}]\n`;
    expect(await refusal(bomb)).toEqual([
      expect.stringMatching(/^scenario\.yaml:\d+:\d+: cannot expand aliases/),
    ]);
    const letters = [..."bcdefghij"];
    const tower = letters.map(
      (c, i) => `${c}: &${c} [${new Array(9).fill(`*${i === 0 ? "a" : letters[i - 1]}`).join(", ")}]`,
    );
    expect(await refusal(`a: &a [x, x]\n${tower.join("\n")}\n`)).toEqual([
      expect.stringMatching(/^scenario\.yaml:\d+:\d+: cannot expand aliases/),
    ]);
    expect(await refusal("name: &n [*n]\n")).toEqual([
      "scenario.yaml:1:11: an alias leads back to a value that contains it",
    ]);
    expect(await refusal(`a: ${"[".repeat(20_000)}`)).toEqual([
      expect.stringMatching(/^scenario\.yaml:1:\d+: nested deeper than 200 levels/),
    ]);
  });
});
