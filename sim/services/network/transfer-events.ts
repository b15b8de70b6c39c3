import type { EventData } from "../../host/event-bus.js";
import type { ServiceHost } from "../service-host.js";
import type { TransferResult } from "./network-service.js";
import type { TransferFlow } from "./transfer-flow.js";

/**
 * Tells of transfers: `transfer.start` and `transfer.end`, of the node that sends. Where they are not recorded and nobody
 * listens, nothing is made of them.
 */
export class TransferEvents {
  readonly #host: ServiceHost;
  readonly #records: boolean;

  constructor(host: ServiceHost, records: boolean) {
    this.#host = host;
    this.#records = records;
  }

  started(flow: TransferFlow): void {
    this.#tell("transfer.start", flow, () => ({ ...identity(flow), path: flow.way?.path ?? null }));
  }

  /** @param path the last way that it had */
  ended(flow: TransferFlow, result: TransferResult, path: readonly number[]): void {
    const { reroutes, deliveredBytes } = flow;
    this.#tell("transfer.end", flow, () => ({
      ...identity(flow),
      outcome: result.delivered ? "delivered" : result.reason,
      deliveredBytes,
      seconds: result.seconds,
      path,
      reroutes,
    }));
  }

  #tell(kind: string, flow: TransferFlow, data: () => EventData): void {
    const subject = this.#host.world.names.at(flow.request.from);
    if (this.#records) this.#host.emit(kind, subject, data());
    else this.#host.tell(kind, subject, data);
  }
}

function identity({ id, request }: TransferFlow): EventData {
  const { from, to, sizeBytes, purpose, workflowId, priority } = request;
  return {
    transfer: id,
    from,
    to,
    sizeBytes,
    ...(purpose !== undefined && { purpose }),
    ...(workflowId !== undefined && { workflowId }),
    ...(priority !== undefined && { priority }),
  };
}
