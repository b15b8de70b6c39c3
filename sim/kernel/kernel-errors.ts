import { describeTime, toSeconds } from "./clock.js";

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** A process failed and no other awaited it: the run ends. */
export class ProcessError extends Error {
  override readonly name = "ProcessError";
  readonly processName: string;
  readonly timeNs: number;
  /** Simulated seconds since the start. */
  readonly time: number;

  constructor(processName: string, timeNs: number, cause: unknown) {
    super(`process "${processName}" failed at ${describeTime(timeNs)}: ${messageOf(cause)}`, { cause });
    this.processName = processName;
    this.timeNs = timeNs;
    this.time = toSeconds(timeNs);
  }
}

/** Something other than a process failed, and no one awaited it. */
export class UnhandledFailureError extends Error {
  override readonly name = "UnhandledFailureError";
  readonly timeNs: number;

  constructor(what: string, timeNs: number, cause: unknown) {
    super(`${what} failed at ${describeTime(timeNs)} and nothing awaited it: ${messageOf(cause)}`, { cause });
    this.timeNs = timeNs;
  }
}

/** An event was to happen before now. */
export class PastEventError extends RangeError {
  override readonly name = "PastEventError";

  constructor(timeNs: number, nowNs: number) {
    super(`an event cannot be put at ${describeTime(timeNs)}: the clock stands at ${describeTime(nowNs)}`);
  }
}

/** A process did something else than `yield*` an awaitable. */
export class WrongYieldError extends TypeError {
  override readonly name = "WrongYieldError";

  constructor(yielded: string) {
    super(
      `a process may only \`yield*\` what can be awaited (sleep, a process, a signal, …); it yielded ${yielded}`,
    );
  }
}

/** Thrown into a process by `interrupt`, where it waits. */
export class Interrupt extends Error {
  override readonly name = "Interrupt";

  constructor(cause: unknown) {
    super(cause === undefined ? "interrupted" : `interrupted: ${messageOf(cause)}`, { cause });
  }
}

/** What was awaited did not come in time. */
export class TimeoutError extends Error {
  override readonly name = "TimeoutError";

  constructor(seconds: number) {
    super(`no outcome within ${seconds} s`);
  }
}
