import { describe, expect, test } from "vitest";
import { definePlugin, Simulation, z } from "../../../../index.js";
import { load, refusal, scenarioText } from "../../../support/scenario-folder.js";

const withCompute = (compute: string, parts: Readonly<Record<string, string>> = {}) =>
  scenarioText({ compute, ...parts });

describe("computers of a scenario", () => {
  test("come from tiers, with entries of single nodes over them", async () => {
    const { services, resolved, nodeNames } = await load(
      withCompute(`
  discipline: fifo
  queueLimit: 5
  tiers:
    space: { cores: 4, memory: 4 GB, accelerators: { gpu: 1 } }
    edge: { cores: 16, speed: 2.5, memory: 64 GB, storage: 2 TB, whenFull: reject }
  nodes:
    - { for: Graz, cores: 8, discipline: processor-sharing, queueLimit: 0 }`),
    );
    const { resources, rules, record } = services.compute!;
    expect(nodeNames.slice(-2)).toEqual(["Vienna", "Graz"]);
    expect([resources[0], resources.at(-2), resources.at(-1)]).toEqual([
      { tier: "space", cores: 4, speed: 1, memoryMb: 4000, storageMb: 0, accelerators: { gpu: 1 } },
      { tier: "edge", cores: 16, speed: 2.5, memoryMb: 64_000, storageMb: 2e6, accelerators: {} },
      { tier: "edge", cores: 8, speed: 2.5, memoryMb: 64_000, storageMb: 2e6, accelerators: {} },
    ]);
    expect([rules[0], rules.at(-2), rules.at(-1)]).toEqual([
      { discipline: "fifo", whenFull: "queue", queueLimit: 5 },
      { discipline: "fifo", whenFull: "reject", queueLimit: 5 },
      { discipline: "processor-sharing", whenFull: "reject", queueLimit: 0 },
    ]);
    expect(resources[3]).toBe(resources[0]);
    expect(record).toBe("all");
    expect((resolved as { compute: unknown }).compute).toMatchObject({
      tiers: { space: { memoryMb: 4000 } },
      nodes: [{ for: "Graz", cores: 8 }],
    });
  });

  test("may be for a shell and for all the rest, without a tier", async () => {
    const { services } = await load(
      withCompute(
        '{ nodes: [{ for: "*", cores: 2, memory: 1 GB }, { for: [shell], cores: 1, memory: 500 MB }] }',
      ),
    );
    expect(services.compute?.resources.map((each) => each?.memoryMb)).toEqual([
      ...Array(20).fill(500),
      1000,
      1000,
    ]);
  });

  test("a tier that no node has is a warning, and nodes of tiers without an entry have none", async () => {
    const { warnings, services } = await load(withCompute("{ tiers: { fog: { cores: 1, memory: 1 GB } } }"));
    expect(warnings.map(({ line, message }) => [line, message])).toEqual([[7, 'no node is of tier "fog"']]);
    expect(services.compute?.resources.every((each) => each === undefined)).toBe(true);
  });

  test("mistakes are told at once, with the nearest name", async () => {
    const lines = await refusal(
      withCompute(`
  tiers:
    spaec: { cores: 4, memory: 4 GB }
    edge: { cores: 0, memory: 4 }
  nodes:
    - { for: [Graz, shel], cores: 8, memory: 1 GB }
    - { for: Graz, gpus: 3 }
  discipline: lifo`),
    );
    expect(lines).toEqual([
      "scenario.yaml:10:20: expected more than 0; got 0",
      'scenario.yaml:10:31: expected a data size with a unit, such as "50 MB"; 4 has no unit (one of B, kB, MB, GB, TB, KiB, MiB, GiB)',
      'scenario.yaml:13:20: unknown key "gpus"; expected cores, speed, memory, storage, accelerators, discipline, whenFull, queueLimit, for',
      'scenario.yaml:14:15: expected one of processor-sharing, fifo; got "lifo"; did you mean "fifo"?',
    ]);
    const names = await refusal(
      withCompute(`
  tiers:
    spaec: { cores: 4, memory: 4 GB }
  nodes:
    - { for: [Graz, shel], cores: 8, memory: 1 GB }
    - { for: Graz }
    - { for: Vienna, memory: 1 GB }`),
    );
    expect(names).toEqual([
      'scenario.yaml:9:5: no node is of tier "spaec"; did you mean "space"?',
      'scenario.yaml:11:21: no site, shell, source, tier or satellite of its own name is called "shel"; did you mean "shell"?',
      'scenario.yaml:12:14: node "Graz" is named at line 11 already',
      'scenario.yaml:13:7: "cores" is missing: compute.tiers has no entry for tier "edge" to take it from',
    ]);
  });
});

describe("a plugin's validate", () => {
  const MODULE = `
import { definePlugin, z } from ${JSON.stringify(new URL("../../../../index.ts", import.meta.url).href)};
export default definePlugin({
  name: "placer",
  config: z.object({ at: z.string(), cores: z.number(), needs: z.string().optional() }),
  validate(plan, { at, cores }) {
    if (!plan.hasCompute) plan.fail([], "needs compute");
    const node = plan.node(["at"], at);
    const fits = node === undefined ? true : plan.couldHold(node, { cores });
    if (fits !== true) plan.fail(["cores"], "can never be placed: " + fits.detail);
    if (at === "boom") throw new Error("boom");
  },
  setup() {},
});`;
  const files = { "package.json": '{ "type": "module" }', "placer.js": MODULE };
  const using = (withs: string, rest = {}) =>
    withCompute("{ tiers: { edge: { cores: 4, memory: 1 GB } } }", {
      plugins: `[{ use: ./placer.js, with: ${withs} }]`,
      ...rest,
    });

  test("tells what it finds at its place, together with other mistakes", async () => {
    expect(await refusal(using("{ at: Graz, cores: 8 }", { seed: "-1" }), files)).toEqual([
      "scenario.yaml:2:7: expected at least 0; got -1",
      "scenario.yaml:8:56: can never be placed: cores: 8 wanted, 4 there",
    ]);
    expect(await refusal(using("{ at: Gras, cores: 1 }"), files)).toEqual([
      'scenario.yaml:8:43: no site and no satellite is named "Gras"; did you mean "Graz"?',
    ]);
    expect((await load(using("{ at: Graz, cores: 4 }"), files)).plugins).toHaveLength(1);
  });

  test("is not asked where what it asks about is unsound", async () => {
    const lines = await refusal(using("{ at: Graz, cores: 8 }", { compute: "{ tier: {} }" }), files);
    expect(lines).toEqual(['scenario.yaml:7:12: unknown key "tier"; did you mean "tiers"?']);
  });

  test("that fails is named", async () => {
    expect(await refusal(using("{ at: boom, cores: 1 }"), files)).toContain(
      'scenario.yaml:8:18: plugin "placer" failed to validate its configuration: boom',
    );
  });

  test("is asked of plugins that a program hands over, too", async () => {
    const plugin = definePlugin({
      name: "handed",
      config: z.object({ at: z.string() }),
      validate: (plan, { at }) => void plan.node(["at"], at),
      setup() {},
    });
    const plan = await load(withCompute("{ tiers: { edge: { cores: 4, memory: 1 GB } } }"));
    await expect(Simulation.create(plan, { plugins: [{ plugin, with: { at: "Gras" } }] })).rejects.toThrow(
      'plugin "handed": with.at: no site and no satellite is named "Gras"; did you mean "Graz"?',
    );
  });
});

test("plugins that need what is not there are told with all other mistakes, where nobody hands others over", async () => {
  const idle = (name: string, needs: string) =>
    `export default { kind: "sim-plugin", name: "${name}", needs: ["${needs}"], setup() {} };`;
  const files = {
    "package.json": '{ "type": "module" }',
    "a.js": idle("a", "b"),
    "b.js": idle("b", "a"),
    "c.js": idle("c", "d"),
  };
  const text = scenarioText({ seed: "-1", plugins: "[{ use: ./a.js }, { use: ./b.js }, { use: ./c.js }]" });
  expect(await refusal(text, files, { pluginsComplete: true })).toEqual([
    "scenario.yaml:2:7: expected at least 0; got -1",
    "scenario.yaml:7:18: plugins need each other: a -> b -> a",
    'scenario.yaml:7:52: plugin "c" needs "d", which no plugin of the run provides',
  ]);
  expect(await refusal(text, files)).toHaveLength(1);
});
