import { fc, test } from "@fast-check/vitest";
import { json2satrec, type OMMJsonObject } from "satellite.js";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../orbits/input-error.js";
import { type OmmFormat, ommFormatOf, readOmm } from "../../../orbits/readers/index.js";
import { problemsOf } from "./problems-of.js";

const FIELDS = {
  OBJECT_NAME: "STARLINK-1008",
  OBJECT_ID: "2019-074B",
  EPOCH: "2024-12-15T13:35:41.952288",
  MEAN_MOTION: 15.06374033,
  ECCENTRICITY: 0.0001373,
  INCLINATION: 53.0534,
  RA_OF_ASC_NODE: 42.8128,
  ARG_OF_PERICENTER: 72.579,
  MEAN_ANOMALY: 90.6204,
  EPHEMERIS_TYPE: 0,
  CLASSIFICATION_TYPE: "U",
  NORAD_CAT_ID: 44714,
  ELEMENT_SET_NO: 999,
  REV_AT_EPOCH: 28110,
  BSTAR: 0.0017578,
  MEAN_MOTION_DOT: 0.00026237,
  MEAN_MOTION_DDOT: 0,
};

type Fields = Record<string, string | number>;

const toJson = (objects: readonly Fields[]) => JSON.stringify(objects, null, 1);
const toText = (objects: readonly Fields[]) =>
  JSON.stringify(
    objects.map((object) => Object.fromEntries(Object.entries(object).map(([k, v]) => [k, String(v)]))),
  );

function toCsv(objects: readonly Fields[]): string {
  const keys = Object.keys(objects[0] as Fields);
  const cell = (value: unknown) => {
    const text = String(value ?? "");
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [keys, ...objects.map((object) => keys.map((key) => object[key]))]
    .map((row) => row.map(cell).join(","))
    .join("\r\n");
}

const METADATA = [
  "OBJECT_NAME",
  "OBJECT_ID",
  "CENTER_NAME",
  "REF_FRAME",
  "TIME_SYSTEM",
  "MEAN_ELEMENT_THEORY",
];
const MEAN = [
  "EPOCH",
  "MEAN_MOTION",
  "ECCENTRICITY",
  "INCLINATION",
  "RA_OF_ASC_NODE",
  "ARG_OF_PERICENTER",
  "MEAN_ANOMALY",
];

function ommXml(object: Fields): string {
  const escaped = (value: unknown) =>
    String(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const tags = (keys: readonly string[]) =>
    keys
      .filter((key) => key in object)
      .map((key) => `<${key}>${escaped(object[key])}</${key}>`)
      .join("\n");
  const others = Object.keys(object).filter((key) => !METADATA.includes(key) && !MEAN.includes(key));
  return `<omm id="CCSDS_OMM_VERS" version="2.0">
<header><CREATION_DATE/><ORIGINATOR/></header>
<body><segment><metadata>
${tags(METADATA)}
</metadata><data><meanElements>
${tags(MEAN)}
</meanElements><tleParameters>
${tags(others)}
</tleParameters></data></segment></body>
</omm>`;
}

const toXml = (objects: readonly Fields[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<ndm xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n${objects.map(ommXml).join("\n")}\n</ndm>\n`;

const WRITERS = { json: toJson, csv: toCsv, xml: toXml } as const;
const FORMATS = ["json", "csv", "xml"] as const;

const problems = (text: string, format: OmmFormat) => problemsOf(() => readOmm("a", text, format));

describe.each(FORMATS)("OMM as %s", (format) => {
  const read = (objects: readonly Fields[]) => readOmm("a", WRITERS[format](objects), format);

  it("gives every column", () => {
    const { elements, warnings } = read([FIELDS]);
    expect(warnings).toEqual([]);
    expect([...elements.names]).toEqual(["STARLINK-1008"]);
    expect([...elements.catalogueNumbers]).toEqual([44714]);
    expect(elements.epochDay[0]).toBe(Date.UTC(2024, 11, 15) / 86_400_000);
    expect(elements.epochSecondOfDay[0]).toBe(48941.952288);
    // satellite.js reads the same message by a way of its own.
    const record = json2satrec(FIELDS as unknown as OMMJsonObject);
    const rad = Math.PI / 180;
    expect((elements.inclinationDeg[0] as number) * rad).toBe(record.inclo);
    expect((elements.rightAscensionDeg[0] as number) * rad).toBe(record.nodeo);
    expect((elements.argumentOfPerigeeDeg[0] as number) * rad).toBe(record.argpo);
    expect((elements.meanAnomalyDeg[0] as number) * rad).toBe(record.mo);
    expect(elements.eccentricity[0]).toBe(record.ecco);
    expect(elements.bstar[0]).toBe(record.bstar);
    expect(elements.meanMotionRevPerDay[0]).toBe(15.06374033);
  });

  const record = fc.record({
    OBJECT_NAME: fc.stringMatching(/^[A-Z][A-Z0-9 &<>",'/()-]{0,20}[A-Z]$/),
    EPOCH: fc
      .tuple(fc.integer({ min: 0, max: 2e9 }), fc.nat(999_999))
      .map(
        ([s, micro]) => `${new Date(s * 1000).toISOString().slice(0, 19)}.${String(micro).padStart(6, "0")}`,
      ),
    MEAN_MOTION: fc.double({ min: 1e-3, max: 20, noNaN: true }),
    ECCENTRICITY: fc.double({ min: 0, max: 0.999999, noNaN: true }),
    INCLINATION: fc.double({ min: 0, max: 180, noNaN: true }),
    RA_OF_ASC_NODE: fc.double({ min: 0, max: 360, noNaN: true }),
    ARG_OF_PERICENTER: fc.double({ min: 0, max: 360, noNaN: true }),
    MEAN_ANOMALY: fc.double({ min: 0, max: 360, noNaN: true }),
    NORAD_CAT_ID: fc.integer({ min: 0, max: 999_999_999 }),
    BSTAR: fc.double({ min: -1, max: 1, noNaN: true }),
  });

  test.prop([fc.array(record, { minLength: 1, maxLength: 4 })])("reads back what was written", (objects) => {
    const { elements } = read(objects);
    expect(elements.count).toBe(objects.length);
    objects.forEach((object, i) => {
      expect(elements.names.at(i)).toBe(object.OBJECT_NAME);
      expect(elements.catalogueNumbers[i]).toBe(object.NORAD_CAT_ID);
      // Negative zero is written as zero.
      expect([
        elements.meanMotionRevPerDay[i],
        elements.eccentricity[i],
        elements.inclinationDeg[i],
        elements.rightAscensionDeg[i],
        elements.argumentOfPerigeeDeg[i],
        elements.meanAnomalyDeg[i],
        elements.bstar[i],
      ]).toEqual(
        [
          object.MEAN_MOTION,
          object.ECCENTRICITY,
          object.INCLINATION,
          object.RA_OF_ASC_NODE,
          object.ARG_OF_PERICENTER,
          object.MEAN_ANOMALY,
          object.BSTAR,
        ].map((value) => value + 0),
      );
      const [h, m, s] = object.EPOCH.slice(11).split(":").map(Number) as [number, number, number];
      expect(elements.epochDay[i]).toBe(Date.parse(`${object.EPOCH.slice(0, 10)}T00:00:00Z`) / 86_400_000);
      expect(elements.epochSecondOfDay[i]).toBeCloseTo(h * 3600 + m * 60 + s, 9);
    });
  });

  test.prop(
    [
      fc.array(
        fc.record({
          at: fc.nat(100_000),
          insert: fc.boolean(),
          char: fc.oneof(
            fc.constantFrom(..."<>&\"',{}[]:\n-.eE019 "),
            fc.string({ minLength: 1, maxLength: 1 }),
          ),
        }),
        { minLength: 1, maxLength: 5 },
      ),
      fc.nat(100_000),
      fc.boolean(),
    ],
    { numRuns: 400 },
  )("never crashes on damaged files", (damages, length, cut) => {
    let text = WRITERS[format]([FIELDS, { ...FIELDS, NORAD_CAT_ID: 1 }]);
    for (const { at, insert, char } of damages) {
      const i = at % text.length;
      text = text.slice(0, i) + char + text.slice(insert ? i : i + 1);
    }
    if (cut) text = text.slice(0, length % text.length);
    try {
      const { elements } = readOmm("a", text, format);
      expect([...elements.meanMotionRevPerDay].every((value) => value > 0)).toBe(true);
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      for (const problem of (error as InputError).problems) expect(problem.line ?? 1).toBeGreaterThan(0);
    }
  });

  it("takes objects without name, and 9-digit numbers", () => {
    const { OBJECT_NAME: _, ...nameless } = FIELDS;
    const { elements } = read([{ ...nameless, NORAD_CAT_ID: 123_456_789 }]);
    expect([...elements.names]).toEqual([""]);
    expect(elements.catalogueNumbers[0]).toBe(123_456_789);
  });

  it("warns of repeated names and numbers", () => {
    expect(read([FIELDS, FIELDS]).warnings.map((warning) => warning.message)).toEqual([
      expect.stringMatching(/^1 satellite repeats the name/),
      expect.stringMatching(/^1 satellite repeats the catalogue number/),
    ]);
  });

  it("refuses elements that are not for SGP4", () => {
    const found = problems(
      WRITERS[format]([
        {
          ...FIELDS,
          MEAN_ELEMENT_THEORY: "DSST",
          REF_FRAME: "EME2000",
          CENTER_NAME: "MOON",
          TIME_SYSTEM: "TAI",
          EPHEMERIS_TYPE: 4,
        },
      ]),
      format,
    );
    expect(found).toHaveLength(5);
    for (const key of ["MEAN_ELEMENT_THEORY", "REF_FRAME", "CENTER_NAME", "TIME_SYSTEM", "EPHEMERIS_TYPE"]) {
      expect(
        found.some((problem) =>
          problem.includes(`object 1 ("STARLINK-1008"): ${key}: only mean elements for SGP4`),
        ),
      ).toBe(true);
    }
    const good = {
      ...FIELDS,
      MEAN_ELEMENT_THEORY: "SGP4",
      REF_FRAME: "TEME",
      CENTER_NAME: "EARTH",
      TIME_SYSTEM: "UTC",
    };
    expect(read([good]).elements.count).toBe(1);
  });

  it("names each value that cannot be read or is out of range", () => {
    const bad = {
      ...FIELDS,
      EPOCH: "yesterday",
      MEAN_MOTION: 0,
      ECCENTRICITY: 1,
      INCLINATION: "x",
      NORAD_CAT_ID: 1234567890,
    };
    const found = problems(WRITERS[format]([FIELDS, bad]), format);
    expect(found.map((problem) => problem.replace(/^\d+:\d+ /, "")).toSorted()).toEqual([
      'object 2 ("STARLINK-1008"): ECCENTRICITY: expected at least 0 and below 1, found 1',
      'object 2 ("STARLINK-1008"): EPOCH: expected an instant of UTC, such as 2024-12-15T13:35:41.952000, found "yesterday"',
      'object 2 ("STARLINK-1008"): INCLINATION: expected a number, found "x"',
      'object 2 ("STARLINK-1008"): MEAN_MOTION: expected above 0 revolutions a day, found 0',
      expect.stringMatching(/NORAD_CAT_ID: expected a number of up to 9 digits, found "?1234567890/),
    ]);
  });

  it("refuses an empty file and one without objects", () => {
    expect(problems("", format)).toEqual(["1:1 the file is empty"]);
    expect(problems("\uFEFF \n", format)).toEqual(["1:1 the file is empty"]);
  });

  it("lists 50 problems and counts the others", () => {
    const objects = Array.from({ length: 120 }, () => ({ ...FIELDS, BSTAR: "?" }));
    const found = problems(WRITERS[format](objects), format);
    expect(found).toHaveLength(51);
    expect(found[50]).toBe(": and 70 more");
  });
});

describe("places in JSON", () => {
  const { MEAN_MOTION: _, ...without } = FIELDS;

  it("of a missing field are the object's, with the key it may be hidden under", () => {
    const text = toJson([FIELDS, { ...without, MEAN_MOTON: 15 }]);
    const line = text.split("\n").lastIndexOf(" {") + 1;
    expect(problems(text, "json")).toEqual([
      `${line}:2 object 2 ("STARLINK-1008"): MEAN_MOTION is missing; did you mean it by "MEAN_MOTON"?`,
    ]);
    expect(problems(JSON.stringify(without), "json")).toEqual([
      '1:1 object 1 ("STARLINK-1008"): MEAN_MOTION is missing',
    ]);
  });

  it("of a bad value are the value's", () => {
    const text = toJson([FIELDS, { ...FIELDS, BSTAR: "?" }]);
    const line = text.split("\n").findIndex((content) => content.includes('"?"')) + 1;
    expect(problems(text, "json")[0]).toMatch(`${line}:12 object 2`);
  });

  it("of a syntax error are where it is", () => {
    expect(problems('[\n  {"EPOCH": }\n]', "json")).toEqual(["2:13 not JSON: expected a value"]);
    expect(problems("No GP data found", "json")).toEqual(["1:1 not JSON: expected a value"]);
    expect(problems(toJson([FIELDS]).slice(0, -3), "json")[0]).toMatch(/^\d+:\d+ not JSON: expected/);
  });

  it("of an item that is no object are the item's", () => {
    expect(problems("[\n3,\nnull]", "json")).toEqual([
      "2:1 expected an object with the fields of an OMM, found 3",
      "3:1 expected an object with the fields of an OMM, found null",
    ]);
    expect(problems("[]", "json")).toEqual(["1:1 no objects found: expected at least one element set"]);
  });

  it("of values nested out of all reason are told like any other", () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    expect(problems(deep, "json")).toEqual([
      "1:2 expected an object with the fields of an OMM, found a list",
    ]);
    const text = JSON.stringify([{ ...FIELDS, BSTAR: 0 }]).replace('"BSTAR":0', `"BSTAR":${deep}`);
    expect(problems(text, "json")[0]).toMatch(/BSTAR: expected a number, found a list$/);
  });

  it("numbers may be text, as Space-Track writes them, and null is missing", () => {
    expect(readOmm("a", toText([FIELDS]), "json").elements.meanMotionRevPerDay[0]).toBe(15.06374033);
    expect(problems(JSON.stringify([{ ...FIELDS, BSTAR: null }]), "json")).toEqual([
      '1:2 object 1 ("STARLINK-1008"): BSTAR is missing',
    ]);
  });
});

describe("places in CSV", () => {
  it("of a missing column are the header's, told once", () => {
    const text = toCsv([FIELDS, FIELDS]).replace("MEAN_MOTION,", "MEAN_MOTON,");
    expect(problems(text, "csv")).toEqual([
      '1:1 the header has no column MEAN_MOTION; did you mean it by "MEAN_MOTON"?',
    ]);
  });

  it("of a value are its row and column, of a short row its row", () => {
    const [header, row] = toCsv([FIELDS]).split("\r\n") as [string, string];
    const bad = row.replace("53.0534", "53,0534");
    expect(problems(`${header}\n\n${bad}\n${row.replace("53.0534", "x")}\n`, "csv")).toEqual([
      "3:1 expected 17 values, as in the header; found 18",
      `4:${row.indexOf("53.0534") + 1} object 1 ("STARLINK-1008"): INCLINATION: expected a number, found "x"`,
    ]);
    expect(problems(`${header}\n"open`, "csv")[0]).toMatch(/^2:1 not CSV: Quote Not Closed/);
    expect(problems(header, "csv")).toEqual(["1:1 no objects found: expected at least one element set"]);
  });
});

describe("places in XML", () => {
  it("of a missing field are its message's, of a value the value's", () => {
    const text = toXml([FIELDS, FIELDS]).replace(
      /(<omm[\s\S]*<omm[\s\S]*)<MEAN_MOTION>.*\n/,
      "$1<!-- <omm> -->\n",
    );
    const lines = text.split("\n");
    const second = lines.findLastIndex((line) => line.startsWith("<omm")) + 1;
    expect(problems(text, "xml")).toEqual([`${second}:1 object 2 ("STARLINK-1008"): MEAN_MOTION is missing`]);
    const bad = toXml([FIELDS, { ...FIELDS, BSTAR: "?" }]);
    const line = bad.split("\n").findIndex((content) => content.includes("?</BSTAR>")) + 1;
    expect(problems(bad, "xml")[0]).toMatch(`${line}:1 object 2`);
  });

  it("of a syntax error are where it is; other documents are refused", () => {
    expect(problems("<ndm>\n<omm>\n</ndm>", "xml")[0]).toMatch(/^3:\d+ not XML: /);
    expect(problems("<html></html>", "xml")).toEqual(['1:1 expected <ndm> or <omm>, found "html"']);
    expect(problems("<ndm><oem/></ndm>", "xml")).toEqual(["1:1 expected <omm> inside of <ndm>"]);
  });

  it("a lone message and prefixed names are read, entities do not explode", () => {
    expect(readOmm("a", ommXml(FIELDS), "xml").elements.count).toBe(1);
    const prefixed = toXml([FIELDS]).replace(/<(\/?)(?=[a-zA-Z])/g, "<$1n:");
    expect(readOmm("a", prefixed, "xml").elements.count).toBe(1);
    const bomb = `<!DOCTYPE ndm [${Array.from({ length: 30 }, (_, i) => `<!ENTITY e${i} "${i === 0 ? "ha" : `&e${i - 1};`.repeat(10)}">`).join("")}]>`;
    const text = toXml([{ ...FIELDS, OBJECT_NAME: "NAME" }])
      .replace("?>", `?>${bomb}`)
      .replace("NAME<", "&e29;<");
    try {
      readOmm("a", text, "xml");
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
    }
  });
});

it("knows formats by extension", () => {
  expect(
    [".json", "a/b.JSON", "b.csv", "c.x.xml", "d.tle", "json", "e.json.gz"].map((path) => ommFormatOf(path)),
  ).toEqual(["json", "json", "csv", "xml", undefined, undefined, undefined]);
});
