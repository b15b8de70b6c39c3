import { isMapping } from "../../orbits/schema-problems.js";
import type { Draft } from "./draft.js";
import type { LoadedConstellation } from "./load-constellation.js";
import type { LoadedGround } from "./load-ground.js";

/**
 * Names of sites that have mistakes elsewhere: they are known names all the same, so that a misspelt one can be told
 * in the same breath. Undefined where there may be names that no one can tell: of a file that cannot be read, of
 * an item that makes no sense.
 */
export function unreadSiteNames(
  { constellation, ground }: Draft,
  loaded: LoadedConstellation,
  loadedGround: LoadedGround,
): ReadonlySet<string> | undefined {
  const isGuess = ({ complete, unsound }: Draft["ground" | "constellation"]) =>
    !complete && unsound.length === 0;
  if (isGuess(constellation) || isGuess(ground)) return undefined;
  const bringSites = constellation.items.filter(
    ({ config: { kind } }) => kind === "network" || kind === "hypatia",
  );
  if (bringSites.length !== loaded.sited.length) return undefined;
  if (loadedGround.sources.length !== ground.items.length) return undefined;
  for (const { config } of constellation.unsound) {
    if (!isMapping(config) || "network" in config || "hypatia" in config) return undefined;
  }
  return namesOfUnsound(ground);
}

/** Sources whose satellites are called after their own `name`; catalogues have names that only reading them tells. */
const NAMED_BY_PATTERN = ["walker", "sso"];

/**
 * Names of shells that have mistakes elsewhere, after which their satellites are called too. Undefined where there may be
 * satellites of names that no one can tell.
 */
export function unreadShellNames(
  { constellation: { items, unsound, complete } }: Draft,
  loaded: LoadedConstellation,
): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  if (loaded.complete) return names;
  if (!complete && unsound.length === 0) return undefined;
  const configs = [...unsound, ...items].map(({ config }) => config);
  for (const config of configs) {
    const name = patternName(config);
    if (name !== undefined) names.add(name);
    else if (!isMapping(config) || !("preset" in config)) return undefined;
  }
  return names;
}

function patternName(config: unknown): string | undefined {
  if (!isMapping(config)) return undefined;
  for (const kind of NAMED_BY_PATTERN) {
    const source = config[kind];
    if (isMapping(source) && typeof source.name === "string") return source.name;
  }
  return undefined;
}

/** Names that the unsound items of `ground` bring; undefined where one may bring names that no one can tell. */
export function namesOfUnsound({ unsound }: Draft["ground"]): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const { config } of unsound) {
    if (!isMapping(config) || "cities" in config || "file" in config) return undefined;
    const { name, prefix = "" } = config;
    if (typeof name !== "string" || typeof prefix !== "string") return undefined;
    names.add(`${prefix}${name}`);
  }
  return names;
}
