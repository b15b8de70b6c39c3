import { formatProblem, type InputProblem } from "../index.js";
import { ProgressLine } from "./progress-line.js";

/** What long work shares with whoever attends it: a signal to stop, a line of progress, warnings and notices. */
export class Attendance {
  readonly #stop = new AbortController();
  readonly #progress: ProgressLine;
  readonly #setUp: ProgressLine;
  readonly #quiet: boolean;
  readonly #onSignal = () => {
    // The second time, whoever asks no longer wants to wait for what was done to be put in order.
    if (this.#stop.signal.aborted) process.exit(130);
    this.#stop.abort();
  };

  /**
   * Listens for SIGINT and SIGTERM until `end`.
   * @param total how much there is to do
   * @param unit what is counted, in the singular
   */
  constructor(total: number, quiet: boolean, unit = "tick") {
    this.#quiet = quiet;
    const isSeen = !quiet && process.stderr.isTTY === true;
    this.#progress = new ProgressLine(process.stderr, total, isSeen, unit);
    this.#setUp = new ProgressLine(process.stderr, 1, isSeen, "satellite");
    process.on("SIGINT", this.#onSignal);
    process.on("SIGTERM", this.#onSignal);
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** How many satellites of all are set up: what large runs do before there is anything to count. */
  setUp(satellites: number, total: number): void {
    this.#setUp.update(satellites, total);
  }

  /** @param total where more has come up since */
  done(amount: number, total?: number): void {
    this.#progress.update(amount, total);
  }

  warn(problems: readonly InputProblem[]): void {
    for (const problem of problems) this.#say("warning", formatProblem(problem));
  }

  notice(text: string): void {
    this.#say("notice", text);
  }

  end(): void {
    this.#clear();
    process.off("SIGINT", this.#onSignal);
    process.off("SIGTERM", this.#onSignal);
  }

  #clear(): void {
    this.#progress.clear();
    this.#setUp.clear();
  }

  #say(kind: string, text: string): void {
    if (this.#quiet) return;
    this.#clear();
    process.stderr.write(`${kind}: ${text}\n`);
  }
}
