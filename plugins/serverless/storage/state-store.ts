import type { PluginSim, ProcessBody, Transfer, TransferRequest } from "../../../index.js";
import type { StateRef, StateStore, StorageFailure, StorageResult } from "../platform.js";
import type { PlatformMetrics } from "../platform-metrics.js";
import type { StorageKind } from "../specs.js";
import { AccessGuard } from "./access-guard.js";
import type { NodeStores } from "./node-stores.js";
import type { StoreSite } from "./store-site.js";

export interface RequestModel {
  /** Of a request, and of the acknowledgement of a write. */
  readonly bytes: number;
  readonly timeoutSeconds: number;
}

const NS_PER_SECOND = 1e9;

/** One access while it is under way. */
interface Access {
  readonly operation: "get" | "put";
  readonly client: number;
  readonly site: StoreSite;
  readonly refs: readonly StateRef[];
  readonly bytes: number;
  readonly guard: AccessGuard;
  hops: number;
}

/** Name of a running workflow, and what it is called in events. */
type NameOf = (workflow: number) => { readonly name: string; readonly label: string };

type Failure = Extract<StorageResult, { readonly stored: false }>;

/**
 * Reads and writes states over the network. A read from another node is a request and a response with the bytes, a write a
 * request with the bytes and its acknowledgement: on a way of latency L and bottleneck B, 2 L + size * 8 / B where requests
 * have no bytes, and what the holder takes.
 */
export class NetworkStateStore implements StateStore {
  readonly #sim: PluginSim;
  readonly #stores: NodeStores;
  readonly #requests: RequestModel;
  readonly #metrics: PlatformMetrics;
  readonly #live = new Set<Access>();
  readonly #nameOf: NameOf;

  /** @param nameOf names a running workflow in events */
  constructor(
    sim: PluginSim,
    stores: NodeStores,
    requests: RequestModel,
    metrics: PlatformMetrics,
    nameOf: NameOf,
  ) {
    this.#sim = sim;
    this.#stores = stores;
    this.#requests = requests;
    this.#metrics = metrics;
    this.#nameOf = nameOf;
    sim.on("node.down", ({ data }) => this.#onNodeDown(data.node as number));
  }

  put(client: number, ref: StateRef): ProcessBody<StorageResult> {
    return this.#access("put", client, [ref]);
  }

  get(client: number, ref: StateRef): ProcessBody<StorageResult> {
    return this.#access("get", client, [ref]);
  }

  putAll(client: number, refs: readonly StateRef[]): ProcessBody<StorageResult> {
    return this.#access("put", client, refs);
  }

  getAll(client: number, refs: readonly StateRef[]): ProcessBody<StorageResult> {
    return this.#access("get", client, refs);
  }

  remove(ref: StateRef): void {
    this.#stores.site(ref.holder, ref.service)?.remove(idOf(ref));
  }

  freeBytes(node: number, service?: StorageKind): number {
    return this.#stores.site(node, service)?.freeBytes ?? 0;
  }

  nodes(service?: StorageKind): readonly number[] {
    return this.#stores.nodes(service);
  }

  /** Puts a state where it is when its workflow begins: no bytes move. @returns why it cannot be there */
  preload(ref: StateRef): string | undefined {
    const site = this.#stores.site(ref.holder, ref.service);
    if (site === undefined) return this.#noStore(ref);
    if (!site.promise(ref.sizeBytes)) return this.#full(site, ref.sizeBytes);
    site.release(ref.sizeBytes);
    site.keep(idOf(ref), ref.sizeBytes);
    return undefined;
  }

  *#access(operation: "get" | "put", client: number, refs: readonly StateRef[]): ProcessBody<StorageResult> {
    const [first] = refs;
    if (first === undefined) return { stored: true, hops: 0, seconds: 0, bytes: 0 };
    const { holder, service } = first;
    if (refs.some((ref) => ref.holder !== holder || ref.service !== service))
      throw new RangeError("states of one request are of one holder and one service");
    const site = this.#stores.site(holder, service);
    const bytes = refs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    if (site === undefined)
      return this.#refuse(operation, client, first, bytes, "missing", this.#noStore(first));
    if (!this.#sim.world.isUsable(holder))
      return this.#refuse(operation, client, first, bytes, "holder-down", `${this.#name(holder)} is down`);
    if (operation === "put" && !site.promise(bytes))
      return this.#refuse(operation, client, first, bytes, "full", this.#full(site, bytes));
    const guard = new AccessGuard(this.#sim, this.#requests.timeoutSeconds);
    const access: Access = { operation, client, site, refs, bytes, guard, hops: 0 };
    this.#live.add(access);
    const startedNs = this.#sim.nowNs;
    const failure = yield* operation === "put" ? this.#write(access) : this.#read(access);
    this.#live.delete(access);
    guard.end();
    if (operation === "put") {
      site.release(bytes);
      if (failure === undefined) for (const ref of refs) site.keep(idOf(ref), ref.sizeBytes);
    }
    const seconds = (this.#sim.nowNs - startedNs) / NS_PER_SECOND;
    if (failure !== undefined)
      return this.#refuse(operation, client, first, bytes, failure.reason, failure.detail, seconds);
    this.#metrics.storageOp(this.#nameOf(first.workflow).name, operation, bytes, seconds);
    this.#tell(access, seconds);
    return { stored: true, hops: access.hops, seconds, bytes };
  }

  *#write(access: Access): ProcessBody<Failure | undefined> {
    const { client, site, bytes } = access;
    const there = yield* this.#send(access, client, site.node, bytes, "state");
    if (there !== undefined) return there;
    const served = yield* this.#serve(access, "write");
    if (served !== undefined) return served;
    return yield* this.#send(access, site.node, client, this.#requests.bytes, "request");
  }

  *#read(access: Access): ProcessBody<Failure | undefined> {
    const { client, site, bytes, refs } = access;
    const asked = yield* this.#send(access, client, site.node, this.#requests.bytes, "request");
    if (asked !== undefined) return asked;
    const absent = refs.find((ref) => !site.has(idOf(ref)));
    if (absent !== undefined)
      return failed("missing", `${this.#name(site.node)} no longer has state "${absent.key}"`);
    const served = yield* this.#serve(access, "read");
    if (served !== undefined) return served;
    return yield* this.#send(access, site.node, client, bytes, "state");
  }

  *#serve(
    { site, bytes, guard, client }: Access,
    operation: "read" | "write",
  ): ProcessBody<Failure | undefined> {
    const serving = this.#sim.process(() => site.serve(operation, bytes), "storage");
    const done = yield* guard.wait(serving);
    return done === undefined ? this.#aborted(guard, client, site.node) : undefined;
  }

  /** Over the network, unless it is the same node. */
  *#send(
    access: Access,
    from: number,
    to: number,
    sizeBytes: number,
    purpose: string,
  ): ProcessBody<Failure | undefined> {
    if (from === to) return undefined;
    const { guard, refs } = access;
    const request: TransferRequest = {
      from,
      to,
      sizeBytes,
      purpose,
      workflowId: this.#nameOf(refs[0].workflow).label,
    };
    const transfer: Transfer = this.#sim.network.transfer(request);
    const arrived = yield* guard.wait(transfer);
    if (arrived === undefined) {
      transfer.cancel();
      return this.#aborted(guard, from, to);
    }
    const { value } = arrived;
    if (!value.delivered) {
      const why = value.reason === "timeout" ? "timeout" : "unreachable";
      return failed(why, `the way from ${this.#name(from)} to ${this.#name(to)}: ${value.reason}`);
    }
    access.hops = Math.max(access.hops, value.path.length - 1);
    return undefined;
  }

  #aborted({ reason }: AccessGuard, from: number, to: number): Failure {
    const other = this.#sim.world.route(from, to);
    if (reason === "holder-down") return failed("holder-down", "the holder failed while it was accessed");
    if (!other.reachable)
      return failed("unreachable", `${this.#name(to)} was out of reach of ${this.#name(from)} for too long`);
    return failed("timeout", `took longer than ${this.#requests.timeoutSeconds} s`);
  }

  #onNodeDown(node: number): void {
    this.#stores.fail(node);
    for (const { site, guard } of [...this.#live]) if (site.node === node) guard.abort("holder-down");
  }

  #tell({ operation, client, site, refs, bytes, hops }: Access, seconds: number): void {
    this.#sim.emit("storage.op", this.#name(site.node), {
      workflow: this.#nameOf(refs[0].workflow).label,
      service: site.model.kind,
      op: operation,
      keys: refs.map(({ key }) => key),
      bytes,
      hops,
      local: client === site.node,
      client,
      holder: site.node,
      seconds,
    });
  }

  #refuse(
    operation: "get" | "put",
    client: number,
    { workflow, key, holder, service = "key-value" }: StateRef,
    bytes: number,
    reason: StorageFailure,
    detail: string,
    seconds = 0,
  ): StorageResult {
    this.#metrics.storageFailed(reason);
    const label = this.#nameOf(workflow).label;
    const told = {
      workflow: label,
      service,
      op: operation,
      key,
      bytes,
      client,
      holder,
      reason,
      detail,
      seconds,
    };
    this.#sim.emit("storage.failed", this.#name(holder), told);
    return { stored: false, reason, detail };
  }

  #noStore({ holder, service = "key-value" }: StateRef): string {
    return `${this.#name(holder)} has no ${service} store`;
  }

  #full({ node, freeBytes }: StoreSite, bytes: number): string {
    return `${bytes} bytes wanted, ${freeBytes} free at ${this.#name(node)}`;
  }

  #name(node: number): string {
    return this.#sim.world.names.at(node);
  }
}

function failed(reason: StorageFailure, detail: string): Failure {
  return { stored: false, reason, detail };
}

/** A state within its store. */
function idOf({ workflow, key }: StateRef): string {
  return `${workflow}/${key}`;
}
