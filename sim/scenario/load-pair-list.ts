import { readIslPairs } from "../../orbits/readers/index.js";
import type { Path } from "../../orbits/yaml-source.js";
import type { ReadFile } from "./input-files.js";
import type { Linkable } from "./linkable.js";
import type { LoadedExtension } from "./load-extension.js";
import type { Loading } from "./loading.js";
import type { View } from "./view.js";

/** A protocol's configuration as workers get it, and as the manifest shows it. */
export interface ResolvedConfig {
  readonly config: unknown;
  /** False lets links be too long, or behind the Earth. */
  readonly check: boolean;
  readonly view: View;
}

/** What the built-in `list` is configured with. */
interface ListConfig {
  readonly file?: string | undefined;
  /** `[a0, b0, a1, b1, ...]`. */
  readonly pairs?: Uint32Array | undefined;
  readonly check: boolean;
}

/**
 * Completes the configuration of a link protocol: `list` gets the pairs of its file, and pairs that name no
 * satellite are noted; the configuration of all others stays as it is.
 */
export async function readPairList(
  loading: Loading,
  path: Path,
  { use, sha256 }: LoadedExtension<unknown>,
  linkable: Linkable,
): Promise<ResolvedConfig | undefined> {
  if (use.ref.name !== "list" || sha256 !== undefined) {
    const view = { shown: use.config, content: use.config };
    return { config: use.config, check: true, view };
  }
  const { file, pairs: written, check } = use.config as ListConfig;
  const opened = file === undefined ? undefined : await loading.read([...path, "file"], file);
  const pairs =
    opened === undefined ? written : loading.collect(() => readIslPairs(opened.shown, opened.text));
  if (pairs === undefined) return undefined;
  if (linkable.complete) {
    const before = loading.problems.length;
    if (opened === undefined) checkWrittenPairs(loading, [...path, "pairs"], pairs, linkable);
    else checkFilePairs(loading, opened, pairs, linkable);
    if (loading.problems.length > before) return undefined;
  }
  const nested = Array.from({ length: pairs.length / 2 }, (_, i) => [...pairs.subarray(2 * i, 2 * i + 2)]);
  return {
    config: { pairs, check },
    check,
    view:
      opened === undefined
        ? { shown: { pairs: nested, check }, content: { pairs: nested, check } }
        : { shown: { file, check }, content: { file: opened.sha256, check } },
  };
}

function checkWrittenPairs(loading: Loading, path: Path, pairs: Uint32Array, linkable: Linkable): void {
  const seen = new Map<string, number>();
  for (let i = 0; i < pairs.length / 2; i++) {
    const a = pairs[2 * i] as number;
    const b = pairs[2 * i + 1] as number;
    const pair = `${Math.min(a, b)}-${Math.max(a, b)}`;
    const first = seen.get(pair);
    if (a === b) loading.fail([...path, i], `node ${a} is linked to itself`);
    else if (first !== undefined) {
      loading.fail(
        [...path, i],
        `the pair ${a}, ${b} is listed twice; first at ${loading.lineOf([...path, first])}`,
      );
    } else seen.set(pair, i);
    for (const end of [0, 1]) {
      const unknown = whyNotSatellite(pairs[2 * i + end] as number, linkable);
      if (unknown !== undefined) loading.fail([...path, i, end], unknown);
    }
  }
}

/** Ids are looked at here, where the number of satellites is known; lines are found again for those that are wrong. */
function checkFilePairs(
  loading: Loading,
  { shown, text }: ReadFile,
  pairs: Uint32Array,
  linkable: Linkable,
): void {
  if (!pairs.some((id) => whyNotSatellite(id, linkable) !== undefined)) return;
  for (const [i, line] of text.split("\n").entries()) {
    for (const word of line.replace(/#.*/s, "").matchAll(/\d+/g)) {
      const message = whyNotSatellite(Number(word[0]), linkable);
      if (message !== undefined) {
        loading.problems.push({ file: shown, line: i + 1, column: word.index + 1, message });
      }
    }
  }
}

function whyNotSatellite(id: number, { nodes, orbiting }: Linkable): string | undefined {
  if (id >= nodes.satelliteCount) {
    return `no satellite has the id ${id}; ids of satellites are 0 to ${nodes.satelliteCount - 1}`;
  }
  return orbiting[id] === 1 ? undefined : `node ${id} has no orbit: it belongs to a static network`;
}
