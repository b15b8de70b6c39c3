import { describe, expect, test } from "vitest";
import { load, refusal, scenarioText } from "../support/scenario-folder.js";

const LINKS =
  "{ isl: { protocol: nearest, maxRange: 250 m, bandwidth: 1 Tbps }, ground: { protocol: nearest, bandwidth: 4 Gbps } }";
const CHIEF = 'chief: { altitude: 650 km, localTimeOfNode: "06:00" }';
const LATTICE = "members: { radial: 3, alongTrack: 4, spacing: [100 m, 200 m] }";
const CSV = "name,x_m,y_m,z_m,vx_m_s,vy_m_s,vz_m_s\n";
const LINE_1 = "1 44714U 19074B   24350.50000000  .00000000  00000-0  00000-0 0  9990";
const LINE_2 = "2 44714  53.0000   0.0000 0000000   0.0000   0.0000 15.05491974    16";

function clusterText(...parts: readonly string[]): string {
  return scenarioText({ constellation: `[{ cluster: { name: swarm, ${parts.join(", ")} } }]`, links: LINKS });
}

async function clusterOf(text: string, files: Readonly<Record<string, string>> = {}) {
  const plan = await load(text, files);
  const [source] = plan.sky.satellites;
  if (source?.kind !== "cluster") throw new Error("no cluster");
  return { ...source.cluster, names: plan.nodeNames.slice(0, source.count), plan };
}

const warningsOf = async (text: string) => (await load(text)).warnings.map(({ message }) => message);

describe("a cluster in a scenario", () => {
  test("is one shell; its lattice goes outward row by row", async () => {
    const { plan, names, motion } = await clusterOf(clusterText(CHIEF, LATTICE));
    expect(plan.sky.nodes.shells).toEqual([
      { name: "swarm", source: "swarm", first: 0, count: 12, formation: true },
    ]);
    expect(names.slice(3, 6)).toEqual(["swarm-0-3", "swarm-1-0", "swarm-1-1"]);
    expect([...motion.xa.subarray(0, 5)]).toEqual([-0.1, -0.1, -0.1, -0.1, 0]);
    expect(plan.warnings).toEqual([]);
  });

  test("has its chief by altitude, by element set in a file, or by its lines", async () => {
    const inclined = await clusterOf(
      clusterText("chief: { altitude: 550 km, inclination: 53 deg }", LATTICE),
    );
    const lined = await clusterOf(clusterText(`chief: { lines: ["${LINE_1}", "${LINE_2}"] }`, LATTICE));
    const filed = await clusterOf(clusterText("chief: { tle: chief.tle }", LATTICE), {
      "chief.tle": `${LINE_1}\n${LINE_2}\n`,
    });
    expect(lined.chief.meanMotionRevPerDay).toEqual(filed.chief.meanMotionRevPerDay);
    expect(inclined.chief.inclinationDeg).toEqual(filed.chief.inclinationDeg);
    expect(inclined.chief.meanMotionRevPerDay[0]).toBeCloseTo(15.05491974, 2);
    // The relative motion holds at the start of the run, whatever the epoch of the chief's elements.
    expect(filed.epoch).toEqual(inclined.epoch);
  });

  test("has members by states, ellipses, or a file of states, which are the same", async () => {
    const members =
      "members: [{ name: A, position: [10 m, 200 m, -5 m], velocity: [0.1 m/s, 0 m/s, 0.02 m/s] }, { name: B, ellipse: { amplitude: 50 m, phase: 90 deg, offset: -1 km } }]";
    const listed = await clusterOf(clusterText(CHIEF, members));
    const filed = await clusterOf(clusterText(CHIEF, "members: { file: m.csv }"), {
      "m.csv": `${CSV}A,10,200,-5,0.1,0,0.02\n`,
    });
    expect(listed.names).toEqual(["A", "B"]);
    expect(filed.names).toEqual(["A"]);
    for (const column of ["xc", "xa", "xb", "yc", "za", "zb"] as const) {
      expect(filed.motion[column][0]).toBeCloseTo(listed.motion[column][0] as number, 14);
    }
    expect(listed.motion.yc[1]).toBe(-1);
  });

  test("whose members collide is warned of with the pair, the distance and the time", async () => {
    expect(
      await warningsOf(clusterText(CHIEF, "members: { radial: 2, alongTrack: 2, spacing: [5 m, 10 m] }")),
    ).toEqual([
      'members of "swarm" collide: "swarm-0-0" and "swarm-1-0" come within 5 m of each other 0 s after the epoch, nearer than minSeparation (10 m)',
    ]);
    const apart = "{ name: B, ellipse: { amplitude: 100 m, crossTrack: 40 m } }";
    const members = `members: [{ name: A, ellipse: { amplitude: 100 m } }, ${apart}]`;
    const [warning] = await warningsOf(clusterText(CHIEF, members));
    expect(warning).toMatch(/"A" and "B" come within \S+ m of each other 14\d\d s after the epoch/);
    expect(await warningsOf(clusterText(CHIEF, LATTICE, "minSeparation: 120 m"))).toHaveLength(1);
    expect(await warningsOf(clusterText(CHIEF, LATTICE, "minSeparation: 99.9 m"))).toEqual([]);
  });

  test("whose members drift is warned of with metres an orbit, an eccentric chief with metres", async () => {
    const still = "{ name: A, position: [10 m, 0 m, 0 m], velocity: [0 m/s, 0 m/s, 0 m/s] }";
    // Four times its height times 3 pi: 12 pi x in an orbit.
    expect(await warningsOf(clusterText(CHIEF, `members: [${still}]`))).toEqual([
      expect.stringContaining(
        '1 member of "swarm" will drift away along the flight: "A" by 377 m behind each orbit',
      ),
    ]);
    const eccentric = LINE_2.replace(" 0000000 ", " 0200000 ");
    const chief = `chief: { lines: ["${LINE_1}", "${eccentric}"], checksum: ignore }`;
    expect(await warningsOf(clusterText(chief, LATTICE))).toEqual([
      expect.stringContaining("the chief's orbit has an eccentricity of 0.02"),
    ]);
  });

  test("that is wrong is refused, every mistake at its place", async () => {
    const lines = async (...parts: readonly string[]) =>
      (await refusal(clusterText(...parts))).map((line) => line.replace(/^scenario\.yaml:4:\d+: /, ""));
    expect(
      await lines(
        "chief: { altitude: 650 km }",
        "members: { radial: 0, alongTrack: 3, spacing: [-5 m, 0 m] }",
      ),
    ).toEqual([
      'expected one of inclination, localTimeOfNode, tle, lines; got "altitude"',
      "expected at least 1; got 0",
      'expected a length above 0 m; got "-5 m"',
      'expected a length above 0 m; got "0 m"',
    ]);
    expect(await lines(CHIEF, "members: { radial: 300, alongTrack: 3, spacing: [1 km, 10 m] }")).toEqual([
      expect.stringMatching(
        /^expected all members within 100 km of the chief .* gets 299 km away, where the linear/,
      ),
    ]);
    expect(await lines(CHIEF, "members: []")).toEqual([
      "expected a list of at least 1 item; got an empty list",
    ]);
    const twice =
      "{ name: A, ellipse: { amplitude: 1e999 m } }, { name: B, ellipse: { amplitude: -1 m } }, { nme: C }";
    expect(await lines(CHIEF, `members: [${twice}]`)).toEqual([
      'expected a length that is a finite number; got "1e999 m"',
      'expected a length of at least 0 m; got "-1 m"',
      'expected one of position, ellipse; got "nme"',
    ]);
    const same = "{ name: A, ellipse: { amplitude: 1 m } }, { name: A, ellipse: { amplitude: 50 m } }";
    expect(await lines(CHIEF, `members: [${same}]`)).toEqual([
      'expected a name of its own; member 0 of the list is "A" too',
    ]);
    expect(await lines(`chief: { lines: ["${LINE_1.replace(/0$/, "3")}", "${LINE_2}"] }`, LATTICE)).toEqual([
      'bad checksum: the line adds up to 0, found "3"',
    ]);
  });

  test("has two lines for its chief, which may end in line breaks and have none within", async () => {
    const cut = LINE_2.slice(0, 40);
    const chiefOf = (one: string, two: string) => `chief: { lines: ["${one}", "${two}"] }`;
    const { chief } = await clusterOf(clusterText(chiefOf(`${LINE_1}\\n`, `${LINE_2}\\n`), LATTICE));
    expect(chief.count).toBe(1);
    const placeOf = async (one: string, two: string) => {
      const text = clusterText(chiefOf(one, two), LATTICE);
      const [line = "", ...others] = await refusal(text);
      expect(others).toEqual([]);
      const [, row = "", column = ""] = /^scenario\.yaml:(\d+):(\d+): /.exec(line) ?? [];
      return { line, found: text.split("\n")[Number(row) - 1]?.slice(Number(column)) };
    };
    const ended = await placeOf(`${LINE_1}\\n`, cut);
    expect(ended.line).toContain("line 2 has 40 columns, expected 69");
    expect(ended.found).toMatch(/^2 44714/);
    const several = await placeOf(`${LINE_1}\\n${LINE_2}\\n${LINE_1}`, LINE_2);
    expect(several.line).toContain("expected one line of an element set; it has line breaks");
    expect(several.found).toMatch(/^1 44714/);
  });

  test("has the mistakes of its files told at their lines", async () => {
    const csv = `${CSV}A,0,0,0,0,0,0\nA,0,1,0,0,0,nan\n,1,2,3\n`;
    expect(await refusal(clusterText(CHIEF, "members: { file: m.csv }"), { "m.csv": csv })).toEqual([
      'm.csv:3:1: a second member named "A"; the first is on line 2',
      'm.csv:3:13: expected vz_m_s to be a finite number; got "nan"',
      "m.csv:4:1: expected 7 values, as in the header; found 4",
    ]);
    const two = `${LINE_1}\n${LINE_2}\n${LINE_1}\n${LINE_2}\n`;
    const [line] = await refusal(clusterText("chief: { tle: chief.tle }", LATTICE), { "chief.tle": two });
    expect(line).toContain('expected one element set, the chief\'s; "chief.tle" has 2');
  });

  test.each(["plus-grid", "ring", "brick-a", "rings"])(
    "is no place for %s, which goes by planes",
    async (protocol) => {
      const constellation = "[{ preset: suncatcher-81 }]";
      const links = `{ isl: { protocol: ${protocol}, bandwidth: 1 Gbps }, ground: { protocol: nearest, bandwidth: 1 Gbps } }`;
      const [line] = await refusal(scenarioText({ constellation, links }));
      expect(line).toContain('shell "suncatcher-81" is a cluster, whose satellites fly about one chief');
    },
  );
});

describe("state vectors in a scenario", () => {
  const HEADER = "name,epoch,x_km,y_km,z_km,vx_km_s,vy_km_s,vz_km_s\n";

  test("are satellites like others, in a frame that is named", async () => {
    const constellation = "[{ states: s.csv, frame: TEME }]";
    const states = `${HEADER}One,2024-12-15T13:00:00Z,7000,0,0,0,1.05,7.46\nTwo,2024-12-15T13:00:00Z,7000.0005,0,0,0,1.05,7.46\n`;
    const plan = await load(scenarioText({ constellation, links: LINKS }), { "s.csv": states });
    expect(plan.nodeNames.slice(0, 2)).toEqual(["One", "Two"]);
    expect(plan.sky.satellites).toMatchObject([{ kind: "sgp4", first: 0, count: 2 }]);
    const lines = await refusal(
      scenarioText({ constellation: "[{ states: s.csv, frame: J2000 }]", links: LINKS }),
      {
        "s.csv": states,
      },
    );
    expect(lines).toEqual([expect.stringContaining("expected TEME")]);
  });
});
