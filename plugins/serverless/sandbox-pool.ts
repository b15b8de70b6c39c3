import type { PluginSim, ProcessBody } from "../../index.js";
import type { ImageCache } from "./image-cache.js";
import { Sandbox, type SandboxEnd, type SandboxKind } from "./sandbox.js";
import type { ColdStart } from "./specs.js";

export interface Lease {
  readonly sandbox: Sandbox;
  /** Whether it had to be started for this invocation. */
  readonly cold: boolean;
}

export interface PoolOptions {
  /** Whether a node has room only while no sandbox asks for its cores. */
  readonly reserveCores: boolean;
  /** Called when there may be room that was not there before. */
  readonly onRoom: () => void;
}

/** The sandboxes of all nodes. Each holds its memory by the compute service; idle ones make room for others. */
export class SandboxPool {
  readonly #sim: PluginSim;
  readonly #images: ImageCache;
  readonly #options: PoolOptions;
  /** By node; in the order in which they were started. */
  readonly #byNode = new Map<number, Sandbox[]>();
  readonly #byPlacement = new Map<number, Sandbox>();
  readonly #askedCores = new Map<number, number>();
  #nextId = 0;

  constructor(sim: PluginSim, images: ImageCache, options: PoolOptions) {
    this.#sim = sim;
    this.#images = images;
    this.#options = options;
    sim.on("service.lost", ({ data }) => {
      const sandbox = this.#byPlacement.get(data.placement as number);
      if (sandbox !== undefined) this.#end(sandbox, "lost", String(data.detail ?? data.reason));
    });
  }

  isWarm(node: number, kind: SandboxKind): boolean {
    return this.#free(node, kind)?.state === "ready";
  }

  /** Cores of the node that no sandbox asks for. */
  freeCores(node: number): number {
    return (this.#sim.compute.resources(node)?.cores ?? 0) - (this.#askedCores.get(node) ?? 0);
  }

  hasRoom(node: number, kind: SandboxKind): boolean {
    const { compute } = this.#sim;
    if (compute.refuses(node) !== undefined) return false;
    if (this.#free(node, kind) !== undefined) return true;
    if (compute.couldHold(node, demandOf(kind, this.#options.reserveCores)) !== true) return false;
    if (this.#fits(node, kind, 0, 0)) return true;
    let memoryMb = 0;
    let cores = 0;
    const evictable = this.#evictable(node);
    for (const sandbox of evictable) {
      memoryMb += sandbox.sandboxKind.memoryMb;
      cores += sandbox.sandboxKind.cores;
    }
    return evictable.length > 0 && this.#fits(node, kind, memoryMb, cores);
  }

  /** A sandbox for one invocation: a free one, else a new one, for which idle ones of the node make room. */
  acquire(node: number, kind: SandboxKind): Lease | undefined {
    const free = this.#free(node, kind);
    if (free !== undefined) {
      this.#take(free);
      return { sandbox: free, cold: false };
    }
    if (!this.hasRoom(node, kind)) return undefined;
    for (const idle of this.#evictable(node)) {
      if (this.#fits(node, kind, 0, 0)) break;
      this.#end(idle, "evicted", `made room for ${kind.name}`);
    }
    const sandbox = this.#create(node, kind, false);
    if (sandbox === undefined) return undefined;
    this.#take(sandbox);
    this.#sim.process(() => this.#start(sandbox), `start of ${kind.name}`);
    return { sandbox, cold: true };
  }

  /** Starts a sandbox that is ready at once and never given up. @returns whether there was room */
  prewarm(node: number, kind: SandboxKind): boolean {
    const sandbox = this.#create(node, kind, true);
    if (sandbox === undefined) return false;
    sandbox.becomePlaced();
    sandbox.becomeReady();
    return true;
  }

  /** The invocation is over: the sandbox waits for the next one, as long as its runtime says. */
  release(sandbox: Sandbox): void {
    sandbox.busy--;
    if (sandbox.state === "ended" || sandbox.busy > 0) {
      this.#options.onRoom();
      return;
    }
    const { idleSeconds } = sandbox.sandboxKind.runtime;
    sandbox.idleSince = this.#sim.nowNs;
    if (!sandbox.isKept && idleSeconds <= 0) this.#end(sandbox, "idle", "given up after use");
    else if (!sandbox.isKept && Number.isFinite(idleSeconds))
      sandbox.idleTimer = this.#sim.schedule(idleSeconds, () =>
        this.#end(sandbox, "idle", `idle for ${idleSeconds} s`),
      );
    this.#options.onRoom();
  }

  *#start(sandbox: Sandbox): ProcessBody<void> {
    const { runtime, functions } = sandbox.sandboxKind;
    const cold: ColdStart = runtime.coldStart?.(functions[0]) ?? runtime;
    if (cold.scheduleSeconds > 0) yield* this.#sim.sleep(cold.scheduleSeconds);
    sandbox.becomePlaced();
    for (const image of new Set(functions.map((each) => each.image))) {
      if (sandbox.state === "ended") return;
      const failure = yield* this.#images.fetch(sandbox.node, image, runtime.pulledShare ?? 1);
      if (failure !== undefined) return this.#end(sandbox, "not-started", failure);
    }
    const seconds = cold.createSeconds + cold.loadSeconds;
    if (seconds > 0) yield* this.#sim.sleep(seconds);
    if (sandbox.state === "ended") return;
    sandbox.becomeReady();
    this.#tell("sandbox.ready", sandbox);
  }

  #free(node: number, kind: SandboxKind): Sandbox | undefined {
    let best: Sandbox | undefined;
    for (const sandbox of this.#byNode.get(node) ?? []) {
      if (sandbox.kind !== kind.name || !sandbox.hasSlot) continue;
      if (best === undefined || isBefore(sandbox, best)) best = sandbox;
    }
    return best;
  }

  #fits(node: number, kind: SandboxKind, moreMemoryMb: number, moreCores: number): boolean {
    const { compute } = this.#sim;
    if (this.#options.reserveCores && this.freeCores(node) + moreCores < kind.cores) return false;
    if (moreMemoryMb === 0) return compute.canPlace(node, { memoryMb: kind.memoryMb });
    return compute.free(node)!.memoryMb + moreMemoryMb >= kind.memoryMb;
  }

  /** Idle sandboxes of a node that may be given up, the longest idle first. */
  #evictable(node: number): Sandbox[] {
    const idle = (this.#byNode.get(node) ?? []).filter((each) => each.isIdle && !each.isKept);
    return idle.sort((a, b) => a.idleSince - b.idleSince || a.id - b.id);
  }

  #create(node: number, kind: SandboxKind, isKept: boolean): Sandbox | undefined {
    const placed = this.#sim.compute.place({ name: `sandbox:${kind.name}`, memoryMb: kind.memoryMb }, node);
    if (!placed.placed) return undefined;
    const sandbox = new Sandbox(this.#sim, this.#nextId++, kind, placed.placement, isKept);
    const onNode = this.#byNode.get(node);
    if (onNode === undefined) this.#byNode.set(node, [sandbox]);
    else onNode.push(sandbox);
    this.#byPlacement.set(placed.placement.id, sandbox);
    this.#askedCores.set(node, (this.#askedCores.get(node) ?? 0) + kind.cores);
    this.#tell("sandbox.create", sandbox, { memoryMb: kind.memoryMb, runtime: kind.runtime.name });
    return sandbox;
  }

  #take(sandbox: Sandbox): void {
    sandbox.busy++;
    sandbox.uses++;
    if (sandbox.idleTimer !== undefined) this.#sim.cancel(sandbox.idleTimer);
    sandbox.idleTimer = undefined;
  }

  #end(sandbox: Sandbox, reason: SandboxEnd, detail: string): void {
    if (sandbox.state === "ended") return;
    const { node, sandboxKind, placement } = sandbox;
    const onNode = this.#byNode.get(node)!;
    onNode.splice(onNode.indexOf(sandbox), 1);
    this.#byPlacement.delete(placement.id);
    this.#askedCores.set(node, (this.#askedCores.get(node) ?? 0) - sandboxKind.cores);
    if (sandbox.idleTimer !== undefined) this.#sim.cancel(sandbox.idleTimer);
    sandbox.end(detail);
    this.#sim.compute.remove(placement);
    this.#tell("sandbox.end", sandbox, { reason, detail, uses: sandbox.uses });
    this.#options.onRoom();
  }

  #tell(
    kind: string,
    { id, node, kind: sandboxKind }: Sandbox,
    rest: Readonly<Record<string, unknown>> = {},
  ): void {
    this.#sim.emit(kind, this.#sim.world.names.at(node), { sandbox: id, kind: sandboxKind, node, ...rest });
  }
}

/** Ready ones before those that start, then the least busy, then the longest idle: first in, first out. */
function isBefore(a: Sandbox, b: Sandbox): boolean {
  if (a.state !== b.state) return a.state === "ready";
  return a.busy !== b.busy ? a.busy < b.busy : a.idleSince < b.idleSince;
}

/** What a node must have at all. Work makes do with fewer cores than it could use, unless they are reserved. */
function demandOf({ memoryMb, cores, functions }: SandboxKind, withCores: boolean) {
  const accelerators: Record<string, number> = {};
  for (const spec of functions)
    for (const [unit, count] of Object.entries(spec.accelerators))
      accelerators[unit] = Math.max(accelerators[unit] ?? 0, count);
  return { memoryMb, accelerators, ...(withCores && { cores }) };
}
