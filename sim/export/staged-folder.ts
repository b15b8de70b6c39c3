import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DiskError, ExistingFolderError } from "../../results/index.js";
import { removeMade } from "./text-file.js";

/** What an export writes, so that with `force` it replaces its own files and nothing else. */
export interface FolderContent {
  /** In words: "Hypatia state directory". */
  readonly what: string;
  /** Files that every such folder has. */
  readonly marks: readonly string[];
  /** True for each file that an export may write. */
  readonly owns: (file: string) => boolean;
}

/** Files that become a folder all at once: until `commit` they lie beside it, and after `discard` nowhere. */
export class StagedFolder {
  /** Absolute path of the folder. */
  readonly dir: string;
  /** Where its files are written for now. */
  readonly path: string;
  readonly #content: FolderContent;
  /** The topmost folder that had to be made for this one. */
  readonly #made: string | undefined;

  /**
   * @throws ExistingFolderError where the path is taken, and without `force` or not by such a folder
   * @throws DiskError
   */
  constructor(dir: string, force: boolean, content: FolderContent) {
    this.dir = resolve(dir);
    this.path = `${this.dir}.partial-${process.pid}`;
    this.#content = content;
    refuseTaken(this.dir, force, content);
    this.#made = onDisk("make the folder", this.dir, () => {
      const made = mkdirSync(dirname(this.dir), { recursive: true });
      // What stands there was left by a process that is gone: its number is ours now.
      rmSync(this.path, { recursive: true, force: true });
      mkdirSync(this.path);
      return made;
    });
  }

  /** Puts the files in place. @throws DiskError */
  commit(): void {
    onDisk("write", this.dir, () => {
      if (!existsSync(this.dir)) {
        renameSync(this.path, this.dir);
        return;
      }
      for (const file of readdirSync(this.dir)) if (this.#content.owns(file)) rmSync(join(this.dir, file));
      for (const file of readdirSync(this.path)) renameSync(join(this.path, file), join(this.dir, file));
      rmdirSync(this.path);
    });
  }

  /** Leaves the disk as it was. */
  discard(): void {
    rmSync(this.path, { recursive: true, force: true });
    removeMade(dirname(this.dir), this.#made);
  }
}

function refuseTaken(dir: string, force: boolean, { what, marks }: FolderContent): void {
  const there = onDisk("make the folder", dir, () => lstatSync(dir, { throwIfNoEntry: false }));
  if (there === undefined) return;
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new ExistingFolderError(dir, "exists and is not a folder");
  }
  if (!force)
    throw new ExistingFolderError(dir, "the folder exists; --force replaces what was exported to it");
  const files = onDisk("read the folder", dir, () => readdirSync(dir));
  if (files.length > 0 && !marks.every((mark) => files.includes(mark))) {
    const why = `the folder holds files, but is no ${what}: it is not replaced even with --force`;
    throw new ExistingFolderError(dir, why);
  }
}

function onDisk<T>(doing: string, file: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new DiskError(doing, file, error);
  }
}
