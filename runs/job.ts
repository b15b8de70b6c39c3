/**
 * One run as a piece of work for someone else. Plain data: it goes to another process, or over a queue to another
 * machine that sees the same folders.
 */
export interface Job {
  /** Hash of everything that the results depend on; jobs of the same id have the same results. */
  readonly id: string;
  readonly scenario: {
    /** How messages name it; relative paths in it are relative to the folder of this path. */
    readonly file: string;
    readonly text: string;
  };
  /** Absolute: what `scenario.file` and paths in `set` are relative to. */
  readonly cwd: string;
  /** As of `--set`. */
  readonly set: readonly string[];
  readonly seed: number;
  /** Files that the scenario names, as they were when the job was made. */
  readonly inputs: readonly JobInput[];
  /** Absolute: the results folder. There is one only once the run has ended by itself. */
  readonly dir: string;
  readonly workers: number;
}

export interface JobInput {
  readonly path: string;
  readonly sha256: string;
}

/** What became of a job. */
export type JobOutcome =
  | { readonly status: "complete" }
  /** The run failed, and would again. */
  | { readonly status: "failed"; readonly cause: string }
  /** It was asked to stop before its end; nothing is left of it. */
  | { readonly status: "stopped" };

/**
 * Gets jobs done: by processes of this machine (`LocalPool`), or by whatever else runs `runJob` where the folders
 * can be seen. Jobs are idempotent: one that is given twice is done once, and found done the second time.
 */
export interface JobDriver {
  /**
   * Takes a job at any time, as many as there are; it decides how many run at once, and in which order.
   *
   * @param signal aborted: jobs that wait or run are to end as `stopped`, soon
   * @throws (rejects) where the job could not be given to anyone; a run that fails is an outcome
   */
  submit(job: Job, signal: AbortSignal): Promise<JobOutcome>;
  /** Lets go of processes and connections; no job is under way. */
  close(): Promise<void>;
}
