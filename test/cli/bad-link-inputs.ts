import { directoryFiles, directoryScenario } from "../support/hypatia-directory.js";
import { type BadInput, scenario } from "./bad-input-case.js";

const ISL = "isl: { protocol: plus-grid, bandwidth: 20 Gbps }";
const GSL = "ground: { protocol: nearest, bandwidth: 4 Gbps }";

const IN_LINKS_AND_ROUTING: readonly BadInput[] = [
  {
    what: "k = 0, between satellites and to the ground",
    scenario: scenario({
      [ISL]: "isl: { protocol: nearest, links: ¦0, bandwidth: 20 Gbps }",
      [GSL]: "ground: { protocol: nearest, links: ¦0, bandwidth: 4 Gbps }",
    }),
    says: ["expected at least 1; got 0", "expected at least 1; got 0"],
  },
  {
    what: "a range of 0, between satellites, to the ground and between shells",
    scenario: scenario({
      [ISL]:
        "isl: { protocol: mst, maxRange: ¦0 km, bandwidth: 20 Gbps, interShell: { links: ¦0, maxRange: ¦0 km } }",
      [GSL]: "ground: { protocol: all-visible, maxSlantRange: ¦0 km, bandwidth: 4 Gbps }",
    }),
    says: [
      'expected a length above 0 km; got "0 km"',
      "expected at least 1; got 0",
      'expected a length above 0 km; got "0 km"',
      'expected a length above 0 km; got "0 km"',
    ],
  },
  {
    what: "a cut-off latitude of 120",
    scenario: scenario({ "plus-grid": "plus-grid, cutoffLatitude: ¦120 deg" }),
    says: ['expected an angle of at most 90 deg; got "120 deg"'],
  },
  {
    what: "a cut-off latitude of -10 below a decorator",
    scenario: scenario({ "plus-grid": "brick-a+smart-loop, cutoffLatitude: ¦-10 deg" }),
    says: ['expected an angle of at least 0 deg; got "-10 deg"'],
  },
  {
    what: "fewer links than +grid needs",
    scenario: scenario({ "plus-grid": "¦plus-grid, links: 3" }),
    says: ["up to 4 links; the entry allows 3"],
  },
  {
    what: "no antenna, no capacity, and hysteresis below 0",
    scenario: scenario({
      [GSL]:
        "ground: { protocol: nearest, antennas: ¦0, capacity: ¦0, hysteresis: ¦-1 km, bandwidth: 4 Gbps }",
    }),
    says: ["at least 1; got 0", "at least 1; got 0", 'at least 0 km; got "-1 km"'],
  },
  {
    what: "a protocol, a router and a cost that there are not",
    scenario: scenario({ "plus-grid": "¦plus-gird" }, "routing: { router: ¦dijkstr, cost: ¦latncy }\n"),
    says: ['did you mean "plus-grid"?', 'did you mean "dijkstra"?', 'did you mean "latency"?'],
  },
  {
    what: "a list of links that names a satellite that does not exist",
    scenario: scenario({ "plus-grid": "list, file: isls.txt" }),
    files: { "isls.txt": "0 1\n3 ¦20\n" },
    says: ["no satellite has the id 20; ids of satellites are 0 to 19"],
  },
];

const IN_STATION_FILES: readonly BadInput[] = [
  {
    what: "a station file with bad rows",
    scenario: scenario({}, "").replace(/ {2}- { name: Graz.*/, "  - file: ./stations.csv"),
    files: {
      "stations.csv":
        "name,latitude,longitude\nParis,48.85,2.35\nLyon,¦91,4.83\nNice,43.7,¦east\n¦Brest,48.4\n¦,50,3\n",
    },
    says: [
      "latitude: expected -90 to 90 degrees, found 91",
      'longitude: expected a number, found "east"',
      "expected 3 values, as in the header; found 2",
      "a site needs a name that is not empty",
    ],
  },
  {
    what: "a file of Hypatia's stations with a bad row",
    scenario: scenario({}, "").replace(
      / {2}- { name: Graz.*/,
      "  - file: { path: ./stations.txt, format: hypatia }",
    ),
    files: { "stations.txt": "0,Paris,48.85,2.35,0,0,0,0\n1,Lyon,¦95.76,4.83,0,0,0,0\n" },
    says: ["latitude: expected -90 to 90 degrees, found 95.76"],
  },
];

const DIRECTORY = directoryFiles();

/** A scenario of Hypatia's directory `k1`, with some of its files changed, or gone where they are undefined. */
function directory(
  changes: Readonly<Record<string, string | undefined>>,
): Pick<BadInput, "scenario" | "files"> {
  const files = Object.entries({ ...DIRECTORY, ...changes }).flatMap(([name, text]) =>
    text === undefined ? [] : [[`k1/${name}`, text] as const],
  );
  const gone = Object.values(changes).filter((text) => text === undefined).length;
  return {
    scenario: directoryScenario(`${"¦".repeat(gone)}./k1`),
    files: Object.fromEntries(files),
  };
}

const IN_HYPATIA_DIRECTORIES: readonly BadInput[] = [
  {
    what: "a Hypatia directory without one of its files",
    ...directory({ "isls.txt": undefined }),
    says: ['cannot read "k1/isls.txt": no such file'],
  },
  {
    what: "a Hypatia directory without two of them",
    ...directory({ "tles.txt": undefined, "ground_stations.txt": undefined }),
    says: ['"k1/tles.txt": no such file', '"k1/ground_stations.txt": no such file'],
  },
  {
    what: "a Hypatia directory that is not there",
    scenario: directoryScenario("¦./k2"),
    says: ['expected a directory with tles.txt, isls.txt and ground_stations.txt; "./k2" does not exist'],
  },
  {
    what: "an ISL that names a node that does not exist, and a bad station",
    ...directory({
      "isls.txt": "0 1\n0 ¦48\n",
      "ground_stations.txt": (DIRECTORY["ground_stations.txt"] as string).replace(
        /^2,([^,]*),[^,]*/m,
        "2,$1,¦-91",
      ),
    }),
    says: [
      "no satellite has the id 48; ids of satellites are 0 to 47",
      "latitude: expected -90 to 90 degrees",
    ],
  },
];

/** Mistakes in links, routing, stations and Hypatia's directories. */
export const BAD_LINK_INPUTS: readonly BadInput[] = [
  ...IN_LINKS_AND_ROUTING,
  ...IN_STATION_FILES,
  ...IN_HYPATIA_DIRECTORIES,
];
