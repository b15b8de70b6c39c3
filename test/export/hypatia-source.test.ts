import { fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import type { RunPlan } from "../../sim/scenario/run-plan.js";
import { directoryFiles, directoryScenario, SMALL } from "../support/hypatia-directory.js";
import { load, refusal } from "../support/scenario-folder.js";

type Files = Record<string, string>;

const DESCRIPTION = "max_gsl_length_m=2500000.0000000000\nmax_isl_length_m=6000000.0000000000\n";

function inFolder(folder: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
}

const FILES = inFolder("small", directoryFiles());
const DESCRIBED = { ...FILES, "small/description.txt": DESCRIPTION };
const COUNT = SMALL.planes * SMALL.slots;

/** Two planes of three satellites, and a station. */
const TINY = directoryFiles({ planes: 2, slots: 3, inclinationDeg: 50, stations: [[10, 20]] });

function scenario(parts: { constellation: string; isl?: string; ground?: string; rest?: string }): string {
  const { constellation, isl, ground, rest = "" } = parts;
  return `name: several
seed: 1
time: { start: 2000-01-01T00:00:00Z, duration: 10 s, step: 10 s }
constellation: ${constellation}
links:
  isl: ${isl ?? "{ protocol: hypatia, bandwidth: 1 Gbps }"}
  ground: ${ground ?? "{ protocol: all-visible, maxSlantRange: 4000 km, bandwidth: 1 Gbps }"}
${rest}`;
}

function pairsOf({ sky }: RunPlan): Uint32Array {
  const { config } = sky.links.isl[0]?.protocol ?? {};
  return (config as { pairs: Uint32Array }).pairs;
}

const warnings = (plan: RunPlan) => plan.warnings.map(({ message }) => message);

describe("a Hypatia directory as a source", () => {
  test("brings satellites, links in the order of isls.txt, and stations as ground nodes", async () => {
    const plan = await load(directoryScenario("./small"), FILES);
    const { nodes, links } = plan.sky;
    expect([nodes.satelliteCount, nodes.groundCount]).toEqual([COUNT, SMALL.stations.length]);
    expect(nodes.shells).toEqual([
      { name: "small", source: "small", first: 0, count: COUNT, layout: { planes: 6, slotsPerPlane: 8 } },
    ]);
    expect(plan.nodeNames.slice(COUNT)).toEqual(["Site-0", "Site-1", "Site-2", "Site-3", "Site-4"]);
    expect(plan.nodeTiers.slice(COUNT)).toEqual(new Array(5).fill("edge"));
    const listed = FILES["small/isls.txt"]?.trim().split(/\s+/).map(Number);
    expect([...pairsOf(plan)]).toEqual(listed);
    const [ground] = links.ground;
    expect(ground?.entry.maxSlantRangeKm).toBe(4000);
    expect([...(ground?.entry.maskDeg ?? [])]).toEqual(new Array(5).fill(Number.NEGATIVE_INFINITY));
    expect(plan.routing.groundRelay).toBe(false);
  });

  test("numbers satellites source by source, ground nodes of sources before those of ground", async () => {
    const files = {
      ...inFolder("a", TINY),
      ...FILES,
      "line.yaml":
        "nodes: [{ name: gate, tier: edge }, { name: relay, tier: space }]\nlinks: [{ between: [gate, relay], latency: 1 ms, bandwidth: 1 Gbps }]\n",
    };
    const walker =
      "{ walker: { name: w, type: delta, altitude: 550 km, inclination: 53 deg, planes: 2, satellitesPerPlane: 2, phasing: 0 } }";
    const plan = await load(
      scenario({
        constellation: `[{ hypatia: ./a, prefix: a- }, { network: ./line.yaml }, ${walker}, { hypatia: small/ }]`,
        isl: "[{ for: [a, small], protocol: hypatia, bandwidth: 1 Gbps }, { for: w, protocol: none }]",
        rest: "ground: [{ name: Vienna, latitude: 48 deg, longitude: 16 deg }]\nprobes: [{ from: a-Site-0, to: Site-4 }]\n",
      }),
      files,
    );
    const satellites = 6 + 1 + 4 + COUNT;
    expect(plan.sky.nodes.satelliteCount).toBe(satellites);
    expect(plan.nodeNames.slice(satellites)).toEqual([
      "a-Site-0",
      "gate",
      ...["Site-0", "Site-1", "Site-2", "Site-3", "Site-4"],
      "Vienna",
    ]);
    expect(plan.nodeNames.at(6)).toBe("relay");
    const ofSmall = FILES["small/isls.txt"]?.trim().split(/\s+/).map(Number) ?? [];
    const ofA = TINY["isls.txt"]?.trim().split(/\s+/).map(Number) ?? [];
    expect([...pairsOf(plan)]).toEqual([...ofA, ...ofSmall.map((id) => id + 11)]);
    expect([...plan.probes.sources, ...plan.probes.targets]).toEqual([satellites, satellites + 6]);
  });

  test("an entry for one of several directories takes its links alone", async () => {
    const plan = await load(
      scenario({
        constellation: "[{ hypatia: ./a, prefix: a- }, { hypatia: ./small }]",
        isl: "[{ for: small, protocol: hypatia, bandwidth: 1 Gbps }, { for: '*', protocol: none }]",
      }),
      { ...inFolder("a", TINY), ...FILES },
    );
    const smallest = Math.min(...pairsOf(plan));
    expect([smallest, pairsOf(plan).length]).toEqual([6, 2 * (48 + 40)]);
  });

  test("an empty isls.txt means no links", async () => {
    const plan = await load(directoryScenario("./small"), { ...FILES, "small/isls.txt": "" });
    expect([...pairsOf(plan)]).toEqual([]);
  });

  test("the hash goes by what is in the files, not by where they lie", async () => {
    const here = await load(directoryScenario("./small"), FILES);
    const there = await load(directoryScenario("./elsewhere"), inFolder("elsewhere", directoryFiles()));
    expect(there.scenarioHash).toBe(here.scenarioHash);
    const changed = await load(directoryScenario("./small"), { ...FILES, "small/isls.txt": "0 1\n" });
    expect(changed.scenarioHash).not.toBe(here.scenarioHash);
    expect(here.inputs.map(({ path }) => path)).toEqual([
      "small/tles.txt",
      "small/isls.txt",
      "small/ground_stations.txt",
    ]);
  });
});

describe("how long links may be", () => {
  test("description.txt says so where the scenario does not", async () => {
    const plan = await load(directoryScenario("./small", { ground: "" }), DESCRIBED);
    expect(plan.sky.links.isl[0]?.entry.maxRangeKm).toBe(6000);
    expect(plan.sky.links.ground[0]?.entry.maxSlantRangeKm).toBe(2500);
    expect(plan.sky.links.ground[0]?.entry.maskDeg[0]).toBe(Number.NEGATIVE_INFINITY);
    expect(warnings(plan)).toEqual([]);
  });

  test("an explicit limit wins, and a mask holds beside the range", async () => {
    const text = directoryScenario("./small", { ground: "maxSlantRange: 3000 km, minElevation: 10 deg, " });
    const plan = await load(text.replace("hypatia, b", "hypatia, maxRange: 5000 km, b"), DESCRIBED);
    expect(plan.sky.links.isl[0]?.entry.maxRangeKm).toBe(5000);
    expect(plan.sky.links.ground[0]?.entry.maxSlantRangeKm).toBe(3000);
    expect(plan.sky.links.ground[0]?.entry.maskDeg[0]).toBe(10);
  });

  test("without description.txt there is a notice, and maxSlantRange is required", async () => {
    const plan = await load(directoryScenario("./small"), FILES);
    expect(warnings(plan)).toEqual([
      '"./small" has no description.txt: maxSlantRange is what links.ground says',
    ]);
    expect(plan.sky.links.isl[0]?.entry.maxRangeKm).toBe(Number.POSITIVE_INFINITY);
    expect(await refusal(directoryScenario("./small", { ground: "minElevation: 25 deg, " }), FILES)).toEqual([
      'scenario.yaml:7:11: "maxSlantRange" is missing: "./small" says none in a description.txt',
    ]);
    const silent = { ...FILES, "small/description.txt": "max_isl_length_m=5000000\n" };
    expect(warnings(await load(directoryScenario("./small"), silent))).toEqual([
      '"./small" has no max_gsl_length_m in its description.txt: maxSlantRange is what links.ground says',
    ]);
    expect(await refusal(directoryScenario("./small", { ground: "" }), silent)).toHaveLength(1);
  });

  test("where an entry is for others too, it has to say the limit itself", async () => {
    const walker =
      "{ walker: { name: w, type: delta, altitude: 550 km, inclination: 53 deg, planes: 2, satellitesPerPlane: 2, phasing: 0 } }";
    const mixed = scenario({
      constellation: `[{ hypatia: ./small }, ${walker}]`,
      isl: "{ protocol: nearest, bandwidth: 1 Gbps }",
      ground: "{ protocol: all-visible, bandwidth: 1 Gbps }",
      rest: "ground: [{ name: Vienna, latitude: 48 deg, longitude: 16 deg }]\n",
    });
    expect(await refusal(mixed, DESCRIBED)).toEqual([
      'scenario.yaml:6:8: "maxRange" is missing: by default "./small" has 6000 km, 4 satellites of other sources none; say one for all, or an entry for each',
      'scenario.yaml:7:11: "maxSlantRange" is missing: by default "./small" has 2500 km, 1 station of other sources none; say one for all, or an entry for each',
    ]);
    const apart = scenario({
      constellation: `[{ hypatia: ./small }, ${walker}]`,
      isl: "{ protocol: hypatia, bandwidth: 1 Gbps }",
      ground:
        "[{ for: small, protocol: all-visible, bandwidth: 1 Gbps }, { for: Vienna, protocol: nearest, bandwidth: 1 Gbps }]",
      rest: "ground: [{ name: Vienna, latitude: 48 deg, longitude: 16 deg }]\n",
    });
    const plan = await load(apart, DESCRIBED);
    expect(plan.sky.links.isl[0]?.entry.maxRangeKm).toBe(6000);
    expect(plan.sky.links.ground.map(({ entry }) => [entry.members.length, entry.maxSlantRangeKm])).toEqual([
      [5, 2500],
      [1, Number.POSITIVE_INFINITY],
    ]);
    expect(warnings(plan)).toEqual([
      "4 satellites of this entry come from no hypatia source and get no links from it",
    ]);
  });

  test("links without satellites to link need no limit", async () => {
    const none = directoryScenario("./small").replace("protocol: hypatia", "protocol: none");
    expect((await load(none, DESCRIBED)).sky.links.isl[0]?.protocol.ref.name).toBe("none");
  });
});

describe("bad directories", () => {
  const refused = (files: Files, path = "./small") => refusal(directoryScenario(path), files);
  const without = (...names: string[]): Files =>
    Object.fromEntries(Object.entries(FILES).filter(([name]) => !names.includes(name)));

  test("a missing file is told at the place that names the directory, each of them", async () => {
    expect(await refused(without("small/isls.txt"))).toEqual([
      'scenario.yaml:4:28: cannot read "small/isls.txt": no such file',
    ]);
    expect(await refused({ "small/x": "" })).toEqual([
      'scenario.yaml:4:28: cannot read "small/tles.txt": no such file',
      'scenario.yaml:4:28: cannot read "small/isls.txt": no such file',
      'scenario.yaml:4:28: cannot read "small/ground_stations.txt": no such file',
    ]);
  });

  test("no directory, or a file in its place", async () => {
    const expected = "expected a directory with tles.txt, isls.txt and ground_stations.txt";
    expect(await refused(FILES, "./smal")).toEqual([
      `scenario.yaml:4:28: ${expected}; "./smal" does not exist`,
    ]);
    expect(await refused(FILES, "small/tles.txt")).toEqual([
      `scenario.yaml:4:28: ${expected}; "small/tles.txt" is a file`,
    ]);
  });

  test("a link to a node that does not exist, a bad station and a bad length, all at once", async () => {
    const stations = FILES["small/ground_stations.txt"]?.replace("1,Site-1,1.3521", "1,Site-1,91.5");
    const files = {
      ...FILES,
      "small/isls.txt": "0 1\n0 48\n",
      "small/ground_stations.txt": stations as string,
      "small/description.txt": "max_gsl_length_m=long\n",
    };
    expect(await refused(files)).toEqual([
      "small/isls.txt:2:3: no satellite has the id 48; ids of satellites are 0 to 47",
      "small/ground_stations.txt:2:10: latitude: expected -90 to 90 degrees, found 91.5",
      'small/description.txt:1:18: max_gsl_length_m: expected metres, a number above 0, found "long"',
    ]);
  });

  test("interfaces that are not what the nodes are", async () => {
    const rows = Array.from({ length: 53 }, (_, i) => `${i},1,1.000000\n`);
    const file = (text: string) => ({ ...FILES, "small/gsl_interfaces_info.txt": text });
    expect(warnings(await load(directoryScenario("./small"), file(rows.join(""))))).toHaveLength(1);
    const many = rows.with(50, "50,4,1.0\n").join("");
    expect(warnings(await load(directoryScenario("./small"), file(many)))).toContain(
      "1 node has other than one interface for ground links; links.ground alone says how many links there may be",
    );
    expect(await refused(file(rows.slice(0, 52).join("")))).toEqual([
      "small/gsl_interfaces_info.txt:53:1: expected 53 nodes (satellites and stations), found 52",
    ]);
  });

  test("the protocol without a directory to take links from", async () => {
    const preset = scenario({
      constellation: "[{ preset: iridium }]",
      ground: "{ protocol: nearest, bandwidth: 1 Gbps }",
    });
    expect(await refusal(preset)).toEqual([
      'scenario.yaml:6:20: "hypatia" takes the links of hypatia sources, and the scenario has none',
    ]);
  });

  test("station names taken twice, and two directories of one name", async () => {
    const twice = scenario({ constellation: "[{ hypatia: ./a }, { hypatia: ./b/a }]" });
    const files = { ...inFolder("a", TINY), ...inFolder("b/a", TINY) };
    expect(await refusal(twice, files)).toEqual([
      'scenario.yaml:4:46: the shell name "a" is taken by line 4; give this source another "name"',
      'scenario.yaml:4:46: the site name "Site-0" is taken by line 4; names are unique over all sources, "prefix" renames',
    ]);
    const named = twice.replace("./b/a", "./b/a, name: other, prefix: b-");
    expect((await load(named, files)).sky.nodes.shells.map(({ name }) => name)).toEqual(["a", "other"]);
  });
});

test("whatever the names of a directory's files hold, loading ends in a plan or an account of what is wrong", async () => {
  const text = fc.oneof(fc.string({ maxLength: 80 }), fc.constant(TINY["isls.txt"] as string));
  const file = fc.constantFrom("tles.txt", "isls.txt", "ground_stations.txt", "description.txt");
  await fc.assert(
    fc.asyncProperty(file, text, async (name, content) => {
      const files = inFolder("t", { ...TINY, [name]: content });
      const loaded = load(directoryScenario("./t"), files);
      await loaded.catch(async () => {
        expect((await refusal(directoryScenario("./t"), files)).length).toBeGreaterThan(0);
      });
    }),
    { numRuns: 60 },
  );
});
