/** The door of `sim/services/traffic`: who sends what to whom. */
import type { RandomStream } from "../../kernel/index.js";
import { toNs } from "../../kernel/index.js";
import type { ComputeService } from "../compute/index.js";
import type { NetworkService } from "../network/index.js";
import type { ServiceHost } from "../service-host.js";
import { DestinationChoice } from "./choose-destination.js";
import { drawSize } from "./draw-size.js";
import { exchange, user } from "./request-response.js";
import { Sender } from "./sender.js";
import type { TrafficPattern, TrafficPlan, TrafficSource } from "./traffic-plan.js";

export type { RequestEnd, RequestOutcome, RequestWork } from "./request-response.js";

/** Puts the scenario's traffic on the agenda of a run; each entry draws from a stream of random numbers of its own. */
export function startTraffic(
  host: ServiceHost,
  { sources }: TrafficPlan,
  services: { readonly network: NetworkService; readonly compute?: ComputeService },
): void {
  for (const [i, source] of sources.entries()) {
    start({
      host,
      source,
      random: host.random(`traffic.${i}`),
      sender: new Sender(host, services.network, source),
      ...(services.compute && { compute: services.compute }),
    });
  }
}

/** What starting one entry needs. */
interface Start {
  readonly host: ServiceHost;
  readonly source: TrafficSource;
  readonly random: RandomStream;
  readonly sender: Sender;
  readonly compute?: ComputeService;
}

function start({ host, source, random, sender, compute }: Start): void {
  const { fromNs, pattern } = source;
  const { kernel } = host;
  const at = (timeNs: number, callback: () => void): void => {
    if (timeNs < source.toNs) kernel.schedule({ atNs: timeNs }, callback);
  };
  switch (pattern.kind) {
    case "constant": {
      const choice = new DestinationChoice(host, pattern.to, random);
      for (const from of pattern.from) {
        const send = (): void => {
          sender.send(from, choice.of(from), drawSize(pattern.size, random));
          at(kernel.nowNs + pattern.everyNs, send);
        };
        at(fromNs, send);
      }
      break;
    }
    case "poisson": {
      const choice = new DestinationChoice(host, pattern.to, random);
      poisson(at, kernel, fromNs, pattern.from.length * pattern.perSecond, random, () => {
        const from = pattern.from[random.int(pattern.from.length)] as number;
        sender.send(from, choice.of(from), drawSize(pattern.size, random));
      });
      break;
    }
    case "on-off":
      startOnOff({ host, source, random, sender }, pattern);
      break;
    case "pairs":
      poisson(at, kernel, fromNs, pattern.perSecond, random, () => {
        const pair = firstAbove(pattern.cumulative, random.next());
        sender.send(pattern.from[pair] as number, pattern.to[pair], drawSize(pattern.size, random));
      });
      break;
    case "request-response": {
      const shared = {
        pattern,
        sender,
        random,
        choice: new DestinationChoice(host, pattern.to, random),
        isOn: () => kernel.nowNs < source.toNs,
        ...(compute && { compute }),
      };
      const { arrivals } = pattern;
      if (arrivals.kind === "open") {
        poisson(at, kernel, fromNs, pattern.from.length * arrivals.perSecond, random, () => {
          const from = pattern.from[random.int(pattern.from.length)] as number;
          kernel.process(exchange(host, from, shared), { name: source.purpose });
        });
        break;
      }
      at(fromNs, () => {
        for (const from of pattern.from) {
          for (let i = 0; i < arrivals.users; i++) {
            kernel.process(user(host, from, arrivals.thinkSeconds, shared), { name: source.purpose });
          }
        }
      });
      break;
    }
    case "trace":
      for (const { timeNs, from, to, sizeBytes } of pattern.transfers) {
        if (timeNs >= fromNs) at(timeNs, () => sender.send(from, to, sizeBytes));
      }
  }
}

type At = (timeNs: number, callback: () => void) => void;

/** Calls back at the instants of a Poisson process; the sum of independent ones is one with the sum of their rates. */
function poisson(
  at: At,
  kernel: ServiceHost["kernel"],
  fromNs: number,
  perSecond: number,
  random: RandomStream,
  callback: () => void,
): void {
  if (perSecond === 0) return;
  const gapNs = () => toNs(random.exponential(1 / perSecond));
  const happen = (): void => {
    callback();
    at(kernel.nowNs + gapNs(), happen);
  };
  at(fromNs + gapNs(), happen);
}

function startOnOff(
  { host, source: { fromNs, toNs: endNs }, random, sender }: Start,
  pattern: Extract<TrafficPattern, { kind: "on-off" }>,
): void {
  const { kernel } = host;
  const choice = new DestinationChoice(host, pattern.to, random);
  for (const from of pattern.from) {
    kernel.schedule({ atNs: fromNs }, () =>
      kernel.process(function* onOff() {
        for (;;) {
          yield* kernel.sleep(random.exponential(pattern.offSeconds));
          const untilNs = kernel.nowNs + toNs(random.exponential(pattern.onSeconds));
          for (let nextNs = kernel.nowNs; nextNs < untilNs; nextNs += pattern.everyNs) {
            yield* kernel.sleep((nextNs - kernel.nowNs) / 1e9);
            if (kernel.nowNs >= endNs) return;
            sender.send(from, choice.of(from), drawSize(pattern.size, random));
          }
          yield* kernel.sleep(Math.max(0, untilNs - kernel.nowNs) / 1e9);
        }
      }),
    );
  }
}

/** Place of the first value above `x` in ascending values, of which the last is 1. */
function firstAbove(values: Float64Array, x: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) > x) high = middle;
    else low = middle + 1;
  }
  return low;
}
