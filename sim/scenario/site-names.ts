import type { Path } from "../../orbits/yaml-source.js";
import type { Loading } from "./loading.js";

/** Names of all nodes that a scenario can speak of by name: sites, and nodes of static networks. */
export class SiteNames {
  readonly #loading: Loading;
  readonly #first = new Map<string, Path>();

  constructor(loading: Loading) {
    this.#loading = loading;
  }

  /**
   * Takes the names that the source at `path` brings; those that are taken already are one mistake, told at
   * the source, with the place of the first.
   */
  add(path: Path, names: readonly string[]): void {
    const taken: string[] = [];
    for (const name of names) {
      if (name === "*") this.#loading.fail(path, '"*" cannot be the name of a site: it means all of them');
      if (this.#first.has(name)) taken.push(name);
      else this.#first.set(name, path);
    }
    const [name] = taken;
    if (name === undefined) return;
    const others = taken.length === 1 ? "" : ` (and ${taken.length - 1} more of this source)`;
    const first = this.#loading.lineOf(this.#first.get(name) ?? path);
    this.#loading.fail(
      path,
      `the site name "${name}" is taken by ${first}${others}; names are unique over all sources, "prefix" renames`,
    );
  }
}
