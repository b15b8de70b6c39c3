import { describe, expect, test } from "vitest";
import { defineLinkProtocol, definePlugin, LinkList, routeAlong, type SimPlugin } from "../../index.js";
import { GraphBuilder } from "../../routing/graph-builder.js";
import { checkRoute } from "../../sim/host/check-route.js";
import { Simulation } from "../../sim/simulation.js";
import { nodeTable } from "../support/circular-orbits.js";
import { smallPlan } from "../support/plans.js";

const STAR = new GraphBuilder().build(
  {
    islCount: 0,
    gslCount: 0,
    fixedCount: 2,
    count: 2,
    a: Uint32Array.of(0, 0),
    b: Uint32Array.of(1, 2),
    lengthKm: Float64Array.of(0, 0),
    linkClass: Uint16Array.of(0, 0),
    fixedLatencyMs: Float64Array.of(3, 4),
  },
  [{ kind: "fixed", bandwidthBps: 1e9, hopDelayMs: 0 }],
  new Uint8Array(3).fill(1),
  nodeTable(1, 2),
  { groundRelay: false, cost: "latency" },
);

async function run(plugin: SimPlugin): Promise<void> {
  const simulation = await Simulation.create(await smallPlan(), { plugins: [{ plugin }] });
  await simulation.run();
}

describe("code that is not what it should be", () => {
  test("an async handler is refused with its plugin and time, and its own failure ends nothing", async () => {
    const plugin = definePlugin({
      name: "late",
      setup(sim) {
        sim.on("tick", (async () => {
          throw new Error("lost");
        }) as () => void);
      },
    });
    await expect(run(plugin)).rejects.toThrow(
      /plugin "late" failed at 0 s: .*must be synchronous.*sim\.process/,
    );
  });

  test.each([
    [{ name: "" }, 'a sim-plugin needs a name: expected a text that is not empty, got ""'],
    [{ setup: undefined }, 'sim-plugin "named" needs setup: expected a function, got nothing'],
  ])("a plugin handed over with %j is refused", async (wrong, message) => {
    const plugin = { ...definePlugin({ name: "named", setup() {} }), ...wrong } as SimPlugin;
    await expect(run(plugin)).rejects.toThrow(message);
  });

  test("event data that JSON cannot hold names its plugin", async () => {
    const plugin = definePlugin({
      name: "nan",
      setup: (sim) => void sim.on("tick", () => sim.emit("x", "y", { value: Number.NaN })),
    });
    await expect(run(plugin)).rejects.toThrow(/plugin "nan" failed at 0 s: .*value.*NaN/);
  });

  test("event data is recorded as it was", async () => {
    const seen: string[] = [];
    const plugin = definePlugin({
      name: "mutable",
      setup(sim) {
        const data = { count: 1 };
        sim.on("x", (event) => void seen.push(event.dataJson));
        sim.on("start", () => {
          sim.emit("x", "y", data);
          data.count = 2;
        });
      },
    });
    await run(plugin);
    expect(seen).toEqual(['{"count":1}']);
  });

  test("a plugin handed over that fails in set-up is named", async () => {
    const plugin = definePlugin({
      name: "broken",
      setup() {
        throw new Error("no disk");
      },
    });
    await expect(run(plugin)).rejects.toThrow(/plugin "broken" failed at 0 s while it was set up: no disk/);
  });

  test.each([
    [[1, undefined], "got 1 and undefined"],
    [[3.7, 2], "got 3.7 and 2"],
    [[7, 2 ** 32 + 9], "expected two node ids"],
  ])("a link list takes no %j", (ends, message) => {
    const list = new LinkList();
    expect(() => list.add(...(ends as [number, number]))).toThrow(message);
  });

  test.each([
    [{ reachable: false, reason: "no-path" }, 'the reason "no-path"'],
    [undefined, "gave neither"],
    [{ path: [1] }, "gave neither"],
    [{ reachable: true, path: [2, 1], hops: 1 }, "no path from 1 to 2"],
    [{ reachable: true, path: [1, 2], hops: 1 }, "no link from 1 to 2"],
    [{ reachable: true, path: [1, 0, 2], hops: 1 }, "1 hops for a path of 3 nodes"],
    [{ reachable: true, path: [1, 0, 2], hops: 2, latencyMs: Number.NaN }, "latencyMs of NaN"],
    [
      { reachable: true, path: [1, 0, 2], hops: 2, latencyMs: 5 },
      "latencyMs of 5 for a path whose links take 7 ms",
    ],
    [{ reachable: true, path: [1, 0, 2], hops: 2, latencyMs: 7, bottleneckBps: 1 }, "bottleneckBps of 1"],
  ])("a router's answer %j is refused", (answer, message) => {
    // Sites 1 and 2 on either side of satellite 0.
    expect(() => checkRoute(STAR, answer as never, 1, 2)).toThrow(message);
  });

  test("a router's answer that agrees with the network is taken", () => {
    const route = routeAlong(STAR, [1, 0, 2]);
    expect(route).toEqual({ reachable: true, path: [1, 0, 2], hops: 2, latencyMs: 7, bottleneckBps: 1e9 });
    expect(checkRoute(STAR, route, 1, 2)).toBe(route);
  });

  test("a path through a site that does not relay is refused", () => {
    expect(() => routeAlong(STAR, [0, 1, 0])).toThrow("node 1 is on the way, but does not relay");
  });

  test("definitions keep their kind whatever they are given", () => {
    const protocol = defineLinkProtocol({ name: "x", setup: () => () => {} });
    expect(protocol.kind).toBe("link-protocol");
  });
});
