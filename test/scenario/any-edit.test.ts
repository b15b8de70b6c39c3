import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { stringify } from "yaml";
import { InputError } from "../../orbits/input-error.js";
import { schemaMessage } from "../../orbits/schema-problems.js";
import { loadScenarioText } from "../../sim/scenario/load-scenario.js";
import { ScenarioSchema } from "../../sim/scenario/schema.js";

const VALID = {
  name: "any",
  seed: 1,
  time: { start: "2024-12-15T13:00:00Z", duration: "60 s", step: "10 s" },
  constellation: [
    {
      walker: {
        name: "s",
        type: "delta",
        altitude: "550 km",
        inclination: "53 deg",
        planes: 2,
        satellitesPerPlane: 3,
        phasing: 1,
      },
    },
    { preset: "iridium" },
    { tle: "./none.tle", checksum: "warn" },
  ],
  ground: [
    { cities: 2 },
    { name: "X", latitude: "1 deg", longitude: "2 deg", minElevation: "3 deg" },
    { file: { path: "x", format: "csv" } },
  ],
  links: {
    isl: [
      { for: "s", protocol: "plus-grid", offset: 0, bandwidth: "1 Gbps" },
      { for: "*", protocol: "list", pairs: [[0, 1]], bandwidth: "1 Gbps" },
    ],
    ground: {
      protocol: "nearest",
      links: 2,
      maxSlantRange: "2000 km",
      bandwidth: "1 Gbps",
      hopDelay: "1 ms",
    },
  },
  routing: { router: "dijkstra", groundRelay: true },
  probes: [
    { from: "X", to: "Tokyo" },
    { from: "*", to: "X" },
  ],
  plugins: [{ use: "sunlit" }, { use: "./none.js", with: { a: 1 } }],
  output: { dir: "out", frames: true },
};

const anyValue = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1.5,
    1e300,
    "",
    "*",
    "0",
    "-5 km",
    "1e999 s",
    "__proto__",
    "constructor",
    "toString",
    "../",
    "/dev/null",
    [],
    {},
    [[]],
    [null],
    { __proto__: null },
  ),
  fc.string({ maxLength: 12 }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** A place in the scenario is picked by a walk; what stands there is replaced, removed, doubled, or its key renamed. */
const edit = fc.record({
  walk: fc.array(fc.nat(10), { maxLength: 5 }),
  kind: fc.constantFrom("replace", "remove", "double", "rename", "add"),
  value: anyValue,
  key: fc.oneof(
    fc.constantFrom("__proto__", "for", "with", "name", "prefix", "file", "tle"),
    fc.string({ maxLength: 8 }),
  ),
});

type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function applyEdit(value: unknown, { walk, kind, value: replacement, key }: Edit): unknown {
  const [step, ...rest] = walk;
  if (Array.isArray(value) && value.length > 0 && step !== undefined) {
    const i = step % value.length;
    if (rest.length > 0)
      return value.with(i, applyEdit(value[i], { walk: rest, kind, value: replacement, key }));
    if (kind === "remove") return value.toSpliced(i, 1);
    return kind === "double" ? [...value, value[i]] : value.with(i, replacement);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value) && step !== undefined) {
    const entries = Object.entries(value);
    if (entries.length === 0) return replacement;
    const i = step % entries.length;
    const [name, inner] = entries[i] as [string, unknown];
    const edited: [string, unknown][] =
      rest.length > 0
        ? [[name, applyEdit(inner, { walk: rest, kind, value: replacement, key })]]
        : ({
            replace: [[name, replacement]],
            remove: [],
            double: [[name, [inner, inner]]],
            rename: [[key, inner]],
            add: [
              [name, inner],
              [key, replacement],
            ],
          }[kind] as [string, unknown][]);
    return Object.fromEntries(entries.toSpliced(i, 1, ...edited));
  }
  return replacement;
}

async function outcome(text: string): Promise<unknown> {
  return loadScenarioText(text, { cwd: "/" }).then(
    () => "accepted",
    (error: unknown) => error,
  );
}

describe("whatever a scenario says", () => {
  test.prop([fc.array(edit, { minLength: 1, maxLength: 3 })], { numRuns: 250 })(
    "it is accepted, or refused with located mistakes",
    async (edits) => {
      const value = edits.reduce<unknown>(applyEdit, VALID);
      const result = await outcome(stringify(value, { aliasDuplicateObjects: false }));
      if (result === "accepted") return;
      expect(result).toBeInstanceOf(InputError);
      const { problems } = result as InputError;
      expect(problems.length).toBeGreaterThan(0);
      for (const { file, line, column, message } of problems) {
        expect(message).not.toBe("");
        expect(message).not.toMatch(/undefined|\[object|Invalid input/);
        if (file === "scenario") expect(Math.min(line ?? 0, column ?? 0)).toBeGreaterThan(0);
      }
    },
  );

  test.prop([fc.array(edit, { maxLength: 2 })], { numRuns: 150 })(
    "the schema as a whole and the reading part by part agree on what is unsound",
    async (edits) => {
      const value = edits.reduce<unknown>(applyEdit, VALID);
      const result = await outcome(stringify(value, { aliasDuplicateObjects: false }));
      const whole = ScenarioSchema.safeParse(JSON.parse(JSON.stringify(value)), { error: schemaMessage });
      if (!whole.success) expect(result).toBeInstanceOf(InputError);
    },
  );

  test.prop([fc.string(), fc.nat(), fc.nat(40)], { numRuns: 120 })(
    "mangled text is refused in the same way",
    async (piece, at, cut) => {
      const text = stringify(VALID);
      const start = at % text.length;
      const result = await outcome(text.slice(0, start) + piece + text.slice(start + cut));
      expect(result === "accepted" || result instanceof InputError, String(result)).toBe(true);
    },
  );

  test.prop(
    [
      fc.array(
        fc.tuple(
          fc.array(
            fc.constantFrom(
              "constellation",
              "0",
              "1",
              "-1",
              "links",
              "isl",
              "walker",
              "name",
              "__proto__",
              "x",
            ),
            { minLength: 1, maxLength: 4 },
          ),
          fc.oneof(fc.string(), fc.json()),
        ),
        { maxLength: 3 },
      ),
    ],
    { numRuns: 120 },
  )("and so is every --set", async (options) => {
    const set = options.map(([path, value]) => `${path.join(".")}=${value}`);
    const result = await loadScenarioText(stringify(VALID), { cwd: "/", set }).then(
      () => "accepted",
      (error: unknown) => error,
    );
    expect(result === "accepted" || result instanceof InputError, String(result)).toBe(true);
  });
});
