import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { z } from "zod";

export const ProcessMarkSchema = z.object({
  host: z.string(),
  pid: z.number().int(),
  /** When it was started, as the system counts; null where it does not say. */
  began: z.string().nullable(),
});

/** Tells the process that writes a results folder from one that was given its number later. */
export type ProcessMark = z.infer<typeof ProcessMarkSchema>;

export function markOfThisProcess(): ProcessMark {
  return { host: hostname(), pid: process.pid, began: beginningOf(process.pid) };
}

/** Whether that process still goes on; false where it cannot be known. */
export function goesOn({ host, pid, began }: ProcessMark): boolean {
  if (host !== hostname() || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is one all the same.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return beginningOf(pid) === began;
}

/** Place of the start time among the fields after a process's name. Source: proc_pid_stat(5), field 22. */
const START_TIME = 19;

function beginningOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name may hold blanks and brackets.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[START_TIME] ?? null;
  } catch {
    return null;
  }
}
