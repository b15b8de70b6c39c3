import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../orbits/input-error.js";
import {
  parseSiteItem,
  readSites,
  SITE_FORMATS,
  type SiteFormat,
  siteFormatOf,
} from "../../../orbits/readers/index.js";
import { YamlSource } from "../../../orbits/yaml-source.js";
import { sharedPath } from "../../support/shared.js";
import { problemsOf } from "./problems-of.js";

const read = (text: string, format: SiteFormat) => readSites("s", text, format).sites;
const problems = (text: string, format: SiteFormat) => problemsOf(() => read(text, format));

const VIENNA = {
  name: "Vienna",
  latitudeDeg: 48.21,
  longitudeDeg: 16.37,
  altitudeKm: 0.2,
  tier: "cloud",
  minElevationDeg: 30,
};
const PLAIN = { name: "Graz", latitudeDeg: 47.07, longitudeDeg: 15.44, altitudeKm: 0, tier: "edge" };

const FILES: Readonly<Record<SiteFormat, string>> = {
  yaml: `- { name: Vienna, latitude: 48.21 deg, longitude: 16.37 deg, altitude: 0.2 km, tier: cloud, minElevation: 30 deg }
- name: Graz
  latitude: 47.07 deg
  longitude: 15.44°
`,
  csv: `\uFEFFname,longitude,latitude,tier,altitude_km,min_elevation_deg\r\nVienna,16.37,48.21,cloud,0.2,30\r\n\r\n"Graz", 15.44 ,47.07,,,\r\n`,
  geojson: JSON.stringify({
    type: "FeatureCollection",
    features: [
      {
        type: "Feature",
        geometry: { type: "Point", coordinates: [16.37, 48.21, 200] },
        properties: { name: "Vienna", tier: "cloud", minElevation: 30, population: 2e6 },
      },
      {
        type: "Feature",
        geometry: { type: "Point", coordinates: [15.44, 47.07] },
        properties: { name: "Graz" },
      },
    ],
  }),
  hypatia: "0,Vienna,48.21,16.37,200.0,1.0,2.0,3.0\n1,Graz,47.07,15.44,0.000000,1,2,3\n",
};

describe("the same sites in every format", () => {
  it.each(["yaml", "csv", "geojson"] as const)("%s", (format) => {
    expect(read(FILES[format], format)).toEqual([VIENNA, PLAIN]);
  });

  it("hypatia, which knows no tiers and masks", () => {
    const { minElevationDeg: _, ...site } = VIENNA;
    expect(read(FILES.hypatia, "hypatia")).toEqual([{ ...site, tier: "edge" }, PLAIN]);
  });

  it("Stardust's own keys, mixed with ours", () => {
    const text = `- Name: Vienna
  Lat: 48.21
  Lon: 16.37
  Protocol: nearest
  Router: default
  ComputingType: Cloud
- { name: Graz, latitude: 47.07 deg, longitude: 15.44 deg }
- { Name: Linz, Lat: 48.3, Lon: 14, ComputingType: Edge }
- { Name: Wels, Lat: 48.2, Lon: 14 }
`;
    expect(read(text, "yaml").map(({ name, tier }) => [name, tier])).toEqual([
      ["Vienna", "cloud"],
      ["Graz", "edge"],
      ["Linz", "edge"],
      ["Wels", "edge"],
    ]);
    expect(read(text, "yaml")[0]).toEqual({
      name: "Vienna",
      latitudeDeg: 48.21,
      longitudeDeg: 16.37,
      altitudeKm: 0,
      tier: "cloud",
    });
  });
});

describe("longitudes", () => {
  test.prop([fc.double({ min: -180, max: 360, noNaN: true })])("come out as -180 to 180", (longitude) => {
    const [site] = read(`name,latitude,longitude\nA,0,${longitude}\n`, "csv");
    const out = site?.longitudeDeg as number;
    expect(out).toBeGreaterThanOrEqual(-180);
    expect(out).toBeLessThanOrEqual(180);
    expect(Math.cos((out * Math.PI) / 180)).toBeCloseTo(Math.cos((longitude * Math.PI) / 180), 12);
    expect(Math.sin((out * Math.PI) / 180)).toBeCloseTo(Math.sin((longitude * Math.PI) / 180), 12);
  });
});

describe("YAML", () => {
  it("tells everything that is wrong with its place", () => {
    const text = `- { name: A, latitude: 91 deg, longitude: -181 deg, altitude: -1 km, tier: "", minElevation: 91 deg }
- { name: B, latitude: 48.21, longitude: 16 km }
- { nam: C, latitude: 1 deg, longitude: 1 deg, altitud: 3 km }
- 7
- { name: "", latitude: 1 deg, longitude: 1 deg }
- { name: "*", latitude: 1 deg, longitude: 1 deg }
- { name: 12, latitude: [1], longitude: 1 deg }
- { name: D, latitude: 1 deg, longitude: 1 deg }
- { name: D, latitude: 2 deg, longitude: 1 deg }
- { Name: E, Lat: 91, Lon: x, ComputingType: Fog, Protokol: 1 }
`;
    expect(problems(text, "yaml")).toEqual([
      "1:24 latitude: expected -90 to 90 degrees, found 91",
      "1:43 longitude: expected -180 to 360 degrees, found -181",
      "1:63 altitude: expected -0.5 to 100 km, found -1",
      "1:76 tier: expected a name, such as edge or cloud",
      "1:94 minElevation: expected -90 to 90 degrees, found 91",
      expect.stringMatching(
        /^2:24 latitude: expected an angle with a unit, such as "25 deg"; 48.21 has no unit/,
      ),
      expect.stringMatching(/^2:42 longitude: expected an angle .*"km" is not one of its units/),
      '3:3 a site needs "name"',
      '3:5 unknown key "nam" of a site; did you mean "name"?',
      '3:48 unknown key "altitud" of a site; did you mean "altitude"?',
      "4:3 expected a site, { name, latitude, longitude }, found 7",
      "5:11 a site needs a name that is not empty",
      '6:11 a site cannot be named "*": that means all sites',
      "7:11 name: expected text, found 12",
      expect.stringMatching(/^7:25 latitude: expected an angle/),
      '9:11 a second site named "D"; the first is on line 8',
      "10:19 latitude: expected -90 to 90 degrees, found 91",
      '10:28 Lon: expected degrees as a number, found "x"',
      '10:46 ComputingType: expected Cloud or Edge, found "Fog"',
      '10:51 unknown key "Protokol" of a site; did you mean "Protocol"?',
    ]);
  });

  it("tells a missing key, a root that is no list, an empty file, a syntax error", () => {
    expect(problems("- { name: A, latitude: 1 deg }\n", "yaml")).toEqual(['1:3 a site needs "longitude"']);
    expect(problems("name: A\n", "yaml")).toEqual(["1:1 expected a list of sites, found a mapping"]);
    expect(problems("", "yaml")).toEqual(["1:1 the file is empty"]);
    expect(problems("[]\n", "yaml")).toEqual(["1:1 the file has no sites"]);
    expect(problems("- { name: A\n- b\n", "yaml")[0]).toMatch(/^2:1 /);
  });

  it("refuses an alias bomb", () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `- &a${i} [${i === 0 ? "x" : `*a${i - 1}, `.repeat(9)}]`,
    );
    expect(problems(levels.join("\n"), "yaml")[0]).toMatch(/aliases/);
  });

  it("reads one item for a scenario, with places in it", () => {
    const source = new YamlSource(
      "x.yaml",
      "ground:\n  - { name: Vienna, latitude: 48 deg, longitude: 16 deg }\n  - { name: A, latitude: 91 deg, longitude: 16 deg }\n",
    );
    const { ground } = source.toValue() as { ground: unknown[] };
    expect(parseSiteItem(source, ["ground", 0], ground[0])).toEqual({
      name: "Vienna",
      latitudeDeg: 48,
      longitudeDeg: 16,
      altitudeKm: 0,
      tier: "edge",
    });
    expect(parseSiteItem(source, ["ground", 1], ground[1])).toEqual([
      { file: "x.yaml", line: 3, column: 26, message: "latitude: expected -90 to 90 degrees, found 91" },
    ]);
  });
});

describe("CSV", () => {
  it("tells unknown, missing and repeated columns", () => {
    expect(problems("name,latitude,longitud\nA,1,2\n", "csv")).toEqual([
      "1:1 the header has no column longitude",
      '1:15 unknown column "longitud"; did you mean "longitude"?',
    ]);
    expect(problems("name,latitude,longitude,name\nA,1,2,B\n", "csv")).toEqual([
      '1:25 column "name" repeats',
    ]);
  });

  it("tells bad values at their column, short rows, repeated names", () => {
    const text = `name,latitude,longitude,altitude_km\n"A, B",91,x,\n,1,,9e9\nC,1,2\nD,1,2,0\nD,1,2,0\n`;
    expect(problems(text, "csv")).toEqual([
      "2:8 latitude: expected -90 to 90 degrees, found 91",
      '2:11 longitude: expected a number, found "x"',
      "3:1 a site needs a name that is not empty",
      '3:4 longitude: expected a number, found ""',
      "3:5 altitude: expected -0.5 to 100 km, found 9000000000",
      "4:1 expected 4 values, as in the header; found 3",
      '6:1 a second site named "D"; the first is on line 5',
    ]);
  });

  it("tells an empty file and one without rows", () => {
    expect(problems("", "csv")).toEqual(["1:1 the file is empty"]);
    expect(problems("name,latitude,longitude\n", "csv")).toEqual(["1:1 the file has no sites"]);
  });
});

describe("GeoJSON", () => {
  it("tells everything that is wrong with its place", () => {
    const text = `{"type": "FeatureCollection", "features": [
{"type": "Feature", "geometry": {"type": "Point", "coordinates": [16, 91]}, "properties": {"name": "A"}},
{"type": "Feature", "geometry": {"type": "LineString", "coordinates": []}, "properties": {"name": "B"}},
{"type": "Feature", "geometry": {"type": "Point", "coordinates": [16]}, "properties": {}},
{"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": {"name": "C", "minElevation": "x", "tier": 1}},
{"type": "Point"},
{"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": {"name": "D", "minElevation": "30 deg"}},
{"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": {"name": "D"}}
]}`;
    expect(problems(text, "geojson")).toEqual([
      "2:66 latitude: expected -90 to 90 degrees, found 91",
      '3:33 geometry: expected a Point, found "LineString"',
      "4:66 coordinates: expected [longitude, latitude] or [longitude, latitude, altitude in metres], found [16]",
      '4:87 a site needs the property "name"',
      expect.stringMatching(/^5:119 minElevation: expected an angle with a unit/),
      "5:132 tier: expected text, found 1",
      "6:1 expected a GeoJSON Feature",
      '8:98 a second site named "D"; the first is on line 7',
    ]);
  });

  it("tells what is no collection", () => {
    expect(problems('{"type": "Feature"}', "geojson")).toEqual(["1:10 expected a GeoJSON FeatureCollection"]);
    expect(problems("[1]", "geojson")).toEqual(["1:1 expected a GeoJSON FeatureCollection"]);
    expect(problems('{"type": "FeatureCollection"}', "geojson")).toEqual([
      "1:1 features: expected a list of features",
    ]);
    expect(problems('{"type": "FeatureCollection", "features": []}', "geojson")).toEqual([
      "1:1 the file has no sites",
    ]);
    expect(problems('{"type": \n}', "geojson")).toEqual(["2:1 not JSON: expected a value"]);
  });
});

describe("Hypatia's file", () => {
  it("has ids from 0 up, eight values a line, numbers where they belong", () => {
    expect(
      problems("0,A,1,2,0,1,1,1\n2,B,1,x,0,1,1,y\n2,C,91,2,0,1,1,1\n3,D,1,2,0\n4,A,1,2,0,1,1,1\n", "hypatia"),
    ).toEqual([
      '2:1 id: expected 1, found "2": ids count up from 0',
      '2:7 longitude: expected a number, found "x"',
      '2:15 z: expected a number, found "y"',
      "3:5 latitude: expected -90 to 90 degrees, found 91",
      "4:1 expected 8 values (id,name,latitude,longitude,elevation,x,y,z), found 5",
      '5:3 a second site named "A"; the first is on line 1',
    ]);
    expect(problems("\n", "hypatia")).toEqual(["1:1 the file is empty"]);
  });
});

describe("damaged files", () => {
  const damage = fc.array(
    fc.record({
      at: fc.nat(10_000),
      insert: fc.boolean(),
      char: fc.oneof(fc.constantFrom(..."\"'{}[]:,-&*#\n\t 0x"), fc.string({ minLength: 1, maxLength: 1 })),
    }),
    { minLength: 1, maxLength: 6 },
  );

  test.prop([fc.constantFrom(...SITE_FORMATS), damage], { numRuns: 800 })(
    "are read or refused, but never crash",
    (format, damages) => {
      let text = FILES[format];
      for (const { at, insert, char } of damages) {
        const i = at % text.length;
        text = text.slice(0, i) + char + text.slice(insert ? i : i + 1);
      }
      try {
        for (const site of read(text, format)) {
          expect(Math.abs(site.latitudeDeg)).toBeLessThanOrEqual(90);
          expect(Math.abs(site.longitudeDeg)).toBeLessThanOrEqual(180);
          expect(site.name).not.toBe("");
        }
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
      }
    },
  );
});

it("knows formats by extension", () => {
  expect(
    ["a.yaml", "a.yml", "a.csv", "a.geojson", "a.JSON", "ground_stations.txt", "yaml"].map(siteFormatOf),
  ).toEqual(["yaml", "yaml", "csv", "geojson", "geojson", undefined, undefined]);
});

const stardust = sharedPath("data/ground/cities85.yml");
const hypatia = sharedPath("data/hypatia-kuiper-k1/ground_stations.txt");

describe.skipIf(stardust === undefined || hypatia === undefined)("published files (needs ../shared)", () => {
  it("Stardust's 85 stations", () => {
    const sites = read(readFileSync(stardust as string, "utf8"), "yaml");
    expect(sites).toHaveLength(85);
    expect(sites[0]).toEqual({
      name: "Graz",
      latitudeDeg: 47.0707,
      longitudeDeg: 15.4409,
      altitudeKm: 0,
      tier: "cloud",
    });
    expect(new Set(sites.map((site) => site.tier))).toEqual(new Set(["cloud"]));
  });

  it("Hypatia's 100 stations", () => {
    const sites = read(readFileSync(hypatia as string, "utf8"), "hypatia");
    expect(sites).toHaveLength(100);
    expect(sites[17]).toEqual({
      name: "Manila",
      latitudeDeg: 14.6042,
      longitudeDeg: 120.9822,
      altitudeKm: 0,
      tier: "edge",
    });
    expect(sites[85]?.name).toBe("Dalian");
  });
});
