/** Bytes, or work, as a straight line over the bytes of the input. */
export interface Linear {
  readonly base: number;
  /** For each byte of input. */
  readonly perByte: number;
}

/** What a function is made of; the same wherever it runs. */
export interface FunctionSpec {
  readonly name: string;
  readonly image: { readonly name: string; readonly sizeBytes: number };
  /** Name of a `RuntimeProfile`. */
  readonly runtime: string;
  readonly memoryMb: number;
  readonly cores: number;
  readonly accelerators: Readonly<Record<string, number>>;
  /** Seconds of one core of speed 1, over the bytes of all inputs. */
  readonly work: Linear;
  /** Bytes of each state that it writes, by key, over the bytes of all inputs. */
  readonly outputs: Readonly<Record<string, Linear>>;
  /** Invocations that one sandbox takes at once. */
  readonly concurrency: number;
  /** For other plugins: a trust domain, a class of work, an architecture. The platform does not look at them. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** How sandboxes of a kind come about. Image bytes travel over the network; the rest is time on the node. */
export interface RuntimeProfile {
  readonly name: string;
  /** Seconds from the decision to start until the node begins: activator, scheduler. */
  readonly scheduleSeconds: number;
  readonly createSeconds: number;
  readonly loadSeconds: number;
  /** A sandbox that nobody uses is given up after so long. */
  readonly idleSeconds: number;
  /** Work takes this many times as long as natively. */
  readonly workFactor: number;
  /** What an image of this runtime has to be pulled, as a share of the image's bytes: compression. Default 1. */
  readonly pulledShare?: number;
  /** Work of one invocation in place of `work` times `workFactor`: seconds of one core of speed 1. */
  cpuSeconds?(spec: FunctionSpec, inputBytes: number, outputBytes: number): number;
  /** What one cold start takes, in place of the three times above: drawn anew for each, say. */
  coldStart?(spec: FunctionSpec): ColdStart;
}

export type ColdStart = Pick<RuntimeProfile, "scheduleSeconds" | "createSeconds" | "loadSeconds">;

/** A function in a workflow. */
export interface Step {
  readonly name: string;
  readonly function: FunctionSpec;
  /** Steps that must be over before; none: it begins the workflow. */
  readonly after: readonly Edge[];
  /** Keys of the states that it reads: of the workflow's input, or of steps before it. */
  readonly reads: readonly string[];
  /** Keys under which it writes its function's outputs, where they are not those of the function. */
  readonly writes?: Readonly<Record<string, string>>;
  /** Where it must run, if the scenario says so; else the placement policy decides. */
  readonly node?: number;
  /** Tiers of the nodes that may run it. Default: every node with a computer. */
  readonly tiers?: readonly string[];
  /** State policy of this step in place of the workflow's, such as `stateless` for what the cloud consumes. */
  readonly statePolicy?: string;
  /** Most ms of the way from each step before it, a latency SLO of its placement. */
  readonly maxLatencyMs?: number;
  /** The same of the way from the nodes of the workflow's inputs that it reads. */
  readonly maxInputLatencyMs?: number;
  /** Steps with the same group share a sandbox when they run on the same node, and may fuse their states. */
  readonly group?: string;
}

export interface Edge {
  readonly from: string;
  /** Taken with this probability, drawn once per workflow; a step none of whose edges is taken is skipped. */
  readonly probability: number;
  /**
   * Of edges that leave one step with the same choice at most one is taken: their probabilities sum up to 1 at most. Edges
   * without a choice are drawn each by itself.
   */
  readonly choice?: string;
}

export interface WorkflowSpec {
  readonly name: string;
  /** In topological order. */
  readonly steps: readonly Step[];
  /** States that are there when it begins: by key, where (a node) and how many bytes. */
  readonly input: Readonly<Record<string, { readonly node: number; readonly sizeBytes: number }>>;
  /** Node that the last result is for. */
  readonly destination: number;
  readonly statePolicy: string;
  readonly placementPolicy: string;
  /** How states come and go. Default `storage`. */
  readonly dataPath?: string;
  /** Which of a node's stores its states go to. Default `key-value`. */
  readonly service?: StorageKind;
  /** Whether states of one group, and several states of one holder, are read and written in one request. Default false. */
  readonly fuse?: boolean;
  /** Whether all steps are placed when it is submitted, so that who writes a state knows where it will be read. Default false. */
  readonly placeAhead?: boolean;
  readonly slo: {
    /** From submission to the end. */
    readonly latencyMs?: number;
    /** Most ms that moving one state may take, by the state policy's own reckoning. */
    readonly migrationMs?: number;
  };
}

/** Kinds of storage services. */
export type StorageKind = "key-value" | "object";
