import { type Agenda, Awaitable, type EventHandle, toSeconds } from "../../kernel/index.js";
import type { Transfer, TransferRequest, TransferResult } from "./network-service.js";
import type { Flow, Way } from "./transport.js";

/** A transfer, as its sender, the service and the transport share it. */
export class TransferFlow extends Awaitable<TransferResult> implements Transfer, Flow {
  readonly id: number;
  readonly request: TransferRequest;
  readonly startedNs: number;
  way: Way | undefined;
  /** The last way that it had, or the one whose return it waits for. */
  lastWay: Way | undefined;
  deliveredBytes = 0;
  /** How often its way changed. */
  reroutes = 0;
  deadline: EventHandle | undefined;
  readonly #cancel: (flow: TransferFlow) => boolean;

  /** @param cancel what its sender asks for by `cancel` */
  constructor(agenda: Agenda, id: number, request: TransferRequest, cancel: (flow: TransferFlow) => boolean) {
    super(agenda);
    this.id = id;
    this.request = request;
    this.startedNs = agenda.nowNs;
    this.#cancel = cancel;
  }

  /** Simulated seconds since the start of the run. */
  get startedAt(): number {
    return toSeconds(this.startedNs);
  }

  cancel(): boolean {
    return this.#cancel(this);
  }

  /** Tells who waits for it how it ended. */
  end(result: TransferResult): void {
    this.settle(false, result);
  }

  protected override describe(): string {
    return `transfer ${this.id}`;
  }
}
