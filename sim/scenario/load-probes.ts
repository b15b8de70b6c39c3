import { didYouMean } from "../../orbits/nearest-name.js";
import type { Path } from "../../orbits/yaml-source.js";
import type { DraftList } from "./draft.js";
import type { Loading } from "./loading.js";
import type { ProbePlan } from "./run-plan.js";
import type { ProbeConfig } from "./schema/run.js";

/** Nodes that probes can name, by name; and the sites that `"*"` means, in id order. */
export interface ProbeTargets {
  readonly ids: ReadonlyMap<string, number>;
  readonly sites: readonly number[];
  readonly nodeCount: number;
  /** False where sources could not be read, so that a name may be theirs. */
  readonly complete: boolean;
  /** Names of sites that have mistakes elsewhere; undefined where there may be names that no one can tell. */
  readonly unreadNames?: ReadonlySet<string> | undefined;
}

/** More rows at every tick than any table of them is read for. */
const MOST_PAIRS = 4_000_000;

/** Resolves probes to pairs of node ids, `"*"` expanded; notes unknown names, and pairs that repeat. */
export function loadProbes(
  loading: Loading,
  probes: DraftList<ProbeConfig>,
  targets: ProbeTargets,
): ProbePlan {
  const sources: number[] = [];
  const ends: number[] = [];
  const firstAsked = new Map<number, Path>();
  for (const { path, config } of probes.items) {
    let repeated = 0;
    let repeatOf: Path | undefined;
    for (const [from, to] of expand(loading, path, config, targets)) {
      const pair = from * targets.nodeCount + to;
      const first = firstAsked.get(pair);
      if (first === undefined) {
        firstAsked.set(pair, path);
        sources.push(from);
        ends.push(to);
      } else if (repeated++ === 0) {
        repeatOf = first;
      }
    }
    if (repeatOf !== undefined) {
      const count = repeated === 1 ? "a pair" : `${repeated} pairs`;
      loading.fail(
        path,
        `${count} of this probe ${repeated === 1 ? "stands" : "stand"} already at ${loading.lineOf(repeatOf)}; a pair is probed once`,
      );
    }
  }
  return { sources: Uint32Array.from(sources), targets: Uint32Array.from(ends) };
}

function expand(
  loading: Loading,
  path: Path,
  { from, to }: ProbeConfig,
  targets: ProbeTargets,
): [number, number][] {
  const starts = ends(loading, [...path, "from"], from, targets);
  const finishes = ends(loading, [...path, "to"], to, targets);
  if (starts === undefined || finishes === undefined) return [];
  if (from === to && from !== "*") {
    loading.fail([...path, "to"], `"${to}" cannot be probed towards itself`);
    return [];
  }
  if (starts.length * finishes.length > MOST_PAIRS) {
    loading.fail(
      path,
      `expected at most ${MOST_PAIRS} pairs; "*" makes ${starts.length} x ${finishes.length} here`,
    );
    return [];
  }
  const pairs = starts.flatMap((a) => finishes.filter((b) => a !== b).map((b): [number, number] => [a, b]));
  if (pairs.length === 0 && targets.complete)
    loading.fail(path, '"*" means every other site, and there is none');
  return pairs;
}

function ends(
  loading: Loading,
  path: Path,
  name: string,
  targets: ProbeTargets,
): readonly number[] | undefined {
  if (name === "*") return targets.sites;
  const id = targets.ids.get(name);
  if (id !== undefined) return [id];
  const unread = targets.complete ? new Set<string>() : targets.unreadNames;
  if (unread !== undefined && !unread.has(name)) {
    const names = [...targets.ids.keys(), ...unread];
    const known = names.length === 0 ? "; the scenario has no sites" : didYouMean(name, names);
    loading.fail(path, `no site is named "${name}"${known}`);
  }
  return undefined;
}
