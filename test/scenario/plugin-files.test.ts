import { describe, expect, test } from "vitest";
import { record } from "../support/run-small.js";
import { load, refusal, scenarioText } from "../support/scenario-folder.js";

const ZOD = JSON.stringify(new URL("../../node_modules/zod/index.js", import.meta.url).href);

/** Emits each line of the files that it names, and refuses lines that say so. */
const READER = `
import { z } from ${ZOD};
export default {
  kind: "sim-plugin",
  name: "reader",
  config: z.strictObject({ first: z.string(), more: z.array(z.string()).default([]) }),
  files: ({ more }) => [["first"], ...more.map((_, i) => ["more", i])],
  validate(plan, { more }) {
    for (const path of [["first"], ...more.map((_, i) => ["more", i])]) {
      const lines = plan.file(path)?.text.split("\\n") ?? [];
      for (const [i, line] of lines.entries())
        if (line.includes("bad")) plan.file(path).fail(i + 1, line.indexOf("bad") + 1, "found bad");
    }
  },
  setup(sim, { more }) {
    for (const path of [["first"], ...more.map((_, i) => ["more", i])])
      for (const line of sim.file(path).text.split("\\n")) sim.emit("line", sim.file(path).name, { line });
  },
};
`;
const using = (config: string) =>
  scenarioText({ plugins: `[{ use: ./plugins/reader.js, with: ${config} }]` });
const FILES = { "plugins/reader.js": READER, "a.txt": "one\ntwo", "data/b.txt": "three" };

describe("files that a plugin's configuration names", () => {
  test("are read relative to the scenario and there when it is set up", async () => {
    const plan = await load(using("{ first: a.txt, more: [./data/b.txt, a.txt] }"), FILES);
    const { events } = await record(plan);
    expect(
      events.filter(({ kind }) => kind === "line").map(({ subject, data }) => [subject, data.line]),
    ).toEqual([
      ["a.txt", "one"],
      ["a.txt", "two"],
      ["data/b.txt", "three"],
      ["a.txt", "one"],
      ["a.txt", "two"],
    ]);
    expect(plan.inputs.map(({ path }) => path)).toContain("./data/b.txt");
    expect(plan.source.files.map(({ path }) => path)).toEqual(["a.txt", "data/b.txt"]);
  });

  test("count in the scenario's hash by their content", async () => {
    const hash = async (config: string, files: object = {}) =>
      (await load(using(config), { ...FILES, ...files })).scenarioHash;
    const plain = await hash("{ first: a.txt }");
    expect(await hash("{ first: c.txt }", { "c.txt": FILES["a.txt"] })).toBe(plain);
    expect(await hash("{ first: a.txt }", { "a.txt": "else" })).not.toBe(plain);
    expect(await hash("{ first: a.txt, more: [a.txt] }")).not.toBe(plain);
  });

  test("that cannot be read are told with all other mistakes, those of their content in their own lines", async () => {
    expect(
      await refusal(`${using("{ first: a.txt, more: [none.txt, data, data/b.txt] }")}`, {
        ...FILES,
        "a.txt": "good\n a bad one",
        "data/b.txt": "bad",
      }),
    ).toEqual([
      expect.stringMatching(/^scenario\.yaml:\d+:\d+: cannot read "none\.txt": no such file$/),
      expect.stringMatching(/^scenario\.yaml:\d+:\d+: cannot read "data": it is a directory, not a file$/),
      "a.txt:2:4: found bad",
      "data/b.txt:1:1: found bad",
    ]);
  });

  test("have to stand where the plugin says", async () => {
    const wrong = READER.replace(
      '[["first"], ...more.map((_, i) => ["more", i])],\n  validate',
      '[["frist"]],\n  validate',
    );
    expect(await refusal(using("{ first: a.txt }"), { ...FILES, "plugins/reader.js": wrong })).toEqual([
      expect.stringMatching(
        /plugin "reader" says that with\.frist names a file; its configuration has none there$/,
      ),
    ]);
  });

  test.each([
    ['["first"]', "a list"],
    ["Promise.resolve([])", "keys and values"],
    ['"first"', '"first"'],
  ])("are told as a list of paths, not as %s", async (told, got) => {
    const wrong = READER.replace(
      '[["first"], ...more.map((_, i) => ["more", i])],\n  validate',
      `(${told}),\n  validate`,
    );
    expect(await refusal(using("{ first: a.txt }"), { ...FILES, "plugins/reader.js": wrong })).toEqual([
      expect.stringMatching(
        new RegExp(
          `^scenario.yaml:\\d+:\\d+: plugin "reader" must tell the files .* such as \\[\\["trace"\\]\\]; got ${got}$`,
        ),
      ),
    ]);
  });
});
