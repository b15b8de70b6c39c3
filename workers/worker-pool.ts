import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import type { Task, TaskAnswer, WorkerSetup } from "./tasks.js";

/** Workers ended twice while at the same task, so that trying again is hopeless. */
export class WorkerDiedError extends Error {
  override readonly name = "WorkerDiedError";
}

/**
 * The piscina pool, with what it leaves open: a worker that dies at a task is replaced by it, and the task redone
 * here, once; when workers cannot even start, it replaces none and says nothing, so that is found out here.
 */
export class WorkerPool {
  readonly #pool: Piscina<Task, TaskAnswer>;
  /** Whom to tell when no worker is left, of all tasks under way. */
  readonly #waiting = new Set<(error: Error) => void>();
  #lastError: Error | undefined;
  #closed = false;

  constructor(threads: number, setup: WorkerSetup) {
    this.#pool = new Piscina({
      filename: workerFile(),
      minThreads: threads,
      maxThreads: threads,
      workerData: setup,
      recordTiming: false,
    });
    // What a worker without a task threw: while it started, or idle.
    this.#pool.on("error", (error: Error) => {
      this.#lastError = error;
    });
    // Looked at a turn later, when a dead worker's successor is there, if it gets one.
    this.#pool.on("workerDestroy", () => setImmediate(() => this.#checkAlive()));
  }

  /**
   * @throws Error with the task's own message where it fails
   * @throws WorkerDiedError where two workers died at it, or none can be started
   */
  async run(task: Task): Promise<Uint8Array | undefined> {
    const answer = await this.#twice(task);
    if (!answer.ok) throw failureOf(answer);
    return answer.bytes;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#pool.destroy();
  }

  async #twice(task: Task): Promise<TaskAnswer> {
    try {
      return await this.#once(task);
    } catch (first) {
      if (this.#closed || first instanceof WorkerDiedError) throw first;
      try {
        return await this.#once(task);
      } catch (second) {
        if (this.#closed || second instanceof WorkerDiedError) throw second;
        throw new WorkerDiedError(
          `two workers died while computing ${describeTask(task)}: ${(first as Error).message}; then ${(second as Error).message}`,
        );
      }
    }
  }

  #once(task: Task): Promise<TaskAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      this.#pool
        .run(task)
        .then(resolve, reject)
        .finally(() => this.#waiting.delete(reject));
      this.#checkAlive();
    });
  }

  #checkAlive(): void {
    if (this.#closed || this.#pool.threads.length > 0) return;
    const why = this.#lastError?.message ?? "they ended while they started";
    const error = new WorkerDiedError(`no worker can be started: ${why}`);
    for (const reject of this.#waiting) reject(error);
    this.#waiting.clear();
  }
}

/** The failure as it would be in this thread, as far as people see it. */
function failureOf({ message, causeStack }: Extract<TaskAnswer, { readonly ok: false }>): Error {
  if (causeStack === undefined) return new Error(message);
  const cause = new Error(message);
  cause.stack = causeStack;
  return new Error(message, { cause });
}

function describeTask(task: Task): string {
  return task.kind === "frame"
    ? `the links of tick ${task.tick}`
    : `the positions of satellites ${task.from} to ${task.to - 1} at ticks ${task.tickFrom} to ${task.tickTo - 1}`;
}

/** Threads run compiled code; from the TypeScript sources (as tests do) that is the build beside them. */
function workerFile(): string {
  const beside = fileURLToPath(new URL("./worker.js", import.meta.url));
  const built = fileURLToPath(new URL("../dist/workers/worker.js", import.meta.url));
  return existsSync(beside) ? beside : built;
}
