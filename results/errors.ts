/** Something about a results folder that the user has to know; the message stands alone. */
export class ResultsError extends Error {
  override name = "ResultsError";
}

/** The place where results should go is taken, and may not be replaced. */
export class ExistingFolderError extends ResultsError {
  override name = "ExistingFolderError";
  readonly dir: string;

  constructor(dir: string, why: string) {
    super(`${dir}: ${why}`);
    this.dir = dir;
  }
}

/** A path that was to be read as results is not a results folder. */
export class NotResultsFolderError extends ResultsError {
  override name = "NotResultsFolderError";

  constructor(dir: string, why: string) {
    super(`${dir}: not a results folder: ${why}`);
  }
}

/** A file of a results folder does not hold what it was sealed with. */
export class DamagedResultsError extends ResultsError {
  override name = "DamagedResultsError";
  readonly file: string;

  constructor(file: string, why: string) {
    super(`${file}: ${why}`);
    this.file = file;
  }
}

/** What was made again is not what had been sealed. */
export class SealedDifferenceError extends ResultsError {
  override name = "SealedDifferenceError";
  /** `frames`, or the table. */
  readonly table: string;
  /** Times of the first and last row of the part made again; null where rows have none. */
  readonly spanNs: readonly [number, number] | null;

  constructor(table: string, spanNs: readonly [number, number] | null) {
    super(`${table}: what was made again is not what had been sealed`);
    this.table = table;
    this.spanNs = spanNs;
  }
}

const DISK_PROBLEMS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EDQUOT: "disk quota exceeded",
  EFBIG: "file too large",
  EISDIR: "a folder is in the way",
  EMFILE: "too many open files",
  ENOENT: "the file or its folder is gone",
  ENOSPC: "no space left on device",
  ENOTDIR: "a part of the path is not a folder",
  EPERM: "operation not permitted",
  EROFS: "the file system is read-only",
};

/** The file system refused: says what was being done to which file, and why it failed. */
export class DiskError extends ResultsError {
  override name = "DiskError";
  /** What was being done, as in "cannot write". */
  readonly doing: string;
  readonly file: string;
  readonly code: string | undefined;

  constructor(doing: string, file: string, cause: unknown) {
    const code = (cause as NodeJS.ErrnoException | undefined)?.code;
    const known = code === undefined ? undefined : DISK_PROBLEMS[code];
    const why = known === undefined ? String((cause as Error)?.message ?? cause) : `${known} (${code})`;
    super(`cannot ${doing} ${file}: ${why}`, { cause });
    this.doing = doing;
    this.file = file;
    this.code = code;
  }
}
