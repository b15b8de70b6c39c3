import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { readTrack, type TrackFormat, trackFormatOf } from "../../../orbits/readers/index.js";
import { problemsOf } from "./problems-of.js";

const START = { day: 20_072, secondOfDay: 46_800 }; // 2024-12-15T13:00:00Z
const read = (text: string, format: TrackFormat = "csv") => readTrack("t", text, format, START);
const problems = (text: string, format: TrackFormat = "csv") => problemsOf(() => read(text, format));

const WAY = [
  { timeNs: -30e9, latitudeDeg: 50, longitudeDeg: 8.5, altitudeKm: 0.1 },
  { timeNs: 90e9, latitudeDeg: 50.5, longitudeDeg: 7, altitudeKm: 3.25 },
  { timeNs: 600.5e9, latitudeDeg: 51, longitudeDeg: -180, altitudeKm: 11 },
];

function feature(properties: unknown, geometry: unknown = LINE): string {
  return JSON.stringify({ type: "Feature", geometry, properties });
}
const LINE = {
  type: "LineString",
  coordinates: [
    [8.5, 50, 100],
    [7, 50.5, 3250],
    [-180, 51, 11_000],
  ],
};
const TIMES = ["2024-12-15T12:59:30Z", "2024-12-15T14:01:30+01:00", 600.5];

describe("the same way in every form", () => {
  test("CSV: seconds, durations, instants; blanks, quotes, columns in any order", () => {
    expect(
      read("time,latitude,longitude,altitude_km\n-30,50,8.5,0.1\n90,50.5,7,3.25\n600.5,51,-180,11\n"),
    ).toEqual(WAY);
    expect(
      read(
        '\uFEFFlongitude,time,altitude_km,latitude\r\n8.5,-30 s,0.1,50\r\n\r\n7,"1.5 min",3.25,50.5\r\n-180,600500 ms,11,51',
      ),
    ).toEqual(WAY);
    expect(
      read(
        "time,latitude,longitude,altitude_km\n2024-12-15T12:59:30Z,50,8.5,0.1\n2024-12-15T13:01:30.000Z,50.5,7,3.25\n2024-12-15T13:10:00.5Z,51,-180,11\n",
      ),
    ).toEqual(WAY);
  });

  test("GeoJSON: times under the names that writers use, altitude in metres", () => {
    for (const properties of [
      { coordTimes: TIMES, name: "x" },
      { times: TIMES },
      { coordinateProperties: { times: TIMES } },
    ]) {
      expect(read(feature(properties), "geojson")).toEqual(WAY);
    }
    const collection = `{ "type": "FeatureCollection", "features": [${feature({ times: TIMES })}] }`;
    expect(read(collection, "geojson")).toEqual(WAY);
  });

  test("without altitude the way is on the ellipsoid", () => {
    expect(read("time,latitude,longitude\n0,1,2\n1,1,3\n").map(({ altitudeKm }) => altitudeKm)).toEqual([
      0, 0,
    ]);
  });
});

test("instants count from the start to the nanosecond, over days", () => {
  const text =
    "time,latitude,longitude\n2024-12-15T13:00:00.000000001Z,1,2\n2024-12-18T00:00:00.123456789Z,1,3\n";
  expect(read(text).map(({ timeNs }) => timeNs)).toEqual([1, 2 * 86_400e9 + 39_600e9 + 123_456_789]);
});

test("the extension tells the format", () => {
  expect(["a.csv", "b.GEOJSON", "c.json", "d.gpx", "e"].map(trackFormatOf)).toEqual([
    "csv",
    "geojson",
    "geojson",
    undefined,
    undefined,
  ]);
});

describe("bad tracks", () => {
  test("tell all that is wrong with a CSV, each at its place", () => {
    const text = `time,latitude,longitude,altitude_km
0,50,8,0
10,50.1,8.1
20,91,8.2,0
30, NaN,8.3,0
ten,50.4,8.4,0
40,50.5,361,200
15,50.6,8.6,0
15,50.7,8.7,0
2024-12-15T13:02:00,50.8,8.8,0
2024-13-15T13:02:00Z,50.8,8.8,0
60,,8.8,0
`;
    expect(problems(text)).toEqual([
      "3:1 expected 4 values, as in the header; found 3",
      "4:4 latitude: expected -90 to 90 degrees, found 91",
      '5:5 latitude: expected a number, found "NaN"',
      expect.stringMatching(/^6:1 time: expected seconds since the start of the run, .*; found "ten"$/),
      "7:9 longitude: expected -180 to 360 degrees, found 361",
      "7:13 altitude: expected -0.5 to 100 km, found 200",
      "9:1 time: expected later than the waypoint before, which is at 15 s; found 15 s: a track does not go back in time",
      '10:1 time: expected an instant with its zone, such as "2024-12-15T13:00:00Z"; got "2024-12-15T13:02:00" (add Z for UTC)',
      expect.stringMatching(/^11:1 time: .*"2024-13-15T13:02:00Z" is not a date of the calendar$/),
      '12:4 latitude: expected a number, found ""',
    ]);
  });

  test("go back in time", () => {
    expect(problems("latitude,longitude,time\n1,2,20\n1,3,10 s\n")).toEqual([
      "3:5 time: expected later than the waypoint before, which is at 20 s; found 10 s: a track does not go back in time",
    ]);
  });

  test("have another header", () => {
    expect(problems("tme,latitude,longitude,latitude,alt\n")).toEqual([
      '1:1 unknown column "tme"; did you mean "time"?',
      "1:1 the header has no column time",
      '1:24 column "latitude" repeats',
      '1:33 unknown column "alt"',
    ]);
  });

  test("are empty, or of one point", () => {
    expect(problems("")).toEqual(["1:1 the file is empty"]);
    expect(problems("time,latitude,longitude\n")).toEqual([
      "1:1 a track needs two waypoints at least; found 0",
    ]);
    expect(problems("time,latitude,longitude\n0,1,2\n")).toEqual([
      "1:1 a track needs two waypoints at least; found 1",
    ]);
  });

  test("lie opposite each other", () => {
    expect(problems("time,latitude,longitude\n0,10,20\n60,-10,-160\n")).toEqual([
      "3:4 opposite the waypoint before on the Earth, so that no way between them is the shortest; put one in between",
    ]);
  });

  test("count milliseconds since 1970, as some writers do", () => {
    const text = feature({ times: [1.734e12, 1.734e12 + 1, 1.734e12 + 2] });
    expect(problems(text, "geojson")[0]).toMatch(
      /time: expected at most 104 days before or after the start of the run, found 1734000000000 s from it$/,
    );
  });

  test("tell all that is wrong with a GeoJSON, each at its place", () => {
    const text = `{ "type": "Feature",
  "geometry": { "type": "LineString", "coordinates": [
    [8, 50],
    [8, 95],
    [8],
    [8, 51, "high"],
    [9, 52]] },
  "properties": { "coordTimes": [
    0,
    1,
    2,
    null,
    -1] } }`;
    expect(problems(text, "geojson")).toEqual([
      "4:5 latitude: expected -90 to 90 degrees, found 95",
      "5:5 expected [longitude, latitude] or [longitude, latitude, altitude in metres], found [8]",
      '6:5 expected [longitude, latitude] or [longitude, latitude, altitude in metres], found [8,51,"high"]',
      expect.stringMatching(/^12:5 time: expected seconds since .*; found null$/),
      "13:5 time: expected later than the waypoint before, which is at 0 s; found -1 s: a track does not go back in time",
    ]);
  });

  test.each([
    ["[]", "1:1 expected a GeoJSON Feature"],
    [
      '{"type":"LineString"}',
      "1:9 a LineString by itself has no times: expected a Feature with them in its properties",
    ],
    [feature({ times: TIMES }, { type: "Point" }), '1:30 geometry: expected a LineString, found "Point"'],
    [
      feature({}),
      '1:124 a track needs the property "coordTimes" (or "times"): a time for each of its points',
    ],
    [feature({ times: 5 }), "1:133 times: expected a list of times, found 5"],
    [feature({ times: [1, 2] }), "1:133 expected a time for each of the 3 points; found 2"],
    [
      `{"type":"FeatureCollection","features":[${feature({ times: TIMES })},${feature({})}]}`,
      expect.stringMatching(/ a track is one Feature; found a second one$/),
    ],
    ["{", expect.stringMatching(/^1:2 not JSON: /)],
  ])("%s", (text, expected) => {
    expect(problems(text, "geojson")).toEqual([expected]);
  });

  test.prop([fc.string(), fc.constantFrom<TrackFormat>("csv", "geojson")])(
    "never end in another error",
    (text, format) => {
      try {
        read(text, format);
      } catch (error) {
        expect((error as Error).name).toBe("InputError");
      }
    },
  );
});
