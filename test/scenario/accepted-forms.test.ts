import { describe, expect, test } from "vitest";
import { load, scenarioText, TWO_SATELLITES } from "../support/scenario-folder.js";

const OMM = JSON.stringify([
  {
    OBJECT_NAME: "STARLINK-9",
    OBJECT_ID: "2019-074B",
    EPOCH: "2024-12-15T12:00:00.000000",
    MEAN_MOTION: 15.05491974,
    ECCENTRICITY: 0.0001,
    INCLINATION: 53,
    RA_OF_ASC_NODE: 10,
    ARG_OF_PERICENTER: 90,
    MEAN_ANOMALY: 20,
    EPHEMERIS_TYPE: 0,
    CLASSIFICATION_TYPE: "U",
    NORAD_CAT_ID: 799500777,
    ELEMENT_SET_NO: 999,
    REV_AT_EPOCH: 1,
    BSTAR: 0,
    MEAN_MOTION_DOT: 0,
    MEAN_MOTION_DDOT: 0,
  },
]);

const NETWORK = `nodes:
  - { name: near, tier: edge }
  - { name: relay, tier: space }
  - { name: far, tier: cloud }
links:
  - { between: [near, relay], latency: 3 ms, bandwidth: 1 Gbps, jitter: 0.5 ms }
  - { between: [relay, far], length: 900 km, bandwidth: 1 Gbps, schedule: { period: 80 s, windows: [{ from: 0 s, to: 10 s, latency: 5 ms }] } }
`;

const STARDUST = `- Name: Ljubljana
  Lat: 46.0569
  Lon: 14.5058
  Protocol: nearest
  Router: default
  ComputingType: Cloud
`;

const FILES = {
  "starlink.tle": TWO_SATELLITES,
  "starlink.json": OMM,
  "line.yaml": NETWORK,
  "cities85.yml": STARDUST,
  "sites.csv": "name,latitude,longitude,altitude_km,tier,min_elevation_deg\nPula,44.87,13.85,0.03,edge,20\n",
  "sites.geojson": JSON.stringify({
    type: "FeatureCollection",
    features: [
      {
        type: "Feature",
        properties: { name: "Bled" },
        geometry: { type: "Point", coordinates: [14.11, 46.37] },
      },
    ],
  }),
  "stations.txt": "0,Tokyo,35.689500,139.691710,0.000000,0.0,0.0,0.0\n",
};

/** The block of the contract, without what comes with the topologies. */
const EVERY_FORM = `# yaml-language-server: $schema=./scenario.schema.json
name: example
seed: 42
time: { start: 2024-12-15T13:00:00Z, duration: 10 min, step: 10 s }   # step down to 1 ms
constellation:                       # one list, any mixture
  - preset: starlink-gen1-4
  - walker: { name: polar, type: star, altitude: 1200 km, inclination: 87.9 deg, planes: 12, satellitesPerPlane: 49, phasing: 1 }
  - tle: ./starlink.tle              # paths are relative to the scenario file
    checksum: error                  # or warn, ignore
  - omm: ./starlink.json             # .json, .csv, .xml
    name: omm
  - network: ./line.yaml             # no orbits
    prefix: "lab-"
ground:
  - cities: 100                      # the N most populous of the built-in list
  - file: ./cities85.yml
    prefix: "eu-"                    # optional: renames
  - file: ./sites.csv
  - file: ./sites.geojson
  - file: { path: ./stations.txt, format: hypatia }
    prefix: "h-"
  - { name: Vienna, latitude: 48.21 deg, longitude: 16.37 deg, altitude: 0.2 km, tier: cloud, minElevation: 30 deg }
  - { name: Graz, latitude: 47.07 deg, longitude: 15.44 deg }
links:
  isl:
    - { for: starlink-gen1-4, protocol: plus-grid, maxRange: 5016 km, bandwidth: 20 Gbps, hopDelay: 0 ms }
    - { for: [polar, starlink], protocol: nearest, mode: mutual, links: 3, bandwidth: 20 Gbps }
    - { for: "*", protocol: none }
  ground:
    - { for: [Vienna, Graz], protocol: nearest, links: 1, minElevation: 25 deg, bandwidth: 4 Gbps }
    - { for: "*", protocol: all-visible, maxSlantRange: 2000 km, bandwidth: 4 Gbps }
routing: { router: dijkstra, cost: latency, groundRelay: false }
probes:
  - { from: Vienna, to: Tokyo }
  - { from: Vienna, to: Delhi }
  - { from: "*", to: Graz }          # all sites towards one
  - { from: Graz, to: "*" }          # every other site, in id order
  - { from: lab-near, to: lab-relay }
plugins:
  - use: sunlit
  - use: ./my-plugin.js
    with: { threshold: 0.5 }
output: { dir: ./results, frames: false }
`;

const PLUGIN = `
import { z } from ${JSON.stringify(new URL("../../node_modules/zod/index.js", import.meta.url).href)};
export default {
  kind: "sim-plugin",
  name: "mine",
  config: z.object({ threshold: z.number(), often: z.int().default(3) }),
  setup() {},
};
`;

describe("a scenario with every form", () => {
  test("is accepted as written, and numbered as the contract says", async () => {
    const plan = await load(EVERY_FORM, { ...FILES, "my-plugin.js": PLUGIN });

    const { nodes, satellites, staticLinks, staticClass, links } = plan.sky;
    expect(nodes.shells).toMatchObject([
      { name: "starlink-gen1-4", source: "starlink-gen1-4", first: 0, count: 348 },
      { name: "polar", first: 348, count: 588, walker: { type: "star", planes: 12, slotsPerPlane: 49 } },
      { name: "starlink", first: 936, count: 2 },
      { name: "omm", first: 938, count: 1 },
    ]);
    expect(nodes.shells[2]?.walker).toBeUndefined();
    expect(satellites.map(({ kind, first, count }) => [kind, first, count])).toEqual([
      ["sgp4", 0, 348],
      ["sgp4", 348, 588],
      ["sgp4", 936, 2],
      ["sgp4", 938, 1],
      ["static", 939, 1],
    ]);
    expect(plan.nodeNames.slice(936, 944)).toEqual([
      "STARLINK-1",
      "STARLINK-2",
      "STARLINK-9",
      "lab-relay",
      "lab-near",
      "lab-far",
      "Tokyo",
      "Delhi",
    ]);
    expect(plan.nodeNames.slice(-6)).toEqual(["eu-Ljubljana", "Pula", "Bled", "h-Tokyo", "Vienna", "Graz"]);
    expect(plan.nodeTiers.slice(939, 943)).toEqual(["space", "edge", "cloud", "edge"]);
    expect(nodes.count).toBe(940 + 2 + 106);
    expect(plan.siteIds).toEqual(Array.from({ length: 109 }, (_, i) => 939 + i));

    expect(staticLinks.map(({ a, b }) => [a, b])).toEqual([
      [939, 940],
      [939, 941],
    ]);
    expect(staticLinks[1]).toMatchObject({
      lengthKm: 900,
      latencyMs: (900 / 299_792.458) * 1000,
      jitterMs: 0,
    });
    expect(links.classes[staticClass]).toEqual({ kind: "fixed", bandwidthBps: 1e9, hopDelayMs: 0 });

    const mask = (name: string) =>
      nodes.siteMaskDeg[[...plan.nodeNames].lastIndexOf(name) - nodes.satelliteCount];
    expect([mask("Vienna"), mask("Pula"), mask("Graz")]).toEqual([30, 20, Number.NaN]);
    expect(plan.plugins.map(({ use }) => [use.ref.name, use.config])).toEqual([
      ["sunlit", undefined],
      ["./my-plugin.js", { threshold: 0.5, often: 3 }],
    ]);
  });

  test("shares satellites and sites out to the entries that name them", async () => {
    const { sky, nodeNames } = await load(EVERY_FORM, { ...FILES, "my-plugin.js": PLUGIN });
    const { isl, ground, classes } = sky.links;

    expect(
      isl.map(({ protocol, entry }) => [protocol.ref.name, entry.members.length, entry.maxLinks]),
    ).toEqual([
      ["plus-grid", 348, 4],
      ["nearest", 590, 3],
      ["none", 1, 4],
    ]);
    expect(isl[1]?.entry.shells.map(({ name }) => name)).toEqual(["polar", "starlink"]);
    expect(isl.map(({ entry }) => entry.maxRangeKm)).toEqual([
      5016,
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
    expect(isl[1]?.protocol.config).toEqual({ mode: "mutual" });

    const [named, others] = ground;
    expect(Array.from(named?.entry.members ?? [], (id) => nodeNames.at(id))).toEqual(["Vienna", "Graz"]);
    expect(Array.from(named?.entry.maskDeg ?? [])).toEqual([30, 25]);
    expect(others?.entry.maxSlantRangeKm).toBe(2000);
    const otherNames = Array.from(others?.entry.members ?? [], (id) => nodeNames.at(id));
    expect(otherNames).toHaveLength(104);
    expect(otherNames).not.toContain("lab-near");
    const maskOf = (name: string) => others?.entry.maskDeg[otherNames.indexOf(name)];
    expect([maskOf("Tokyo"), maskOf("Pula")]).toEqual([Number.NEGATIVE_INFINITY, 20]);
    expect(ground.map(({ linkClass }) => classes[linkClass])).toEqual([
      { kind: "gsl", bandwidthBps: 4e9, hopDelayMs: 0 },
      { kind: "gsl", bandwidthBps: 4e9, hopDelayMs: 0 },
    ]);
  });

  test("expands probes in id order, never a site with itself", async () => {
    const { probes, nodeNames } = await load(EVERY_FORM, { ...FILES, "my-plugin.js": PLUGIN }).catch((e) => {
      throw e;
    });
    const pairs = Array.from(probes.sources, (from, i) => [
      nodeNames.at(from),
      nodeNames.at(probes.targets[i] as number),
    ]);
    expect(pairs.slice(0, 4)).toEqual([
      ["Vienna", "Tokyo"],
      ["Vienna", "Delhi"],
      ["lab-near", "Graz"],
      ["lab-far", "Graz"],
    ]);
    expect(pairs.at(-1)).toEqual(["lab-near", "lab-relay"]);
    expect(pairs).toHaveLength(2 + 107 + 107 + 1);
    expect(pairs.filter(([from, to]) => from === to)).toEqual([]);
  });
});

describe("defaults", () => {
  test("are those of the contract, and the resolved scenario shows them", async () => {
    const plan = await load(scenarioText());
    expect(plan.resolved).toEqual({
      name: "test",
      seed: 1,
      time: { start: "2024-12-15T13:00:00Z", durationSeconds: 60, stepSeconds: 10 },
      constellation: [
        {
          walker: {
            name: "shell",
            type: "delta",
            altitudeKm: 550,
            inclinationDeg: 53,
            planes: 4,
            satellitesPerPlane: 5,
            phasing: 1,
            rightAscensionDeg: 0,
            meanAnomalyDeg: 0,
          },
        },
      ],
      ground: [
        { name: "Vienna", latitudeDeg: 48.21, longitudeDeg: 16.37, altitudeKm: 0, tier: "edge" },
        { name: "Graz", latitudeDeg: 47.07, longitudeDeg: 15.44, altitudeKm: 0, tier: "edge" },
      ],
      links: {
        isl: [{ protocol: "plus-grid", for: "*", links: 4, bandwidthBps: 20e9, hopDelayMs: 0 }],
        ground: [
          { protocol: "nearest", for: "*", links: 1, minElevationDeg: 25, bandwidthBps: 4e9, hopDelayMs: 0 },
        ],
      },
      routing: { router: "dijkstra", cost: "latency", groundRelay: false },
      probes: [],
      plugins: [],
      network: expect.objectContaining({ transport: "latency" }),
      traffic: [],
      faults: [],
      output: { dir: "./results", frames: false, contactPlan: false },
    });
  });

  test("ground, probes, plugins, routing and output may be absent, and links where nothing has an orbit", async () => {
    const bare = await load(scenarioText({ ground: "[]", links: "{ isl: { protocol: none } }" }));
    expect(bare.sky.nodes.groundCount).toBe(0);
    expect(bare.output.dir).toMatch(/results$/);
    const network = `name: line\nseed: 1\ntime: { start: 2025-01-01T00:00:00Z, duration: 1 s, step: 1 s }\nconstellation: [{ network: ./line.yaml }]\n`;
    const line = await load(network, FILES);
    expect(line.sky.staticLinks).toHaveLength(2);
    expect(line.sky.links.isl).toEqual([]);
  });

  test("an epoch that a shell gives is kept, and is the start of the run where it gives none", async () => {
    const walker = (epoch: string) =>
      `[{ walker: { name: s, type: delta, altitude: 550 km, inclination: 53 deg, planes: 1, satellitesPerPlane: 2, phasing: half-slot, rightAscension: 10 deg, meanAnomaly: 20 deg${epoch} } }]`;
    const first = async (epoch: string) => {
      const { sky } = await load(scenarioText({ constellation: walker(epoch) }));
      const [source] = sky.satellites;
      if (source?.kind !== "sgp4") throw new Error("expected satellites with orbits");
      return source.elements;
    };
    const given = await first(", epoch: 2024-12-10T00:00:00.25Z");
    expect([given.epochDay[0], given.epochSecondOfDay[0]]).toEqual([20_067, 0.25]);
    const ofRun = await first("");
    expect([ofRun.epochDay[0], ofRun.epochSecondOfDay[0]]).toEqual([20_072, 46_800]);
    expect([ofRun.rightAscensionDeg[0], ofRun.meanAnomalyDeg[0]]).toEqual([10, 20]);
  });
});

describe("time", () => {
  const timed = (time: string) => load(scenarioText({ time })).then(({ time: plan }) => plan);

  test("a tick stands at every multiple of the step before the end", async () => {
    expect((await timed("{ start: 2024-12-15T13:00:00Z, duration: 10 min, step: 10 s }")).tickCount).toBe(60);
    expect((await timed("{ start: 2024-12-15T13:00:00Z, duration: 25 s, step: 10 s }")).tickCount).toBe(3);
    expect((await timed("{ start: 2024-12-15T13:00:00Z, duration: 104 d, step: 1 ms }")).tickCount).toBe(
      8_985_600_000,
    );
    // In doubles, 700,000,000 ns is 0.7 * 1e9 less a rounding.
    expect(await timed("{ start: 2024-12-15T13:00:00Z, duration: 0.7 s, step: 0.07 s }")).toMatchObject({
      durationNs: 700_000_000,
      stepNs: 70_000_000,
      tickCount: 10,
    });
  });

  test("an instant is read with its offset and all of its decimals", async () => {
    const { start, startIso } = await timed(
      "{ start: 2024-12-31T23:30:00.123456789-01:00, duration: 1 s, step: 1 s }",
    );
    expect(startIso).toBe("2025-01-01T00:30:00.123456789Z");
    expect(start.day).toBe(Date.UTC(2025, 0, 1) / 86_400_000);
    expect(start.secondOfDay).toBeCloseTo(1800.123456789, 9);
  });
});

describe("list", () => {
  const listed = (links: string) =>
    scenarioText({ links: `{ isl: ${links}, ground: { protocol: nearest, bandwidth: 1 Gbps } }` });

  test("takes pairs from the scenario or from a file, and may leave them unchecked", async () => {
    const written = await load(
      listed("{ protocol: list, pairs: [[0, 1], [7, 2]], check: false, bandwidth: 1 Gbps }"),
    );
    expect(written.sky.links.isl[0]).toMatchObject({
      check: false,
      protocol: { config: { pairs: Uint32Array.of(0, 1, 7, 2) } },
    });
    const read = await load(listed("{ protocol: list, file: ./isls.txt, bandwidth: 1 Gbps }"), {
      "isls.txt": "0 1\n2 7\n",
    });
    expect(read.sky.links.isl[0]).toMatchObject({
      check: true,
      protocol: { config: { pairs: Uint32Array.of(0, 1, 2, 7) } },
    });
    expect(read.inputs.map(({ path, bytes }) => [path, bytes])).toEqual([["./isls.txt", 8]]);
  });
});
