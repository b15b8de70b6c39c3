import type { PluginSim } from "../../../index.js";
import type { StorageConfig } from "../config.js";
import { nodesNamed } from "../node-names.js";
import type { StorageKind } from "../specs.js";
import { type StoreBooks, type StoreModel, StoreSite } from "./store-site.js";

/** The stores of all nodes. */
export class NodeStores {
  readonly books: StoreBooks = { written: 0, removed: 0, lost: 0 };
  readonly #sites: Readonly<Record<StorageKind, Map<number, StoreSite>>> = {
    "key-value": new Map(),
    object: new Map(),
  };
  readonly #nodes = new Map<StorageKind, readonly number[]>();

  constructor(sim: PluginSim, configs: readonly StorageConfig[]) {
    for (const config of configs) {
      const model = modelOf(config);
      const sites = this.#sites[config.kind];
      for (const node of nodesNamed(sim.world, config.for))
        sites.set(node, new StoreSite(sim, node, model, this.books));
    }
    for (const kind of ["key-value", "object"] as const)
      this.#nodes.set(
        kind,
        [...this.#sites[kind].keys()].sort((a, b) => a - b),
      );
  }

  site(node: number, kind: StorageKind = "key-value"): StoreSite | undefined {
    return this.#sites[kind].get(node);
  }

  nodes(kind: StorageKind = "key-value"): readonly number[] {
    return this.#nodes.get(kind)!;
  }

  get heldBytes(): number {
    let sum = 0;
    for (const kind of ["key-value", "object"] as const)
      for (const site of this.#sites[kind].values()) sum += site.heldBytes;
    return sum;
  }

  fail(node: number): void {
    for (const kind of ["key-value", "object"] as const) this.#sites[kind].get(node)?.fail();
  }
}

function modelOf({ kind, capacity, read, write, parallel, durable }: StorageConfig): StoreModel {
  const cost = (access: StorageConfig["read"]) => ({
    latencySeconds: access.latency,
    bandwidthBps: access.bandwidth ?? Number.POSITIVE_INFINITY,
  });
  return {
    kind,
    capacityBytes: capacity ?? Number.POSITIVE_INFINITY,
    read: cost(read),
    write: cost(write),
    parallel: parallel ?? Number.POSITIVE_INFINITY,
    durable,
  };
}
