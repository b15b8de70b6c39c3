import { didYouMean } from "../orbits/nearest-name.js";
import { describeValue } from "../orbits/schema-problems.js";
import type { LinkClass } from "./link-table.js";

/** What is worked out only for costs whose `reads` asks for it. */
export type CostInput = "utilisation" | "lifetime";

/** The longest `lifetime` that a cost is told, seconds: a link that lasts longer, or for ever, has this. */
export const LIFETIME_HORIZON_S = 3600;

/** The shortest, seconds: a link about to end, so that its inverse stays finite. */
export const SHORTEST_LIFETIME_S = 1e-3;

/** One direction of a link, as a cost function sees it. */
export interface CostedLink {
  /** Node ids, in the direction of travel. */
  readonly from: number;
  readonly to: number;
  readonly kind: LinkClass["kind"];
  /** 0 for a fixed link that is given by its latency. */
  readonly lengthKm: number;
  /** Propagation and hop delay. */
  readonly latencyMs: number;
  readonly bandwidthBps: number;
  /**
   * Share of the bandwidth in use in this direction, 0 to 1, as the mean over the time since the last tick. It is
   * taken at the start of each tick, as a link-state protocol advertises loads from time to time, and when something
   * goes down later within it; 0 in runs that move no bytes.
   *
   * @throws Error where the cost's `reads` does not name it
   */
  readonly utilisation: number;
  /**
   * Seconds for which the link may still exist, by the orbits and the rules of its entry (`World.linkLifetime`), or by
   * the schedule of a fixed link; 0.001 to 3,600, which stands for all that last longer.
   *
   * @throws Error where the cost's `reads` does not name it
   */
  readonly lifetime: number;
}

/** What routers minimise the sum of, where it is not latency. */
export interface LinkCost {
  readonly kind: "link-cost";
  readonly name: string;
  /** One line for lists of what is built in. */
  readonly description?: string;
  /** What `cost` reads beside the link itself; nothing of it is worked out for those who do not ask. */
  readonly reads?: readonly CostInput[];
  /**
   * Cost of travelling the link: a finite number of at least 0, the same for the same link. The argument is
   * one object that serves for all links: keep no reference to it.
   */
  cost(link: CostedLink): number;
}

/** A cost of one's own, to be named by `routing.cost` in a scenario. */
export function defineCost(cost: Omit<LinkCost, "kind">): LinkCost {
  return { ...cost, kind: "link-cost" };
}

/** Fewest links. */
const hops = defineCost({
  name: "hops",
  description: "the number of links",
  cost: () => 1,
});

/** Nanoseconds a bit takes to be sent: with OSPF's metric (RFC 2328, appendix C.3), wide links are cheap. */
const inverseBandwidth = defineCost({
  name: "inverse-bandwidth",
  description: "the sum of 1 / bandwidth over the links, in nanoseconds a bit",
  cost: ({ bandwidthBps }) => 1e9 / bandwidthBps,
});

const latency = defineCost({
  name: "latency",
  description: "propagation and hop delays",
  cost: ({ latencyMs }) => latencyMs,
});

/** Utilisation from which a link costs no more, so that a full one still has a price. */
const FULL = 0.99;

/**
 * Latency stretched by load: at none it is the latency, and it grows as delay does in an M/M/1 queue, by 1 / (1 - u)
 * (Bertsekas and Gallager, "Data Networks", 2nd ed., section 3.3; as the cost of a link in routing, section 5.4), up
 * to a hundred times the latency.
 */
const utilisation = defineCost({
  name: "utilisation",
  description: "latency / (1 - utilisation): ways around loaded links",
  reads: ["utilisation"],
  cost: (link) => link.latencyMs / (1 - Math.min(link.utilisation, FULL)),
});

/**
 * The sum of 1 / remaining lifetime: how often the links of a way break. Over many links the time until the first of
 * them breaks is close to exponential with that rate, whatever the distributions of the single lifetimes, so the least
 * sum is the way that is expected to last longest (La and Han, "Distribution of path durations in mobile ad hoc
 * networks and path selection", IEEE/ACM Transactions on Networking 15(5), 2007). The shortest lifetime of a way would
 * be no sum, and does not tell a way of one short-lived link from one of ten.
 */
const lifetime = defineCost({
  name: "lifetime",
  description: "the sum of 1 / remaining lifetime over the links, in 1/s: ways that last",
  reads: ["lifetime"],
  cost: (link) => 1 / link.lifetime,
});

/** By the name that scenarios use. */
export const builtInCosts: ReadonlyMap<string, LinkCost> = new Map(
  [latency, hops, inverseBandwidth, utilisation, lifetime].map((cost): [string, LinkCost] => [
    cost.name,
    cost,
  ]),
);

const INPUTS: readonly string[] = ["utilisation", "lifetime"] satisfies CostInput[];

/** What is wrong with the `reads` of a definition, which may come from plain JavaScript; undefined where nothing is. */
export function mistakeInReads({ reads }: { readonly reads?: unknown }): string | undefined {
  const expected = `expected reads as a list of ${INPUTS.join(", ")}`;
  if (reads === undefined) return undefined;
  if (!Array.isArray(reads)) return `${expected}; got ${describeValue(reads)}`;
  const unknown: unknown = reads.find((input) => !INPUTS.includes(input));
  if (unknown === undefined) return undefined;
  const near = typeof unknown === "string" ? didYouMean(unknown, INPUTS) : "";
  return `${expected}; got ${describeValue(unknown)}${near}`;
}
