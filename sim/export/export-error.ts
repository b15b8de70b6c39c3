/** The scenario is sound, but what it is to be written as cannot hold it. */
export class ExportError extends Error {
  override readonly name = "ExportError";
  /** One line each. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}
