import type { NameList } from "../../orbits/name-list.js";
import { nearestName } from "../../orbits/nearest-name.js";
import type { Path } from "../../orbits/yaml-source.js";
import type { NodeTable } from "../../routing/nodes.js";
import type { IdRange } from "./id-range.js";
import type { ProbeTargets } from "./load-probes.js";
import type { Loading } from "./loading.js";

/** The run's nodes under all the names that parts of a scenario can call them by. */
export interface NamedNodes {
  readonly nodes: NodeTable;
  /** Name and tier of every node, by id. */
  readonly names: NameList;
  readonly tiers: readonly string[];
  /** Earth-fixed km of ground nodes at the start, `[x, y, z]` each; zeros for those without a place. */
  readonly groundPositionsKm: Float64Array;
  readonly targets: ProbeTargets;
  /** Shells that have mistakes elsewhere; undefined where there may be satellites of names that no one can tell. */
  readonly unreadShells?: ReadonlySet<string> | undefined;
}

/**
 * Looks nodes up by name for parts of the scenario that speak of them. One node is a site, an id, or a satellite whose
 * name is its own. Several are those of a site, a shell, a source or a tier, or `"*"`. What is unknown is noted, with
 * the nearest name; nothing is noted of names that may belong to a source that could not be read.
 */
export class NodeNames {
  readonly #loading: Pick<Loading, "fail">;
  readonly all: NamedNodes;
  /** Of shells and sources, and of tiers that are called like none of them. */
  readonly #groups = new Map<string, IdRange[]>();

  /** @param loading where mistakes are noted */
  constructor(loading: Pick<Loading, "fail">, all: NamedNodes) {
    this.#loading = loading;
    this.all = all;
    for (const { name, source, first, count } of all.nodes.shells) {
      this.#addTo(name, first, count);
      if (source !== name) this.#addTo(source, first, count);
    }
    const shellGroups = new Set(this.#groups.keys());
    const { tiers } = all;
    for (let first = 0, end = 0; first < tiers.length; first = end) {
      const tier = tiers[first];
      while (end < tiers.length && tiers[end] === tier) end++;
      if (!shellGroups.has(tier)) this.#addTo(tier, first, end - first);
    }
  }

  /** Notes a mistake in a part that speaks of nodes. */
  fail(path: Path, message: string): void {
    this.#loading.fail(path, message);
  }

  /** One node, by name or id; a mistake is noted at `path`. */
  one(path: Path, name: string | number): number | undefined {
    return this.find(name, (message) => this.#loading.fail(path, message));
  }

  /** The same for names that stand in a file of their own: `fail` is called with what is wrong. */
  find(name: string | number, fail: (message: string) => void): number | undefined {
    const { nodes, targets } = this.all;
    if (typeof name === "number" || /^\d+$/.test(name)) {
      const site = targets.ids.get(String(name));
      const id = site ?? Number(name);
      if (Number.isInteger(id) && id >= 0 && id < nodes.count) return id;
      if (targets.complete) {
        fail(`expected a node; ids are 0 to ${nodes.count - 1}, got ${name}`);
      }
      return undefined;
    }
    const site = targets.ids.get(name);
    if (site !== undefined) return site;
    const satellites = this.#satellitesOf(name);
    if (satellites.length > 1) fail(`several satellites are named "${name}"; give one by its id`);
    if (satellites.length === 0) {
      this.#unknown(fail, name, "no site and no satellite is named", [...targets.ids.keys()]);
    }
    return satellites.length === 1 ? satellites[0] : undefined;
  }

  /**
   * All nodes that names mean, ascending and without repetition: sites, satellites, shells, sources and tiers;
   * `"*"` is every node.
   */
  many(path: Path, written: string | readonly string[]): Uint32Array {
    const isMeant = new Uint8Array(this.all.names.length);
    const names = typeof written === "string" ? [written] : written;
    for (const [i, name] of names.entries()) {
      const at = typeof written === "string" ? path : [...path, i];
      for (const { first, count } of this.#named(at, name)) isMeant.fill(1, first, first + count);
    }
    const ids = new Uint32Array(isMeant.reduce((sum, one) => sum + one, 0));
    for (let id = isMeant.indexOf(1), i = 0; id !== -1; id = isMeant.indexOf(1, id + 1)) ids[i++] = id;
    return ids;
  }

  #named(path: Path, name: string): readonly IdRange[] {
    if (name === "*") return [{ first: 0, count: this.all.names.length }];
    const site = this.all.targets.ids.get(name);
    if (site !== undefined) return [{ first: site, count: 1 }];
    const group = this.#groups.get(name);
    if (group !== undefined) return group;
    const satellites = this.#satellitesOf(name);
    if (satellites.length === 1) return [{ first: satellites[0], count: 1 }];
    const fail = (message: string) => this.#loading.fail(path, message);
    if (satellites.length > 1) {
      fail(
        `several satellites are named "${name}"; expected a name that only one has, or that of a shell, source or tier`,
      );
      return [];
    }
    this.#unknown(fail, name, "no site, shell, source, tier or satellite of its own name is called", [
      ...this.all.targets.ids.keys(),
      ...this.#groups.keys(),
    ]);
    return [];
  }

  #unknown(fail: (message: string) => void, name: string, what: string, candidates: readonly string[]): void {
    const { complete, unreadNames } = this.all.targets;
    const unread = complete ? new Set<string>() : unreadNames;
    if (unread === undefined || unread.has(name)) return;
    if (!complete && this.#mayBeUnread(name)) return;
    const near = nearestName(name, [...candidates, ...this.all.names.near(name), ...unread]);
    const hint = near === undefined ? "" : `; did you mean "${near}"?`;
    fail(`${what} "${name}"${hint}`);
  }

  /** Whether the name may be that of a shell that could not be read, or of one of its satellites. */
  #mayBeUnread(name: string): boolean {
    const { unreadShells } = this.all;
    if (unreadShells === undefined) return true;
    return [...unreadShells].some((shell) => name === shell || name.startsWith(`${shell}-`));
  }

  #satellitesOf(name: string): number[] {
    return this.all.names.allOf(name).filter((id) => id < this.all.nodes.satelliteCount);
  }

  #addTo(group: string, first: number, count: number): void {
    const ranges = this.#groups.get(group);
    if (ranges === undefined) this.#groups.set(group, [{ first, count }]);
    else ranges.push({ first, count });
  }
}
