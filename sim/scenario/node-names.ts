import { nearestName } from "../../orbits/nearest-name.js";
import type { Path } from "../../orbits/yaml-source.js";
import type { NodeTable } from "../../routing/nodes.js";
import type { ProbeTargets } from "./load-probes.js";
import type { Loading } from "./loading.js";

/** The run's nodes under all the names that parts of a scenario can call them by. */
export interface NamedNodes {
  readonly nodes: NodeTable;
  /** Name and tier of every node, by id. */
  readonly names: readonly string[];
  readonly tiers: readonly string[];
  /** Earth-fixed km of ground nodes at the start, `[x, y, z]` each; zeros for those without a place. */
  readonly groundPositionsKm: Float64Array;
  readonly targets: ProbeTargets;
}

/**
 * Looks nodes up by name for parts of the scenario that speak of them. One node is a site, an id, or a satellite whose
 * name is its own. Several are those of a site, a shell, a source or a tier, or `"*"`. What is unknown is noted, with
 * the nearest name; nothing is noted of names that may belong to a source that could not be read.
 */
export class NodeNames {
  readonly #loading: Pick<Loading, "fail">;
  readonly all: NamedNodes;
  readonly #satellites = new Map<string, number | undefined>();
  readonly #groups = new Map<string, number[]>();

  /** @param loading where mistakes are noted */
  constructor(loading: Pick<Loading, "fail">, all: NamedNodes) {
    this.#loading = loading;
    this.all = all;
    const { satelliteCount, shells } = all.nodes;
    for (let id = 0; id < satelliteCount; id++) {
      const name = all.names[id] as string;
      this.#satellites.set(name, this.#satellites.has(name) ? undefined : id);
    }
    for (const [id, tier] of all.tiers.entries()) this.#addTo(tier, id);
    const shellGroups = new Set(shells.flatMap(({ name, source }) => [name, source]));
    for (const name of shellGroups) this.#groups.delete(name);
    for (const { name, source, first, count } of shells) {
      for (let id = first; id < first + count; id++) {
        this.#addTo(name, id);
        if (source !== name) this.#addTo(source, id);
      }
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
    if (this.#satellites.has(name)) {
      const satellite = this.#satellites.get(name);
      if (satellite === undefined) {
        fail(`several satellites are named "${name}"; give one by its id`);
      }
      return satellite;
    }
    this.#unknown(fail, name, "no site and no satellite is named", [
      ...targets.ids.keys(),
      ...this.#satellites.keys(),
    ]);
    return undefined;
  }

  /**
   * All nodes that names mean, ascending and without repetition: sites, satellites, shells, sources and tiers;
   * `"*"` is every node.
   */
  many(path: Path, written: string | readonly string[]): Uint32Array {
    const found = new Set<number>();
    const names = typeof written === "string" ? [written] : written;
    for (const [i, name] of names.entries()) {
      const at = typeof written === "string" ? path : [...path, i];
      for (const id of this.#named(at, name)) found.add(id);
    }
    return Uint32Array.from(found).sort();
  }

  #named(path: Path, name: string): Iterable<number> {
    if (name === "*") return this.all.names.keys();
    const site = this.all.targets.ids.get(name);
    if (site !== undefined) return [site];
    const group = this.#groups.get(name);
    if (group !== undefined) return group;
    const satellite = this.#satellites.get(name);
    if (satellite !== undefined) return [satellite];
    const fail = (message: string) => this.#loading.fail(path, message);
    this.#unknown(fail, name, "no site, shell, source, tier or satellite of its own name is called", [
      ...this.all.targets.ids.keys(),
      ...this.#groups.keys(),
      ...this.#satellites.keys(),
    ]);
    return [];
  }

  #unknown(fail: (message: string) => void, name: string, what: string, candidates: readonly string[]): void {
    const { complete, unreadNames } = this.all.targets;
    const unread = complete ? new Set<string>() : unreadNames;
    if (unread === undefined || unread.has(name)) return;
    const near = nearestName(name, [...candidates, ...unread]);
    const hint = near === undefined ? "" : `; did you mean "${near}"?`;
    fail(`${what} "${name}"${hint}`);
  }

  #addTo(group: string, id: number): void {
    const members = this.#groups.get(group);
    if (members === undefined) this.#groups.set(group, [id]);
    else members.push(id);
  }
}
