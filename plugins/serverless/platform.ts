import type { Awaitable, ProcessBody } from "../../index.js";
import type { RuntimeProfile, Step, StorageKind, WorkflowSpec } from "./specs.js";

export type * from "./specs.js";

/** Where a state is: told on with the invocation, so that its reader goes straight there. */
export interface StateRef {
  /** Id of the running workflow. */
  readonly workflow: number;
  readonly key: string;
  readonly holder: number;
  readonly sizeBytes: number;
  /** Default `key-value`. */
  readonly service?: StorageKind;
}

/** A sandbox as data paths see it: what is kept in its memory is lost when it ends (event `sandbox.end`). */
export interface SandboxView {
  readonly id: number;
  readonly node: number;
  /** Function, or group of steps, that it is for. */
  readonly kind: string;
  /** Invocations that it has taken so far, this one included. */
  readonly uses: number;
  readonly state: "starting" | "ready" | "ended";
}

/** A step of a running workflow. */
export interface Invocation {
  readonly id: number;
  readonly workflow: RunningWorkflow;
  readonly step: Step;
  /** Bytes of all states that it reads. */
  readonly inputBytes: number;
  /** Undefined until it is placed. */
  readonly node: number | undefined;
  /** Undefined until it is placed. */
  readonly sandbox: SandboxView | undefined;
  /** Whether its sandbox had to be started for it. */
  readonly cold: boolean;
  /** Over when the node is known, before its sandbox is there. There once a node was decided on, as is `ready`. */
  readonly placed: Awaitable<number>;
  /** Over when its sandbox is ready to work (true), or will never be (false). */
  readonly ready: Awaitable<boolean>;
}

export interface RunningWorkflow {
  readonly id: number;
  /** Name of the workflow and its number, as in events. */
  readonly label: string;
  readonly spec: WorkflowSpec;
  /** Simulated seconds since the start. */
  readonly submittedAt: number;
  /** Node of each step that is placed, by the name of the step; of all steps where they are placed ahead. */
  readonly places: ReadonlyMap<string, number>;
  /** States written so far, by key. */
  readonly states: ReadonlyMap<string, StateRef>;
  /** Undefined while it runs. What it still has under way then comes to nothing. */
  readonly result: WorkflowResult | undefined;
}

/** Chooses the node of a step. */
export interface PlacementPolicy {
  readonly name: string;
  /**
   * A node, or why there is none. What it chooses is committed by the platform, which asks again (`excluded` grows) where
   * the node refuses after all.
   */
  place(invocation: Invocation, candidates: PlacementView): number | { readonly none: string };
}

export interface PlacementView {
  /** Nodes with computers of the tiers that may run the step, ascending, less those excluded. */
  readonly nodes: readonly number[];
  readonly excluded: ReadonlySet<number>;
  /** Whether the node has room for a sandbox of the step's function at this moment, a warm one counted as room. */
  hasRoom(node: number): boolean;
  /** Whether a warm sandbox of the step's function waits there. */
  isWarm(node: number): boolean;
  /** Cores of the node that no sandbox there asks for. */
  freeCores(node: number): number;
  /** Ms from each step before it (or each input's node) to the node now, the largest; Infinity where unreachable. */
  incomingLatencyMs(node: number): number;
  /** Ms from the nodes of the workflow's inputs that it reads, the largest; 0 where it reads none. */
  inputLatencyMs(node: number): number;
  /** Node of the first of the steps before it; undefined where there is none. */
  readonly firstPredecessor: number | undefined;
}

/** Decides where a state is written: the interface of `databelt`, `random`, `stateless`. */
export interface StatePolicy {
  readonly name: string;
  /** May take simulated time (a decision delay). Without an answer (undefined) the state stays where it was made. */
  holderOf(write: StateWrite): ProcessBody<number | undefined>;
}

export interface StateWrite {
  readonly invocation: Invocation;
  /** The first of `keys`. */
  readonly key: string;
  /** Several where states are fused: they go to one holder. */
  readonly keys: readonly string[];
  /** Of all of them. */
  readonly sizeBytes: number;
  /** Where the state is made. */
  readonly source: number;
  /** Steps that will read it, with their nodes as far as they are known. */
  readonly readers: readonly { readonly step: Step; readonly node: number | undefined }[];
}

/** Stores states: one service per node that has storage. Every access to another node goes over the network. */
export interface StateStore {
  /** Writes from a node to the holder's store. */
  put(client: number, ref: StateRef): ProcessBody<StorageResult>;
  /** Reads at a node from the holder's store: a request, and a response with the bytes. */
  get(client: number, ref: StateRef): ProcessBody<StorageResult>;
  /** The same for several states of one holder in one request (state fusion). */
  putAll(client: number, refs: readonly StateRef[]): ProcessBody<StorageResult>;
  getAll(client: number, refs: readonly StateRef[]): ProcessBody<StorageResult>;
  remove(ref: StateRef): void;
  /** 0 for a node without such a store. */
  freeBytes(node: number, service?: StorageKind): number;
  /** Nodes that have such a store, ascending. */
  nodes(service?: StorageKind): readonly number[];
}

export type StorageResult =
  | { readonly stored: true; readonly hops: number; readonly seconds: number; readonly bytes: number }
  | { readonly stored: false; readonly reason: StorageFailure; readonly detail: string };

export type StorageFailure = "full" | "missing" | "holder-down" | "unreachable" | "timeout";

/** How a step's inputs come to it and its outputs go on: the seam for direct passing, buffers and overlap. */
export interface DataPath {
  readonly name: string;
  /**
   * Brings the inputs of an invocation to its node; begins when the node is decided, may use it as soon as `placed`, and
   * must not end before `ready`.
   */
  receive(invocation: Invocation): ProcessBody<DataResult>;
  /**
   * Takes the outputs of an invocation (bytes by key) to where they are to be, and says where that is. The steps after it
   * are invoked when it ends, and its sandbox is free then.
   */
  send(invocation: Invocation, outputs: ReadonlyMap<string, number>): ProcessBody<DataResult>;
  /** The workflow has ended, and nothing of it is under way any more: what is kept for it can go. */
  forget?(workflow: RunningWorkflow): void;
}

export type DataResult =
  /** `refs`: where states are that were written, or have moved. */
  { readonly ok: true; readonly refs?: readonly StateRef[] } | DataFailure;

export interface DataFailure {
  readonly ok: false;
  readonly reason: string;
  /** How the workflow ends by it. Default `state-lost`. */
  readonly outcome?: WorkflowOutcome;
}

/** Every workflow ends as one of these. */
export type WorkflowOutcome =
  | "completed"
  /** A step found no node that could take it. */
  | "no-placement"
  /** A state was larger than every store that it could go to. */
  | "no-storage"
  /** A state's holder failed or was out of reach while the state was needed. */
  | "state-lost"
  /** A step's node failed, or its sandbox could not start. */
  | "function-failed"
  /** The run ended before it did. */
  | "unfinished";

export interface WorkflowResult {
  readonly outcome: WorkflowOutcome;
  readonly detail: string;
  readonly seconds: number;
}

/** The function platform, as other plugins see it: `sim.service(Serverless)`. */
export interface ServerlessPlatform {
  readonly store: StateStore;
  /** @throws RangeError for a name that is taken; so do the others */
  addPlacementPolicy(policy: PlacementPolicy): void;
  addStatePolicy(policy: StatePolicy): void;
  addDataPath(path: DataPath): void;
  addRuntime(profile: RuntimeProfile): void;
  /** A data path or runtime that is registered, to be built upon. @throws RangeError for a name that nobody registered */
  dataPath(name: string): DataPath;
  runtime(name: string): RuntimeProfile;
  /** Whether the node has the image in its cache. */
  hasImage(node: number, image: string): boolean;
  /**
   * A workflow of the configuration, as it would be submitted now: of inputs with several nodes, one is drawn.
   * @throws RangeError for a name that no workflow has
   */
  workflow(name: string): WorkflowSpec;
  /**
   * Begins a workflow now; awaiting gives how it ended.
   * @throws RangeError naming what is wrong with it
   */
  submit(spec: WorkflowSpec): Awaitable<WorkflowResult>;
}
