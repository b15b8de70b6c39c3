import { describe, expect, test } from "vitest";
import { load, refusal, scenarioText } from "../support/scenario-folder.js";

const ZOD = JSON.stringify(new URL("../../node_modules/zod/index.js", import.meta.url).href);

const module = (body: string) => `import { z } from ${ZOD};\nexport default { ${body} };\n`;

const FILES = {
  "isl.js": module(
    'kind: "link-protocol", name: "mine", config: z.object({ reach: z.number().min(1), often: z.int().default(2) }), setup: () => () => {}',
  ),
  "ground.js": module('kind: "ground-link-protocol", name: "mine", setup: () => () => {}'),
  "router.js": module(
    'kind: "router", name: "mine", queries: ["route"], setup: () => ({ update() {}, route() {} })',
  ),
  "plugin.js": module(
    'kind: "sim-plugin", name: "mine", config: z.object({ threshold: z.number() }), setup() {}',
  ),
  "state.js": module('kind: "state-plugin", name: "state", unit: "1", setup: () => () => {}'),
  "refusing.js": module(
    'kind: "link-protocol", name: "no", setup() { throw new Error("cannot serve this"); }',
  ),
  "broken.js": "export default {",
  "other.js": "export default 3;",
  "odd.js": module(
    'kind: "sim-plugin", name: "odd", config: z.object({}).transform(() => () => 1), setup() {}',
  ),
  "node_modules/packaged/package.json":
    '{ "name": "packaged", "exports": { "import": "./main.js" }, "type": "module" }',
  "node_modules/packaged/main.js": module('kind: "sim-plugin", name: "packaged", setup() {}'),
};

const isl = (entry: string) =>
  scenarioText({
    links: `{ isl: { bandwidth: 1 Gbps, ${entry} }, ground: { protocol: nearest, bandwidth: 1 Gbps } }`,
  });

describe("a user's own extensions", () => {
  test("are found by path and package, with their configuration and its defaults", async () => {
    const scenario = scenarioText({
      links:
        "{ isl: { protocol: ./isl.js, with: { reach: 5 }, bandwidth: 1 Gbps }, ground: { protocol: ./ground.js, bandwidth: 1 Gbps } }",
      routing: "{ router: ./router.js }",
      plugins:
        "[{ use: ./plugin.js, with: { threshold: 1 } }, { use: ./state.js }, { use: packaged }, { use: sunlit }]",
    });
    const plan = await load(scenario, FILES);
    const {
      isl: [islEntry],
      ground: [groundEntry],
    } = plan.sky.links;
    expect(islEntry?.protocol).toMatchObject({ ref: { name: "./isl.js" }, config: { reach: 5, often: 2 } });
    expect(islEntry?.protocol.ref.url).toMatch(/^file:.*isl\.js$/);
    expect(groundEntry?.protocol.ref.url).toMatch(/ground\.js$/);
    expect(plan.routing.router.ref.url).toMatch(/router\.js$/);
    expect(plan.plugins.map(({ use, place }) => [use.ref.name, place.line, typeof use.ref.url])).toEqual([
      ["./plugin.js", 8, "string"],
      ["./state.js", 8, "string"],
      ["packaged", 8, "string"],
      ["sunlit", 8, "string"],
    ]);
    expect(plan.inputs.map(({ path }) => path)).toEqual([
      "./isl.js",
      "./ground.js",
      "./router.js",
      "./plugin.js",
      "./state.js",
      "packaged",
    ]);
  });

  test("are covered by the hash through the content of their module", async () => {
    const scenario = (path: string) => scenarioText({ plugins: `[{ use: ${path} }]` });
    const files = {
      ...FILES,
      "moved/same.js": FILES["state.js"],
      "changed.js": `${FILES["state.js"]}// changed\n`,
    };
    const hashes = ["./state.js", "./moved/same.js", "./changed.js"].map(
      async (path) => (await load(scenario(path), files)).scenarioHash,
    );
    const [own, moved, changed] = await Promise.all(hashes);
    expect(moved).toBe(own);
    expect(changed).not.toBe(own);
  });

  test.each([
    ["protocol: ./isl.js", '6:15: "reach" is missing: expected a number'],
    ["protocol: ./isl.js, with: { reach: 0 }", "6:71: expected at least 1; got 0"],
    ["protocol: ./isl.js, with: { reach: 1, offen: 2 }", '6:74: unknown key "offen"; did you mean "often"?'],
    ["protocol: ./isl.js, with: 3", "6:62: expected keys and values; got 3"],
    ["protocol: ./isl.js, reach: 1", /6:56: unknown key "reach".*goes under with/],
    ["protocol: ./none.js", '6:46: no file at "./none.js"'],
    [
      "protocol: ./plugin.js",
      /6:46: "\.\/plugin\.js" must have a link-protocol as its default export; it has a sim-plugin/,
    ],
    ["protocol: ./broken.js", /6:46: cannot load "\.\/broken\.js": /],
    ["protocol: ./other.js", /6:46: "\.\/other\.js" must have a link-protocol/],
    ["protocol: ./refusing.js", '6:46: link protocol "no" cannot be set up: cannot serve this'],
    ["protocol: ./refusing.js, with: { a: 1 }", '6:61: "./refusing.js" takes no configuration'],
    [
      "protocol: nearest, with: { mode: mutual }",
      "6:55: a built-in takes no with: its options stand beside its name",
    ],
    [
      "protocol: nearest, mode: mutal",
      '6:61: expected one of greedy, mutual, union; got "mutal"; did you mean "mutual"?',
    ],
    ["protocol: plus-grid, ofset: 1", '6:57: unknown key "ofset"; did you mean "offset"?'],
  ])("are refused where they stand: %s", async (entry, expected) => {
    const lines = await refusal(isl(entry), FILES);
    const wanted =
      typeof expected === "string" ? `scenario.yaml:${expected}` : expect.stringMatching(expected);
    expect(lines).toContainEqual(wanted);
  });

  test("are no modules of Node, and told where a package is broken", async () => {
    const torn = { "node_modules/torn/package.json": '{ "name": "torn",' };
    const use = (name: string) => refusal(scenarioText({ plugins: `[{ use: ${name} }]` }), torn);
    for (const name of ["events", "node:fs"])
      expect(await use(name)).toEqual([
        expect.stringMatching(new RegExp(`^scenario\\.yaml:7:18: unknown plugin "${name}"; expected `)),
      ]);
    expect(await use("torn")).toEqual([
      expect.stringMatching(/^scenario\.yaml:7:18: cannot read the package\.json of "torn": /),
    ]);
  });

  test("two plugins of one name, and a config that cannot be sent to a worker", async () => {
    expect(await refusal(scenarioText({ plugins: "[{ use: sunlit }, { use: sunlit }]" }))).toEqual([
      'scenario.yaml:7:35: a plugin named "sunlit" is used at line 7 already',
    ]);
    expect(await refusal(scenarioText({ plugins: "[{ use: ./odd.js }]" }), FILES)).toEqual([
      expect.stringMatching(/^scenario\.yaml:7:11: the extension's config schema must give plain data/),
    ]);
  });
});
