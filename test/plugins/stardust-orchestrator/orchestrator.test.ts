import { describe, expect, test } from "vitest";
import type { PluginSim } from "../../../index.js";
import { data, deploy, task } from "./deploy.js";

/** How far the nodes of all bounds are, by asking for each route; bounds are those of the events. */
function boundsKept(
  sim: PluginSim,
  sourceOf: (service: string) => number | undefined,
): { service: string; latencyMs: number }[] {
  return sim.compute.placements().flatMap(({ node, service }) => {
    const source = sourceOf(service.name);
    if (source === undefined) return [];
    const route = sim.world.route(source, node);
    return [
      { service: service.name, latencyMs: route.reachable ? route.latencyMs : Number.POSITIVE_INFINITY },
    ];
  });
}

describe("rescheduling", () => {
  const near = { tasks: [task("near", { from: "Tokyo", maxLatency: "8 ms", tiers: ["space"] })] };

  /** Ticks at which the task was further away than its bound, as seen from outside. */
  async function ticksBeyond(reschedule: boolean) {
    const beyond: number[] = [];
    let kept = 0;
    const run = await deploy(
      { ...near, reschedule },
      {
        changes: ["time.duration=20 min"],
        watch: (sim) =>
          sim.on("tick", ({ tick }) => {
            for (const { latencyMs } of boundsKept(sim, () => sim.world.siteId("Tokyo"))) {
              if (latencyMs > 8) beyond.push(tick);
              else kept++;
            }
          }),
      },
    );
    return { ...run, beyond, kept };
  }

  test("keeps a task within its bound while satellites move on", async () => {
    const { beyond, kept, metric, told } = await ticksBeyond(true);
    expect(kept).toBeGreaterThan(100);
    expect(metric("stardust.rescheduled")).toBeGreaterThan(2);
    // Now and then there is no satellite within the bound at all; that is counted, and told of.
    expect(beyond).toHaveLength(metric("stardust.violations"));
    expect(data(told, "placement.none").every(({ reason }) => reason === "out-of-bound")).toBe(true);
    expect(beyond.length).toBeLessThan(0.2 * kept);
  });

  test("is what keeps it there: without, the bound is broken most of the time (guard)", async () => {
    const [without, with_] = [await ticksBeyond(false), await ticksBeyond(true)];
    expect(without.metric("stardust.rescheduled")).toBe(0);
    expect(without.beyond).toHaveLength(without.metric("stardust.violations"));
    expect(without.beyond.length).toBeGreaterThan(5 * (with_.beyond.length + 1));
  });

  test("brings back what was lost with its node", async () => {
    const { told, metric } = await deploy(near, {
      watch: (sim) =>
        sim.schedule({ at: 5 }, () => {
          for (const { node } of sim.compute.placements()) sim.setNodeUsable(node, false);
        }),
    });
    const [first] = data(told, "placement.made");
    const moved = data(told, "placement.moved").find(({ because }) => because === "lost");
    expect(moved).toMatchObject({ service: "near", from: null });
    expect(moved?.node).not.toBe(first?.node);
    expect(metric("stardust.tasks.placed")).toBe(1);
  });
});

describe("placement", () => {
  const burst = {
    workflows: [
      {
        name: "flow",
        from: ["Tokyo", "Delhi"],
        count: 20,
        times: 3,
        every: "40 s",
        tasks: [
          // Not in the order in which they are placed.
          task("c", { after: "b", maxLatency: "20 ms", cores: 4 }),
          task("a", { maxLatency: "30 ms", memory: "4 GB" }),
          task("b", { after: "a", maxLatency: "25 ms", cores: 2 }),
        ],
      },
    ],
  };

  test.each(["random", "nearest"])("keeps every bound and every node's resources (%s)", async (policy) => {
    let checked = 0;
    const { told, metric } = await deploy(
      { ...burst, policy },
      {
        watch: (sim) => {
          const made = new Map<string, number>();
          sim.on("placement.made", (event) => {
            const { service, node, latencyMs, maxLatencyMs } = event.data as {
              service: string;
              node: number;
              latencyMs: number;
              maxLatencyMs: number;
            };
            const before = { a: undefined, b: "a", c: "b" }[service.slice(-1)];
            const upstream = before === undefined ? undefined : made.get(service.replace(/.$/, before));
            made.set(service, node);
            if (upstream !== undefined) {
              const route = sim.world.route(upstream, node);
              expect(route).toMatchObject({ reachable: true });
              if (route.reachable) expect(route.latencyMs).toBeCloseTo(latencyMs, 9);
              checked++;
            }
            expect(latencyMs).toBeLessThanOrEqual(maxLatencyMs);
            const free = sim.compute.free(node);
            expect(free?.cores).toBeGreaterThanOrEqual(0);
            expect(free?.memoryMb).toBeGreaterThanOrEqual(0);
          });
        },
      },
    );
    const placed = metric("stardust.workflows.placed");
    expect(placed + metric("stardust.workflows.refused")).toBe(60);
    expect(placed).toBeGreaterThan(20);
    expect(checked).toBeGreaterThanOrEqual(2 * placed);
    expect(data(told, "placement.none").length).toBeGreaterThanOrEqual(metric("stardust.workflows.refused"));
  });

  test("by nearest takes the nearest node that has room, the lowest id among equals", async () => {
    let compared = 0;
    await deploy(
      {
        policy: "nearest",
        tasks: [task("t", { from: "Tokyo", maxLatency: "1 s", count: 40, cores: 5, memory: "0 B" })],
      },
      {
        watch: (sim) => {
          // As it was before each: three of 5 cores fit into 16, twelve into 64.
          const used = new Map<number, number>();
          sim.on("placement.made", ({ data: { node } }) => {
            const [best] = sim.compute
              .hosts()
              .filter((host) => (used.get(host) ?? 0) < (host < 96 ? 3 : 12))
              .map((host) => ({ host, route: sim.world.route(sim.world.siteId("Tokyo"), host) }))
              .flatMap(({ host, route }) => (route.reachable ? [{ host, latencyMs: route.latencyMs }] : []))
              .sort((a, b) => a.latencyMs - b.latencyMs || a.host - b.host);
            expect(node).toBe(best?.host);
            used.set(node as number, (used.get(node as number) ?? 0) + 1);
            compared++;
          });
        },
      },
    );
    expect(compared).toBe(40);
  });

  test("by random reaches every node within the bound, and no other", async () => {
    const within = new Set<number>();
    const { told } = await deploy(
      { tasks: [task("t", { from: "Tokyo", maxLatency: "35 ms", count: 400, cores: 0, memory: "0 B" })] },
      {
        changes: ["time.duration=10 s"],
        watch: (sim) => {
          sim.on("tick", (world) => {
            for (const host of sim.compute.hosts()) {
              const route = world.route(world.siteId("Tokyo"), host);
              if (route.reachable && route.latencyMs <= 35) within.add(host);
            }
          });
        },
      },
    );
    const nodes = data(told, "placement.made").map(({ node }) => node as number);
    expect(nodes).toHaveLength(400);
    expect(new Set(nodes)).toEqual(within);
    expect(within.size).toBeGreaterThan(10);
    // Each as likely: chi squared below its 99.9 % quantile (Wilson and Hilferty 1931).
    const expected = 400 / within.size;
    const counts = [...within].map((host) => nodes.filter((node) => node === host).length);
    const chi = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    const degrees = within.size - 1;
    const cube = 1 - 2 / (9 * degrees) + 3.09 * Math.sqrt(2 / (9 * degrees));
    expect(chi).toBeLessThan(degrees * cube ** 3);
  });

  test("puts replicas on nodes of their own, and binds tasks to the nearest of them", async () => {
    const { told } = await deploy({
      policy: "nearest",
      services: [{ name: "http", replicas: 3, near: "Tokyo", cores: 1, memory: "1 GB" }],
      tasks: [task("client", { upstream: "http", maxLatency: "1 s", at: "1 s" })],
    });
    const made = data(told, "placement.made");
    expect(new Set(made.slice(0, 3).map(({ node }) => node)).size).toBe(3);
    // On one of the replicas' own nodes.
    expect(made[3]).toMatchObject({ service: "client", latencyMs: 0 });
  });
});

describe("no placement", () => {
  test("is told with its reason, and ends", async () => {
    const { told, metric } = await deploy({
      tasks: [
        task("near", { from: "Tokyo", maxLatency: "0.5 ms", tiers: ["space"] }),
        task("alone", { from: "Tokyo", maxLatency: "1 s", tiers: ["space"], at: "1 s" }),
        task("full", { from: "Tokyo", maxLatency: "1 s", count: 12, cores: 60 }),
      ],
      services: [{ name: "s", replicas: 96, cores: 16, memory: "1 GB", tiers: ["space"], at: "0.5 s" }],
    });
    expect(
      told
        .filter(({ kind }) => kind === "placement.none")
        .map(({ subject, data: { reason, detail } }) => [subject, reason, detail]),
    ).toEqual([
      [
        "near",
        "out-of-bound",
        expect.stringMatching(
          /^96 of 96 nodes have room; the nearest is \d+\.\d+ ms away, and the bound is 0.5 ms$/,
        ),
      ],
      ["full-11", expect.stringMatching(/no-room|unreachable/), expect.any(String)],
      ["full-12", expect.stringMatching(/no-room|unreachable/), expect.any(String)],
      ["alone", "no-room", "none of 96 nodes has enough free"],
    ]);
    expect(metric("stardust.tasks.refused")).toBe(4);
  });

  test("takes away what was placed of a workflow before", async () => {
    const { told, metric } = await deploy(
      {
        workflows: [
          {
            name: "w",
            from: "Tokyo",
            tasks: [
              task("a", { maxLatency: "1 s" }),
              task("b", { after: "a", maxLatency: "1 us", tiers: ["edge"] }),
              task("c", { after: "b", maxLatency: "1 us", tiers: ["space"] }),
            ],
          },
        ],
      },
      { watch: (sim) => sim.on("end", () => expect(sim.compute.placements()).toEqual([])) },
    );
    expect(data(told, "placement.none")).toMatchObject([{ reason: "out-of-bound" }]);
    expect(metric("stardust.workflows.refused")).toBe(1);
    expect(metric("stardust.workflows.placed")).toBe(0);
  });

  test("what lasts only so long makes room for what comes later", async () => {
    const { told } = await deploy({
      tasks: [
        task("t", {
          from: "Tokyo",
          maxLatency: "1 s",
          times: 3,
          every: "30 s",
          cores: 64,
          lasts: "20 s",
          tiers: ["edge"],
        }),
      ],
    });
    expect(
      told
        .map(({ kind, subject, time }) => [kind, subject, time])
        .filter(([kind]) => kind !== "placement.moved"),
    ).toEqual([
      ["placement.made", "t-1", 0],
      ["placement.end", "t-1", 20],
      ["placement.made", "t-2", 30],
      ["placement.end", "t-2", 50],
      ["placement.made", "t-3", 60],
      ["placement.end", "t-3", 80],
    ]);
  });
});
