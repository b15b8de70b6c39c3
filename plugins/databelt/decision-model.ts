import type { StateWrite } from "../serverless/index.js";
import type { DatabeltConfig } from "./config.js";
import { migrationMs } from "./migration-time.js";
import { type PathNode, reversedPath } from "./reversed-path.js";
import { migrationSloMs } from "./slo-table.js";
import type { Topology } from "./topology.js";

/** The network as Databelt identifies it. */
export interface Identified {
  /** As of the last refresh. */
  live(): Topology;
  /** The same, less nodes that are about to leave the destination's reach. */
  staying(destination: number): Topology;
}

type Rules = Pick<DatabeltConfig, "slo" | "bandwidthUnit" | "includeExecTime" | "destination">;

/** What Databelt knows and reckons when it decides: its topology, its SLOs and its formula. It decides nothing. */
export class DecisionModel {
  readonly #network: Identified;
  readonly #rules: Rules;

  constructor(network: Identified, rules: Rules) {
    this.#network = network;
    this.#rules = rules;
  }

  /** Nodes of the network, which the time of a decision goes by. */
  get nodeCount(): number {
    return this.#network.live().nodeCount;
  }

  /** The node that a state is headed to. */
  destinationOf({ invocation, readers }: StateWrite): number {
    const { destination } = invocation.workflow.spec;
    if (this.#rules.destination === "workflow") return destination;
    // Of several readers the first whose node is known.
    return readers.find(({ node }) => node !== undefined)?.node ?? destination;
  }

  /** The way from where a state is made to a node, as `reversedPath` gives it. */
  wayTo(write: StateWrite, node: number): PathNode[] {
    return reversedPath(this.#network.live(), write.source, node);
  }

  /** The same to its destination, over nodes that stay: those on it can hold the state. */
  wayOfHolders(write: StateWrite): PathNode[] {
    const destination = this.destinationOf(write);
    return reversedPath(this.#network.staying(destination), write.source, destination);
  }

  /** The longest that the move may take, ms: the workflow's own SLO, else the table's for the state's size. */
  sloMs({ invocation, sizeBytes }: StateWrite): number {
    const { table, between } = this.#rules.slo;
    return invocation.workflow.spec.slo.migrationMs ?? migrationSloMs(table, sizeBytes, between);
  }

  /** What counts against the SLO of moving a state so far, ms. */
  migrationMs({ invocation, sizeBytes }: StateWrite, latencyMs: number): number {
    const moving = migrationMs(latencyMs, sizeBytes, this.#rules.bandwidthUnit);
    if (!this.#rules.includeExecTime) return moving;
    const { base, perByte } = invocation.step.function.work;
    return 1000 * (base + perByte * invocation.inputBytes) + moving;
  }

  /** What counts against the SLO of moving a state to a node, ms; Infinity where there is no way. */
  migrationMsTo(write: StateWrite, node: number): number {
    const [end] = this.wayTo(write, node);
    return end.node === node ? this.migrationMs(write, end.latencyMs) : Number.POSITIVE_INFINITY;
  }
}
