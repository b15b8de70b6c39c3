import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  claimFolder,
  MANIFEST_FILE,
  RESULTS_FORMAT,
  releaseFolder,
  removeParts,
  SUMMARY_FILE,
} from "./claim-folder.js";
import { onDisk, replaceFile } from "./disk.js";
import type { WrittenFile } from "./parquet-file.js";
import { partsFolder, partsIndexPath } from "./parts.js";
import { prettyJson } from "./stable-json.js";
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
}

export interface ResultsFolderOptions extends TableWriterOptions {
  /** Replaces results of an earlier run; never anything else. */
  readonly force?: boolean;
  readonly manifest?: ManifestFields;
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

/** The results of a run under way; `createResultsFolder` makes it. */
export class ResultsFolder {
  /** Absolute. */
  readonly dir: string;
  readonly tables: TableWriters;
  readonly #made: string | undefined;
  #fields: ManifestFields;
  #closing: Promise<void> | undefined;

  constructor(dir: string, made: string | undefined, options: ResultsFolderOptions) {
    this.dir = dir;
    this.#made = made;
    this.#fields = checkedFields(options.manifest ?? {});
    onDisk("make the folder", partsFolder(dir), () => mkdirSync(partsFolder(dir), { recursive: true }));
    onDisk("write", partsIndexPath(dir), () => writeFileSync(partsIndexPath(dir), ""));
    this.#writeManifest({ resultsFormat: RESULTS_FORMAT, status: "running" });
    this.tables = Object.fromEntries(
      Object.values(TABLES).map((schema) => [schema.name, new TableWriter(dir, schema, options)]),
    ) as unknown as TableWriters;
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

  /** Makes all rows taken so far safe from a kill. @throws DiskError */
  seal(): void {
    for (const writer of this.#writers()) writer.seal();
  }

  /**
   * Ends the run: seals what is left, merges each table's parts into its file, writes the manifest with its
   * status and `fields`, removes the parts. Later calls do nothing more. After a `DiskError` from a table the
   * parts are left as they are, readable, and the manifest says `failed` if it can still be written.
   * @throws DiskError, DamagedResultsError
   */
  close(status: FinalStatus, fields: ManifestFields = {}): Promise<void> {
    this.#closing ??= this.#close(status, fields);
    return this.#closing;
  }

  /** Takes everything back, for a run that never began; folders made for it go too. @throws DiskError */
  discard(): void {
    this.#closing ??= Promise.resolve();
    onDisk("remove", this.dir, () => releaseFolder(this.dir, this.#made));
  }

  async #close(status: FinalStatus, fields: ManifestFields): Promise<void> {
    this.#fields = checkedFields({ ...this.#fields, ...fields });
    if (this.#writers().some((writer) => writer.failed)) {
      this.#tryManifest("failed");
      return;
    }
    try {
      this.seal();
      const tables: Record<string, WrittenFile> = {};
      for (const writer of this.#writers()) tables[writer.schema.name] = await writer.merge();
      this.#writeManifest({ resultsFormat: RESULTS_FORMAT, status, tables });
    } catch (error) {
      this.#tryManifest("failed");
      throw error;
    }
    removeParts(this.dir);
  }

  #writers(): TableWriter[] {
    return Object.values(this.tables) as unknown as TableWriter[];
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

function checkedFields(fields: ManifestFields): ManifestFields {
  for (const key of ["resultsFormat", "status", "tables"] satisfies (keyof OwnManifestFields)[]) {
    if (Object.hasOwn(fields, key))
      throw new TypeError(`manifest: "${key}" is set by the results folder itself`);
  }
  return fields;
}
