import { formatProblem, type InputProblem } from "../../orbits/input-error.js";
import type { AxisValues } from "./draws.js";
import type { SweepFile } from "./read-sweep.js";

/** Drawn values of an axis that are told one by one; of more of them only the number. */
const DRAWN_TOLD = 3;

/** What was wrong with one axis, in one way. */
interface AxisFault {
  readonly key: string;
  readonly message: string;
  /** The values with it, as JSON. */
  readonly values: Map<string, unknown>;
}

/**
 * Mistakes found at many points, told once each: those that the value of an axis made at its place in the sweep
 * file, the others at their place in the scenario.
 */
export class PointProblems {
  readonly #file: SweepFile;
  readonly #axisFaults = new Map<string, AxisFault>();
  readonly #elsewhere = new Map<
    string,
    { readonly problem: InputProblem; readonly at: AxisValues; points: number }
  >();
  readonly #warnings = new Map<string, InputProblem>();

  constructor(file: SweepFile) {
    this.#file = file;
  }

  /** @param problems of loading the scenario with one `--set` for each of the point's values, in their order */
  add(problems: readonly InputProblem[], values: AxisValues): void {
    for (const problem of problems) {
      const key = axisOf(problem, values);
      if (key === undefined) {
        const text = formatProblem(problem);
        const known = this.#elsewhere.get(text);
        if (known === undefined) this.#elsewhere.set(text, { problem, at: values, points: 1 });
        else known.points++;
        continue;
      }
      const id = `${key}\n${problem.message}`;
      const fault = this.#axisFaults.get(id) ?? { key, message: problem.message, values: new Map() };
      fault.values.set(JSON.stringify(values[key]), values[key]);
      this.#axisFaults.set(id, fault);
    }
  }

  warn(warnings: readonly InputProblem[], values: AxisValues): void {
    for (const warning of warnings) {
      const key = axisOf(warning, values);
      const placed =
        key === undefined ? this.#shown(warning) : this.#atAxis(key, values[key], warning.message);
      this.#warnings.set(formatProblem(placed), placed);
    }
  }

  warnings(): InputProblem[] {
    return [...this.#warnings.values()];
  }

  /** Those of the sweep file first. */
  all(): InputProblem[] {
    const atAxes = new Map<string, InputProblem>();
    const drawn = new Map<string, number>();
    for (const { key, message, values } of this.#axisFaults.values()) {
      const [value] = [...values.values()];
      if (isAboutKey(message) || values.size > 1) {
        const problem = this.#atKey(key, message);
        atAxes.set(formatProblem(problem), problem);
        continue;
      }
      const problem = this.#atAxis(key, value, message);
      if (this.#isDrawn(key, value)) {
        const told = (drawn.get(key) ?? 0) + 1;
        drawn.set(key, told);
        if (told > DRAWN_TOLD) continue;
      }
      atAxes.set(formatProblem(problem), problem);
    }
    for (const [key, count] of drawn) {
      if (count <= DRAWN_TOLD) continue;
      const problem = this.#atKey(key, `${count - DRAWN_TOLD} more of the values drawn are refused`);
      atAxes.set(formatProblem(problem), problem);
    }
    const pointCount = this.#file.axes.points.length;
    // Without the keys that something is wrong with, the scenario may not be what was meant.
    if (!this.#file.axes.sound) return [...atAxes.values()];
    const elsewhere = [...this.#elsewhere.values()].map(({ problem, at, points }) => {
      const shown = this.#shown(problem);
      return points === pointCount
        ? shown
        : { ...shown, message: `${shown.message} (with ${describePoint(at)})` };
    });
    return [...atAxes.values(), ...elsewhere];
  }

  #atKey(key: string, message: string): InputProblem {
    const [place] = this.#file.axes.places.get(key) ?? [];
    return this.#file.at.problemAtKey(place?.holder ?? ["axes"], key, message);
  }

  #atAxis(key: string, value: unknown, message: string): InputProblem {
    const path = this.#pathOf(key, value);
    if (path !== undefined) return this.#file.at.problem(path, message);
    const text = JSON.stringify(value);
    return this.#atKey(key, message.includes(text) ? message : `${message} (${text} was drawn)`);
  }

  #isDrawn(key: string, value: unknown): boolean {
    return this.#pathOf(key, value) === undefined;
  }

  #pathOf(key: string, value: unknown) {
    for (const place of this.#file.axes.places.get(key) ?? []) {
      const path = place.placeOf(value);
      if (path !== undefined) return path;
    }
    return undefined;
  }

  #shown(problem: InputProblem): InputProblem {
    return { ...problem, file: this.#file.shown(problem.file) };
  }
}

/** `a=1, b="x"`: the values of a point for people. */
export function describePoint(values: AxisValues): string {
  const entries = Object.entries(values).map(
    ([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return entries.length === 0 ? "the scenario as it is" : entries.join(", ");
}

/** The axis whose `--set` a problem is about. */
function axisOf({ file }: InputProblem, values: AxisValues): string | undefined {
  const option = /^--set #(\d+)$/.exec(file)?.[1];
  return option === undefined ? undefined : Object.keys(values)[Number(option) - 1];
}

/** Whether the path is wrong, whatever the value. */
function isAboutKey(message: string): boolean {
  return /^unknown key |, which has no "| is a list: /.test(message);
}
