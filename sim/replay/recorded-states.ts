import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { RecordedState } from "../../results/index.js";
import type { ExtensionUse } from "../../routing/extension-ref.js";
import { importDefinition } from "../../routing/extensions.js";
import { canonicalJson } from "../scenario/canonical-json.js";

/** Names the state plugins of a run, and tells their code and configuration apart from others of the same name. */
export function describeStates(uses: readonly ExtensionUse[]): Promise<RecordedState[]> {
  return Promise.all(uses.map(describeState));
}

async function describeState({ ref, config }: ExtensionUse): Promise<RecordedState> {
  const { url } = ref;
  if (url === undefined) throw new Error(`state plugin "${ref.name}" has no module`);
  const { name } = await importDefinition({ ...ref, url }, ["state-plugin"]);
  const hash = createHash("sha256").update(await readFile(fileURLToPath(url)));
  return { name, identity: hash.update(canonicalJson(config ?? null)).digest("hex") };
}
