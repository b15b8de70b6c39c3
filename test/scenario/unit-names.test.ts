import { describe, expect, test } from "vitest";
import { smallPlan } from "../support/plans.js";

async function resolved(part: "traffic" | "faults", item: string): Promise<unknown> {
  const plan = await smallPlan(`${part}=[${item}]`);
  return (plan.resolved as Record<string, readonly unknown[]>)[part]?.[0];
}

describe("the resolved scenario names the unit of", () => {
  test("times, sizes and rates of traffic: bits or events a second", async () => {
    const common = { startSeconds: 0, priority: 0 };
    expect(
      await resolved("traffic", "{ constant: { from: Tokyo, to: Delhi, size: 1 MB, rate: 2 Mbps } }"),
    ).toEqual({
      constant: { from: "Tokyo", to: "Delhi", sizeBytes: 1e6, rateBps: 2e6, ...common },
    });
    expect(
      await resolved(
        "traffic",
        "{ poisson: { from: Tokyo, to: Delhi, size: { exponential: 1 kB }, rate: 30 /min } }",
      ),
    ).toEqual({
      poisson: {
        from: "Tokyo",
        to: "Delhi",
        size: { exponentialBytes: 1000 },
        ratePerSecond: 0.5,
        ...common,
      },
    });
  });

  test("times and places of faults; what is no number stays as it is", async () => {
    const band = "{ region: { latitudes: [-5 deg, 5 deg], from: 1 s } }";
    expect(await resolved("faults", band)).toEqual({ region: { latitudesDeg: [-5, 5], fromSeconds: 1 } });
    expect(await resolved("faults", "{ storm: { nodes: shell, share: 0.2, at: 5 s, mttr: never } }")).toEqual(
      {
        storm: { nodes: "shell", share: 0.2, atSeconds: 5, spreadSeconds: 0, mttr: "never" },
      },
    );
  });
});
