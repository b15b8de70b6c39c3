import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { onDisk, replaceFile } from "../../results/disk.js";
import { csvText, ExistingFolderError, prettyJson, writeTableFile } from "../../results/index.js";
import { isUnfinished } from "../run-job.js";
import { Journal } from "./journal.js";
import { lockSweep } from "./sweep-lock.js";
import {
  isSweepFolder,
  readSweepManifest,
  SWEEP_FILE,
  SWEEP_FORMAT,
  type SweepManifest,
} from "./sweep-manifest.js";
import type { SweepTables } from "./sweep-tables.js";

const RUNS_FOLDER = "runs";
const TABLES = ["runs", "points"] as const;

/** What the folder adds to its manifest by itself. */
type OwnFields = "sweepFormat" | "tables";

/** The folder of a sweep, taken for this process: its runs, the journal of them, and the tables. */
export class SweepFolder {
  /** Absolute. */
  readonly dir: string;
  readonly journal: Journal;
  readonly #release: () => void;

  private constructor(dir: string, journal: Journal, release: () => void) {
    this.dir = dir;
    this.journal = journal;
    this.#release = release;
  }

  /**
   * Takes a folder: a new or empty one, or that of the same sweep, whose runs are then gone on with.
   *
   * @throws ExistingFolderError where it holds something else, or another process works in it
   * @throws DiskError
   */
  static claim(path: string, name: string): SweepFolder {
    const dir = resolve(path);
    const stats = onDisk("read the folder", dir, () => statSync(dir, { throwIfNoEntry: false }));
    if (stats === undefined) onDisk("make the folder", dir, () => mkdirSync(dir, { recursive: true }));
    else if (!stats.isDirectory()) throw new ExistingFolderError(dir, "exists and is not a folder");
    if (isSweepFolder(dir)) {
      const other = readSweepManifest(dir).name;
      if (other !== name) {
        throw new ExistingFolderError(dir, `holds the sweep "${other}"; "${name}" needs another folder`);
      }
    } else if (onDisk("read the folder", dir, () => readdirSync(dir)).length > 0) {
      throw new ExistingFolderError(dir, "the folder holds files, but no sweep");
    }
    const release = lockSweep(dir);
    try {
      const runs = join(dir, RUNS_FOLDER);
      onDisk("make the folder", runs, () => {
        mkdirSync(runs, { recursive: true });
        // Whoever wrote them is gone: the folder was locked.
        for (const name of readdirSync(runs)) {
          if (isUnfinished(name)) rmSync(join(runs, name), { recursive: true, force: true });
        }
      });
      return new SweepFolder(dir, new Journal(dir), release);
    } catch (error) {
      release();
      throw error;
    }
  }

  /** The results folder of a run. */
  runDir(run: string): string {
    return join(this.dir, RUNS_FOLDER, run);
  }

  /** Says that the sweep is under way; tables of an earlier time go, for they may be of other axes. @throws DiskError */
  begin(fields: Omit<SweepManifest, OwnFields>): void {
    this.#writeManifest({ ...fields, sweepFormat: SWEEP_FORMAT });
    for (const file of TABLES.flatMap((name) => [`${name}.parquet`, `${name}.csv`])) {
      const path = join(this.dir, file);
      onDisk("remove", path, () => rmSync(path, { force: true }));
    }
  }

  /** Writes the tables, and then the manifest that describes them. @throws DiskError */
  finish(fields: Omit<SweepManifest, OwnFields>, tables: SweepTables): void {
    const written = TABLES.map((name) => {
      const { schema, rows } = tables[name];
      const { sha256 } = writeTableFile(join(this.dir, `${name}.parquet`), schema, rows);
      replaceFile(join(this.dir, `${name}.csv`), csvText(schema, rows));
      return [name, { columns: schema.columns, rows: rows.length, sha256 }] as const;
    });
    this.#writeManifest({
      ...fields,
      sweepFormat: SWEEP_FORMAT,
      tables: Object.fromEntries(written) as unknown as NonNullable<SweepManifest["tables"]>,
    });
  }

  /** Lets other processes in. */
  release(): void {
    this.#release();
  }

  #writeManifest(manifest: SweepManifest): void {
    replaceFile(join(this.dir, SWEEP_FILE), prettyJson(manifest));
  }
}
