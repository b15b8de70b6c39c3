import type { SearchTree } from "./target-search.js";

const DEFAULT_BYTES = 64 * 2 ** 20;

/** Trees of one tick by target; the longest unused goes when memory is full, and arrays serve again. */
export class TreeStore {
  readonly #bytes: number;
  #trees = new Map<number, SearchTree>();
  #lent = new Set<SearchTree>();
  #spare: SearchTree[] = [];
  #nodeCount = 0;
  #keepsHops = false;

  constructor(bytes = DEFAULT_BYTES) {
    this.#bytes = bytes;
  }

  /** Forgets all trees, those lent out too. */
  reset(nodeCount: number, keepsHops: boolean): void {
    if (nodeCount === this.#nodeCount && keepsHops === this.#keepsHops) {
      this.#spare.push(...this.#trees.values());
    } else {
      this.#spare = [];
      this.#nodeCount = nodeCount;
      this.#keepsHops = keepsHops;
    }
    this.#trees = new Map();
    this.#lent = new Set();
  }

  get(target: number): SearchTree | undefined {
    const tree = this.#trees.get(target);
    if (tree !== undefined) {
      this.#trees.delete(target);
      this.#trees.set(target, tree);
    }
    return tree;
  }

  /** An empty tree for a target that has none. */
  add(target: number): SearchTree {
    if (this.#trees.size >= this.#capacity) this.#evict();
    const spare = this.#spare.pop();
    const tree: SearchTree = {
      target,
      costs: spare?.costs ?? new Float64Array(this.#nodeCount),
      hops: spare?.hops ?? (this.#keepsHops ? new Uint32Array(this.#nodeCount) : undefined),
      settledUpTo: -1,
    };
    this.#trees.set(target, tree);
    return tree;
  }

  /** Notes that a caller holds the tree: until the next `reset`, its arrays serve nothing else. */
  lend(tree: SearchTree): void {
    this.#lent.add(tree);
  }

  get #capacity(): number {
    const perTree = this.#nodeCount * (this.#keepsHops ? 12 : 8);
    return Math.max(1, Math.floor(this.#bytes / Math.max(1, perTree)));
  }

  #evict(): void {
    const [oldest] = this.#trees;
    const [target, tree] = oldest;
    this.#trees.delete(target);
    if (!this.#lent.has(tree)) this.#spare.push(tree);
  }
}
