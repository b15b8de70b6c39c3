import type { NetworkGraph } from "../../routing/network-graph.js";
import { type GraphSpec, graphOf } from "./graphs.js";
import { treeByRules } from "./route-rules.js";

/** The network from a time on. */
export interface Epoch {
  readonly atMs: number;
  /** Pairs, lower id first. */
  readonly links: readonly (readonly [number, number])[];
}

interface Message {
  readonly arrivesMs: number;
  readonly news: number;
  readonly from: number;
  readonly to: number;
}

interface News {
  readonly link: string;
  readonly isUp: boolean;
  readonly ends: readonly [number, number];
  readonly learntMs: number[];
}

/**
 * How news of links travels and packets are forwarded, by handing on one message after another: a plain reading
 * of the description of `link-state`. Links keep their latency while they last and when they come back.
 */
export class Flooding {
  readonly #spec: Omit<GraphSpec, "edges">;
  readonly #nodeCount: number;
  readonly #latencyMs: (a: number, b: number) => number;
  readonly #delayMs: number;
  #links = new Map<string, readonly [number, number]>();
  readonly #initial = new Map<string, readonly [number, number]>();
  #news: News[] = [];
  #underWay: Message[] = [];
  #nowMs = 0;

  constructor(
    spec: Omit<GraphSpec, "edges">,
    latencyMs: (a: number, b: number) => number,
    delayMs: number,
    first: Epoch,
  ) {
    this.#spec = spec;
    this.#nodeCount = spec.satellites + (spec.ground ?? 0);
    this.#latencyMs = latencyMs;
    this.#delayMs = delayMs;
    for (const link of first.links) this.#links.set(link.join(), link);
    for (const [key, link] of this.#links) this.#initial.set(key, link);
  }

  change({ atMs, links }: Epoch): void {
    this.#deliverUntil(atMs);
    this.#nowMs = atMs;
    const before = this.#links;
    this.#links = new Map(links.map((link) => [link.join(), link]));
    this.#underWay = this.#underWay.filter(({ from, to }) => this.#links.has(keyOf(from, to)));
    // What is known over a link that comes up; news of this moment goes out further down.
    for (const [key, [a, b]] of this.#links) {
      if (before.has(key)) continue;
      for (const [news, { learntMs }] of this.#news.entries()) {
        if (learntMs[a] <= atMs) this.#send(news, a, b, atMs);
        if (learntMs[b] <= atMs) this.#send(news, b, a, atMs);
      }
    }
    for (const [key, ends] of new Map([...before, ...this.#links])) {
      if (before.has(key) === this.#links.has(key)) continue;
      const learntMs = new Array<number>(this.#nodeCount).fill(Number.POSITIVE_INFINITY);
      this.#news.push({ link: key, isUp: this.#links.has(key), ends: [ends[0], ends[1]], learntMs });
      for (const end of ends) this.#learn(this.#news.length - 1, end, atMs);
    }
    this.#settle();
  }

  advance(toMs: number): void {
    this.#nowMs = toMs;
  }

  /** The nodes that a packet passes, and whether it came to the target. */
  send(
    source: number,
    target: number,
    maxHops: number,
  ): { path: number[]; end: "arrived" | "loop" | "dropped" } {
    this.#deliverUntil(Number.POSITIVE_INFINITY);
    const path = [source];
    let timeMs = this.#nowMs;
    for (let node = source; node !== target; ) {
      if (path.length > maxHops) return { path, end: "loop" };
      const next = treeByRules(this.#believedBy(node, timeMs), target).nextHop[node];
      if (next < 0 || !this.#links.has(keyOf(node, next))) return { path, end: "dropped" };
      timeMs += this.#latencyMs(node, next);
      node = next;
      path.push(node);
    }
    return { path, end: "arrived" };
  }

  /** The network as it is. */
  graph(): NetworkGraph {
    return this.#graphOf(this.#links.values());
  }

  #believedBy(node: number, timeMs: number): NetworkGraph {
    const links = new Map(this.#initial);
    for (const { link, isUp, ends, learntMs } of this.#news) {
      if (learntMs[node] > timeMs) continue;
      if (isUp) links.set(link, ends);
      else links.delete(link);
    }
    return this.#graphOf(links.values());
  }

  #graphOf(links: Iterable<readonly [number, number]>): NetworkGraph {
    const edges = [...links].map(([a, b]) => ({ a, b, latencyMs: this.#latencyMs(a, b) }));
    return graphOf({ ...this.#spec, edges });
  }

  #relays(node: number): boolean {
    return node < this.#spec.satellites || this.#spec.groundRelay === true;
  }

  #deliverUntil(timeMs: number): void {
    for (;;) {
      const next = this.#underWay.reduce<Message | undefined>(
        (first, each) => (first === undefined || each.arrivesMs < first.arrivesMs ? each : first),
        undefined,
      );
      if (next === undefined || next.arrivesMs > timeMs) return;
      this.#underWay.splice(this.#underWay.indexOf(next), 1);
      this.#learn(next.news, next.to, next.arrivesMs);
    }
  }

  #learn(news: number, node: number, timeMs: number): void {
    const { learntMs, ends } = this.#news[news];
    if (learntMs[node] <= timeMs) return;
    learntMs[node] = timeMs;
    if (!this.#relays(node) && !ends.includes(node)) return;
    for (const [a, b] of this.#links.values()) {
      if (a === node) this.#send(news, node, b, timeMs);
      if (b === node) this.#send(news, node, a, timeMs);
    }
  }

  #send(news: number, from: number, to: number, timeMs: number): void {
    const { ends } = this.#news[news];
    if (!this.#relays(from) && !ends.includes(from)) return;
    const arrivesMs = timeMs + this.#latencyMs(from, to) + this.#delayMs;
    this.#underWay.push({ arrivesMs, news, from, to });
  }

  /** News that has nowhere to go becomes known to all. */
  #settle(): void {
    for (const [news, { learntMs }] of this.#news.entries()) {
      const goesOn = this.#underWay.some(
        (message) => message.news === news && learntMs[message.to] > this.#nowMs,
      );
      if (goesOn) continue;
      for (let node = 0; node < this.#nodeCount; node++)
        learntMs[node] = Math.min(learntMs[node], this.#nowMs);
    }
  }
}

function keyOf(a: number, b: number): string {
  return `${Math.min(a, b)},${Math.max(a, b)}`;
}
