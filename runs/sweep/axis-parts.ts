import type { Path } from "../../orbits/yaml-source.js";
import { type AxisValues, drawLatinHypercube, drawRandom } from "./draws.js";
import type { DrawsConfig, SweepConfig } from "./schema.js";
import { readVariable, type Variable } from "./variable.js";

type AxesConfig = SweepConfig["axes"];

/** Where an axis has values. */
export interface AxisPlace {
  /** Path, in the sweep file, of the mapping that the axis is a key of. */
  readonly holder: Path;
  /** Where a value stands by itself, as in a grid; undefined where it was drawn. */
  placeOf(value: unknown): Path | undefined;
}

/** One of the parts whose product the points are. */
export interface AxisPart {
  /** How many points there are, also where they are too many to be listed. */
  readonly count: number;
  readonly points: readonly AxisValues[];
  readonly places: readonly (readonly [string, AxisPlace])[];
}

/** Takes a mistake in the values of an axis. */
type Note = (key: string, at: Path, message: string) => void;

/** More points than anyone has the time to run: most likely a slip. */
export const MAX_POINTS = 1_000_000;

/** Every combination of the values, those of the last key changing fastest. */
export function readGrid(grid: NonNullable<AxesConfig["grid"]>, note: Note): AxisPart {
  const holder = ["axes", "grid"];
  const count = Object.values(grid).reduce((product, values) => product * values.length, 1);
  let points: AxisValues[] = [{}];
  const places = Object.entries(grid).map(([key, values]) => {
    const path = [...holder, key];
    const texts = values.map((value) => JSON.stringify(value));
    for (const [i, text] of texts.entries()) {
      checkFinite(key, values[i], [...path, i], note);
      if (texts.indexOf(text) < i) note(key, [...path, i], `${text} stands twice`);
    }
    if (count <= MAX_POINTS)
      points = points.flatMap((before) => values.map((value) => ({ ...before, [key]: value })));
    const placeOf = (value: unknown) => {
      const i = texts.indexOf(JSON.stringify(value));
      return i < 0 ? undefined : [...path, i];
    };
    return [key, { holder, placeOf }] as const;
  });
  return { count, points, places };
}

/** Points as they are written. */
export function readList(list: NonNullable<AxesConfig["list"]>, note: Note): AxisPart {
  const places = list.flatMap((item, i) => {
    const holder = ["axes", "list", i];
    if (Object.keys(item).length === 0) note("", holder, "expected at least one key with its value");
    return Object.entries(item).map(([key, value]) => {
      checkFinite(key, value, [...holder, key], note);
      const text = JSON.stringify(value);
      const placeOf = (asked: unknown) => (JSON.stringify(asked) === text ? [...holder, key] : undefined);
      return [key, { holder, placeOf }] as const;
    });
  });
  return { count: list.length, points: list, places };
}

/** Points drawn from variables. */
export function readDraws(kind: "random" | "latin-hypercube", config: DrawsConfig, note: Note): AxisPart {
  const { count, seed, of } = config;
  const holder = ["axes", kind, "of"];
  const variables: Record<string, Variable> = {};
  if (Object.keys(of).length === 0) note("", holder, "expected at least one axis to draw");
  for (const [key, written] of Object.entries(of)) {
    const path = [...holder, key];
    const variable = readVariable(written);
    if (Array.isArray(variable)) {
      for (const { key: part, message } of variable) note(key, [...path, part], message);
      continue;
    }
    variables[key] = variable;
    for (const [i, choice] of (written.choices ?? []).entries())
      checkFinite(key, choice, [...path, "choices", i], note);
  }
  const draw = kind === "random" ? drawRandom : drawLatinHypercube;
  return {
    count,
    points: count > MAX_POINTS ? [] : draw(variables, count, seed),
    places: Object.keys(of).map((key) => [key, { holder, placeOf: () => undefined }]),
  };
}

function checkFinite(key: string, value: unknown, at: Path, note: Note): void {
  if (typeof value === "number" && !Number.isFinite(value))
    note(key, at, `expected a finite number; got ${value}`);
}
