import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { InputError } from "../../../../index.js";
import { smallPlan } from "../../../support/plans.js";
import { record } from "../../../support/run-small.js";

function traceFile(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "starbelt-traffic-")), "trace.csv");
  writeFileSync(file, text);
  return file;
}

describe("wrong traffic is told apart", () => {
  test.each([
    ["{ constant: { from: Tokio, to: Delhi, size: 1 MB, every: 1 s } }", 'did you mean "Tokyo"?'],
    [
      "{ constant: { from: Tokyo, to: Tokyo, size: 1 MB, every: 1 s } }",
      "expected another node than the sender",
    ],
    ["{ constant: { from: Tokyo, to: Delhi, size: -1 MB, every: 1 s } }", "above 0 B"],
    ["{ constant: { from: Tokyo, to: Delhi, size: 1 MB } }", "expected either every or rate"],
    ["{ constant: { from: Tokyo, to: Delhi, size: { exponential: 1 MB }, rate: 1 Mbps } }", "no even pace"],
    ["{ poisson: { from: Tokyo, to: Delhi, size: 1 MB, rate: -5 /s } }", "above 0 /s"],
    ["{ poisson: { from: Tokyo, to: Delhi, size: 1 MB, rate: 5 } }", '"5 /s"'],
    ["{ poisson: { from: Tokyo, to: { nearest: nowhere }, size: 1 MB, rate: 5 /s } }", '"nowhere"'],
    [
      "{ poisson: { from: Tokyo, to: Delhi, size: 1 MB, rate: 5 /s, start: 9 s, end: 3 s } }",
      "after `start`",
    ],
    ["{ gravity: { total: 1 Gbps, size: 1 MB, among: Tokyo } }", "at least two sites with a population"],
    ["{ gravity: { total: 1 Gbps, size: 1 MB, among: [Tokyo, shell] } }", "has no place on the ground"],
    [
      "{ requests: { from: Tokyo, to: Delhi, request: 1 kB, response: 1 kB } }",
      "expected either rate, or users",
    ],
    [
      "{ requests: { from: Tokyo, to: Delhi, request: 1 kB, response: 1 kB, users: 2 } }",
      "users and think together",
    ],
    ["{ poison: { from: Tokyo } }", 'did you mean "poisson"?'],
    ["{ trace: ./nowhere.csv }", 'cannot read "./nowhere.csv"'],
  ])("%s", async (item, message) => {
    const error = await smallPlan(`traffic=[${item}]`).catch((e: InputError) => e);
    const { problems } = error as InputError;
    expect(problems.map((problem) => problem.message).join("\n")).toContain(message);
  });
});

describe("a trace of transfers", () => {
  test("of which not everything comes about is a warning", async () => {
    const plan = (rows: string) =>
      smallPlan(`traffic=[{ trace: ${traceFile(`time_s,from,to,size_bytes\n${rows}`)} }]`);
    expect(
      (await plan("239.9,Tokyo,Delhi,1\n240,Tokyo,Delhi,1\n")).warnings.map(({ message }) => message),
    ).toEqual([
      "1 of the 2 rows of the trace are not before the end of the run, 240 s, and do not come about",
    ]);
    expect((await plan("")).warnings.map(({ message }) => message)).toEqual(["the trace has no rows"]);
    expect((await plan("239.9,Tokyo,Delhi,1\n")).warnings).toEqual([]);
  });

  test("is replayed as it was recorded", async () => {
    const file = traceFile(
      "time_s,from,to,size_bytes\n1.5,Tokyo,Delhi,1000\n1.5,3,Tokyo,20\n200,Delhi,Tokyo,7\n300,Delhi,Tokyo,7\n",
    );
    const { events } = await record(await smallPlan(`traffic=[{ trace: ${file} }]`));
    const sent = events.filter(({ kind }) => kind === "transfer.start");
    expect(sent.map(({ time, data }) => [time, data.from, data.to, data.sizeBytes])).toEqual([
      [1.5, 96, 97, 1000],
      [1.5, 3, 96, 20],
      [200, 97, 96, 7],
    ]);
  });

  test("names line and column of every bad row", async () => {
    const file = traceFile(
      "time_s,from,to,size_bytes\n-1,Tokyo,Delhi,5\n2,Tokyo,Delhy,5\n3,Tokyo,Tokyo,5\n4,Tokyo,Delhi,0.5\n3,Tokyo,Delhi\n",
    );
    const error = await smallPlan(`traffic=[{ trace: ${file} }]`).catch((e: InputError) => e);
    const told = (error as InputError).problems.map(
      ({ line, column, message }) => `${line}:${column} ${message}`,
    );
    expect(told).toEqual([
      '2:1 expected seconds since the start, from 0; got "-1"',
      '3:9 no site and no satellite is named "Delhy"; did you mean "Delhi"?',
      "4:9 expected another node than the sender",
      '5:15 expected whole bytes, at least 1; got "0.5"',
      "6:1 expected 4 values, as in the header; found 3",
    ]);
  });

  test("names the columns that are missing or unknown", async () => {
    const file = traceFile("time_s,form,to\n1,Tokyo,Delhi\n");
    const error = await smallPlan(`traffic=[{ trace: ${file} }]`).catch((e: InputError) => e);
    const told = (error as InputError).problems.map(({ message }) => message);
    expect(told).toContain('unknown column "form"; did you mean "from"?');
    expect(told).toContain("the header has no column size_bytes");
  });
});
