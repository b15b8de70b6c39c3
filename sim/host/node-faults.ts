import type { LinkTable } from "../../routing/link-table.js";
import type { NodeMask } from "../../workers/node-mask.js";

/** What a set and a map's keys have in common. */
interface Held {
  readonly size: number;
  has(key: number): boolean;
}

/**
 * Which nodes and links events of the run have taken down. A node that is down changes what protocols see
 * from the next tick on; a link that is down is only struck from their output. Within a tick both only remove
 * links: what comes back, comes back with the next tick.
 */
export class NodeFaults {
  readonly #nodeCount: number;
  /** By id (by pair), the causes that keep it down: never empty. */
  readonly #downNodes = new Map<number, Set<string>>();
  readonly #downLinks = new Map<number, Set<string>>();
  /** As above, but with everything that was down at any moment of the current tick. */
  readonly #struckNodes = new Set<number>();
  readonly #struckLinks = new Set<number>();
  /** Counts the changes of `#downNodes`. */
  #version = 0;
  #mask: NodeMask = { version: 0, usable: undefined };

  constructor(nodeCount: number) {
    this.#nodeCount = nodeCount;
  }

  /** The mask for the next tick's frame. */
  get mask(): NodeMask {
    if (this.#mask.version !== this.#version) {
      this.#mask = {
        version: this.#version,
        usable: this.#downNodes.size === 0 ? undefined : this.#usable(),
      };
    }
    return this.#mask;
  }

  /**
   * Says for one cause whether the node may be used: it is down while any cause says so.
   * @returns whether the node went down or came up
   */
  setNode(node: number, usable: boolean, cause: string): boolean {
    this.#checkNode(node);
    if (!setCause(this.#downNodes, node, usable, cause)) return false;
    if (!usable) this.#struckNodes.add(node);
    this.#version++;
    return true;
  }

  /**
   * The same for a link.
   * @returns whether the link went down or came up
   */
  setLink(a: number, b: number, usable: boolean, cause: string): boolean {
    this.#checkNode(a);
    this.#checkNode(b);
    if (a === b) throw new RangeError(`a link joins two nodes, not node ${a} with itself`);
    const key = this.#key(a, b);
    if (!setCause(this.#downLinks, key, usable, cause)) return false;
    if (!usable) this.#struckLinks.add(key);
    return true;
  }

  isNodeDown(node: number): boolean {
    return this.#downNodes.has(node);
  }

  isLinkDown(a: number, b: number): boolean {
    return this.#downLinks.has(this.#key(a, b));
  }

  /** True where the node was down at any moment of the current tick. */
  isNodeStruck(node: number): boolean {
    return this.#struckNodes.has(node);
  }

  /** The same for a link. */
  isLinkStruck(a: number, b: number): boolean {
    return this.#struckLinks.has(this.#key(a, b));
  }

  /** The usable nodes of a frame, without those that were down at any moment of the current tick. */
  left(usable: Uint8Array): Uint8Array {
    if (this.#struckNodes.size === 0) return usable;
    const left = usable.slice();
    for (const node of this.#struckNodes) left[node] = 0;
    return left;
  }

  startTick(): void {
    this.#struckNodes.clear();
    this.#struckLinks.clear();
    for (const node of this.#downNodes.keys()) this.#struckNodes.add(node);
    for (const link of this.#downLinks.keys()) this.#struckLinks.add(link);
  }

  /** 1 for each link of the table that is struck in the current tick; undefined where none is. */
  strikes(links: LinkTable): Uint8Array | undefined {
    return this.#marks(links, this.#struckNodes, this.#struckLinks);
  }

  /** The same for what is down at this moment, as later ticks will have it. */
  down(links: LinkTable): Uint8Array | undefined {
    return this.#marks(links, this.#downNodes, this.#downLinks);
  }

  #marks(links: LinkTable, nodes: Held, pairs: Held): Uint8Array | undefined {
    if (nodes.size === 0 && pairs.size === 0) return undefined;
    let any = false;
    const marks = new Uint8Array(links.count);
    for (let i = 0; i < links.count; i++) {
      const a = links.a[i];
      const b = links.b[i];
      if (nodes.has(a) || nodes.has(b) || pairs.has(this.#key(a, b))) {
        marks[i] = 1;
        any = true;
      }
    }
    return any ? marks : undefined;
  }

  #usable(): Uint8Array {
    const usable = new Uint8Array(this.#nodeCount).fill(1);
    for (const down of this.#downNodes.keys()) usable[down] = 0;
    return usable;
  }

  #key(a: number, b: number): number {
    return Math.min(a, b) * this.#nodeCount + Math.max(a, b);
  }

  #checkNode(node: number): void {
    if (!Number.isInteger(node) || node < 0 || node >= this.#nodeCount) {
      throw new RangeError(`no node ${node}; ids are 0 to ${this.#nodeCount - 1}`);
    }
  }
}

/** @returns whether the first cause came or the last one went */
function setCause(held: Map<number, Set<string>>, key: number, usable: boolean, cause: string): boolean {
  const causes = held.get(key);
  if (usable) {
    if (causes?.delete(cause) !== true || causes.size > 0) return false;
    return held.delete(key);
  }
  if (causes !== undefined) {
    causes.add(cause);
    return false;
  }
  held.set(key, new Set([cause]));
  return true;
}
