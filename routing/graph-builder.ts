import { LIGHT_KM_MS } from "../orbits/constants.js";
import { arcCosts, type CostInputs } from "./arc-costs.js";
import type { LinkCost } from "./link-cost.js";
import type { LinkClass, LinkTable } from "./link-table.js";
import type { NetworkGraph } from "./network-graph.js";
import type { NodeTable } from "./nodes.js";

export interface GraphOptions {
  /** Whether paths may pass through ground nodes. */
  readonly groundRelay: boolean;
  /** What routers minimise: latency, or what a definition says. */
  readonly cost: "latency" | LinkCost;
  /** What the cost reads of the table's links, as far as its `reads` says. */
  readonly costInputs?: CostInputs | undefined;
}

/**
 * Turns the links of a tick into compressed sparse rows. Its arrays are reused: a graph is valid until the
 * next `build`.
 */
export class GraphBuilder {
  #offsets = new Uint32Array(0);
  #relays = new Uint8Array(0);
  #next = new Uint32Array(0);
  #heads = new Uint32Array(0);
  #latencyMs = new Float64Array(0);
  #costs = new Float64Array(0);
  #links = new Uint32Array(0);
  #linkLatencyMs = new Float64Array(0);
  #order = new Uint32Array(0);

  /**
   * @param usable links with an end that has a 0 here are left out
   * @param struck 1 for each link that was taken away within the tick, by its place in the table
   * @param positionsKm where the nodes are, for routers that can use it; not copied
   * @throws Error where a cost is no finite number of at least 0
   */
  build(
    table: LinkTable,
    classes: readonly LinkClass[],
    usable: Uint8Array,
    nodes: NodeTable,
    { groundRelay, cost, costInputs = {} }: GraphOptions,
    struck?: Uint8Array,
    positionsKm?: Float64Array,
  ): NetworkGraph {
    this.#reserve(nodes.count, table.count);
    const offsets = this.#offsets;
    this.#relays.fill(1, 0, nodes.satelliteCount);
    this.#relays.fill(groundRelay ? 1 : 0, nodes.satelliteCount, nodes.count);
    this.#computeLatencies(table, classes);
    const order = this.#linkOrder(table, usable, struck);
    const arcCount = this.#countArcs(table, order, nodes.count);
    this.#fillArcs(table, order, arcCount / 2);
    const graph: NetworkGraph = {
      nodeCount: nodes.count,
      satelliteCount: nodes.satelliteCount,
      arcCount,
      offsets,
      heads: this.#heads,
      costs: this.#latencyMs,
      latencyMs: this.#latencyMs,
      links: this.#links,
      table,
      classes,
      relays: this.#relays,
      usable,
      ...(positionsKm === undefined ? {} : { positionsKm }),
    };
    if (cost === "latency") return graph;
    if (this.#costs.length < arcCount) this.#costs = new Float64Array(this.#heads.length);
    arcCosts(graph, cost, costInputs, this.#costs);
    return { ...graph, costs: this.#costs };
  }

  #computeLatencies(table: LinkTable, classes: readonly LinkClass[]): void {
    const { count, fixedCount, lengthKm, linkClass, fixedLatencyMs } = table;
    const latency = this.#linkLatencyMs;
    const firstFixed = count - fixedCount;
    const hopDelays = Float64Array.from(classes, ({ hopDelayMs }) => hopDelayMs);
    for (let i = 0; i < firstFixed; i++) latency[i] = lengthKm[i] / LIGHT_KM_MS + hopDelays[linkClass[i]];
    for (let i = firstFixed; i < count; i++) {
      latency[i] = fixedLatencyMs[i - firstFixed] + hopDelays[linkClass[i]];
    }
  }

  /**
   * The links that are there, in the order (a, b): filling rows in it leaves each row ascending, because the
   * heads below a node come from links that have it as `b`, which all stand before those that have it as `a`.
   * The table's three parts are in that order each, and are merged here.
   */
  #linkOrder(table: LinkTable, usable: Uint8Array, struck: Uint8Array | undefined): Uint32Array {
    const { a, b, islCount, gslCount, count } = table;
    const order = this.#order;
    const gslEnd = islCount + gslCount;
    let isl = 0;
    let gsl = islCount;
    let fixed = gslEnd;
    let kept = 0;
    for (let taken = 0; taken < count; taken++) {
      let link = isl < islCount ? isl : -1;
      if (gsl < gslEnd && (link < 0 || comesBefore(a, b, gsl, link))) link = gsl;
      if (fixed < count && (link < 0 || comesBefore(a, b, fixed, link))) link = fixed;
      if (link < islCount) isl++;
      else if (link < gslEnd) gsl++;
      else fixed++;
      if (usable[a[link]] === 1 && usable[b[link]] === 1 && struck?.[link] !== 1) order[kept++] = link;
    }
    return order.subarray(0, kept);
  }

  #countArcs({ a, b }: LinkTable, order: Uint32Array, nodeCount: number): number {
    const offsets = this.#offsets;
    offsets.fill(0, 0, nodeCount + 1);
    for (let i = 0; i < order.length; i++) {
      offsets[a[order[i]] + 1]++;
      offsets[b[order[i]] + 1]++;
    }
    for (let node = 0; node < nodeCount; node++) offsets[node + 1] += offsets[node];
    this.#next.set(offsets.subarray(0, nodeCount));
    return offsets[nodeCount];
  }

  #fillArcs({ a, b }: LinkTable, order: Uint32Array, linkCount: number): void {
    const heads = this.#heads;
    const links = this.#links;
    const latencyMs = this.#latencyMs;
    const next = this.#next;
    for (let i = 0; i < linkCount; i++) {
      const link = order[i];
      const latency = this.#linkLatencyMs[link];
      const out = next[a[link]]++;
      heads[out] = b[link];
      links[out] = link;
      latencyMs[out] = latency;
      const back = next[b[link]]++;
      heads[back] = a[link];
      links[back] = link;
      latencyMs[back] = latency;
    }
  }

  #reserve(nodes: number, links: number): void {
    if (this.#relays.length < nodes) {
      this.#offsets = new Uint32Array(nodes + 1);
      this.#next = new Uint32Array(nodes);
      this.#relays = new Uint8Array(nodes);
    }
    if (this.#linkLatencyMs.length < links) {
      const size = Math.max(links, 2 * this.#linkLatencyMs.length);
      this.#heads = new Uint32Array(2 * size);
      this.#links = new Uint32Array(2 * size);
      this.#latencyMs = new Float64Array(2 * size);
      this.#linkLatencyMs = new Float64Array(size);
      this.#order = new Uint32Array(size);
    }
  }
}

function comesBefore(a: Uint32Array, b: Uint32Array, i: number, j: number): boolean {
  return a[i] < a[j] || (a[i] === a[j] && b[i] < b[j]);
}
