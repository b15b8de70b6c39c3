import { join } from "node:path";
import { z } from "zod";
import { InputError } from "../../orbits/input-error.js";
import { MANIFEST_FILE, openResults, type ResultsReader } from "../../results/index.js";
import { packageVersion } from "../manifest.js";
import { ProcessMarkSchema } from "../process-mark.js";

const StoppedSchema = z.looseObject({
  status: z.enum(["running", "interrupted", "failed", "complete"]),
  scenarioHash: z.string(),
  scenarioFolder: z.string(),
  source: z.object({
    text: z.string(),
    set: z.array(z.string()),
    seed: z.number().optional(),
    cwd: z.string(),
  }),
  inputs: z.array(z.object({ path: z.string(), sha256: z.string(), bytes: z.number() })),
  versions: z.object({ starbelt: z.string(), node: z.string() }),
  workers: z.number().int().min(0),
  checkpoints: z.object({ everyNs: z.number().int().positive(), leavesFew: z.boolean() }),
  handedPlugins: z.array(z.string()).default([]),
  replay: z.object({ frames: z.string() }).optional(),
  process: ProcessMarkSchema.optional(),
});

/** What the manifest of a run says of how it can be made again. */
export type StoppedRun = z.infer<typeof StoppedSchema>;

/**
 * Reads the manifest of a results folder.
 * @throws NotResultsFolderError
 * @throws InputError where it does not say enough, or was written by another version
 */
export function readStoppedRun(dir: string): { readonly results: ResultsReader; readonly run: StoppedRun } {
  const results = openResults(dir);
  const { manifest } = results;
  const file = join(results.dir, MANIFEST_FILE);
  const written = versionOf(manifest.versions);
  // A complete run needs nothing any more, whoever made it.
  if (manifest.status !== "complete" && written !== undefined && written !== packageVersion()) {
    const message = `the run was begun by starbelt ${written}, this is ${packageVersion()}: only the version that began a run makes it again to the bit`;
    throw new InputError([{ file, message }]);
  }
  const parsed = StoppedSchema.safeParse(manifest);
  if (!parsed.success) {
    const keys = [...new Set(parsed.error.issues.map(({ path }) => `"${path.join(".")}"`))].join(", ");
    const message = `the run cannot be resumed: its manifest lacks ${keys}, or has something else there`;
    throw new InputError([{ file, message }]);
  }
  return { results, run: parsed.data };
}

function versionOf(versions: unknown): string | undefined {
  const parsed = z.looseObject({ starbelt: z.string() }).safeParse(versions);
  return parsed.success ? parsed.data.starbelt : undefined;
}
