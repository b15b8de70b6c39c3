import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { InputError } from "../../../../index.js";
import { smallPlan } from "../../../support/plans.js";
import { record } from "../../../support/run-small.js";

async function problemsOf(faults: string): Promise<string[]> {
  try {
    await smallPlan(`faults=${faults}`);
  } catch (error) {
    return (error as InputError).problems.map(({ message }) => message);
  }
  return [];
}

function traceFile(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "starbelt-faults-")), "trace.csv");
  writeFileSync(file, text);
  return file;
}

describe("wrong faults are told apart", () => {
  test.each([
    ["{ outage: { nodes: Tokio, from: 0 s } }", 'called "Tokio"; did you mean "Tokyo"?'],
    ["{ outage: { link: [0, 106], from: 0 s } }", "expected a node; ids are 0 to 105, got 106"],
    ["{ outage: { link: [3, 3], from: 0 s } }", "a link joins no node with itself"],
    ["{ outage: { nodes: Tokyo, from: 5 s, to: 5 s } }", "expected a time after `from`"],
    ["{ outage: { nodes: Tokyo, link: [0, 1], from: 5 s } }", "expected either nodes or link"],
    ["{ random: { nodes: shell, mttf: -2 h, mttr: never } }", "expected a duration above 0 s"],
    ["{ random: { mttf: 2 h, mttr: never } }", "expected either nodes or links"],
    ["{ random: { nodes: shell, mttf: 2 h } }", "mttr"],
    ["{ random: { nodes: shell, mttf: 2 h, mttr: never, distribution: weibull } }", "expected a shape with"],
    ["{ random: { links: isl, mttf: 2 h, mttr: never, distribution: weibull, shape: 2 } }", "have no age"],
    ["{ storm: { nodes: shell, share: 1.2, at: 0 s, mttr: never } }", "expected"],
    ["{ region: { polygon: [], from: 0 s } }", "expected"],
    ["{ region: { latitudes: [10 deg, 5 deg], from: 0 s } }", "expected the northern latitude second"],
    ["{ region: { from: 0 s } }", "expected one of circle, polygon, latitudes"],
    ["{ strom: { nodes: shell } }", 'did you mean "storm"?'],
    ["{ trace: ./nowhere.csv }", 'cannot read "./nowhere.csv"'],
  ])("%s", async (fault, message) => {
    const problems = await problemsOf(`[${fault}]`);
    expect(problems.join("\n")).toContain(message);
  });

  test("all at once", async () => {
    const faults = "[{ outage: { nodes: Tokio, from: 0 s } }, { outage: { nodes: shel, from: 0 s } }]";
    expect(await problemsOf(faults)).toHaveLength(2);
  });
});

describe("a trace of faults", () => {
  test("is replayed as it was recorded", async () => {
    const file = traceFile("time_s,state,a,b\n12.5,down,Tokyo,\n20,down,3,4\n31,up,Tokyo,\n40,up,4,3\n");
    const { events } = await record(await smallPlan(`faults=[{ trace: ${file} }]`));
    const told = events
      .filter(({ kind }) => /^(node|link)\./.test(kind))
      .map(({ kind, time }) => `${time} ${kind}`);
    expect(told).toEqual(["12.5 node.down", "20 link.down", "31 node.up", "40 link.up"]);
  });

  test("counts by its content in the scenario's hash", async () => {
    const hash = async (text: string) =>
      (await smallPlan(`faults=[{ trace: ${traceFile(text)} }]`)).scenarioHash;
    const one = await hash("time_s,state,a\n1,down,0\n");
    expect(await hash("time_s,state,a\n1,down,0\n")).toBe(one);
    expect(await hash("time_s,state,a\n2,down,0\n")).not.toBe(one);
  });

  test("names line and column of every bad row", async () => {
    const file = traceFile(
      "time_s,state,a,b\n5,donw,Tokyo,\nx,down,Tokio,\n4,down,0,0\n3,up,Tokyo,\n2,up,Tokyo,\n",
    );
    const error = await smallPlan(`faults=[{ trace: ${file} }]`).catch((e: InputError) => e);
    const { problems } = error as InputError;
    expect(problems.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([
      '2:3 expected down or up; got "donw"; did you mean "down"?',
      '3:1 expected seconds since the start, from 0; got "x"',
      '3:8 no site and no satellite is named "Tokio"; did you mean "Tokyo"?',
      "4:10 expected another node: a link joins no node with itself",
      "6:1 expected times that do not go back; the row before is at 3 s",
    ]);
  });
});
