/** A place in an input: a file (or `--set #2`), 1-based line and column where they are known. */
export interface InputProblem {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

/** Formats a problem as `path:line:column: message`, on one line; parts that are not known are left out. */
export function formatProblem(problem: InputProblem): string {
  return `${formatPlace(problem)}: ${problem.message.replace(/\s*\n\s*/g, " ")}`;
}

/** `path:line:column`; parts that are not known are left out. */
export function formatPlace({ file, line, column }: Omit<InputProblem, "message">): string {
  return line === undefined ? file : `${file}:${line}:${column ?? 1}`;
}

/** Everything that is wrong with the user's input, all at once. Never a bug of ours: it has no stack worth reading. */
export class InputError extends Error {
  override readonly name = "InputError";
  readonly problems: readonly InputProblem[];

  constructor(problems: readonly InputProblem[]) {
    super(problems.map(formatProblem).join("\n"));
    this.problems = problems;
  }
}
