import { describe, expect, test } from "vitest";
import type { PluginSim } from "../../../../index.js";
import { shannonShare } from "../../../../sim/services/network/fade.js";
import { acting, record } from "../../../support/run-small.js";
import { refusalOf } from "../../../support/scenario-folder.js";
import { staticPlan } from "../../../support/transfer-world.js";

const [A, B, C, D, E] = [2, 0, 1, 3, 4] as const;

/** Runs the network of two ways with these capacities. */
async function run(
  capacities: string,
  act: (sim: PluginSim) => void,
  files: Readonly<Record<string, string>> = {},
): Promise<void> {
  const plan = await staticPlan(
    { network: `{ onChange: keep, capacities: ${capacities} }` },
    undefined,
    files,
  );
  await record(plan, [acting(act)]);
}

/** Capacities of some links at some times, Mbps. */
async function capacitiesAt(
  capacities: string,
  links: readonly (readonly [number, number])[],
  times: readonly number[] = [0.5],
  files: Readonly<Record<string, string>> = {},
): Promise<number[][]> {
  const seen: number[][] = [];
  await run(
    capacities,
    (sim) => {
      for (const at of times) {
        sim.schedule({ at }, () => {
          seen.push(links.map(([from, to]) => sim.network.capacityBps(from, to) / 1e6));
        });
      }
    },
    files,
  );
  return seen;
}

test("the weaker end decides, and '*' means the nodes that no other entry names", async () => {
  const capacities = `[
    { for: [a, cloud], bandwidth: 6 Mbps },
    { for: "*", kind: fixed, bandwidth: 50 Mbps },
    { for: b, bandwidth: 9 Mbps },
    { for: c, kind: isl, bandwidth: 1 bps } ]`;
  const links = [
    [A, B],
    [B, D],
    [C, D],
    [B, E],
    [E, B],
  ] as const;
  expect(await capacitiesAt(capacities, links)).toEqual([[6, 6, 6, 9, 9]]);
  // Without an entry for either end, the link's own bandwidth holds.
  expect(await capacitiesAt("[{ for: a, bandwidth: 6 Mbps }]", links)).toEqual([[6, 8, 8, 8, 8]]);
});

describe("attenuation", () => {
  test("leaves the share of Shannon's capacity", () => {
    // SNR 3 (log2 4 = 2 bits) and SNR 1 (log2 2 = 1 bit): half, 4.77 dB apart.
    expect(shannonShare(10 * Math.log10(3), 10 * Math.log10(3))).toBeCloseTo(0.5, 12);
    expect(shannonShare(0, 12)).toBe(1);
    expect(shannonShare(400, 12)).toBeLessThan(1e-30);
  });

  const HALF = 10 * Math.log10(3);
  const SERIES = `time_s,attenuation_db\n1.25,${HALF}\n2,0\n3.5,20\n`;

  test("holds from each instant to the next, at both ends and both ways", async () => {
    const capacities = `[{ for: a, attenuation: { file: rain.csv, clearSkySnr: ${HALF} dB, fadeMargin: 19 dB } }]`;
    const links = [
      [A, B],
      [B, A],
      [B, D],
    ] as const;
    const files = { "rain.csv": SERIES };
    const seen = await capacitiesAt(capacities, links, [1.2, 1.25, 1.9, 2.1, 3.4, 3.6, 50], files);
    expect(seen.map(([ab]) => Math.round(ab! * 1e9) / 1e9)).toEqual([8, 4, 4, 8, 8, 0, 0]);
    for (const [ab, ba, bd] of seen) expect([ba, bd]).toEqual([ab, 8]);
  });

  test.each(["latency", "queue", "flow"])(
    "slows and stops transfers between ticks, under %s",
    async (transport) => {
      const plan = await staticPlan({
        network: `{ transport: ${transport}, onChange: keep, queue: { packetBytes: 1000, windowPackets: 10000, bufferBytes: unlimited },
        capacities: [{ for: a, attenuation: { clearSkySnr: ${HALF} dB, fadeMargin: 10 dB,
          points: [{ at: 250 ms, attenuation: ${HALF} dB }, { at: 1250 ms, attenuation: 11 dB }, { at: 2500 ms, attenuation: 0 dB }] } }] }`,
      });
      const ended: number[] = [];
      await record(plan, [
        acting((sim) => {
          sim.process(function* () {
            // 0.25 s at 8 Mbps, 1 s at 4, none for 1.25 s, and 0.25 s at 8 again.
            const { seconds } = yield* sim.network.transfer({ from: A, to: B, sizeBytes: 1_000_000 });
            ended.push(seconds);
          });
        }),
      ]);
      expect(ended[0]).toBeCloseTo(2.76, transport === "queue" ? 2 : 9);
    },
  );
});

describe("bad input", () => {
  const refusal = (network: string, files: Readonly<Record<string, string>> = {}) =>
    refusalOf(staticPlan({ network }, undefined, files));

  test.each([
    ["{ transport: quue }", /expected one of .*latency.*queue.*flow.*did you mean "?queue/],
    ["{ onBreak: reruote }", /did you mean "?reroute/],
    ["{ timeout: -1 s }", /expected a duration above 0 s; got "-1 s"/],
    ["{ timeout: 0 s }", /above 0 s/],
    ["{ queue: { packetBytes: 0 } }", /at least 1; got 0/],
    ["{ queue: { packetBytes: -5 } }", /at least 1; got -5/],
    ["{ queue: { windowPackets: 0 } }", /at least 1; got 0/],
    ["{ queue: { bufferBytes: -1 } }", /expected at least 0; got -1/],
    ["{ queue: { bufferBytes: plenty } }", /expected a whole number of bytes of at least 0, or "unlimited"/],
    ["{ queue: { bufferBytes: 1000 } }", /a buffer of 1000 bytes has no room for a packet of 1500/],
    ["{ queue: { retransmitAfter: 0 s } }", /above 0 s/],
    ["{ queue: { maxRetransmissions: -1 } }", /at least 0; got -1/],
    ["{ capacities: [{ for: a }] }", /expected bandwidth, attenuation, or both/],
    ["{ capacities: [{ for: a, bandwidth: -1 Mbps }] }", /at least 0 bps; got "-1 Mbps"/],
    ["{ capacities: [{ for: clod, bandwidth: 1 Mbps }] }", /called "clod"; did you mean "cloud"\?/],
    ["{ capacities: [{ for: a, kind: gls, bandwidth: 1 Mbps }] }", /did you mean "?gsl/],
    [
      "{ capacities: [{ for: a, bandwidth: 1 Mbps }, { for: edge, kind: fixed, bandwidth: 1 Mbps }] }",
      /"a" is given bandwidth for fixed links twice; first at line 5/,
    ],
    [
      '{ capacities: [{ for: "*", bandwidth: 1 Mbps }, { for: "*", bandwidth: 2 Mbps }] }',
      /"\*" is given bandwidth for isl links twice; first at line 5/,
    ],
    ["{ capacities: [{ for: a, attenuation: { clearSkySnr: 9 dB } }] }", /expected either file or points/],
    [
      "{ capacities: [{ for: a, attenuation: { clearSkySnr: 9 dB, points: [{ at: 2 s, attenuation: 1 dB }, { at: 2 s, attenuation: 2 dB }] } }] }",
      /expected a time after 2 s, that of the point before/,
    ],
    [
      "{ capacities: [{ for: a, attenuation: { points: [{ at: 2 s, attenuation: 1 dB }] } }] }",
      /"clearSkySnr" is missing: expected a ratio with a unit, such as "3 dB"/,
    ],
    [
      "{ capacities: [{ for: a, attenuation: { clearSkySnr: 9 dB, points: [{ at: -2 s, attenuation: -1 dB }] } }] }",
      /at least 0 s; got "-2 s"/,
    ],
    [
      "{ capacities: [{ for: a, attenuation: { clearSkySnr: 9 dB, file: none.csv } }] }",
      /cannot read "none.csv"/,
    ],
  ])("%s is refused", async (network, message) => {
    const [first] = await refusal(network);
    expect(first).toMatch(/^scenario\.yaml:5:\d+: /);
    expect(first).toMatch(message);
  });

  test("every bad row of a series is told, with its line", async () => {
    const rain = "time_s,attenuation_db\n0,1\n10,x\n9,1\n5,-2\n,3\n20\n30,4\n30,5\n";
    const network = "{ capacities: [{ for: a, attenuation: { file: rain.csv, clearSkySnr: 9 dB } }] }";
    const problems = await refusal(network, { "rain.csv": rain });
    expect(problems).toEqual(
      [
        'rain.csv:3:4: expected decibels of at least 0; got "x"',
        "rain.csv:4:1: expected a time after 10 s, that of line 3; got 9 s",
        'rain.csv:5:3: expected decibels of at least 0; got "-2"',
        "rain.csv:5:1: expected a time after 10 s, that of line 3; got 5 s",
        'rain.csv:6:1: expected seconds from 0 to 9007199; got ""',
        "rain.csv:7:1: expected 2 values, as in the header; found 1",
        "rain.csv:9:1: expected a time after 30 s, that of line 8; got 30 s",
      ].sort(),
    );
  });

  test("a series without its columns, or without rows, is refused", async () => {
    const network = "{ capacities: [{ for: a, attenuation: { file: rain.csv, clearSkySnr: 9 dB } }] }";
    expect(await refusal(network, { "rain.csv": "time_s,attenuation\n1,2\n" })).toEqual([
      "rain.csv:1:1: the header has no column attenuation_db",
      'rain.csv:1:8: unknown column "attenuation"; did you mean "attenuation_db"?',
    ]);
    expect(await refusal(network, { "rain.csv": "time_s,attenuation_db\n" })).toEqual([
      "rain.csv:1:1: expected at least one row below the header",
    ]);
  });
});

test("the scenario's hash covers what a series holds, not where it lies", async () => {
  const network = (file: string) => ({
    network: `{ capacities: [{ for: a, attenuation: { file: ${file}, clearSkySnr: 9 dB } }] }`,
  });
  const series = "time_s,attenuation_db\n1,2\n";
  const plans = await Promise.all([
    staticPlan(network("rain.csv"), undefined, { "rain.csv": series }),
    staticPlan(network("other.csv"), undefined, { "other.csv": series }),
    staticPlan(network("rain.csv"), undefined, { "rain.csv": series.replace("2", "3") }),
  ]);
  const [first, moved, changed] = plans.map(({ scenarioHash }) => scenarioHash);
  expect(moved).toBe(first);
  expect(changed).not.toBe(first);
});
