import { readFileSync } from "node:fs";
import { twoline2satrec } from "satellite.js";
import { describe, expect, it } from "vitest";
import { type ChecksumRule, readTle } from "../../../orbits/readers/index.js";
import { sharedPath } from "../../support/shared.js";
import { problemsOf } from "./problems-of.js";

const tle = sharedPath("data/tle");

function read(name: string, checksum: ChecksumRule) {
  return readTle(name, readFileSync(sharedPath(`data/${name}`) as string, "utf8"), { checksum });
}

describe.skipIf(tle === undefined)("published catalogues (needs ../shared: real catalogues)", () => {
  it("reads 6,882 satellites without complaint, to the doubles of satellite.js", () => {
    const name = "tle/starlink_6882.tle";
    const { elements, warnings } = read(name, "error");
    expect(warnings).toEqual([]);
    expect(elements.count).toBe(6882);
    const lines = readFileSync(sharedPath(`data/${name}`) as string, "utf8").split("\n");
    const rad = Math.PI / 180;
    const wrong: number[] = [];
    for (let i = 0; i < 6882; i++) {
      const record = twoline2satrec(lines[3 * i + 1] as string, lines[3 * i + 2] as string);
      const same =
        (elements.inclinationDeg[i] as number) * rad === record.inclo &&
        (elements.rightAscensionDeg[i] as number) * rad === record.nodeo &&
        (elements.argumentOfPerigeeDeg[i] as number) * rad === record.argpo &&
        (elements.meanAnomalyDeg[i] as number) * rad === record.mo &&
        elements.eccentricity[i] === record.ecco &&
        elements.bstar[i] === record.bstar &&
        elements.names.at(i) === (lines[3 * i] as string).trim();
      const days = (elements.epochDay[i] as number) + (elements.epochSecondOfDay[i] as number) / 86_400;
      if (!same || Math.abs(2440587.5 + days - record.jdsatepoch) > 1e-8) wrong.push(i);
    }
    expect(wrong).toEqual([]);
  });

  it("counts the 13,529 bad checksums of 20,646 satellites in one warning", () => {
    const { elements, warnings } = read("tle/starlink_20646.tle", "warn");
    expect(elements.count).toBe(20_646);
    expect(warnings.map((warning) => `${warning.line}:${warning.column} ${warning.message}`)).toEqual([
      "5:69 13529 lines with a bad checksum, first at line 5",
      expect.stringMatching(/^4:1 13764 satellites repeat the catalogue number/),
    ]);
    const found = problemsOf(() => read("tle/starlink_20646.tle", "error"));
    expect(found).toHaveLength(51);
    expect(found[0]).toMatch(/^5:69 bad checksum/);
    expect(found[50]).toBe(": and 13479 more");
    expect(read("tle/starlink_13764.tle", "warn").warnings[0]?.message).toMatch(/^3196 lines/);
  });

  it("finds the 31 repeated names of 2022", () => {
    const { elements, warnings } = read("tle/starlink_3023.tle", "error");
    expect(elements.count).toBe(3023);
    expect(warnings.map((warning) => warning.message)).toEqual([
      expect.stringMatching(/^31 satellites repeat the name of an earlier one/),
    ]);
  });

  it("reads Hypatia's file", () => {
    const { elements, warnings } = read("hypatia-kuiper-k1/tles.txt", "error");
    expect(warnings).toEqual([]);
    expect(elements.count).toBe(34 * 34);
    expect(elements.names.at(1155)).toBe("kuiper 1155");
    expect(elements.epochDay.every((day) => day === Date.UTC(2000, 0, 1) / 86_400_000)).toBe(true);
    expect(elements.epochSecondOfDay.every((second) => second === 0)).toBe(true);
    expect(elements.meanMotionRevPerDay.every((value) => value === 14.8)).toBe(true);
    expect(elements.rightAscensionDeg[1155]).toBe(349.4118);
  });

  it("reads the verification sets but for their five bad checksums", () => {
    expect(problemsOf(() => read("sgp4/SGP4-VER.TLE", "error"))).toHaveLength(5);
    expect(read("sgp4/SGP4-VER.TLE", "ignore").elements.count).toBe(33);
  });
});
