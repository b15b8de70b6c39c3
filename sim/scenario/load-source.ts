import { basename, extname } from "node:path";
import type { Cluster } from "../../orbits/cluster.js";
import type { ElementSets } from "../../orbits/element-sets.js";
import type { Instant } from "../../orbits/instant.js";
import type { NameList } from "../../orbits/name-list.js";
import type { ReadElements } from "../../orbits/readers/element-columns.js";
import { readStates } from "../../orbits/readers/index.js";
import { ommFormatOf, readOmm } from "../../orbits/readers/omm.js";
import { readTle } from "../../orbits/readers/tle.js";
import { readStaticNetwork, type StaticNetwork } from "../../orbits/static-network-file.js";
import type { Path } from "../../orbits/yaml-source.js";
import type { RingPattern, ShellLayout, WalkerPattern } from "../../routing/nodes.js";
import type { Placed } from "./draft.js";
import type { ReadFile } from "./input-files.js";
import { loadCluster } from "./load-cluster.js";
import { type HypatiaDirectory, loadHypatia } from "./load-hypatia.js";
import { loadPreset } from "./load-preset.js";
import { loadSso } from "./load-sso.js";
import { loadWalker } from "./load-walker.js";
import type { Loading } from "./loading.js";
import type { SourceConfig } from "./schema/constellation.js";
import type { View } from "./view.js";

/** A shell before its ids are known. */
export interface LoadedShell {
  readonly name: string;
  readonly source: string;
  readonly elements: ElementSets;
  readonly walker?: WalkerPattern;
  readonly rings?: RingPattern;
  readonly layout?: ShellLayout;
}

/** A cluster before its ids are known: a shell whose satellites have no element sets. */
export interface LoadedCluster {
  readonly name: string;
  readonly source: string;
  readonly cluster: Cluster;
  readonly names: NameList;
}

/** One item of `constellation`, read. */
export interface LoadedSource {
  readonly path: Path;
  readonly view: View;
  readonly shells: readonly (LoadedShell | LoadedCluster)[];
  readonly network?: StaticNetwork;
  readonly hypatia?: HypatiaDirectory;
}

/** Reads one item of `constellation`; notes what is wrong with it or its file, and is undefined then. */
export async function loadSource(
  loading: Loading,
  { path, config }: Placed<SourceConfig>,
  start: Instant,
): Promise<LoadedSource | undefined> {
  switch (config.kind) {
    case "preset":
      return loadPreset(path, config, start);
    case "walker":
      return loadWalker(loading, path, config, start);
    case "sso":
      return loadSso(loading, path, config, start);
    case "tle":
      return loadCatalogue(loading, path, "tle", config.tle, config, ({ shown, text }) =>
        readTle(shown, text, { checksum: config.checksum }),
      );
    case "omm": {
      const format = ommFormatOf(config.omm);
      if (format === undefined) {
        loading.fail(
          [...path, "omm"],
          `expected a file that ends in .json, .csv or .xml; got "${config.omm}"`,
        );
        return undefined;
      }
      return loadCatalogue(loading, path, "omm", config.omm, config, ({ shown, text }) =>
        readOmm(shown, text, format),
      );
    }
    case "states":
      return loadCatalogue(loading, path, "states", config.states, config, ({ shown, text }) =>
        readStates(shown, text),
      );
    case "cluster":
      return loadCluster(loading, path, config, start);
    case "hypatia":
      return loadHypatia(loading, path, config);
    case "network":
      return loadNetwork(loading, path, config);
  }
}

type CatalogueConfig = Extract<SourceConfig, { kind: "tle" | "omm" | "states" }>;

async function loadCatalogue(
  loading: Loading,
  path: Path,
  key: "tle" | "omm" | "states",
  file: string,
  config: CatalogueConfig,
  read: (file: ReadFile) => ReadElements,
): Promise<LoadedSource | undefined> {
  const opened = await loading.read([...path, key], file);
  const catalogue = opened && loading.collect(() => read(opened));
  if (opened === undefined || catalogue === undefined) return undefined;
  loading.warnings.push(...catalogue.warnings);
  const name = config.name ?? basename(file, extname(file));
  const given = keptSettings(config);
  // A name that comes from the path is no content: moving a file must not change the scenario's hash.
  const ownName = config.name === undefined ? {} : { name };
  return {
    path: [...path, key],
    shells: [{ name, source: name, elements: catalogue.elements }],
    view: {
      shown: { [key]: file, ...given, name },
      content: { [key]: opened.sha256, ...given, ...ownName },
    },
  };
}

/** What else a catalogue's source says of how its file is to be read. */
function keptSettings(config: CatalogueConfig): Readonly<Record<string, string>> {
  if (config.kind === "tle") return { checksum: config.checksum };
  return config.kind === "states" ? { frame: config.frame } : {};
}

async function loadNetwork(
  loading: Loading,
  path: Path,
  { network: file, prefix }: Extract<SourceConfig, { kind: "network" }>,
): Promise<LoadedSource | undefined> {
  const opened = await loading.read([...path, "network"], file);
  const network = opened && loading.collect(() => readStaticNetwork(opened.shown, opened.text));
  if (opened === undefined || network === undefined) return undefined;
  const renamed = network.nodes.map(({ name, tier }) => ({ name: `${prefix ?? ""}${name}`, tier }));
  const named = prefix === undefined ? {} : { prefix };
  return {
    path: [...path, "network"],
    shells: [],
    network: { nodes: renamed, links: network.links },
    view: { shown: { network: file, ...named }, content: { network: opened.sha256, ...named } },
  };
}
