import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { onDisk, temporaryName } from "./disk.js";
import { ExistingFolderError } from "./errors.js";
import { FRAMES_FILE } from "./frames/frames-file.js";
import { PARTS_INDEX, partsFolder, partsIndexPath } from "./parts.js";
import { SEALED_FILE } from "./sealed-run.js";
import { TABLES } from "./tables.js";

export const MANIFEST_FILE = "manifest.json";
export const SUMMARY_FILE = "summary.json";
/** What a report shows beside tables and summary, and the report itself. */
export const REPORT_DATA_FILE = "report.json";
export const REPORT_FILE = "report.html";

/** Version of the layout of a results folder, in its manifest. */
export const RESULTS_FORMAT = 1;

export function tableFile(table: string): string {
  return `${table}.parquet`;
}

const TABLE_NAMES = Object.keys(TABLES);
/** What a run leaves in its folder beside `parts/`; the manifest comes last, so that it goes last. */
const KNOWN_FILES = [
  ...TABLE_NAMES.map(tableFile),
  FRAMES_FILE,
  SUMMARY_FILE,
  REPORT_DATA_FILE,
  REPORT_FILE,
  SEALED_FILE,
  MANIFEST_FILE,
];
const PART_FILE = new RegExp(`^(${TABLE_NAMES.join("|")})-\\d{6,}\\.parquet(\\.tmp)?$`);

/**
 * Takes a path for a new run. With `force`, what an earlier run left there is removed, and nothing else:
 * files of other names stay where they are.
 *
 * @returns the topmost folder that had to be made; undefined where `dir` itself existed
 * @throws ExistingFolderError where the path is taken, and without `force` or not by results
 * @throws DiskError
 */
export function claimFolder(dir: string, force: boolean): string | undefined {
  if (onDisk("make the folder", dir, () => kindOf(dir)) === "absent") {
    const made = onDisk("make the folder", dir, () => mkdirSync(dir, { recursive: true }));
    // Nothing made: another run took the path a moment ago.
    if (made !== undefined) return made;
  }
  const stats = statSync(dir, { throwIfNoEntry: false });
  if (stats === undefined || !stats.isDirectory()) {
    throw new ExistingFolderError(dir, "exists and is not a folder");
  }
  if (!force) {
    throw new ExistingFolderError(dir, "the folder exists; --force replaces the results in it");
  }
  const content = onDisk("read the folder", dir, () => readdirSync(dir));
  if (content.length > 0 && !holdsResults(dir)) {
    throw new ExistingFolderError(
      dir,
      "the folder holds files, but no results of an earlier run: it is not replaced even with --force",
    );
  }
  const parts = partsFolder(dir);
  if (kindOf(parts) === "other")
    throw new ExistingFolderError(parts, "is a link or a file, not a folder of parts");
  removeResults(dir);
  return undefined;
}

/** Removes what a run leaves in its folder; files of other names stay. @throws DiskError */
function removeResults(dir: string): void {
  removeParts(dir);
  for (const name of KNOWN_FILES) {
    const path = join(dir, name);
    onDisk("remove", path, () => {
      rmSync(temporaryName(path), { force: true });
      rmSync(path, { force: true });
    });
  }
}

/** Removes `parts/`, unless it holds files that are not ours. @throws DiskError */
export function removeParts(dir: string): void {
  const parts = partsFolder(dir);
  // A link would lead out of the folder: it is not followed.
  if (kindOf(parts) !== "folder") return;
  onDisk("remove", parts, () => {
    const names = readdirSync(parts);
    const ours = names.filter((name) => name === PARTS_INDEX || name === FRAMES_FILE || PART_FILE.test(name));
    for (const name of ours) rmSync(join(parts, name), { force: true });
    if (ours.length === names.length) rmdirSync(parts);
  });
}

/** Removes what a run that is complete needs no more; a kill may have left it. @throws DiskError */
export function removeRemains(dir: string): void {
  const sealed = join(dir, SEALED_FILE);
  onDisk("remove", sealed, () => rmSync(sealed, { force: true }));
  removeParts(dir);
}

/** Undoes `claimFolder`: removes the results, then the folders that were made for them where they are empty. */
export function releaseFolder(dir: string, made: string | undefined): void {
  removeResults(dir);
  if (made === undefined) return;
  for (let folder = dir; folder.length >= made.length; folder = dirname(folder)) {
    if (readdirSync(folder).length > 0) return;
    rmdirSync(folder);
  }
}

/** Whether a run of ours wrote here: by its manifest, or by its parts where it was killed too early for one. */
function holdsResults(dir: string): boolean {
  return existsSync(partsIndexPath(dir)) || isOurManifest(join(dir, MANIFEST_FILE));
}

function isOurManifest(path: string): boolean {
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, "utf8"));
    return typeof manifest === "object" && manifest !== null && "resultsFormat" in manifest;
  } catch {
    return false;
  }
}

/** Without following links: one that leads elsewhere is `other`. */
function kindOf(path: string): "absent" | "folder" | "other" {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return "absent";
  return stats.isDirectory() ? "folder" : "other";
}
