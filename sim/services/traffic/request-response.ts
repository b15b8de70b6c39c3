import type { Kernel, ProcessBody, RandomStream } from "../../kernel/index.js";
import type { ComputeService } from "../compute/index.js";
import type { ServiceHost } from "../service-host.js";
import type { DestinationChoice } from "./choose-destination.js";
import { drawSize } from "./draw-size.js";
import type { Sender } from "./sender.js";
import type { TrafficPattern } from "./traffic-plan.js";

type RequestResponse = Extract<TrafficPattern, { kind: "request-response" }>;

/** How a request ended. `no-destination`: its sender reached nobody who could answer. */
export type RequestOutcome = "served" | "no-destination" | "request-lost" | "work-failed" | "answer-lost";

/** Data of `request.received` and `request.answered`, whose subject is the node that answers. */
export interface RequestWork {
  /** The id of the transfer that brought it. */
  readonly request: number;
  readonly purpose: string;
  readonly from: number;
  readonly to: number;
}

/** Data of `request.end`, whose subject is the sender. */
export interface RequestEnd {
  readonly purpose: string;
  readonly from: number;
  readonly outcome: RequestOutcome;
  /** Who answers. */
  readonly to?: number;
  /** The id of the transfer that brought the request; of one that was sent. */
  readonly request?: number;
  /** Of one that was served: from its first byte to the last of the answer, and the time on the node that answered. */
  readonly totalMs?: number;
  readonly workMs?: number;
}

/** What the exchanges of one entry share. */
export interface Exchange {
  readonly pattern: RequestResponse;
  readonly sender: Sender;
  readonly choice: DestinationChoice;
  readonly random: RandomStream;
  readonly compute?: ComputeService;
  /** Whether requests are still sent. */
  readonly isOn: () => boolean;
}

/**
 * One request and its answer: what failed on the way is in the events of the transfer or task, and counted. Who listens
 * hears of `request.received` and `request.answered` (before and after the work, on the node that does it) and of
 * `request.end`; see `RequestEnd`. None of them is recorded.
 */
export function* exchange(
  host: ServiceHost,
  from: number,
  { pattern, sender, choice, random, compute }: Exchange,
): ProcessBody<void> {
  const { kernel, metrics, plan } = host;
  const { purpose } = sender;
  const failures = metrics.counter("traffic.requestsFailed", { unit: "1" });
  const begun = kernel.now;
  const end = (told: Omit<RequestEnd, "purpose" | "from">) =>
    host.tell("request.end", plan.nodeNames.at(from), () => ({ purpose, from, ...told }));
  const asked = sender.send(from, choice.of(from), drawSize(pattern.size, random));
  if (asked === undefined) return end({ outcome: "no-destination" });
  const { to } = asked.request;
  // Drawn here, so that how long others take does not change who draws what.
  const responseBytes = drawSize(pattern.response, random);
  const fail = (outcome: RequestOutcome) => {
    failures.add();
    end({ request: asked.id, to, outcome });
  };
  if (!(yield* asked).delivered) return fail("request-lost");
  const received = kernel.now;
  const at = plan.nodeNames.at(to);
  const request: RequestWork = { request: asked.id, purpose, from, to };
  host.tell("request.received", at, () => ({ ...request }));
  if (pattern.cpuSeconds !== undefined && compute?.resources(to) !== undefined) {
    const done = yield* compute.run(to, { cpuSeconds: pattern.cpuSeconds });
    if (!done.completed) return fail("work-failed");
  } else if (pattern.processingNs > 0) {
    yield* kernel.sleep(pattern.processingNs / 1e9);
  }
  const worked = kernel.now;
  host.tell("request.answered", at, () => ({ ...request }));
  const answered = sender.send(to, from, responseBytes);
  if (answered === undefined || !(yield* answered).delivered) return fail("answer-lost");
  end({
    ...{ request: asked.id, to, outcome: "served" },
    totalMs: 1000 * (kernel.now - begun),
    workMs: 1000 * (worked - received),
  });
  metrics.histogram("traffic.responseTime", { unit: "ms" }).record(1000 * (kernel.now - begun));
}

/** A user at a sender: request, answer, think, and again. */
export function* user(
  host: ServiceHost,
  from: number,
  thinkSeconds: number,
  shared: Exchange,
): ProcessBody<void> {
  const { kernel }: { readonly kernel: Kernel } = host;
  for (;;) {
    yield* kernel.sleep(shared.random.exponential(thinkSeconds));
    if (!shared.isOn()) return;
    yield* exchange(host, from, shared);
  }
}
