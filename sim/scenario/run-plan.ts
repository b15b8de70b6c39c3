import type { InputProblem } from "../../orbits/input-error.js";
import type { ExtensionRef, ExtensionUse } from "../../routing/extension-ref.js";
import type { SkyPlan, TimePlan } from "../../workers/sky-plan.js";
import type { ServicePlans } from "../services/service-plans.js";

export type { SatelliteSource, SkyPlan, TimePlan } from "../../workers/sky-plan.js";

/** A scenario, read, validated and resolved to numbers and node ids: what a run is made from. */
export interface RunPlan {
  readonly name: string;
  readonly seed: number;
  readonly time: TimePlan;
  readonly sky: SkyPlan;
  /** Name and tier of every node, by id. */
  readonly nodeNames: readonly string[];
  readonly nodeTiers: readonly string[];
  /** Ids of the nodes that can be asked for by name, ascending: ground nodes and all nodes of static networks. */
  readonly siteIds: readonly number[];
  readonly routing: RoutingPlan;
  readonly services: ServicePlans;
  /** Pairs of node ids in the order of their rows. */
  readonly probes: ProbePlan;
  readonly plugins: readonly PluginPlan[];
  readonly output: {
    readonly dir: string;
    readonly frames: boolean;
    /** Absent: no contact plan is wanted. */
    readonly contactPlan?: ContactPlanOutput;
  };
  /** The scenario with every default filled in, as the manifest shows it and the hash covers it. */
  readonly resolved: unknown;
  /** The same without `output`, and with inputs by their hashes instead of paths. */
  readonly content: unknown;
  /** SHA-256 of `content` as canonical JSON. */
  readonly scenarioHash: string;
  readonly inputs: readonly InputFile[];
  /** Not mistakes, but worth telling: stale epochs, repeated names, bad checksums let through. */
  readonly warnings: readonly InputProblem[];
}

/** What the table of contacts is to hold. */
export interface ContactPlanOutput {
  /** Ids, ascending, of ground nodes that an entry of `links.ground` speaks for. */
  readonly sites: Uint32Array;
  readonly minDurationNs: number;
  /** Whether routes of probes are in it. */
  readonly paths: boolean;
}

export interface RoutingPlan {
  readonly router: ExtensionUse;
  /** Latency, or another cost by its name or module. */
  readonly cost: "latency" | ExtensionRef;
  readonly groundRelay: boolean;
}

export interface ProbePlan {
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
}

export interface PluginPlan {
  readonly use: ExtensionUse;
  /** Where the scenario names it, for errors in its set-up. */
  readonly place: InputProblem;
}

export interface InputFile {
  /** As the scenario names it. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}
