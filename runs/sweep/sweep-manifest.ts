import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { NotResultsFolderError, type TableSchema } from "../../results/index.js";

/** What tells the folder of a sweep from others. */
export const SWEEP_FILE = "sweep.json";

/** Version of the layout of a sweep's folder. */
export const SWEEP_FORMAT = 1;

const Column = z.object({
  name: z.string(),
  type: z.enum(["int64", "int32", "double", "boolean", "string"]),
  nullable: z.boolean().optional(),
});
const Table = z.object({ columns: z.array(Column), rows: z.int(), sha256: z.string() });

const ManifestSchema = z.object({
  sweepFormat: z.literal(SWEEP_FORMAT),
  name: z.string(),
  status: z.enum(["running", "complete", "interrupted"]),
  versions: z.object({ starbelt: z.string(), node: z.string() }),
  /** The resolved scenario of the first point. */
  scenario: z.unknown(),
  /** Files that the scenario names at any point, with their SHA-256. */
  inputs: z.record(z.string(), z.string()),
  seeds: z.unknown(),
  confidence: z.number(),
  axes: z.array(
    z.object({
      key: z.string(),
      column: z.string(),
      type: z.enum(["double", "string"]),
      unit: z.string().nullable(),
    }),
  ),
  /** How many there are, done or not. */
  points: z.int(),
  /** Runs that have ended, by how. */
  runs: z.object({ complete: z.int(), failed: z.int() }),
  /** Metrics of the tables, in the order of their columns. */
  metrics: z.array(z.string()),
  /** Absent while the sweep runs. */
  tables: z.object({ runs: Table, points: Table }).optional(),
});

/** `sweep.json`. It holds nothing of wall time, paths or processes. */
export type SweepManifest = z.output<typeof ManifestSchema>;
export type SweepTable = keyof NonNullable<SweepManifest["tables"]>;

/** Whether a folder is that of a sweep. */
export function isSweepFolder(dir: string): boolean {
  return existsSync(join(dir, SWEEP_FILE));
}

/** @throws NotResultsFolderError where there is none, or one of another version */
export function readSweepManifest(dir: string): SweepManifest {
  if (!isSweepFolder(dir)) throw new NotResultsFolderError(dir, `no ${SWEEP_FILE} in it`);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(join(dir, SWEEP_FILE), "utf8"));
  } catch (error) {
    throw new NotResultsFolderError(dir, `its ${SWEEP_FILE} cannot be read: ${(error as Error).message}`);
  }
  const format = (value as { readonly sweepFormat?: unknown } | null)?.sweepFormat;
  if (format !== undefined && format !== SWEEP_FORMAT) {
    throw new NotResultsFolderError(
      dir,
      `it has sweep format ${String(format)}; this version reads format ${SWEEP_FORMAT}`,
    );
  }
  const parsed = ManifestSchema.safeParse(value);
  if (!parsed.success) throw new NotResultsFolderError(dir, `its ${SWEEP_FILE} is of something else`);
  return parsed.data;
}

/** The schema of a table as the manifest has it. */
export function tableSchema(manifest: SweepManifest, table: SweepTable): TableSchema | undefined {
  const columns = manifest.tables?.[table].columns;
  return columns && { name: table, columns };
}
