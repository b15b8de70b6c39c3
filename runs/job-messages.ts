import type { Job } from "./job.js";
import type { DoneJob } from "./run-job.js";

/** What a process that does jobs is told. */
export type ToProcess = { readonly kind: "do"; readonly job: Job } | { readonly kind: "stop" };

/** What it answers, once for each job. */
export interface FromProcess extends DoneJob {
  readonly id: string;
}
