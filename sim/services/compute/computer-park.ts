import type { AdmissionRules, ComputePlan } from "./compute-plan.js";
import type { NodeResources } from "./compute-service.js";
import { Computer, type ComputerHost } from "./computer.js";

/**
 * The computers of all nodes. One is made when something first happens on it: of tens of thousands of satellites, most
 * never work, and what they could hold stands in the plan.
 */
export class ComputerPark {
  readonly #host: ComputerHost;
  /** By node id. */
  readonly #resources: readonly (NodeResources | undefined)[];
  readonly #rules: readonly (AdmissionRules | undefined)[];
  readonly #isDownNow: (node: number) => boolean;
  readonly #byNode = new Map<number, Computer>();
  /** By node id; undefined: to be made anew. */
  #made: readonly Computer[] | undefined = [];

  /** @param isDownNow whether the computer of a node is down when it is made */
  constructor(host: ComputerHost, { resources, rules }: ComputePlan, isDownNow: (node: number) => boolean) {
    this.#host = host;
    this.#resources = resources;
    this.#rules = rules;
    this.#isDownNow = isDownNow;
  }

  get nodeCount(): number {
    return this.#resources.length;
  }

  /** What the computer of a node has; undefined where there is none. */
  resources(node: number): NodeResources | undefined {
    return this.#resources[node];
  }

  /** The computer of a node, made where it was not; undefined where there is none. */
  get(node: number): Computer | undefined {
    return this.#byNode.get(node) ?? this.#make(node);
  }

  /** The same only where something has happened on it. */
  ifMade(node: number): Computer | undefined {
    return this.#byNode.get(node);
  }

  /** Those on which something has happened, by node id. */
  made(): readonly Computer[] {
    this.#made ??= [...this.#byNode.values()].sort((a, b) => a.node - b.node);
    return this.#made;
  }

  #make(node: number): Computer | undefined {
    const resources = this.#resources[node];
    const rules = this.#rules[node];
    if (resources === undefined || rules === undefined) return undefined;
    const computer = new Computer(this.#host, node, resources, rules);
    computer.isDown = this.#isDownNow(node);
    this.#byNode.set(node, computer);
    this.#made = undefined;
    return computer;
  }
}
