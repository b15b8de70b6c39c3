import type { Path } from "../../orbits/yaml-source.js";
import type { Linkable, LinkableDirectory } from "./linkable.js";
import type { LoadedExtension } from "./load-extension.js";
import type { ResolvedConfig } from "./load-pair-list.js";
import type { Loading } from "./loading.js";

/** True for an entry of the built-in protocol `hypatia`. */
export function isHypatiaProtocol({ use, sha256 }: LoadedExtension<unknown>): boolean {
  return use.ref.name === "hypatia" && sha256 === undefined;
}

/** Completes the configuration of `hypatia`: the links of the directories whose satellites the entry speaks for. */
export function directoryPairs(
  loading: Loading,
  path: Path,
  { use }: LoadedExtension<unknown>,
  members: Uint32Array,
  { directories, complete }: Linkable,
): ResolvedConfig | undefined {
  const { check } = use.config as { readonly check: boolean };
  const own = directories.filter(({ firstSatellite }) => members.includes(firstSatellite));
  if (complete && own.length === 0) {
    const why = directories.length === 0 ? "the scenario has none" : "the entry speaks for none";
    loading.fail([...path, "protocol"], `"hypatia" takes the links of hypatia sources, and ${why}`);
    return undefined;
  }
  const others = own.reduce((left, { satelliteCount }) => left - satelliteCount, members.length);
  if (complete && others > 0) {
    const satellites = others === 1 ? "1 satellite" : `${others} satellites`;
    loading.warn(path, `${satellites} of this entry come from no hypatia source and get no links from it`);
  }
  const pairs = new Uint32Array(own.reduce((sum, { islPairs }) => sum + islPairs.length, 0));
  let at = 0;
  for (const { islPairs } of own) {
    pairs.set(islPairs, at);
    at += islPairs.length;
  }
  return { config: { pairs, check }, check, view: { shown: { check }, content: { check } } };
}

/** Which limit of a directory's description.txt an entry may take over. */
export interface LimitKind {
  readonly key: "maxRange" | "maxSlantRange";
  /** In words: "satellite". */
  readonly what: string;
  readonly limitKm: (directory: LinkableDirectory) => number | undefined;
  /** Where the directory's nodes are among those that the entry counts. */
  readonly range: (directory: LinkableDirectory) => { readonly first: number; readonly count: number };
  /** True where an entry for nodes of a directory needs a limit. */
  readonly required: boolean;
  /** True where the entry links nodes of other sources too, which then need the same limit. */
  readonly forOthers: boolean;
}

export const ISL_LIMIT: LimitKind = {
  key: "maxRange",
  what: "satellite",
  limitKm: ({ limits }) => limits.maxIslKm,
  range: ({ firstSatellite, satelliteCount }) => ({ first: firstSatellite, count: satelliteCount }),
  required: false,
  forOthers: true,
};

/** For entries of the protocol `hypatia`, which link satellites of directories only. */
export const DIRECTORY_ISL_LIMIT: LimitKind = { ...ISL_LIMIT, forOthers: false };

export const GSL_LIMIT: LimitKind = {
  key: "maxSlantRange",
  what: "station",
  limitKm: ({ limits }) => limits.maxGslKm,
  range: ({ firstSite, siteCount }) => ({ first: firstSite, count: siteCount }),
  required: true,
  forOthers: true,
};

/**
 * The limit of an entry that says none, km: that of the Hypatia directories whose nodes it speaks for. Where
 * they do not agree, or the entry speaks for others beside them, it has to say the limit itself.
 *
 * @param members indices of the entry's nodes
 * @returns undefined where there is no limit, or where the lack of one was noted
 */
export function directoryLimitKm(
  loading: Loading,
  path: Path,
  members: Uint32Array,
  directories: readonly LinkableDirectory[],
  { key, what, limitKm, range, required, forOthers }: LimitKind,
): number | undefined {
  let others = forOthers ? members.length : 0;
  const own: LinkableDirectory[] = [];
  for (const directory of directories) {
    const { first, count } = range(directory);
    const inEntry = members.reduce((sum, id) => sum + (id >= first && id < first + count ? 1 : 0), 0);
    if (inEntry > 0) own.push(directory);
    if (forOthers) others -= inEntry;
  }
  const silent = own.find((directory) => limitKm(directory) === undefined);
  if (silent !== undefined && required) {
    loading.fail(path, `"${key}" is missing: "${silent.shown}" says none in a description.txt`);
    return undefined;
  }
  const limits = new Set(own.map(limitKm));
  if (others > 0 && own.length > 0) limits.add(undefined);
  if (limits.size <= 1) return [...limits][0];
  const said = own.map((directory) => `"${directory.shown}" ${limitText(limitKm(directory))}`);
  if (others > 0) said.push(`${others} ${what}${others === 1 ? "" : "s"} of other sources none`);
  loading.fail(
    path,
    `"${key}" is missing: by default ${said.join(", ")}; say one for all, or an entry for each`,
  );
  return undefined;
}

function limitText(km: number | undefined): string {
  return km === undefined ? "has none" : `has ${km} km`;
}
