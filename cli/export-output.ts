import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import { DiskError, InputError, type TextChunks, writeTextFile, writeTextFiles } from "../index.js";
import type { Attendance } from "./attendance.js";

/** Where the text of an export goes. */
export interface OutputFlags {
  /** Absent: to stdout. */
  readonly out?: string;
  readonly force?: boolean;
}

/** Milliseconds after which work looks at its signal. */
const BREATH_MS = 50;

/**
 * Writes text to the file of `--out` and prints its path, or prints the text. Sets the exit code to 130 where it was
 * interrupted; no file is there then.
 */
export async function putText(
  { out, force = false }: OutputFlags,
  text: TextChunks,
  attendance: Attendance,
): Promise<void> {
  await attended(attendance, async (begin) => {
    const pieces = begin(text);
    if (out === undefined) {
      for await (const piece of pieces) if (!process.stdout.write(piece)) await once(process.stdout, "drain");
      return undefined;
    }
    return (await writeTextFile(out, pieces, { force })).path;
  });
}

/** The same for a folder of several files. */
export async function putFolder(
  { out, force = false }: OutputFlags & { readonly out: string },
  what: string,
  files: readonly (readonly [name: string, text: TextChunks])[],
  attendance: Attendance,
): Promise<void> {
  await attended(attendance, async (begin) => {
    const pieces = files.map(([name, text]) => [name, begin(text)] as const);
    return (await writeTextFiles(out, what, pieces, { force })).dir;
  });
}

/** @param write gives the path that it wrote, if any */
async function attended(
  attendance: Attendance,
  write: (begin: (text: TextChunks) => TextChunks) => Promise<string | undefined>,
): Promise<void> {
  const { signal } = attendance;
  let began = false;
  let path: string | undefined;
  try {
    path = await write((text) => {
      const started = () => {
        began = true;
      };
      return interruptible(text, signal, started);
    });
  } catch (error) {
    if (signal.aborted && error === signal.reason) {
      process.exitCode = 130;
      return;
    }
    // A place where nothing can be made was named wrongly.
    if (error instanceof DiskError && !began)
      throw new InputError([{ file: "--out", message: error.message }]);
    throw error;
  } finally {
    attendance.end();
  }
  if (path !== undefined) process.stdout.write(`${path}\n`);
}

/** The same text, which ends with the signal's reason: signals reach the process only when this thread pauses. */
async function* interruptible(
  text: TextChunks,
  signal: AbortSignal,
  started: () => void,
): AsyncGenerator<string, void, undefined> {
  let last = Date.now();
  for await (const piece of text) {
    started();
    yield piece;
    if (Date.now() - last < BREATH_MS) continue;
    await setImmediate();
    signal.throwIfAborted();
    last = Date.now();
  }
}
