import { existsSync } from "node:fs";
import { z } from "zod";
import { InputError } from "../../orbits/input-error.js";
import { readPlainYaml } from "../../orbits/plain-yaml.js";
import { schemaMessage, schemaProblems } from "../../orbits/schema-problems.js";
import { replaceFile } from "../../results/disk.js";
import { prettyJson } from "../../results/index.js";
import { readText, UnreadableFileError } from "../../sim/scenario/input-files.js";

const BaselineSchema = z.strictObject({
  baselineFormat: z.literal(1),
  scenario: z.string(),
  scenarioHash: z.string(),
  seed: z.int(),
  versions: z.strictObject({ starbelt: z.string(), node: z.string() }),
  /** Flattened summary. */
  summary: z.record(z.string(), z.number()),
});

/** Figures of a run that were kept, and of which run. */
export type Baseline = z.output<typeof BaselineSchema>;

/**
 * Reads a baseline.
 *
 * @throws InputError where it is missing, or is no baseline
 */
export async function readBaseline(path: string): Promise<Baseline> {
  const { text } = await readText(path).catch((error) => {
    if (!(error instanceof UnreadableFileError)) throw error;
    const hint = existsSync(path) ? "" : "; --update writes it";
    throw new InputError([
      { file: path, line: 1, column: 1, message: `cannot read: ${error.message}${hint}` },
    ]);
  });
  // JSON is YAML, which tells where mistakes stand.
  const { yaml, value } = readPlainYaml(path, text);
  const parsed = BaselineSchema.safeParse(value, { error: schemaMessage });
  if (!parsed.success) throw new InputError(schemaProblems(parsed.error.issues, value, yaml));
  return parsed.data;
}

/** Writes a baseline: equal figures give equal bytes. @throws DiskError */
export function writeBaseline(path: string, baseline: Baseline): void {
  replaceFile(path, prettyJson(baseline));
}
