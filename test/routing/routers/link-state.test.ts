import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { RouterInstance } from "../../../routing/router.js";
import { dijkstra, linkState } from "../../../routing/routers/index.js";
import { type Epoch, Flooding } from "../../support/flooding.js";
import { type Edge, graphOf } from "../../support/graphs.js";
import { STARLINK_1, shellNetwork } from "../../support/shell-network.js";

function routerOf(config: { delay?: string; maxHops?: number } = {}): RouterInstance {
  return linkState.setup({ config: linkState.config?.parse(config) as never });
}

function outcome(router: RouterInstance, source: number, target: number, atMs: number): string {
  router.advance?.(atMs * 1e6);
  const route = router.route(source, target);
  return route.reachable ? route.path.join("-") : route.reason;
}

/** Six satellites in a ring, links of 1 ms. */
const RING: Edge[] = Array.from({ length: 6 }, (_, a) => ({ a, b: (a + 1) % 6, latencyMs: 1 }));

describe("link-state", () => {
  it("routes as dijkstra does while nothing changes", () => {
    const graph = graphOf({ satellites: 6, edges: RING });
    const [ours, theirs] = [routerOf(), dijkstra.setup({ config: {} })];
    for (const timeNs of [0, 10e9]) {
      ours.update(graph, timeNs);
      theirs.update(graph);
      for (let i = 0; i < 36; i++) {
        expect(ours.route(i % 6, Math.floor(i / 6))).toEqual(theirs.route(i % 6, Math.floor(i / 6)));
      }
    }
  });

  it("sends packets back and forth until those that they come to have learned of a link that went", () => {
    const router = routerOf({ delay: "10 ms" });
    router.update(graphOf({ satellites: 6, edges: RING }), 0);
    expect(outcome(router, 0, 3, 50)).toBe("0-1-2-3");
    router.update(graphOf({ satellites: 6, edges: RING.filter(({ a }) => a !== 2) }), 100e6);
    // 2 knows at once, 1 after 1 + 10 ms, 0 after 22 ms.
    const there = outcome(router, 0, 3, 100);
    expect(there).toMatch(/^0-1-2-1-2-/);
    expect(there).toMatch(/-0-1-0-5-4-3$/);
    const route = router.route(0, 3);
    // At 1 from the 11th ms on it goes to 0, and at 0 from the 22nd to 5.
    expect(route).toMatchObject({ reachable: true, latencyMs: 25, hops: 25 });
    expect(outcome(router, 0, 3, 110.5)).toMatch(/^0-1-0-1-0-/);
    expect(outcome(router, 0, 3, 121.9)).toBe("0-1-0-5-4-3");
    expect(outcome(router, 0, 3, 122)).toBe("0-5-4-3");
    // 4 and 5 need not know: it is not on their way.
    expect(outcome(router, 4, 3, 100)).toBe("4-3");
  });

  it("gives a packet up after so many links: a loop", () => {
    const router = routerOf({ delay: "1 s", maxHops: 40 });
    router.update(graphOf({ satellites: 6, edges: RING }), 0);
    router.update(graphOf({ satellites: 6, edges: RING.filter(({ a }) => a !== 2) }), 1e9);
    expect(outcome(router, 0, 3, 1000)).toBe("loop");
    expect(outcome(router, 0, 3, 5000)).toBe("0-5-4-3");
  });

  it("drops packets at a satellite that has handed its site over and does not know to whom", () => {
    const edges = RING.slice(0, 5);
    const site = (b: number): Edge => ({ a: b, b: 6, latencyMs: 2 });
    const router = routerOf({ delay: "10 ms" });
    router.update(graphOf({ satellites: 6, ground: 1, edges: [...edges, site(2)] }), 0);
    expect(outcome(router, 0, 6, 10)).toBe("0-1-2-6");
    router.update(graphOf({ satellites: 6, ground: 1, edges: [...edges, site(3)] }), 100e6);
    expect(outcome(router, 0, 6, 100)).toBe("dropped");
    expect(outcome(router, 0, 6, 108.9)).toBe("dropped");
    // 2 learns of the new link at 111; a packet that leaves at 109 is there then.
    expect(outcome(router, 0, 6, 109)).toBe("0-1-2-3-6");
    // 4 still aims for 2, but its packets pass 3.
    expect(outcome(router, 4, 6, 100)).toBe("4-3-6");
  });

  it("does not call a packet dropped that had nowhere to go", () => {
    const router = routerOf();
    router.update(graphOf({ satellites: 4, edges: RING.slice(0, 3) }), 0);
    const parted = RING.slice(0, 3).filter(({ a }) => a !== 1);
    router.update(graphOf({ satellites: 4, edges: parted }), 1e9);
    expect(outcome(router, 0, 3, 1000)).toBe("disconnected");
    router.update(graphOf({ satellites: 4, edges: parted.slice(1) }), 2e9);
    expect(outcome(router, 0, 3, 2000)).toBe("source-isolated");
  });

  it("knows what it would by handing on one message after another", () => {
    let lost = 0;
    const history = fc.record({
      satellites: fc.integer({ min: 2, max: 7 }),
      ground: fc.integer({ min: 0, max: 2 }),
      groundRelay: fc.boolean(),
      pairs: fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 2, maxLength: 14 }),
      epochs: fc.array(fc.record({ lastsMs: fc.integer({ min: 1, max: 60 }), gone: fc.nat() }), {
        minLength: 1,
        maxLength: 5,
      }),
      delayMs: fc.integer({ min: 0, max: 12 }),
      askedMs: fc.integer({ min: 0, max: 80 }),
    });
    fc.assert(
      fc.property(history, ({ satellites, ground, groundRelay, pairs, epochs, delayMs, askedMs }) => {
        const spec = { satellites, ground, groundRelay };
        const count = satellites + ground;
        // Not whole, so that no two things happen at one instant.
        const latencyMs = (a: number, b: number) => 1 + ((a * b * 37 + (a + b) * 101) % 89) / 7.3;
        const all = new Map(
          pairs
            .map(([a, b]): [number, number] => [a % count, b % count])
            .filter(([a, b]) => a !== b)
            .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)])
            .map((pair) => [pair.join(), pair]),
        );
        let atMs = 0;
        const history: Epoch[] = epochs.map(({ lastsMs, gone }) => {
          const links = [...all.values()].filter((_, i) => ((gone >> i) & 1) === 0);
          const epoch = { atMs, links };
          atMs += lastsMs;
          return epoch;
        });
        const oracle = new Flooding(spec, latencyMs, delayMs, history[0]);
        const router = routerOf({ delay: `${delayMs} ms`, maxHops: 30 });
        for (const [i, epoch] of history.entries()) {
          if (i > 0) oracle.change(epoch);
          router.update(oracle.graph(), epoch.atMs * 1e6);
        }
        const nowMs = history[history.length - 1].atMs + askedMs;
        oracle.advance(nowMs);
        for (let source = 0; source < count; source++) {
          for (let target = 0; target < count; target++) {
            router.advance?.(nowMs * 1e6);
            const route = router.route(source, target);
            if (!route.reachable && route.reason !== "dropped" && route.reason !== "loop") continue;
            const { path, end } = oracle.send(source, target, 30);
            if (route.reachable) expect({ path: route.path, end: "arrived" }).toEqual({ path, end });
            else expect(route.reason).toBe(end);
            if (end !== "arrived") lost++;
          }
        }
      }),
      { numRuns: 300 },
    );
    expect(lost).toBeGreaterThan(20);
  });

  it("loses packets at handovers of a shell with 60 sites, and loses none once all have learned", () => {
    const network = shellNetwork(STARLINK_1, 60);
    const router = routerOf();
    const lost = { at: 0, later: 0 };
    let asked = 0;
    for (let tick = 0; tick < 6; tick++) {
      const graph = network(15 * tick);
      router.update(graph, 15e9 * tick);
      const reference = dijkstra.setup({ config: {} });
      reference.update(graph);
      for (const when of ["at", "later"] as const) {
        router.advance?.(15e9 * tick + (when === "at" ? 0 : 14e9));
        for (let pair = 0; pair < 240; pair++) {
          const [source, target] = [1584 + (pair % 60), 1584 + ((pair * 7 + 13) % 60)];
          const [route, expected] = [router.route(source, target), reference.route(source, target)];
          asked++;
          if (when === "later") expect(route).toEqual(expected);
          if (!route.reachable && (route.reason === "dropped" || route.reason === "loop")) lost[when]++;
        }
      }
    }
    expect(asked).toBe(6 * 2 * 240);
    expect(lost.later).toBe(0);
    expect(lost.at).toBeGreaterThan(10);
    expect(lost.at).toBeLessThan(6 * 240);
  });
});
