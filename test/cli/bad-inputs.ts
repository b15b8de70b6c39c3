import { BAD_DEFINITIONS, moduleFiles } from "./bad-definitions.js";
import { type BadInput, SOUND, scenario } from "./bad-input-case.js";
import { BAD_LINK_INPUTS } from "./bad-link-inputs.js";

export { type BadInput, scenario };

const WALKER = SOUND.split("\n")[7] as string;

/** The same satellites from a file, linked by a protocol that needs no planes. */
function catalogue(source: string): string {
  return scenario({ [WALKER]: `  - { ${source} }`, "plus-grid": "nearest" });
}

const TLE = `STARLINK-1
1 44714U 19074B   24350.50000000  .00000000  00000-0  00000-0 0  9990
2 44714  53.0000   0.0000 0000000   0.0000   0.0000 15.05491974    16
STARLINK-2
1 44715U 19074C   24350.50000000  .00000000  00000-0  00000-0 0  9991
2 44715  53.0000   0.0000 0000000   0.0000  16.3636 15.05491974    12
`;

const OMM: Readonly<Record<string, string | number>> = {
  OBJECT_NAME: "STARLINK-1",
  OBJECT_ID: "2019-074B",
  EPOCH: "2024-12-15T12:00:00",
  MEAN_MOTION: 15.05491974,
  ECCENTRICITY: 0,
  INCLINATION: 53,
  RA_OF_ASC_NODE: 0,
  ARG_OF_PERICENTER: 0,
  MEAN_ANOMALY: 0,
  NORAD_CAT_ID: 44714,
  BSTAR: 0,
};
const OMM_KEYS = Object.keys(OMM).filter((key) => key !== "MEAN_MOTION");
const tag = (key: string): string => `<${key}>${OMM[key]}</${key}>`;

/** Five thousand references to one list. */
const BOMB = `alias: &x [${"1, ".repeat(20)}1]\nbomb: [${"*x, ".repeat(4999)}*x]\n`;

const IN_THE_FILE: readonly BadInput[] = [
  {
    what: "an unknown key",
    scenario: scenario({}, "¦prbes: []\n"),
    says: ['unknown key "prbes"; did you mean "probes"?'],
  },
  {
    what: "an unknown key in a mapping",
    scenario: scenario({ "bandwidth: 20 Gbps": "bandwidth: 20 Gbps, ¦maxRnge: 5000 km" }),
    says: ['unknown key "maxRnge"; did you mean "maxRange"?'],
  },
  {
    what: "a wrong unit",
    scenario: scenario({ "60 s": "¦60 km" }),
    says: ['"km" is not one of its units'],
  },
  {
    what: "a negative duration",
    scenario: scenario({ "60 s": "¦-60 s" }),
    says: ['expected a duration above 0 s; got "-60 s"'],
  },
  {
    what: "a step longer than the duration",
    scenario: scenario({ "10 s": "¦61 s" }),
    says: ["no longer than the duration, 60 s; got 61 s"],
  },
  {
    what: "a Walker shell of 0 planes",
    scenario: scenario({ "planes: 4": "planes: ¦0" }),
    says: ["at least 1; got 0"],
  },
  {
    what: "latitude 91",
    scenario: scenario({ "48.21 deg": "¦91 deg" }),
    says: ['at most 90 deg; got "91 deg"'],
  },
  {
    what: "an unknown plugin",
    scenario: scenario({}, "plugins:\n  - use: ¦sunlitt\n"),
    says: ['unknown plugin "sunlitt"'],
  },
  {
    what: "two sites of one name",
    scenario: scenario({ "name: Graz": "name: ¦Vienna" }),
    says: ['the site name "Vienna" is taken by line 10'],
  },
  {
    what: "a probe that names no site",
    scenario: scenario({}, "probes:\n  - { from: ¦Viena, to: Graz }\n"),
    says: ['no site is named "Viena"; did you mean "Vienna"?'],
  },
  {
    what: "a pair that is probed twice",
    scenario: scenario({}, "probes:\n  - { from: Vienna, to: Graz }\n  - ¦{ from: '*', to: Graz }\n"),
    says: ["already at line 16; a pair is probed once"],
  },
  { what: "an empty file", scenario: "", says: ["scenario.yaml:1:1: the file is empty"] },
  {
    what: "a 5,000-alias YAML bomb",
    scenario: scenario({}, BOMB),
    says: ["scenario.yaml:1:1: cannot expand aliases"],
  },
  {
    what: "several mistakes at once",
    scenario: scenario(
      { "seed: 1": "seed: ¦-1", "60 s": "¦60 km", "48.21 deg": "¦91 deg" },
      "plugins:\n  - use: ¦sunlitt\n¦prbes: []\n",
    ),
    says: ["at least 0; got -1", '"km"', "91 deg", "sunlitt", "prbes"],
  },
];

const IN_OTHER_FILES: readonly BadInput[] = [
  {
    what: "a TLE file that is missing",
    scenario: catalogue("tle: ¦./none.tle"),
    says: ['cannot read "./none.tle": no such file'],
  },
  {
    what: "a directory instead of a TLE file",
    scenario: catalogue("tle: ¦./folder"),
    files: { "folder/inside": "" },
    says: ['cannot read "./folder": it is a directory'],
  },
  {
    what: "a TLE with a broken checksum",
    scenario: catalogue("tle: ./sats.tle"),
    files: { "sats.tle": TLE.replace("15.05491974    16", "15.05491974    1¦7") },
    says: ["bad checksum"],
  },
  {
    what: "a TLE whose last line is cut",
    scenario: catalogue("tle: ./sats.tle"),
    files: { "sats.tle": `${TLE.slice(0, -40)}¦` },
    says: ["expected 69: is it cut short?"],
  },
  {
    what: "plus-grid over a TLE source without planes",
    scenario: catalogue("tle: ./sats.tle").replace("protocol: nearest", "protocol: ¦plus-grid"),
    files: { "sats.tle": TLE },
    says: ["plus-grid finds no planes"],
  },
  {
    what: "an OMM in JSON without a field",
    scenario: catalogue("omm: ./sats.json"),
    files: {
      "sats.json": `[\n${JSON.stringify(OMM)},\n¦${JSON.stringify({ ...OMM, MEAN_MOTION: undefined })}\n]\n`,
    },
    says: ["MEAN_MOTION is missing"],
  },
  {
    what: "an OMM in CSV without a field",
    scenario: catalogue("omm: ./sats.csv"),
    files: { "sats.csv": `¦${OMM_KEYS.join(",")}\n${OMM_KEYS.map((key) => OMM[key]).join(",")}\n` },
    says: ["MEAN_MOTION"],
  },
  {
    what: "an OMM in XML without a field",
    scenario: catalogue("omm: ./sats.xml"),
    files: {
      "sats.xml": `<?xml version="1.0" encoding="UTF-8"?>
<ndm>
  ¦<omm id="CCSDS_OMM_VERS" version="2.0"><body><segment>
    <metadata>${["OBJECT_NAME", "OBJECT_ID"].map(tag).join("")}</metadata>
    <data>
      <meanElements>${OMM_KEYS.slice(2, 8).map(tag).join("")}</meanElements>
      <tleParameters>${["NORAD_CAT_ID", "BSTAR"].map(tag).join("")}</tleParameters>
    </data>
  </segment></body></omm>
</ndm>
`,
    },
    says: ["MEAN_MOTION is missing"],
  },
  {
    what: "a mistake in the scenario and one in a file that it names",
    scenario: catalogue("tle: ./sats.tle").replace("60 s", "¦60 km"),
    files: { "sats.tle": TLE.replace("15.05491974    16", "15.05491974    1¦7") },
    says: ['"km"', "bad checksum"],
  },
];

const IN_PLUGINS: readonly BadInput[] = [
  {
    what: "a plugin that throws in setup",
    scenario: scenario({}, "plugins:\n  - use: ¦./boom.js\n"),
    files: plugin("setup() { throw new Error('no fuel\\n    at all'); }"),
    says: ['plugin "boom" cannot be set up: no fuel at all'],
  },
  {
    what: "a plugin whose setup rejects, with workers",
    scenario: scenario({}, "plugins:\n  - use: ¦./boom.js\n"),
    files: plugin("async setup() { throw new Error('no fuel'); }"),
    args: ["--workers", "2"],
    says: ['plugin "boom" cannot be set up: no fuel'],
  },
  {
    what: "a need that no plugin provides",
    scenario: scenario({}, "plugins:\n  - use: sunlit\n  - use: ¦./boom.js\n"),
    files: plugin("needs: ['sunlti'], setup() {}"),
    says: ['plugin "boom" needs "sunlti", which no plugin of the run provides; did you mean "sunlit"?'],
  },
];

function plugin(body: string): Record<string, string> {
  return moduleFiles(`kind: "sim-plugin", name: "boom", ${body}`);
}

const IN_SET: readonly BadInput[] = [
  set(["time.duratio=5 s"], '--set #1: unknown key "duratio"; did you mean "duration"?'),
  set(["seed=2", "time.duration=5 km"], '--set #2: expected a duration with a unit, such as "10 min"; "km"'),
  set(["seed"], "--set #1: expected path=value"),
  set(["seed=[1"], "--set #1: cannot read the value"),
  set(["constellation.7.tle=x.tle"], '--set #1: "constellation" is a list: its items are 0 to 0; got "7"'),
  set(["constellation.0={tle: none.tle}"], '--set #1: cannot read "none.tle": no such file'),
  set(["probes=[{ from: Viena, to: Graz }]"], '--set #1: no site is named "Viena"'),
  set(
    ["sed=1", "time.step=1 h"],
    '--set #1: unknown key "sed"; did you mean "seed"?',
    "--set #2: expected a step",
  ),
];

function set(options: readonly string[], ...says: readonly string[]): BadInput {
  return { what: `--set ${options.join(" --set ")}`, args: options.flatMap((each) => ["--set", each]), says };
}

const ON_THE_COMMAND_LINE: readonly BadInput[] = [
  flags(["--sed", "7"], "starbelt: unknown option '--sed' (did you mean one of --seed, --set?)"),
  flags(["--workers", "abc"], "'abc' is invalid: expected a whole number from 0 to 256"),
  flags(["--workers", "1000000"], "'1000000' is invalid: expected a whole number from 0 to 256"),
  flags(["another.yaml"], "starbelt: too many arguments"),
];

function flags(args: readonly string[], ...says: readonly string[]): BadInput {
  return { what: args.join(" "), args, says };
}

export const BAD_INPUTS: readonly BadInput[] = [
  ...IN_THE_FILE,
  ...IN_OTHER_FILES,
  ...BAD_LINK_INPUTS,
  ...IN_PLUGINS,
  ...BAD_DEFINITIONS,
  ...IN_SET,
  ...ON_THE_COMMAND_LINE,
];
