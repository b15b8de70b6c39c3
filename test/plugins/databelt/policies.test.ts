import { describe, expect, test } from "vitest";
import { definePlugin } from "../../../index.js";
import { Serverless } from "../../../plugins/serverless/index.js";
import { record } from "../../support/run-small.js";
import { load } from "../../support/scenario-folder.js";
import { SMALL_LINE, smallLine } from "./small-line.js";

type Options = NonNullable<Parameters<typeof smallLine>[0]>;

/** Names of the holders that were decided on, and what ended as what. */
async function holders(options: Options, plugins: Parameters<typeof record>[1] = []) {
  const plan = await load(smallLine(options), SMALL_LINE);
  const { events, metrics } = await record(plan, plugins);
  const told = events.filter(({ kind }) => kind === "databelt.decision");
  return {
    names: told.map(({ data }) => plan.nodeNames.at(data.holder as number)),
    told: told.map(({ data }) => data),
    ends: events.filter(({ kind }) => kind === "workflow.end").map(({ data }) => data),
    puts: events
      .filter(({ kind, data }) => kind === "storage.op" && data.op === "put")
      .map(({ data }) => data),
    metric: (name: string) => metrics.findLast(({ metric }) => metric === name)?.value ?? 0,
  };
}

describe("the policy databelt", () => {
  test("writes two hops ahead, as the SLO of 100 ms allows, and says so", async () => {
    const { names, told, puts, metric } = await holders({});
    expect(names).toEqual(["S3"]);
    expect(told[0]).toMatchObject({ keys: ["state"], policy: "databelt", expectedMs: 72, sloMs: 100 });
    // By the network: there and the acknowledgement back, at 80 Mbit/s.
    expect(puts[0]?.seconds).toBeCloseTo(0.06 + (1.024e6 * 8) / 80e6, 6);
    expect(metric("databelt.decisions.databelt")).toBe(1);
    expect(metric("databelt.slo-violations.databelt")).toBe(0);
  });

  test("goes by the workflow's own SLO where it has one", async () => {
    expect((await holders({ slo: "{ migration: 42 ms }" })).names).toEqual(["S2"]);
    expect((await holders({ slo: "{ migration: 1 s }" })).names).toEqual(["cloud"]);
    const stays = await holders({ slo: "{ migration: 0 ms }" });
    expect(stays.names).toEqual(["S1"]);
    expect(stays.metric("databelt.stays.databelt")).toBe(1);
    expect(stays.ends[0]).toMatchObject({ outcome: "completed" });
  });

  test("passes over a node without room", async () => {
    const storage = "[{ for: [S1, S2, cloud] }, { for: S3, capacity: 1 MB }]";
    expect((await holders({ storage })).names).toEqual(["S2"]);
  });

  test("takes time to decide, unless told otherwise", async () => {
    const [slow, fast] = [await holders({}), await holders({ databelt: "{ decisionDelay: false }" })];
    expect((slow.ends[0]?.seconds as number) - (fast.ends[0]?.seconds as number)).toBeCloseTo(0.001, 9);
  });
});

describe("the baselines", () => {
  const many = "[{ workflow: flow, count: 400, over: 50 s }]";
  const shares = (names: readonly string[]) =>
    ["S1", "S2", "S3", "cloud"].map((name) => names.filter((each) => each === name).length / names.length);

  test("random draws every node with a store as often as any other", async () => {
    const { names } = await holders({ policy: "random", invocations: many });
    expect(names).toHaveLength(400);
    // Four standard deviations of a share of 1/4 over 400.
    for (const share of shares(names)) expect(Math.abs(share - 0.25)).toBeLessThan(0.087);
  });

  test("random draws among given hosts, tiers, or the nodes on the way", async () => {
    const of = async (databelt: string) =>
      shares((await holders({ policy: "random", invocations: many, databelt })).names);
    expect((await of("{ random: { hosts: [S2, cloud] } }")).map((share) => share > 0)).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect((await of("{ random: { hosts: [space] } }"))[3]).toBe(0);
    for (const share of await of("{ random: { over: path } }"))
      expect(Math.abs(share - 0.25)).toBeLessThan(0.087);
  });

  test("stateless writes to the destination, or to the given node, and breaks the SLO by the same reckoning", async () => {
    const { names, metric } = await holders({ policy: "stateless" });
    expect(names).toEqual(["cloud"]);
    expect(metric("databelt.slo-violations.stateless")).toBe(1);
    expect((await holders({ policy: "stateless", databelt: "{ stateless: { node: S2 } }" })).names).toEqual([
      "S2",
    ]);
  });
});

test("a fourth policy is a plugin of a few lines", async () => {
  const nextDoor = definePlugin({
    name: "next-door",
    needs: ["serverless"],
    setup(sim) {
      sim.service(Serverless).addStatePolicy({
        name: "next-door",
        // biome-ignore lint/correctness/useYield: a decision that takes no time
        *holderOf({ source }) {
          const { offsets, heads } = sim.world.graph;
          return offsets[source] < offsets[source + 1] ? heads[offsets[source]] : undefined;
        },
      });
    },
  });
  const { puts } = await holders({ policy: "next-door" }, [{ plugin: nextDoor }]);
  expect(puts.map(({ holder }) => holder)).toEqual([1]);
});
