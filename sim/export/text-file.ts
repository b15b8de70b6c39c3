import {
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { DiskError, ExistingFolderError } from "../../results/index.js";

/** Text in pieces, made while it is written. */
export type TextChunks = Iterable<string> | AsyncIterable<string>;

export interface TextFileOptions {
  /** Replaces a file of this name. */
  readonly force?: boolean;
}

export interface TextFile {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
}

/** Characters that wait for a write at most, but for one chunk. */
const CHARACTERS_PER_WRITE = 1 << 18;

/**
 * Writes a file as its text is made. It has its name only once it is whole; where the making fails, nothing is left.
 *
 * @throws ExistingFolderError where the path is taken, and without `force` or not by a file; before any text is made
 * @throws DiskError, and whatever the text ends in
 */
export async function writeTextFile(
  path: string,
  chunks: TextChunks,
  { force = false }: TextFileOptions = {},
): Promise<TextFile> {
  const whole = resolve(path);
  refuseTaken(whole, force);
  const made = onDisk("make the folder", dirname(whole), () =>
    mkdirSync(dirname(whole), { recursive: true }),
  );
  const partial = `${whole}.partial-${process.pid}`;
  try {
    const bytes = await streamText(partial, chunks);
    onDisk("write", whole, () => putInPlace(partial, whole, force));
    return { path: whole, bytes };
  } catch (error) {
    rmSync(partial, { force: true });
    removeMade(dirname(whole), made);
    throw error;
  }
}

/**
 * Streams text to a file that is nobody's yet, and makes it last.
 * @returns bytes written
 * @throws DiskError, and whatever the text ends in
 */
export async function streamText(path: string, chunks: TextChunks): Promise<number> {
  const fd = onDisk("write", path, () => openSync(path, "w"));
  let bytes = 0;
  const write = (text: string) => {
    const encoded = Buffer.from(text, "utf8");
    onDisk("write", path, () => {
      for (let done = 0; done < encoded.length; ) done += writeSync(fd, encoded, done);
    });
    bytes += encoded.length;
  };
  try {
    let waiting = "";
    for await (const chunk of chunks) {
      waiting += chunk;
      if (waiting.length < CHARACTERS_PER_WRITE) continue;
      write(waiting);
      waiting = "";
    }
    write(waiting);
    onDisk("write", path, () => fsyncSync(fd));
  } finally {
    closeSync(fd);
  }
  return bytes;
}

/** Removes the empty ones of the folders from `dir` up to `made`, the topmost that had to be made; undefined: none. */
export function removeMade(dir: string, made: string | undefined): void {
  if (made === undefined) return;
  for (let folder = dir; folder.length >= made.length; folder = dirname(folder)) {
    if (readdirSync(folder).length > 0) return;
    rmdirSync(folder);
  }
}

function refuseTaken(path: string, force: boolean): void {
  const there = onDisk("write", path, () => lstatSync(path, { throwIfNoEntry: false }));
  if (there === undefined) return;
  if (!there.isFile()) throw new ExistingFolderError(path, "exists and is not a file");
  if (!force) throw new ExistingFolderError(path, "the file exists; --force replaces it");
}

function putInPlace(partial: string, path: string, force: boolean): void {
  if (force) {
    renameSync(partial, path);
    return;
  }
  // A rename would replace what somebody put there meanwhile; a second name is refused then.
  try {
    linkSync(partial, path);
    rmSync(partial);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") throw new ExistingFolderError(path, "the file exists; --force replaces it");
    // Some file systems know no second names.
    renameSync(partial, path);
  }
}

function onDisk<T>(doing: string, file: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof ExistingFolderError) throw error;
    throw new DiskError(doing, file, error);
  }
}
