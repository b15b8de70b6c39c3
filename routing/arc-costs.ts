import type { CostedLink, CostInput, LinkCost } from "./link-cost.js";
import type { LinkClass } from "./link-table.js";
import type { NetworkGraph } from "./network-graph.js";

/** What costs may read of the links of a table, where somebody worked it out. */
export interface CostInputs {
  /** Of link `i`, 0 to 1: from its lower end to its higher at `2 * i`, the other way at `2 * i + 1`; absent: all 0. */
  readonly utilisation?: Float64Array | undefined;
  /** Of link `i`, seconds. */
  readonly lifetime?: Float64Array | undefined;
}

/**
 * Writes the cost of every arc.
 * @throws Error where a cost is no finite number of at least 0, reads what it did not ask for, or throws
 */
export function arcCosts(
  graph: NetworkGraph,
  definition: LinkCost,
  inputs: CostInputs,
  costs: Float64Array,
): void {
  const { nodeCount, offsets, heads, links, latencyMs, table, classes } = graph;
  const link = new LinkOfArc(definition, inputs);
  for (let node = 0; node < nodeCount; node++) {
    for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) {
      const { kind, bandwidthBps } = classes[table.linkClass[links[arc]]];
      link.from = node;
      link.to = heads[arc];
      link.kind = kind;
      link.lengthKm = table.lengthKm[links[arc]];
      link.latencyMs = latencyMs[arc];
      link.bandwidthBps = bandwidthBps;
      link.place(links[arc]);
      const cost = ask(definition, link);
      if (!(typeof cost === "number" && cost >= 0 && cost < Number.POSITIVE_INFINITY)) {
        throw new Error(
          `cost "${definition.name}" gave ${String(cost)} for the link from node ${node} to ${heads[arc]}; ` +
            "expected a finite number of at least 0",
        );
      }
      costs[arc] = cost;
    }
  }
}

/** The one object that a cost function gets for all links. */
class LinkOfArc implements CostedLink {
  from = 0;
  to = 0;
  kind: LinkClass["kind"] = "isl";
  lengthKm = 0;
  latencyMs = 0;
  bandwidthBps = 0;
  #link = 0;
  readonly #reads: readonly CostInput[];
  readonly #inputs: CostInputs;

  constructor({ reads = [] }: LinkCost, inputs: CostInputs) {
    this.#reads = reads;
    this.#inputs = inputs;
  }

  /** Its place in the table. */
  place(link: number): void {
    this.#link = link;
  }

  get utilisation(): number {
    this.#check("utilisation");
    return this.#inputs.utilisation?.[2 * this.#link + (this.from < this.to ? 0 : 1)] ?? 0;
  }

  get lifetime(): number {
    this.#check("lifetime");
    const { lifetime } = this.#inputs;
    if (lifetime === undefined) throw new Error("nobody worked out the lifetimes of links for this graph");
    return lifetime[this.#link];
  }

  #check(input: CostInput): void {
    if (this.#reads.includes(input)) return;
    throw new Error(
      `it reads ${input} without asking for it; expected reads: ["${input}"] in its definition`,
    );
  }
}

function ask(definition: LinkCost, link: CostedLink): number {
  try {
    return definition.cost(link);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `cost "${definition.name}" failed for the link from node ${link.from} to ${link.to}: ${why}`,
      {
        cause: error,
      },
    );
  }
}
