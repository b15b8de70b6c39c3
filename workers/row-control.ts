/** How the threads of a team agree on who does what: a few Int32 in shared memory, by place. */

/** Grows with each call for work; idle threads wait for it to change. */
const CALLS = 0;
/** Rows that nobody has taken; below 0 where threads found none. */
const LEFT = 1;
/** Rows that helpers have finished since the call. */
const DONE = 2;
/** Tables that were sent to the helpers. */
const TABLES = 3;
/** 1 after a helper ended in the middle of a row. */
const FAILED = 4;
const SIZE = 5;

export type Control = Int32Array;

export function createControl(): Control {
  return new Int32Array(new SharedArrayBuffer(4 * SIZE));
}

/** Makes rows 0 to `count - 1` of a table free to be taken. All rows of the call before must be finished. */
export function callForWork(control: Control, count: number, tables: number): void {
  Atomics.store(control, DONE, 0);
  Atomics.store(control, TABLES, tables);
  // Whoever takes a row sees all that was written before this.
  Atomics.store(control, LEFT, count);
  Atomics.add(control, CALLS, 1);
  Atomics.notify(control, CALLS);
}

/** Number of a row that is the caller's to do; below 0 where none is left. */
export function takeRow(control: Control): number {
  return Atomics.sub(control, LEFT, 1) - 1;
}

/**
 * Waits until helpers have finished `count` rows.
 * @returns "failed" where one said that it never will, "late" where none finished a row for `patienceMs`
 */
export function waitForRows(control: Control, count: number, patienceMs: number): "done" | "failed" | "late" {
  for (;;) {
    const done = Atomics.load(control, DONE);
    if (Atomics.load(control, FAILED) === 1) return "failed";
    if (done === count) return "done";
    if (Atomics.wait(control, DONE, done, patienceMs) === "timed-out") return "late";
  }
}

/** A helper's word that a row is finished. */
export function reportRow(control: Control): void {
  Atomics.add(control, DONE, 1);
  Atomics.notify(control, DONE);
}

/** A helper's word that it never will be. */
export function reportFailure(control: Control): void {
  Atomics.store(control, FAILED, 1);
  reportRow(control);
}

/** How many tables a helper must have received before it works on a row that it took. */
export function tablesSent(control: Control): number {
  return Atomics.load(control, TABLES);
}

/** The number of the last call; to be asked for before looking for rows, and then handed to `waitForCall`. */
export function lastCall(control: Control): number {
  return Atomics.load(control, CALLS);
}

/** Sleeps until there is another call than `last`. */
export function waitForCall(control: Control, last: number): void {
  Atomics.wait(control, CALLS, last);
}
