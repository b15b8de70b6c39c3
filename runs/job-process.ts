/** What a process of the local pool runs: one job after another, until whoever started it is gone. */
import type { FromProcess, ToProcess } from "./job-messages.js";
import { doJob } from "./run-job.js";

let stop = new AbortController();

process.on("message", (message: ToProcess) => {
  if (message.kind === "stop") {
    stop.abort();
    return;
  }
  stop = new AbortController();
  doJob(message.job, stop.signal).then((done) => {
    process.send?.({ id: message.job.id, ...done } satisfies FromProcess);
  });
});

// Whoever started it decides when to stop: a terminal sends its signals to both.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
process.on("disconnect", () => process.exit(0));
