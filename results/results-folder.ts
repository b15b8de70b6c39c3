import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  claimFolder,
  MANIFEST_FILE,
  REPORT_DATA_FILE,
  REPORT_FILE,
  RESULTS_FORMAT,
  releaseFolder,
  removeParts,
  removeRemains,
  SUMMARY_FILE,
  tableFile,
} from "./claim-folder.js";
import { onDisk, replaceFile } from "./disk.js";
import { DiskFlusher } from "./disk-flusher.js";
import {
  type FramesContinuation,
  type FramesHead,
  type FramesSink,
  FramesThreadWriter,
  FramesWriter,
  framesPath,
  growingFramesPath,
  type WrittenFrames,
} from "./frames/index.js";
import type { WrittenFile } from "./parquet-file.js";
import { partsFolder, partsIndexPath, recordLine, writePartsIndex } from "./parts.js";
import type { ReportData } from "./report-data.js";
import type { RowDifference } from "./row-difference.js";
import { SEALED_FILE, type SealedRun, STOPPED } from "./sealed-run.js";
import { canonicalJson, prettyJson } from "./stable-json.js";
import { TableWriter, type TableWriterOptions } from "./table-writer.js";
import { TABLES, type TableName } from "./tables.js";

export type FinalStatus = "complete" | "interrupted" | "failed";
export type RunStatus = "running" | FinalStatus;

/** What the caller says about the run; keys of `OwnManifestFields` are the folder's to set. */
export type ManifestFields = Readonly<Record<string, unknown>>;

/** What the folder itself adds to its manifest. */
export interface OwnManifestFields {
  readonly resultsFormat: number;
  readonly status: RunStatus;
  /** Rows, bytes and SHA-256 of each merged table; present once the folder is closed. */
  readonly tables?: Readonly<Record<string, WrittenFile>>;
  /** Of `frames.sbf`, where the run records frames; present once the folder is closed. */
  readonly frames?: WrittenFrames;
}

export interface ResultsFolderOptions extends TableWriterOptions {
  /** Replaces results of an earlier run; never anything else. */
  readonly force?: boolean;
  readonly manifest?: ManifestFields;
  /** Which of the optional tables the folder is to have. @defaultValue none */
  readonly optionalTables?: readonly TableName[];
  /**
   * Has the frames of the run recorded, in a thread of their own where they are many; after those that the folder has where
   * it is one taken up again. @defaultValue not recorded
   */
  readonly frames?: {
    readonly head: FramesHead;
    readonly threaded: boolean;
    readonly continuation?: FramesContinuation;
  };
}

export type TableWriters = { readonly [N in TableName]: TableWriter<(typeof TABLES)[N]> };

/**
 * Makes the folder of a run, with a manifest that says `running`.
 * @throws ExistingFolderError where the path is taken: always without `force`, with it unless the folder is
 *   empty or holds results
 * @throws DiskError
 */
export function createResultsFolder(dir: string, options: ResultsFolderOptions = {}): ResultsFolder {
  // Absolute from here on: a plugin that changes the working folder does not move the results.
  const path = resolve(dir);
  const made = claimFolder(path, options.force ?? false);
  try {
    return new ResultsFolder(path, made, options);
  } catch (error) {
    // A run that never began leaves nothing; where even that fails, the first error tells why.
    try {
      releaseFolder(path, made);
    } catch {}
    throw error;
  }
}

/**
 * Takes up the folder of a run that did not come to its end, for the same run from its start. What is there stays, and stays
 * readable, until what is made again takes its place.
 * @param sealed what `readSealedRun` found there: each part made again has to be equal
 * @throws DiskError
 */
export function resumeResultsFolder(
  dir: string,
  sealed: SealedRun,
  options: Omit<ResultsFolderOptions, "force">,
): ResultsFolder {
  return new ResultsFolder(resolve(dir), undefined, options, sealed);
}

/** The results of a run under way; `createResultsFolder` makes it. */
export class ResultsFolder {
  /** Absolute. */
  readonly dir: string;
  readonly tables: TableWriters;
  /** Takes the run's frames; undefined where they are not recorded. */
  readonly frames: FramesSink | undefined;
  readonly #wanted: readonly TableName[];
  readonly #made: string | undefined;
  readonly #flusher: DiskFlusher;
  readonly #isResumed: boolean;
  #fields: ManifestFields;
  #isStopped = false;
  #closing: Promise<void> | undefined;

  constructor(dir: string, made: string | undefined, options: ResultsFolderOptions, sealed?: SealedRun) {
    this.dir = dir;
    this.#made = made;
    this.#isResumed = sealed !== undefined;
    this.#wanted = options.optionalTables ?? [];
    this.#fields = checkedFields(options.manifest ?? {});
    this.#flusher = new DiskFlusher(partsFolder(dir));
    onDisk("make the folder", partsFolder(dir), () => mkdirSync(partsFolder(dir), { recursive: true }));
    if (sealed === undefined)
      onDisk("write", partsIndexPath(dir), () => writeFileSync(partsIndexPath(dir), ""));
    else writePartsIndex(dir, sealed.lines);
    this.#writeManifest({ resultsFormat: RESULTS_FORMAT, status: "running" });
    const onWritten = (path: string) => this.#flusher.add(path);
    this.tables = Object.fromEntries(
      Object.values(TABLES).map((schema) => {
        const parts = sealed?.parts.get(schema.name);
        return [
          schema.name,
          new TableWriter(dir, schema, options, { onWritten, ...(parts && { sealed: parts }) }),
        ];
      }),
    ) as unknown as TableWriters;
    const { frames } = options;
    if (frames?.continuation !== undefined) takeUpFrames(dir);
    this.frames =
      frames &&
      new (frames.threaded ? FramesThreadWriter : FramesWriter)(dir, frames.head, frames.continuation);
  }

  /** Whether it is one that an earlier attempt at the same run had begun. */
  get isResumed(): boolean {
    return this.#isResumed;
  }

  /** Whether that attempt had come further than this one so far. */
  get isBehind(): boolean {
    return this.#writers().some((writer) => writer.isBehind);
  }

  /** Adds to the manifest; written at once. @throws DiskError, TypeError for what JSON cannot hold */
  updateManifest(fields: ManifestFields): void {
    this.#fields = checkedFields({ ...this.#fields, ...fields });
    this.#writeManifest({ resultsFormat: RESULTS_FORMAT, status: "running" });
  }

  /** @throws DiskError, TypeError for what JSON cannot hold */
  writeSummary(summary: unknown): void {
    replaceFile(join(this.dir, SUMMARY_FILE), prettyJson(summary));
  }

  /** Writes `report.json` anew. @throws DiskError, TypeError for what JSON cannot hold */
  writeReportData(data: ReportData): void {
    replaceFile(join(this.dir, REPORT_DATA_FILE), `${canonicalJson(data)}\n`);
  }

  /**
   * Makes parts of all rows and frames taken so far: safe from a kill of the process, and (as often as the disk allows) from a
   * power cut.
   * @param leavesFew whether a table in which few rows wait may wait for a later checkpoint
   * @throws DiskError
   * @throws SealedDifferenceError where the run is a resumed one and has become another
   */
  seal(leavesFew = false): void {
    for (const writer of this.#writers()) {
      if (leavesFew) writer.sealUnlessFew();
      else writer.seal();
    }
    const isDue = this.#flusher.isDue;
    this.frames?.seal(isDue);
    if (!isDue) return;
    this.#flusher.add(partsIndexPath(this.dir));
    this.#flusher.flush();
  }

  /**
   * Makes parts of the last rows of a run that came to its end.
   * @throws DiskError
   * @throws SealedDifferenceError where the run is a resumed one and has become another, or a shorter one
   */
  sealLast(): void {
    for (const writer of this.#writers()) writer.sealLast();
  }

  /** Says that the run ends before its time: what is sealed from now on, a resumed run need not repeat. @throws DiskError */
  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    recordLine(this.dir, STOPPED);
  }

  /**
   * After a `SealedDifferenceError` of `table`: the first row of each table that is another than it was.
   * @throws DiskError
   */
  async differences(table: string): Promise<RowDifference[]> {
    const found = await Promise.all(
      this.#writers().map((writer) => writer.firstDifference(writer.schema.name === table)),
    );
    return found.filter((difference) => difference !== undefined);
  }

  /**
   * Ends the run: seals what is left, merges each table's parts into its file, writes the manifest with its
   * status and `fields`, removes the parts. Later calls do nothing more. After a `DiskError` from a table or frames the
   * parts are left as they are, readable, and the manifest says `failed` if it can still be written. So are they where a
   * resumed run ends before it has come as far as the attempt before.
   * @throws DiskError, DamagedResultsError
   */
  close(status: FinalStatus, fields: ManifestFields = {}): Promise<void> {
    this.#closing ??= this.#close(status, fields);
    return this.#closing;
  }

  /** Takes everything back, for a run that never began; folders made for it go too. @throws DiskError */
  discard(): void {
    this.#closing ??= Promise.resolve();
    this.frames?.abandon();
    onDisk("remove", this.dir, () => releaseFolder(this.dir, this.#made));
  }

  async #close(status: FinalStatus, fields: ManifestFields): Promise<void> {
    this.#fields = checkedFields({ ...this.#fields, ...fields });
    if (this.#writers().some((writer) => writer.failed) || this.frames?.failed === true) {
      this.frames?.abandon();
      this.#tryManifest("failed");
      return;
    }
    if (status !== "complete" && this.isBehind) {
      this.frames?.abandon();
      this.#writeManifest({ resultsFormat: RESULTS_FORMAT, status });
      return;
    }
    try {
      this.seal();
      if (this.#isResumed) this.#removeOutdated();
      const tables: Record<string, WrittenFile> = {};
      for (const writer of this.#writers()) tables[writer.schema.name] = await writer.merge();
      const frames = this.frames?.finish();
      const written = { tables, ...(frames && { frames }) };
      this.#writeManifest({ resultsFormat: RESULTS_FORMAT, status, ...written });
    } catch (error) {
      this.frames?.abandon();
      this.#tryManifest("failed");
      throw error;
    }
    if (status === "complete") {
      removeRemains(this.dir);
      return;
    }
    this.#keepIndex();
    removeParts(this.dir);
  }

  /**
   * Tables of an attempt that was stopped: the parts hold more than they, and they would be read before these. Its report, too:
   * it would be taken for that of the whole run.
   */
  #removeOutdated(): void {
    for (const name of [...this.#writers().map(({ schema }) => tableFile(schema.name)), REPORT_FILE]) {
      const path = join(this.dir, name);
      onDisk("remove", path, () => rmSync(path, { force: true }));
    }
  }

  /** By what was sealed, a resumed run is proven, also after its parts are merged. */
  #keepIndex(): void {
    const kept = join(this.dir, SEALED_FILE);
    if (existsSync(partsIndexPath(this.dir))) {
      onDisk("write", kept, () => renameSync(partsIndexPath(this.dir), kept));
    }
  }

  #writers(): TableWriter[] {
    const all = Object.values(this.tables) as unknown as TableWriter[];
    return all.filter(
      ({ schema }) => schema.optional !== true || this.#wanted.some((name) => name === schema.name),
    );
  }

  #writeManifest(own: OwnManifestFields): void {
    replaceFile(join(this.dir, MANIFEST_FILE), prettyJson({ ...this.#fields, ...own }));
  }

  /** The manifest of a run that ended for want of a disk: the error that tells why is on its way already. */
  #tryManifest(status: FinalStatus): void {
    try {
      this.#writeManifest({ resultsFormat: RESULTS_FORMAT, status });
    } catch {
      // A full or vanished disk keeps the manifest that says `running`; the parts can be read all the same.
    }
  }
}

/** Frames of an attempt that was stopped go on growing where they did. */
function takeUpFrames(dir: string): void {
  const growing = growingFramesPath(dir);
  if (existsSync(growing) || !existsSync(framesPath(dir))) return;
  onDisk("write", growing, () => renameSync(framesPath(dir), growing));
}

function checkedFields(fields: ManifestFields): ManifestFields {
  for (const key of ["resultsFormat", "status", "tables", "frames"] satisfies (keyof OwnManifestFields)[]) {
    if (Object.hasOwn(fields, key))
      throw new TypeError(`manifest: "${key}" is set by the results folder itself`);
  }
  return fields;
}
