import type { PluginSim, Process, ProcessBody } from "../../index.js";
import type { RegistryConfig } from "./config.js";
import { nodesNamed } from "./node-names.js";
import type { FunctionSpec } from "./specs.js";

const NS_PER_SECOND = 1e9;

type Image = FunctionSpec["image"];

/** Which node has which image, and how the others get them: from the registry, over the network, once a node. */
export class ImageCache {
  readonly #sim: PluginSim;
  readonly #config: RegistryConfig | undefined;
  readonly #registry: number | undefined;
  /** Nodes that have all images. */
  readonly #full: ReadonlySet<number>;
  readonly #cached = new Map<number, Set<string>>();
  /** Pulls under way, by node and image: who comes second waits for the first. */
  readonly #pulls = new Map<string, Process<string | undefined>>();

  constructor(sim: PluginSim, config: RegistryConfig | undefined) {
    this.#sim = sim;
    this.#config = config;
    this.#registry = config === undefined ? undefined : sim.world.nodeId(config.node);
    const cachedAt = config?.cachedAt === undefined ? [] : nodesNamed(sim.world, config.cachedAt);
    this.#full = new Set(this.#registry === undefined ? cachedAt : [this.#registry, ...cachedAt]);
  }

  has(node: number, image: string): boolean {
    return (
      this.#registry === undefined || this.#full.has(node) || this.#cached.get(node)?.has(image) === true
    );
  }

  /**
   * Has an image on a node, pulling it if need be.
   * @param share what of the image's bytes is pulled
   * @returns why it could not be pulled
   */
  *fetch(node: number, image: Image, share: number): ProcessBody<string | undefined> {
    if (this.has(node, image.name)) return undefined;
    const key = `${node}/${image.name}`;
    let pull = this.#pulls.get(key);
    if (pull === undefined) {
      pull = this.#sim.process(() => this.#pull(node, image, share), "image pull");
      this.#pulls.set(key, pull);
    }
    const failure = yield* pull;
    // Of several that waited, one may have begun anew by now.
    if (this.#pulls.get(key) === pull) this.#pulls.delete(key);
    return failure;
  }

  *#pull(node: number, { name, sizeBytes }: Image, share: number): ProcessBody<string | undefined> {
    const { requestBytes, timeout } = this.#config!;
    const from = this.#registry!;
    const startedNs = this.#sim.nowNs;
    const bytes = Math.round(sizeBytes * share);
    const where = `image "${name}" from ${this.#sim.world.names.at(from)}`;
    const legs = [
      { from: node, to: from, sizeBytes: requestBytes, purpose: "request" },
      { from, to: node, sizeBytes: bytes, purpose: "image" },
    ];
    const deadline = this.#sim.sleep(timeout);
    for (const leg of legs) {
      const transfer = this.#sim.network.transfer(leg);
      const first = yield* this.#sim.any([transfer, deadline]);
      if (first.index === 1) {
        transfer.cancel();
        return `${where} took longer than ${timeout} s`;
      }
      if (!first.value.delivered) return `${where} did not arrive: ${first.value.reason}`;
    }
    let cached = this.#cached.get(node);
    if (cached === undefined) {
      cached = new Set();
      this.#cached.set(node, cached);
    }
    cached.add(name);
    const seconds = (this.#sim.nowNs - startedNs) / NS_PER_SECOND;
    this.#sim.emit("image.pull", this.#sim.world.names.at(node), { image: name, bytes, from, node, seconds });
    return undefined;
  }
}
