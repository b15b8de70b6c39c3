import type { Path } from "../../orbits/yaml-source.js";
import { type AxisPart, type AxisPlace, MAX_POINTS, readDraws, readGrid, readList } from "./axis-parts.js";
import type { AxisValues } from "./draws.js";
import type { SweepConfig } from "./schema.js";

/** The points of a sweep, and where each of their values stands in its file. */
export interface SweepAxes {
  /** Axis keys in the order of the file. */
  readonly keys: readonly string[];
  /** Their values; an item of a `list` may leave keys out. */
  readonly points: readonly AxisValues[];
  readonly places: ReadonlyMap<string, readonly AxisPlace[]>;
  /** False where the points are without keys that something is wrong with. */
  readonly sound: boolean;
}

/** Where mistakes go. */
export interface Noting {
  readonly fail: (at: Path, message: string) => void;
  readonly failAtKey: (at: Path, key: string, message: string) => void;
}

/**
 * The points of all parts, each combined with each: the grid first and slowest, then the list, random draws and the
 * Latin hypercube. Without any axis there is one point, the scenario as it is.
 */
export function readAxes(axes: SweepConfig["axes"], { fail, failAtKey }: Noting): SweepAxes {
  const unsound = new Set<string>();
  const note = (key: string, at: Path, message: string) => {
    unsound.add(key);
    fail(at, message);
  };
  const parts: AxisPart[] = [];
  if (axes.grid !== undefined) parts.push(readGrid(axes.grid, note));
  if (axes.list !== undefined) parts.push(readList(axes.list, note));
  for (const kind of ["random", "latin-hypercube"] as const) {
    const config = axes[kind];
    if (config !== undefined) parts.push(readDraws(kind, config, note));
  }
  const places = new Map<string, AxisPlace[]>();
  for (const part of parts) {
    const before = new Set(places.keys());
    for (const [key, place] of part.places) {
      const why = before.has(key) ? `"${key}" is an axis of another part too` : whyNoAxis(key);
      if (why !== undefined) {
        unsound.add(key);
        failAtKey(place.holder, key, why);
      }
      places.set(key, [...(places.get(key) ?? []), place]);
    }
  }
  const count = parts.reduce((product, part) => product * part.count, 1);
  if (count > MAX_POINTS) {
    fail(["axes"], `expected at most ${MAX_POINTS} points; the axes make ${count}`);
    return { keys: [...places.keys()], points: [], places, sound: false };
  }
  const points = parts.reduce<AxisValues[]>(
    (before, part) => before.flatMap((values) => part.points.map((added) => ({ ...values, ...added }))),
    [{}],
  );
  return {
    keys: [...places.keys()],
    points: unsound.size === 0 ? points : points.map((values) => without(values, unsound)),
    places,
    sound: unsound.size === 0,
  };
}

function without(values: AxisValues, keys: ReadonlySet<string>): AxisValues {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !keys.has(key)));
}

function whyNoAxis(key: string): string | undefined {
  if (key === "seed") return `seeds are no axis: they stand under "seeds"`;
  if (key === "output" || key === "output.dir")
    return "where results go is no axis: each run has a folder of its own";
  if (key.includes("=") || key.split(".").some((part) => part.trim() === ""))
    return "expected a dotted path, as --set takes it, such as links.isl.maxRange";
  return undefined;
}
