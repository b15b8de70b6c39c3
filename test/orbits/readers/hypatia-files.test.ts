import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import {
  metresText,
  readGslInterfaces,
  readHypatiaDescription,
  readIslPairs,
} from "../../../orbits/readers/index.js";
import { problemsOf } from "./problems-of.js";

describe("description.txt", () => {
  const read = (text: string) => readHypatiaDescription("description.txt", text);
  const problems = (text: string) => problemsOf(() => read(text));

  it("gives lengths in kilometres, and lets other keys be", () => {
    const text =
      "\uFEFFmax_gsl_length_m=1260000.0000000000\r\nmax_ill_length_m=x\n\nmax_isl_length_m = 5016591.5\n";
    expect(read(text)).toEqual({ maxGslKm: 1260, maxIslKm: 5016.5915 });
    expect(read("")).toEqual({});
    expect(read("max_isl_length_m=5e6\n")).toEqual({ maxIslKm: 5000 });
  });

  it("tells every line that is none", () => {
    const text = "max_gsl_length_m=far\nmax_isl_length_m=0\nx=1\nhello\nx=2\n";
    expect(problems(text)).toEqual([
      '1:18 max_gsl_length_m: expected metres, a number above 0, found "far"',
      '2:18 max_isl_length_m: expected metres, a number above 0, found "0"',
      '4:1 expected key=value, found "hello"',
      "5:1 x is given twice; first on line 3",
    ]);
  });

  test.prop([fc.double({ min: 1, max: 90_000, noNaN: true })])("keeps lengths to the bit", (km) => {
    const text = metresText(km);
    expect(text).toMatch(/^\d+\.\d{10,13}$/);
    expect(read(`max_gsl_length_m=${text}\n`).maxGslKm).toBe(km);
  });

  it("writes lengths as Hypatia does", () => {
    expect(metresText(1260)).toBe("1260000.0000000000");
    expect(metresText(5016.591233098427)).toBe("5016591.2330984278");
  });
});

describe("gsl_interfaces_info.txt", () => {
  const read = (text: string) => readGslInterfaces("gsl_interfaces_info.txt", text, 3);
  const problems = (text: string) => problemsOf(() => read(text));

  it("gives the number of interfaces of each node", () => {
    expect([...read("0,1,1.000000\n1,4,0\r\n\n2,0,1\n")]).toEqual([1, 4, 0]);
  });

  it("tells every line that is no such row", () => {
    expect(problems("0,1\n2,x,1\n2,1,-3\n3,1,1\n")).toEqual([
      "1:1 expected 3 values (node,number of interfaces,bandwidth), found 2",
      '2:1 expected node 1, found "2"',
      '2:3 expected a number of interfaces, an integer from 0, found "x"',
      '3:5 bandwidth: expected a number of at least 0, found "-3"',
      "4:1 expected 3 nodes (satellites and stations), found more",
    ]);
    expect(problems("0,1,1\n")).toEqual(["2:1 expected 3 nodes (satellites and stations), found 1"]);
  });
});

describe("isls.txt", () => {
  const options = { satelliteCount: 4, mayBeEmpty: true };

  it("may be empty, which means no links", () => {
    expect([...readIslPairs("isls.txt", "", options)]).toEqual([]);
    expect([...readIslPairs("isls.txt", "\n", options)]).toEqual([]);
  });

  it("names satellites of the directory only", () => {
    expect([...readIslPairs("isls.txt", "3 0\n", options)]).toEqual([0, 3]);
    expect(problemsOf(() => readIslPairs("isls.txt", "0 1\n1 4\n17 2\n", options))).toEqual([
      "2:3 no satellite has the id 4; ids of satellites are 0 to 3",
      "3:1 no satellite has the id 17; ids of satellites are 0 to 3",
    ]);
  });
});
