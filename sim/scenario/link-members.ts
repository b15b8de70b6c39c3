import { didYouMean } from "../../orbits/nearest-name.js";
import type { Path } from "../../orbits/yaml-source.js";
import type { Placed } from "./draft.js";
import { type IdRange, idsIn } from "./id-range.js";
import type { Loading } from "./loading.js";

/** The nodes that link entries of one kind share out among themselves. */
export interface SharedOut {
  /** In words: "shell or source", "site". */
  readonly what: string;
  readonly count: number;
  /** Nodes that no entry can speak for are left out of "*". */
  readonly canBeLinked: (index: number) => boolean;
  readonly named: ReadonlyMap<string, readonly IdRange[]>;
  /** False where some sources could not be read: an unknown name may be theirs. */
  readonly complete: boolean;
}

interface EntryFor {
  readonly entry: { readonly for?: string | readonly string[] | undefined };
}

/**
 * Shares nodes out among link entries: those that an entry names in `for`, and for `"*"` (or an entry without
 * `for`) all that no other entry names. Notes unknown names, and nodes named by two entries.
 *
 * @returns for each entry the ascending indices of its nodes
 */
export function shareOutNodes(
  loading: Loading,
  entries: readonly Placed<EntryFor>[],
  nodes: SharedOut,
): Uint32Array[] {
  const NOBODY = -1;
  const owner = new Int32Array(nodes.count).fill(NOBODY);
  let others: number | undefined;
  for (const [i, { path, config }] of entries.entries()) {
    for (const [name, namePath] of namesOf(path, config)) {
      if (name === "*") {
        if (others !== undefined && others !== i) {
          loading.fail(
            namePath,
            `two entries are for "*"; the first is at ${loading.lineOf(pathOf(entries, others))}`,
          );
        }
        others ??= i;
        continue;
      }
      const named = nodes.named.get(name);
      if (named === undefined) {
        if (nodes.complete)
          loading.fail(namePath, `no ${nodes.what} is named "${name}"${known(name, nodes)}`);
        continue;
      }
      const ids = idsIn(named);
      const taken = ids.find((node) => owner[node] !== NOBODY && owner[node] !== i);
      if (taken !== undefined) {
        const first = loading.lineOf(pathOf(entries, owner[taken] as number));
        loading.fail(namePath, `"${name}" belongs to two entries; the other is at ${first}`);
      }
      for (const node of ids) if (owner[node] === NOBODY) owner[node] = i;
    }
  }
  if (others !== undefined) {
    for (let node = 0; node < nodes.count; node++) {
      if (owner[node] === NOBODY && nodes.canBeLinked(node)) owner[node] = others;
    }
  }
  return entries.map((_, i) => indicesOf(owner, i));
}

function namesOf(path: Path, { entry }: EntryFor): (readonly [string, Path])[] {
  const names = entry.for ?? "*";
  if (typeof names === "string") return [[names, [...path, "for"]]];
  return names.map((name, i) => [name, [...path, "for", i]]);
}

function known(name: string, { named }: SharedOut): string {
  return didYouMean(name, named.keys()) || (named.size === 0 ? "; there are none" : "");
}

function pathOf(entries: readonly Placed<EntryFor>[], i: number): Path {
  return entries[i]?.path ?? [];
}

function indicesOf(owner: Int32Array, entry: number): Uint32Array {
  let count = 0;
  for (const by of owner) if (by === entry) count++;
  const indices = new Uint32Array(count);
  let at = 0;
  for (let i = 0; i < owner.length; i++) if (owner[i] === entry) indices[at++] = i;
  return indices;
}
