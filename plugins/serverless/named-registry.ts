import { didYouMean } from "../../index.js";

/** What plugins registered by name: policies, data paths, runtimes. */
export class NamedRegistry<T extends { readonly name: string }> {
  readonly #what: string;
  readonly #all = new Map<string, T>();

  /** @param what they are, in words */
  constructor(what: string) {
    this.#what = what;
  }

  get names(): readonly string[] {
    return [...this.#all.keys()];
  }

  all(): Iterable<T> {
    return this.#all.values();
  }

  has(name: string): boolean {
    return this.#all.has(name);
  }

  /** @throws RangeError for a name that is taken */
  add(one: T): void {
    if (this.#all.has(one.name))
      throw new RangeError(`a ${this.#what} named "${one.name}" is registered already`);
    this.#all.set(one.name, one);
  }

  /** @throws RangeError for a name that nobody registered */
  get(name: string): T {
    const found = this.#all.get(name);
    if (found !== undefined) return found;
    throw new RangeError(`no ${this.#what} is named "${name}"${didYouMean(name, this.#all.keys())}`);
  }
}
