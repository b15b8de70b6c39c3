import type { ElementSets } from "../../orbits/element-sets.js";
import { type Instant, secondsBetween } from "../../orbits/instant.js";
import { formatIsoInstant } from "../../orbits/iso-instant.js";
import { NameList, type NamePiece } from "../../orbits/name-list.js";
import type { StaticNetwork } from "../../orbits/static-network-file.js";
import type { Path } from "../../orbits/yaml-source.js";
import type { Shell } from "../../routing/nodes.js";
import type { DraftList } from "./draft.js";
import type { HypatiaDirectory } from "./load-hypatia.js";
import { type LoadedCluster, type LoadedShell, type LoadedSource, loadSource } from "./load-source.js";
import { MOST_SATELLITES } from "./load-walker.js";
import type { Loading } from "./loading.js";
import type { SatelliteSource } from "./run-plan.js";
import type { SourceConfig } from "./schema/constellation.js";
import type { View } from "./view.js";

/** Tier of satellites; nodes of static networks with this tier are satellites too. */
export const SPACE_TIER = "space";

/** An epoch this far from the start of a run is told. Source: the project's design. */
const STALE_DAYS = 14;

/** All satellites of the scenario, numbered from 0. */
export interface LoadedConstellation {
  readonly satellites: readonly SatelliteSource[];
  readonly shells: readonly Shell[];
  readonly names: NameList;
  /** Sources that bring ground nodes, in order. */
  readonly sited: readonly SitedSource[];
  readonly views: readonly View[];
  /** False where a source could not be read. */
  readonly complete: boolean;
}

/** A static network; its nodes of tier `space` are satellites `firstSatellite` and following, in file order. */
export interface PlacedNetwork {
  readonly path: Path;
  readonly network: StaticNetwork;
  readonly firstSatellite: number;
}

/** A Hypatia state directory; its satellites are `firstSatellite` and following, in file order. */
export interface PlacedDirectory {
  readonly path: Path;
  readonly hypatia: HypatiaDirectory;
  readonly firstSatellite: number;
}

export type SitedSource = PlacedNetwork | PlacedDirectory;

/** Reads all sources of `constellation` and numbers their satellites. */
export async function loadConstellation(
  loading: Loading,
  list: DraftList<SourceConfig>,
  start: Instant | undefined,
): Promise<LoadedConstellation> {
  const sources: LoadedSource[] = [];
  for (const item of list.items) {
    // Without a sound start nothing will run, but the sources are looked into all the same.
    const source = await loadSource(loading, item, start ?? { day: 0, secondOfDay: 0 });
    if (source !== undefined) sources.push(source);
  }
  noteRepeatedNames(loading, sources);
  if (start !== undefined) for (const source of sources) warnOfStaleEpochs(loading, source, start);
  const complete = list.complete && sources.length === list.items.length;
  return { ...numberSatellites(loading, sources), views: sources.map(({ view }) => view), complete };
}

function numberSatellites(
  loading: Loading,
  sources: readonly LoadedSource[],
): Pick<LoadedConstellation, "satellites" | "shells" | "names" | "sited"> {
  const satellites: SatelliteSource[] = [];
  const shells: Shell[] = [];
  const names: NamePiece[] = [];
  const sited: SitedSource[] = [];
  let total = 0;
  for (const { path, shells: loaded, network, hypatia } of sources) {
    if (hypatia !== undefined) sited.push({ path, hypatia, firstSatellite: total });
    for (const shell of loaded) {
      const place = { first: total, count: "cluster" in shell ? shell.names.length : shell.elements.count };
      if (place.first + place.count > MOST_SATELLITES) {
        loading.fail(
          path,
          `expected at most ${MOST_SATELLITES} satellites in all; got ${place.first + place.count} or more`,
        );
        return { satellites, shells, names: new NameList(names), sited };
      }
      shells.push({ name: shell.name, source: shell.source, ...place, ...patternOf(shell) });
      if ("cluster" in shell) {
        satellites.push({ kind: "cluster", ...place, cluster: shell.cluster });
        names.push(...shell.names.pieces);
      } else {
        satellites.push({ kind: "sgp4", ...place, elements: shell.elements });
        names.push(...satelliteNames(shell.elements, total));
      }
      total += place.count;
    }
    if (network !== undefined) {
      sited.push({ path, network, firstSatellite: total });
      const own = network.nodes.filter(({ tier }) => tier === SPACE_TIER).map(({ name }) => name);
      names.push(own);
      if (own.length > 0) satellites.push({ kind: "static", first: total, count: own.length });
      total += own.length;
    }
  }
  return { satellites, shells, names: new NameList(names), sited };
}

function patternOf(shell: LoadedShell | LoadedCluster): Partial<Shell> {
  if ("cluster" in shell) return { formation: true };
  const { walker, rings, layout } = shell;
  return { ...(walker && { walker }), ...(rings && { rings }), ...(layout && { layout }) };
}

/** Published sets may be without name, or without number too. */
function satelliteNames({ names, catalogueNumbers }: ElementSets, first: number): NamePiece[] {
  let from = 0;
  return names.pieces.map((piece) => {
    if ("prefix" in piece) {
      from += piece.count;
      return piece;
    }
    const own = piece.map((name, i) => {
      const number = catalogueNumbers[from + i];
      return name || (number > 0 ? String(number) : `satellite ${first + from + i}`);
    });
    from += own.length;
    return own;
  });
}

/** `for:` speaks of shells and sources by name, so a name stands for one of them only. */
function noteRepeatedNames(loading: Loading, sources: readonly LoadedSource[]): void {
  const first = new Map<string, LoadedSource>();
  for (const source of sources) {
    for (const name of new Set(source.shells.flatMap((shell) => [shell.name, shell.source]))) {
      const taken = first.get(name);
      if (taken === undefined) {
        first.set(name, source);
      } else {
        const where = loading.lineOf(taken.path);
        const hint = source.path.includes("preset") ? "" : '; give this source another "name"';
        loading.fail(source.path, `the shell name "${name}" is taken by ${where}${hint}`);
        break;
      }
    }
  }
}

function warnOfStaleEpochs(loading: Loading, { path, shells }: LoadedSource, start: Instant): void {
  const stale: Instant[] = [];
  let total = 0;
  for (const shell of shells) {
    // A cluster's relative motion has no age; its chief's elements have.
    const elements = "cluster" in shell ? shell.cluster.chief : shell.elements;
    total += elements.count;
    for (let i = 0; i < elements.count; i++) {
      const epoch = {
        day: elements.epochDay[i] as number,
        secondOfDay: elements.epochSecondOfDay[i] as number,
      };
      if (Math.abs(secondsBetween(epoch, start)) > STALE_DAYS * 86_400) stale.push(epoch);
    }
  }
  if (stale.length === 0) return;
  stale.sort((p, q) => secondsBetween(q, p));
  const [first, last] = [stale[0] as Instant, stale.at(-1) as Instant];
  const days = Math.max(...[first, last].map((epoch) => Math.abs(secondsBetween(epoch, start)) / 86_400));
  const [from, to] = [first, last].map(toSecond);
  const range = from === to ? `${from}, ` : `from ${from} to ${to}, the furthest `;
  const who = `${stale.length} of ${total} satellites have an epoch more than ${STALE_DAYS} days from the start of the run`;
  loading.warn(path, `${who}: ${range}${days.toFixed(1)} days from it`);
}

function toSecond({ day, secondOfDay }: Instant): string {
  return formatIsoInstant({ day, secondOfDay: Math.floor(secondOfDay) });
}
