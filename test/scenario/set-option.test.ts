import { describe, expect, test } from "vitest";
import { loadScenario } from "../../sim/scenario/load-scenario.js";
import { applySetOptions } from "../../sim/scenario/set-option.js";
import {
  load,
  makeFolder,
  refusal,
  refusalOf,
  scenarioText,
  TWO_SATELLITES,
} from "../support/scenario-folder.js";

const applied = (value: unknown, ...options: string[]) => applySetOptions(value, options).value;
const refused = (value: unknown, ...options: string[]) =>
  applySetOptions(value, options).problems.map(({ file, message }) => `${file}: ${message}`);

describe("--set writes a value", () => {
  test("into mappings and lists, in order, and makes mappings that are missing", () => {
    const value = { list: [{ a: 1 }, { a: 2 }], seed: 1 };
    expect(applied(value, "list.1.a=5", "list.0={b: [1, 2]}", "seed=7", "deep.er.x=true", "seed=8")).toEqual({
      list: [{ b: [1, 2] }, { a: 5 }],
      seed: 8,
      deep: { er: { x: true } },
    });
    expect(value).toEqual({ list: [{ a: 1 }, { a: 2 }], seed: 1 });
  });

  test("as YAML: text, numbers, quotes, and what holds an equals sign", () => {
    expect(applied({}, "a=10 min", "b=0.5", 'c="7"', "d=x=y", "e=[]")).toEqual({
      a: "10 min",
      b: 0.5,
      c: "7",
      d: "x=y",
      e: [],
    });
  });

  test("without touching other places that an alias shares it with", () => {
    const shared = { a: 1 };
    expect(applied({ x: shared, y: shared }, "x.a=2")).toEqual({ x: { a: 2 }, y: { a: 1 } });
  });

  test("of a key named __proto__ as of any other", () => {
    const result = applied({}, "__proto__.polluted=1") as object;
    expect(Object.keys(result)).toEqual(["__proto__"]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe("--set is refused", () => {
  test.each([
    [
      "seed",
      "--set #1: expected path=value, such as time.duration='5 min' or constellation.0.tle=x.tle; got \"seed\"",
    ],
    ["=1", /^--set #1: expected path=value/],
    ["a..b=1", /^--set #1: expected path=value/],
    ["seed=", '--set #1: cannot read the value of "seed=": nothing stands after ='],
    ["seed=[1", /^--set #1: cannot read the value of "seed=\[1": /],
    ["name.x=1", '--set #1: "name" is "n", which has no "x"'],
    ["list.2=1", '--set #1: "list" is a list: its items are 0 to 1; got "2"'],
    ["list.-1=1", '--set #1: "list" is a list: its items are 0 to 1; got "-1"'],
    ["list.first=1", '--set #1: "list" is a list: its items are 0 to 1; got "first"'],
    ["empty.0=1", '--set #1: "empty" is a list: it is empty; got "0"'],
  ])("%s", (option, expected) => {
    const [line, ...rest] = refused({ name: "n", list: [1, 2], empty: [] }, option);
    expect(line).toEqual(typeof expected === "string" ? expected : expect.stringMatching(expected));
    expect(rest).toEqual([]);
  });
});

describe("a scenario with --set", () => {
  test("is the scenario with those values; --seed comes last", async () => {
    const set = ["name=other", "time.duration=5 min", "links.ground.links=3", "seed=9"];
    const plan = await load(scenarioText(), {}, { set });
    expect(plan).toMatchObject({ name: "other", seed: 9, time: { tickCount: 30 } });
    expect(plan.sky.links.ground[0]?.entry.maxLinks).toBe(3);
    expect((await load(scenarioText(), {}, { set, seed: 11 })).seed).toBe(11);
    expect(await refusal(scenarioText(), {}, { seed: -1 })).toEqual(["--seed: expected at least 0; got -1"]);
  });

  test("tells mistakes in such values with the number of the option, others with their line", async () => {
    const set = [
      "seed=9",
      "time.step=5 parsec",
      "links.isl={ protocol: plus-grid, bandwith: 1 Gbps }",
      "prob=1",
      "name.x=1",
    ];
    const lines = await refusal(scenarioText({ ground: "[{ cities: 0 }]" }), {}, { set });
    expect(lines).toEqual([
      '--set #5: "name" is "test", which has no "x"',
      '--set #4: unknown key "prob"; did you mean "probes"?',
      expect.stringMatching(/^--set #2: expected a duration with a unit/),
      '--set #3: unknown key "bandwith"; did you mean "bandwidth"?',
      '--set #3: "bandwidth" is missing: expected a data rate with a unit, such as "20 Gbps"',
      "scenario.yaml:5:20: expected at least 1; got 0",
    ]);
  });

  test("resolves paths in such values from the working folder, others from the scenario's", async () => {
    const links = "{ isl: { protocol: none }, ground: { protocol: nearest, bandwidth: 1 Gbps } }";
    const cwd = makeFolder({
      "deep/scenario.yaml": scenarioText({
        links,
        constellation: "[{ tle: ./here.tle }, { preset: kuiper-1 }]",
      }),
      "deep/here.tle": TWO_SATELLITES,
      "there.tle": TWO_SATELLITES,
    });
    const set = ["constellation.1={tle: there.tle, checksum: warn}"];
    const plan = await loadScenario("deep/scenario.yaml", { cwd, set });
    expect(plan.sky.nodes.shells.map(({ name, count }) => [name, count])).toEqual([
      ["here", 2],
      ["there", 2],
    ]);
    expect(plan.output.dir).toBe(`${cwd}/deep/results`);
    const elsewhere = await loadScenario("deep/scenario.yaml", { cwd, set: [...set, "output.dir=out"] });
    expect(elsewhere.output.dir).toBe(`${cwd}/out`);

    expect(
      await refusalOf(
        loadScenario("deep/scenario.yaml", {
          cwd,
          set: ["constellation.1.preset=x", "constellation.0.tle=here.tle"],
        }),
      ),
    ).toEqual([
      expect.stringMatching(/^--set #1: expected one of starlink-gen1/),
      '--set #2: cannot read "here.tle": no such file',
    ]);
  });

  test("that puts a second source into an item is told of it", async () => {
    expect(await refusal(scenarioText(), {}, { set: ["constellation.0.tle=x.tle"] })).toEqual([
      '--set #1: "tle" cannot stand beside "walker": expected one of preset, walker, sso, tle, omm, states, cluster, hypatia, network in each item',
    ]);
  });
});
