import type { Awaitable, EventHandle, Placement, PluginSim, Signal } from "../../index.js";
import type { SandboxView } from "./platform.js";
import type { FunctionSpec, RuntimeProfile } from "./specs.js";

/** What a sandbox is made of: one function, or the functions of a group of steps. */
export interface SandboxKind {
  readonly name: string;
  readonly runtime: RuntimeProfile;
  readonly functions: readonly FunctionSpec[];
  /** Sum over the functions. */
  readonly memoryMb: number;
  /** Largest of the functions'. */
  readonly cores: number;
  readonly concurrency: number;
}

export type SandboxEnd = "idle" | "evicted" | "lost" | "not-started";

/** A sandbox on its node, from the decision to start it until it is given up or lost. */
export class Sandbox implements SandboxView {
  readonly id: number;
  readonly sandboxKind: SandboxKind;
  readonly node: number;
  readonly placement: Placement;
  /** Never given up for idleness. */
  readonly isKept: boolean;
  state: SandboxView["state"] = "starting";
  uses = 0;
  /** Invocations in it now. */
  busy = 0;
  idleSince = 0;
  idleTimer: EventHandle | undefined;
  /** Why it did not start, or ended. */
  detail = "";
  readonly #placed: Signal<number>;
  readonly #ready: Signal<boolean>;
  readonly #ended: Signal<void>;

  constructor(sim: PluginSim, id: number, sandboxKind: SandboxKind, placement: Placement, isKept: boolean) {
    this.id = id;
    this.sandboxKind = sandboxKind;
    this.node = placement.node;
    this.placement = placement;
    this.isKept = isKept;
    this.#placed = sim.event<number>();
    this.#ready = sim.event<boolean>();
    this.#ended = sim.event();
  }

  get kind(): string {
    return this.sandboxKind.name;
  }

  get hasSlot(): boolean {
    return this.state !== "ended" && this.busy < this.sandboxKind.concurrency;
  }

  get isIdle(): boolean {
    return this.state === "ready" && this.busy === 0;
  }

  get placed(): Awaitable<number> {
    return this.#placed;
  }

  get ready(): Awaitable<boolean> {
    return this.#ready;
  }

  get ended(): Awaitable<void> {
    return this.#ended;
  }

  becomePlaced(): void {
    if (!this.#placed.settled) this.#placed.succeed(this.node);
  }

  becomeReady(): void {
    if (this.state !== "starting") return;
    this.state = "ready";
    this.#ready.succeed(true);
  }

  end(detail: string): void {
    this.state = "ended";
    this.detail = detail;
    this.becomePlaced();
    if (!this.#ready.settled) this.#ready.succeed(false);
    this.#ended.succeed();
  }
}
