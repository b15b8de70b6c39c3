import type { Kernel, ProcessBody, RandomStream } from "../../kernel/index.js";
import type { ComputeService } from "../compute/index.js";
import type { ServiceHost } from "../service-host.js";
import type { DestinationChoice } from "./choose-destination.js";
import { drawSize } from "./draw-size.js";
import type { Sender } from "./sender.js";
import type { TrafficPattern } from "./traffic-plan.js";

type RequestResponse = Extract<TrafficPattern, { kind: "request-response" }>;

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

/** One request and its answer: what failed on the way is in the events of the transfer or task, and counted. */
export function* exchange(
  host: ServiceHost,
  from: number,
  { pattern, sender, choice, random, compute }: Exchange,
): ProcessBody<void> {
  const { kernel, metrics } = host;
  const failures = metrics.counter("traffic.requestsFailed", { unit: "1" });
  const begun = kernel.now;
  const asked = sender.send(from, choice.of(from), drawSize(pattern.size, random));
  if (asked === undefined) return;
  const { to } = asked.request;
  // Drawn here, so that how long others take does not change who draws what.
  const responseBytes = drawSize(pattern.response, random);
  if (!(yield* asked).delivered) return failures.add();
  if (pattern.cpuSeconds !== undefined && compute?.resources(to) !== undefined) {
    const done = yield* compute.run(to, { cpuSeconds: pattern.cpuSeconds });
    if (!done.completed) return failures.add();
  } else if (pattern.processingNs > 0) {
    yield* kernel.sleep(pattern.processingNs / 1e9);
  }
  const answered = sender.send(to, from, responseBytes);
  if (answered === undefined || !(yield* answered).delivered) return failures.add();
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
