import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import type { Task, TaskAnswer, WorkerSetup } from "./tasks.js";

/** Workers ended twice while at the same task, so that trying again is hopeless. */
export class WorkerDiedError extends Error {
  override readonly name = "WorkerDiedError";
}

/** The piscina pool, with what it leaves open: a worker that dies is replaced by it, and its task redone here, once. */
export class WorkerPool {
  readonly #pool: Piscina<Task, TaskAnswer>;
  #closed = false;

  constructor(threads: number, setup: WorkerSetup) {
    this.#pool = new Piscina({
      filename: workerFile(),
      minThreads: threads,
      maxThreads: threads,
      workerData: setup,
      recordTiming: false,
    });
    // A thread that dies idle is reported here; its next task, if any, tells the user.
    this.#pool.on("error", () => {});
  }

  /**
   * @throws Error with the task's own message where it fails
   * @throws WorkerDiedError where two workers died at it
   */
  async run(task: Task): Promise<Uint8Array | undefined> {
    const answer = await this.#attempt(task);
    if (!answer.ok) throw new Error(answer.message);
    return answer.bytes;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#pool.destroy();
  }

  async #attempt(task: Task): Promise<TaskAnswer> {
    try {
      return await this.#pool.run(task);
    } catch (first) {
      if (this.#closed) throw first;
      try {
        return await this.#pool.run(task);
      } catch (second) {
        if (this.#closed) throw second;
        throw new WorkerDiedError(
          `two workers died while computing ${describeTask(task)}: ${(first as Error).message}; then ${(second as Error).message}`,
        );
      }
    }
  }
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
