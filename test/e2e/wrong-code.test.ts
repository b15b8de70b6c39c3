import { describe, expect, test } from "vitest";
import { defineLinkProtocol, definePlugin, LinkList, type SimPlugin } from "../../index.js";
import { checkRoute } from "../../sim/host/check-route.js";
import { Simulation } from "../../sim/simulation.js";
import { smallPlan } from "../support/plans.js";

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
    [{ reachable: true, path: [1], hops: 0, latencyMs: 1, bottleneckBps: 1 }, "no path from 1 to 2"],
    [{ reachable: true, path: [1, 2], hops: 1, latencyMs: Number.NaN, bottleneckBps: 1 }, "latencyMs of NaN"],
    [
      { reachable: true, path: [1, 2], hops: 2, latencyMs: 1, bottleneckBps: 1 },
      "2 hops for a path of 2 nodes",
    ],
    [undefined, "gave no { reachable"],
  ])("a router's answer %j is refused", (answer, message) => {
    expect(() => checkRoute(answer as never, 1, 2)).toThrow(message);
  });

  test("definitions keep their kind whatever they are given", () => {
    const protocol = defineLinkProtocol({ name: "x", setup: () => () => {} });
    expect(protocol.kind).toBe("link-protocol");
  });
});
