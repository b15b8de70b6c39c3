import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Job, JobOutcome } from "./job.js";
import type { FromProcess, ToProcess } from "./job-messages.js";

/** Last characters of what a process printed that are kept, to say why it died. */
const KEPT_CHARACTERS = 4000;

/** One process that does jobs, one at a time: made when it is first needed, and anew after a death. */
export class JobLane {
  #process: ChildProcess | undefined;
  #printed = "";

  /** @throws (rejects) where no process could be started */
  do(job: Job, signal: AbortSignal): Promise<JobOutcome> {
    // One that died between jobs has told nobody.
    if (this.#process === undefined || !isAlive(this.#process)) this.#process = this.#start();
    const child = this.#process;
    this.#printed = "";
    return new Promise((resolve, reject) => {
      const stop = () => tell(child, { kind: "stop" });
      const settle = (outcome: JobOutcome | Error, keep: boolean) => {
        signal.removeEventListener("abort", stop);
        child.removeAllListeners("message").removeAllListeners("exit").removeAllListeners("error");
        if (!keep) this.close();
        if (outcome instanceof Error) reject(outcome);
        else resolve(outcome);
      };
      child.on("message", ({ outcome, ownModules }: FromProcess) => settle(outcome, !ownModules));
      child.on("exit", (code, killedBy) => {
        const how = killedBy === null ? `ended with exit code ${code}` : `was ended by ${killedBy}`;
        const said = this.#printed.trim().split("\n").at(-1) ?? "";
        const cause = `its process ${how}${said === "" ? "" : `: ${said}`}`;
        settle(signal.aborted ? { status: "stopped" } : { status: "failed", cause }, false);
      });
      child.on("error", (error) =>
        settle(new Error(`cannot start a process: ${error.message}`, { cause: error }), false),
      );
      signal.addEventListener("abort", stop);
      tell(child, { kind: "do", job });
      if (signal.aborted) stop();
    });
  }

  /** Lets the process go; no job is under way. */
  close(): void {
    const child = this.#process;
    this.#process = undefined;
    if (child?.connected) child.disconnect();
  }

  #start(): ChildProcess {
    const child = fork(builtFile("job-process.js"), {
      // Without the flags of this process, such as a debugger's port.
      execArgv: [],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.#printed = (this.#printed + text).slice(-KEPT_CHARACTERS);
      });
    }
    return child;
  }
}

function isAlive({ connected, exitCode, signalCode }: ChildProcess): boolean {
  return connected && exitCode === null && signalCode === null;
}

/** A process that is gone already has said so by its exit. */
function tell(child: ChildProcess, message: ToProcess): void {
  if (child.connected) child.send(message, () => {});
}

/** Processes run compiled code; from the TypeScript sources (as tests do) that is the build beside them. */
function builtFile(name: string): string {
  const beside = fileURLToPath(new URL(`./${name}`, import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL(`../dist/runs/${name}`, import.meta.url));
}
