import { describe, expect, test } from "vitest";
import { canonicalJson } from "../../sim/scenario/canonical-json.js";
import { loadScenario } from "../../sim/scenario/load-scenario.js";
import { load, makeFolder, scenarioText, TWO_SATELLITES } from "../support/scenario-folder.js";

const LINKS = "{ isl: { protocol: none }, ground: { protocol: nearest, bandwidth: 1 Gbps } }";
const catalogue = (path: string, rest = "") =>
  scenarioText({ links: LINKS, constellation: `[{ tle: ${path}${rest} }]` });

const hash = async (...args: Parameters<typeof load>) => (await load(...args)).scenarioHash;

describe("the scenario hash", () => {
  test("is a SHA-256 that does not depend on how the scenario is written", async () => {
    const plain = await hash(scenarioText());
    expect(plain).toMatch(/^[0-9a-f]{64}$/);
    expect(
      await hash(
        scenarioText({ time: "{ step: 10000 ms, start: 2024-12-15T14:00:00+01:00, duration: 1 min }" }),
      ),
    ).toBe(plain);
    expect(await hash(scenarioText({ probes: "[]", routing: "{ groundRelay: false }" }))).toBe(plain);
  });

  test("does not cover output and paths, but covers what stands in files", async () => {
    const files = {
      "a.tle": TWO_SATELLITES,
      "deep/b.tle": TWO_SATELLITES,
      "c.tle": TWO_SATELLITES.replaceAll("-1\n", "-X\n"),
    };
    const plain = await hash(catalogue("./a.tle"), files);
    expect(await hash(catalogue("deep/b.tle"), files)).toBe(plain);
    expect(await hash(`${catalogue("./a.tle")}output: { dir: elsewhere, frames: true }\n`, files)).toBe(
      plain,
    );
    expect(await hash(catalogue("./c.tle"), files)).not.toBe(plain);
    expect(await hash(catalogue("./a.tle", ", checksum: warn"), files)).not.toBe(plain);
    expect(await hash(catalogue("./a.tle", ", name: mine"), files)).not.toBe(plain);

    const cwd = makeFolder({ "x/scenario.yaml": catalogue("../a.tle"), "a.tle": TWO_SATELLITES });
    expect((await loadScenario("x/scenario.yaml", { cwd })).scenarioHash).toBe(plain);
    expect(
      (await loadScenario("x/scenario.yaml", { cwd, set: ["constellation.0.tle=a.tle"] })).scenarioHash,
    ).toBe(plain);
  });

  test("covers everything else", async () => {
    const texts = [
      {},
      { name: "other" },
      { seed: "2" },
      { time: "{ start: 2024-12-15T13:00:00Z, duration: 60 s, step: 5 s }" },
      { constellation: "[{ preset: kuiper-1 }]" },
      { ground: "[{ cities: 2 }]" },
      {
        links:
          "{ isl: { protocol: plus-grid, bandwidth: 21 Gbps }, ground: { protocol: nearest, bandwidth: 4 Gbps } }",
      },
      {
        links:
          "{ isl: { protocol: plus-grid, bandwidth: 20 Gbps, offset: 0 }, ground: { protocol: nearest, bandwidth: 4 Gbps } }",
      },
      {
        links:
          "{ isl: { protocol: plus-grid, bandwidth: 20 Gbps }, ground: { protocol: nearest, bandwidth: 4 Gbps, maxSlantRange: 1000 km } }",
      },
      { routing: "{ groundRelay: true }" },
      { probes: "[{ from: Vienna, to: Graz }]" },
      { probes: "[{ from: Graz, to: Vienna }]" },
      { plugins: "[{ use: sunlit }]" },
    ];
    const hashes = await Promise.all(
      texts.map((parts) => hash(scenarioText(parts as Record<string, string>))),
    );
    expect(new Set(hashes).size).toBe(texts.length);
  });
});

test("inputs are listed as the scenario names them, once each, with their hash", async () => {
  const files = { "a.tle": "", "pairs.txt": "0 1\n" };
  const scenario = scenarioText({
    constellation: "[{ tle: ./a.tle, name: one }, { tle: a.tle, name: two }]",
    links:
      "{ isl: { protocol: list, file: pairs.txt, bandwidth: 1 Gbps }, ground: { protocol: nearest, bandwidth: 1 Gbps } }",
  });
  const { inputs } = await load(scenario, { ...files, "a.tle": TWO_SATELLITES });
  expect(inputs.map(({ path, bytes }) => [path, bytes])).toEqual([
    ["./a.tle", TWO_SATELLITES.length],
    ["pairs.txt", 4],
  ]);
  // `printf '0 1\n' | sha256sum`
  expect(inputs[1]?.sha256).toBe("a79122992d53d358e6bbbbb98883d64fa0c15df3bcb08ff7b65a0580870af424");
});

test("canonical JSON sorts keys, drops white space and undefined, and takes typed arrays as lists", () => {
  expect(
    canonicalJson({ b: [1, undefined, { d: "x", c: null }], a: undefined, A: Uint8Array.of(1, 2) }),
  ).toBe('{"A":[1,2],"b":[1,null,{"c":null,"d":"x"}]}');
  expect(canonicalJson(Number.POSITIVE_INFINITY)).toBe('"Infinity"');
});
