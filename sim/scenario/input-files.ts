import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { isAbsolute, join, normalize, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { InputFile } from "./run-plan.js";

/** A file that the scenario names, read. */
export interface ReadFile extends InputFile {
  /** How messages name it: the scenario's own path joined with the one written, or as given on the command line. */
  readonly shown: string;
  readonly text: string;
}

/** A text file of the scenario, and where it was. */
export interface ReadText {
  /** As the scenario names it. */
  readonly path: string;
  readonly absolute: string;
  readonly text: string;
}

/** Why a file cannot be read, in words for the user. */
export class UnreadableFileError extends Error {
  override readonly name = "UnreadableFileError";
}

/** Reads input files once each, and keeps their hashes for the manifest. */
export class InputFiles {
  readonly #cwd: string;
  readonly #given: ReadonlyMap<string, string>;
  readonly #texts: ReadText[] = [];
  readonly #files = new Map<string, Promise<ReadFile>>();
  readonly #read: ReadFile[] = [];

  /** @param given texts by absolute path, to be read in place of what lies there */
  constructor(cwd: string, given: ReadonlyMap<string, string> = new Map()) {
    this.#cwd = cwd;
    this.#given = given;
  }

  /** What was read so far, but for modules; by path. */
  get texts(): readonly ReadText[] {
    return this.#texts.toSorted((p, q) => (p.absolute < q.absolute ? -1 : 1));
  }

  /** The files read so far, in the order of their first mention. */
  get inputs(): InputFile[] {
    return this.#read.map(({ path, sha256, bytes }) => ({ path, sha256, bytes }));
  }

  /**
   * Reads a file as UTF-8.
   *
   * @param path as the scenario names it
   * @param folder what `path` is relative to, itself relative to the working folder
   * @throws UnreadableFileError
   */
  async read(path: string, folder: string): Promise<ReadFile> {
    const shown = isAbsolute(path) ? path : normalize(join(folder, path));
    const absolute = resolve(this.#cwd, shown);
    const isNew = !this.#files.has(absolute);
    const file = await this.#once(absolute, path, shown, this.#given.get(absolute));
    if (isNew) this.#texts.push({ path, absolute, text: file.text });
    return file;
  }

  /** What is at a path, links followed; undefined where there is nothing, or nothing that may be looked at. */
  async kindOf(path: string, folder: string): Promise<"file" | "folder" | undefined> {
    const shown = isAbsolute(path) ? path : join(folder, path);
    const absolute = resolve(this.#cwd, shown);
    if (this.#given.has(absolute)) return "file";
    for (const path of this.#given.keys()) if (path.startsWith(absolute + sep)) return "folder";
    const stats = await stat(absolute).catch(() => undefined);
    if (stats === undefined) return undefined;
    return stats.isDirectory() ? "folder" : "file";
  }

  /** Reads a user's module, so that the manifest has its hash. */
  readModule(path: string, url: string): Promise<ReadFile> {
    return this.#once(fileURLToPath(url), path, path);
  }

  #once(absolute: string, path: string, shown: string, given?: string): Promise<ReadFile> {
    let file = this.#files.get(absolute);
    if (file === undefined) {
      const content = given === undefined ? readText(absolute) : Promise.resolve(textFile(given));
      file = content.then(({ bytes, text }) => {
        const sha256 = createHash("sha256").update(bytes).digest("hex");
        const read = { path, shown, sha256, bytes: bytes.length, text };
        this.#read.push(read);
        return read;
      });
      this.#files.set(absolute, file);
    }
    return file;
  }
}

function textFile(text: string): { bytes: Uint8Array; text: string } {
  return { bytes: Buffer.from(text, "utf8"), text };
}

/**
 * Reads a text file.
 * @throws UnreadableFileError with the reason in words for the user
 */
export async function readText(path: string): Promise<{ bytes: Uint8Array; text: string }> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new UnreadableFileError(whyUnreadable(error));
  });
  try {
    return { bytes, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    throw new UnreadableFileError("it is not text (UTF-8)");
  }
}

/** The reason of a failed read, in words for the user. */
function whyUnreadable(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case "ENOENT":
      return "no such file";
    case "EISDIR":
      return "it is a directory, not a file";
    case "ENOTDIR":
      return "a part of the path is not a directory";
    case "EACCES":
    case "EPERM":
      return "permission denied";
    default:
      return error.message;
  }
}
