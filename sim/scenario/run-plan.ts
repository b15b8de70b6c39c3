import type { InputProblem } from "../../orbits/input-error.js";
import type { NameList } from "../../orbits/name-list.js";
import type { ExtensionRef, ExtensionUse } from "../../routing/extension-ref.js";
import type { SkyPlan, TimePlan } from "../../workers/sky-plan.js";
import type { NamedFile } from "../host/config-file.js";
import type { ConfigPath } from "../host/plan-view.js";
import type { ServicePlans } from "../services/service-plans.js";

export type { SatelliteSource, SkyPlan, TimePlan } from "../../workers/sky-plan.js";

/** A scenario, read, validated and resolved to numbers and node ids: what a run is made from. */
export interface RunPlan {
  readonly name: string;
  readonly seed: number;
  readonly time: TimePlan;
  readonly sky: SkyPlan;
  /** Name and tier of every node, by id. */
  readonly nodeNames: NameList;
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
    /** Whether every tick's frame is recorded. */
    readonly frames: boolean;
    /** To which multiples positions of recorded frames are rounded; absent: they are as they were. */
    readonly framePrecisionKm?: number;
    /** Absent: no contact plan is wanted. */
    readonly contactPlan?: ContactPlanOutput;
  };
  /** The scenario with every default filled in, as the manifest shows it and the hash covers it. */
  readonly resolved: unknown;
  /** The same without `output`, and with inputs by their hashes instead of paths. */
  readonly content: unknown;
  /** SHA-256 of `content` as canonical JSON. */
  readonly scenarioHash: string;
  /** What was read, so that a recording can carry it. */
  readonly source: ScenarioRecord;
  /** `--set` options about output, which `source` leaves out. */
  readonly outputSet: readonly string[];
  /** Folder of the scenario, absolute. */
  readonly folder: string;
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
  /** A mistake at a place of its `with`. */
  readonly problemAt: (path: ConfigPath, message: string) => InputProblem;
  /** Files that its configuration names. */
  readonly files: readonly NamedFile[];
}

/** A scenario and the files that it reads, as text; nothing in it says where they were. */
export interface ScenarioRecord {
  readonly text: string;
  /** `--set` options in their order, but for those about output. */
  readonly set: readonly string[];
  /** Of `--seed`. */
  readonly seed?: number;
  /** Working folder, relative to the scenario's; `set` is relative to it. */
  readonly cwd: string;
  /** By path: relative to the scenario's folder, or absolute where the scenario has it so. Modules are not among them. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

export interface InputFile {
  /** As the scenario names it. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}
