import { InputError, type InputProblem } from "../input-error.js";
import type { Place } from "./text-place.js";

/** Problems listed for one file; more than these help nobody. */
const LISTED = 50;

/** Collects what is wrong with one file, so that all of it can be told at once. */
export class ProblemList {
  readonly file: string;
  readonly #listed: InputProblem[] = [];
  #total = 0;

  constructor(file: string) {
    this.file = file;
  }

  /** Problems so far, listed or not. */
  get total(): number {
    return this.#total;
  }

  /** @param line 1-based, as is `column`; undefined where it is not known */
  add(line: number | undefined, column: number | undefined, message: string): void {
    this.push({
      file: this.file,
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
      message,
    });
  }

  /** As `add`, for places that are costly to find: `place` is called only where the problem will be listed. */
  addAt(place: () => Place, message: string): void {
    if (this.#listed.length < LISTED) {
      const { line, column } = place();
      this.add(line, column, message);
    } else {
      this.#total++;
    }
  }

  push(problem: InputProblem): void {
    this.#total++;
    if (this.#listed.length < LISTED) this.#listed.push(problem);
  }

  /** @throws InputError with the first 50 problems in the order of the file and the number of the others */
  throwIfAny(): void {
    if (this.#total === 0) return;
    const problems = this.#listed.toSorted(byPlace);
    const more = this.#total - problems.length;
    if (more > 0) problems.push({ file: this.file, message: `and ${more} more` });
    throw new InputError(problems);
  }
}

function byPlace(a: InputProblem, b: InputProblem): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
