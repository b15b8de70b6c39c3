import { Worker } from "node:worker_threads";
import type { RowTable } from "../routing/routers/row-table.js";
import type { RowTeam } from "../routing/routers/row-team.js";
import { builtFile } from "./built-file.js";
import { callForWork, createControl, takeRow, waitForRows } from "./row-control.js";

export interface RowThreadsOptions {
  /** Gets told, once, that a helper was lost. */
  readonly onLost?: (text: string) => void;
  /**
   * Costs in the rows to do (rows times nodes) from which calling the helpers pays.
   * @defaultValue 100,000
   */
  readonly worth?: number;
  /**
   * How long no helper may finish a row before they are given up, ms.
   * @defaultValue 10,000
   */
  readonly patienceMs?: number;
  /** What helpers run. */
  readonly file?: string;
}

/**
 * With a processor to itself a second thread begins to pay at some 20,000 costs, half a millisecond of work. But those
 * that make frames want the processors as well, and a helper that is set aside in the middle of a row keeps the
 * caller waiting for milliseconds: so it has to be worth that.
 */
const WORTH_HELPERS = 100_000;
/** A row takes milliseconds, a tenth of a second in the largest networks. */
const PATIENCE_MS = 10_000;

/**
 * The calling thread and helpers, which share memory and take rows from one counter. Helpers sleep between calls and
 * are woken through that memory. The caller waits for rows that helpers have taken, never for helpers: one that
 * wakes up late, has not started yet or is dead finds nothing left, and that is all.
 */
export class RowThreads implements RowTeam {
  readonly #threads: number;
  readonly #options: RowThreadsOptions;
  readonly #control = createControl();
  readonly #helpers = new Set<Worker>();
  #table: RowTable | undefined;
  #tables = 0;
  #hasStarted = false;
  #hasLost = false;
  /** True once helpers are not to be called any more. */
  #isAlone = false;
  readonly allocate = (bytes: number) => new SharedArrayBuffer(bytes);

  /** @param threads how many work together, the calling one included */
  constructor(threads: number, options: RowThreadsOptions = {}) {
    this.#threads = threads;
    this.#options = options;
  }

  run(table: RowTable, count: number, refresh: (place: number) => void): boolean {
    if (this.#isAlone || count * table.nodeCount < (this.#options.worth ?? WORTH_HELPERS)) {
      for (let i = 0; i < count; i++) refresh(table.due[i]);
      return true;
    }
    this.#start(table.due.length);
    if (this.#table !== table) {
      this.#table = table;
      this.#tables++;
      for (const helper of this.#helpers) helper.postMessage(table);
    }
    callForWork(this.#control, count, this.#tables);
    let left = count;
    for (let row = takeRow(this.#control); row >= 0; row = takeRow(this.#control)) {
      refresh(table.due[row]);
      left--;
    }
    const patienceMs = this.#options.patienceMs ?? PATIENCE_MS;
    const end = waitForRows(this.#control, left, patienceMs);
    if (end === "done") return true;
    const how = end === "late" ? `finished nothing for ${patienceMs} ms` : "ended in the middle of a row";
    this.#lose(`${how}; all rows are worked out in the main thread from here on`);
    void this.close();
    return false;
  }

  /** Ends the helpers; from then on the calling thread works alone. */
  async close(): Promise<void> {
    this.#isAlone = true;
    await Promise.all([...this.#helpers].map((helper) => helper.terminate()));
  }

  /** More helpers than there are other rows to do would find nothing. */
  #start(rows: number): void {
    if (this.#hasStarted) return;
    this.#hasStarted = true;
    for (let i = 1; i < Math.min(this.#threads, rows); i++) {
      const helper = new Worker(this.#options.file ?? builtFile("row-thread.js"), {
        name: "forwarding rows",
        workerData: this.#control,
      });
      helper.unref();
      this.#helpers.add(helper);
      // Told between calls. What a helper was at when it ended, `waitForRows` finds out.
      helper.on("error", ({ message }) => this.#lose(`ended: ${message}`));
      helper.on("exit", () => {
        this.#helpers.delete(helper);
        this.#lose("ended");
      });
    }
  }

  #lose(how: string): void {
    if (this.#isAlone || this.#hasLost) return;
    this.#hasLost = true;
    this.#options.onLost?.(`a thread that helps with forwarding states ${how}`);
  }
}
