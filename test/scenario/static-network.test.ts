import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { InputError } from "../../orbits/input-error.js";
import type { StaticLink } from "../../orbits/static-links.js";
import { allocateStaticLinks, evaluateStaticLinks } from "../../orbits/static-network.js";
import { readStaticNetwork } from "../../orbits/static-network-file.js";

const NODES = "nodes: [{ name: a, tier: edge }, { name: b, tier: space }, { name: c, tier: cloud }]\n";

function problems(text: string): string[] {
  try {
    readStaticNetwork("net.yaml", text);
  } catch (error) {
    if (error instanceof InputError) return error.message.split("\n");
    throw error;
  }
  return [];
}

const withLinks = (links: string) => problems(`${NODES}links: [${links}]`);

describe("a file of a static network", () => {
  test("gives nodes in order, and links sorted by their ends", () => {
    const { nodes, links } = readStaticNetwork(
      "net.yaml",
      `${NODES}links:
  - { between: [c, b], latency: 4 ms, bandwidth: 10 Gbps, jitter: 250 us }
  - { between: [b, a], length: 900 km, bandwidth: 1 Gbps, schedule: { windows: [{ from: 20 s, to: 30 s }, { from: 0 s, to: 10 s, latency: 5 ms }] } }
`,
    );
    expect(nodes).toEqual([
      { name: "a", tier: "edge" },
      { name: "b", tier: "space" },
      { name: "c", tier: "cloud" },
    ]);
    expect(links).toEqual([
      {
        a: 0,
        b: 1,
        lengthKm: 900,
        // 900 km at 299,792.458 km/s.
        latencyMs: expect.closeTo(3.0020768, 6),
        bandwidthBps: 1e9,
        jitterMs: 0,
        schedule: {
          windows: [
            { fromNs: 0, toNs: 10e9, latencyMs: 5 },
            { fromNs: 20e9, toNs: 30e9 },
          ],
        },
      },
      { a: 1, b: 2, lengthKm: 0, latencyMs: 4, bandwidthBps: 10e9, jitterMs: 0.25 },
    ]);
  });

  test.each([
    ["{ between: [a, d], latency: 3 ms, bandwidth: 1 bps }", '2:24: no node is named "d"'],
    ["{ between: [a, a], latency: 3 ms, bandwidth: 1 bps }", '2:20: "a" cannot have a link to itself'],
    ["{ between: [a], latency: 3 ms, bandwidth: 1 bps }", "2:20: expected the names of two nodes: [a, b]"],
    [
      "{ between: [a, b], latency: -3 ms, bandwidth: 1 bps }",
      '2:37: expected a duration of at least 0 s; got "-3 ms"',
    ],
    ["{ between: [a, b], bandwidth: 1 bps }", "2:9: expected either latency or length"],
    [
      "{ between: [a, b], latency: 3 ms, length: 1 km, bandwidth: 1 bps }",
      "2:51: expected either latency or length, not both",
    ],
    [
      "{ between: [a, b], latency: 3 ms }",
      '2:9: "bandwidth" is missing: expected a data rate with a unit, such as "20 Gbps"',
    ],
    [
      "{ between: [a, b], latncy: 3 ms, latency: 3 ms, bandwidth: 1 bps }",
      '2:28: unknown key "latncy"; did you mean "latency"?',
    ],
    [
      "{ between: [a, b], latency: 3 ms, bandwidth: 1 bps }, { between: [b, a], latency: 3 ms, bandwidth: 1 bps }",
      '2:74: a link between "b" and "a" stands at line 2',
    ],
  ])("is refused: %s", (link, expected) => {
    expect(withLinks(link)).toEqual([`net.yaml:${expected}`]);
  });

  test.each([
    ["windows: []", "2:82: expected a list of at least 1 item; got an empty list"],
    ["windows: [{ from: 5 s, to: 5 s }]", "2:100: expected a window that ends after it begins"],
    [
      "windows: [{ from: 5 s, to: 9 s }, { from: 8 s, to: 10 s }]",
      "2:115: the window overlaps the one at line 2",
    ],
    [
      "period: 8 s, windows: [{ from: 5 s, to: 9 s }]",
      "2:113: expected a window that ends within the period, 8 s",
    ],
  ])("is refused with the schedule %s", (schedule, expected) => {
    const link = `{ between: [a, b], latency: 3 ms, bandwidth: 1 bps, schedule: { ${schedule} } }`;
    expect(withLinks(link)).toEqual([`net.yaml:${expected}`]);
  });

  test("is refused with all of its mistakes at once", () => {
    const text = `nodes: [{ name: a, tier: edge }, { name: a, tier: edge }, { nam: c }]
links: [{ between: [a, x], latency: 3, bandwidth: 1 bps }]
note: 3
`;
    expect(problems(text).map((line) => line.split(": ")[0])).toEqual([
      "net.yaml:3:1",
      "net.yaml:1:59",
      "net.yaml:1:59",
      "net.yaml:1:61",
      "net.yaml:2:37",
      "net.yaml:1:42",
    ]);
    expect(problems("- a\n")).toEqual(["net.yaml:1:1: expected the keys nodes and links; got a list"]);
    expect(problems("nodes: []\nlinks: []\n")).toEqual([
      "net.yaml:1:8: expected a list of at least 1 item; got an empty list",
    ]);
  });
});

const LINK: StaticLink = { a: 0, b: 1, lengthKm: 0, latencyMs: 3, bandwidthBps: 1e9, jitterMs: 0 };

function latencies(links: readonly StaticLink[], timeNs: number, tick = 0, seed = 1): (number | undefined)[] {
  const { count, index, latencyMs } = evaluateStaticLinks(links, { timeNs, tick, seed });
  const at = new Map(Array.from({ length: count }, (_, i) => [index[i], latencyMs[i]]));
  return links.map((_, i) => at.get(i));
}

describe("links of a static network at a tick", () => {
  test("exist in their windows: from the beginning, until just before the end", () => {
    const once = {
      ...LINK,
      schedule: {
        windows: [
          { fromNs: 10, toNs: 20, latencyMs: 5 },
          { fromNs: 20, toNs: 30 },
        ],
      },
    };
    expect([9, 10, 19, 20, 29, 30].map((t) => latencies([once], t)[0])).toEqual([
      undefined,
      5,
      5,
      3,
      3,
      undefined,
    ]);
    const again = {
      ...LINK,
      schedule: {
        periodNs: 100,
        windows: [
          { fromNs: 0, toNs: 40 },
          { fromNs: 90, toNs: 100 },
        ],
      },
    };
    expect(
      [0, 39, 40, 89, 90, 100, 139, 140, 1e15 + 90, -1].map((t) => latencies([again], t)[0] !== undefined),
    ).toEqual([true, true, false, false, true, true, true, false, true, true]);
  });

  test("are listed in order, into the room that is handed over", () => {
    const gone = { ...LINK, schedule: { windows: [{ fromNs: 5, toNs: 6 }] } };
    const out = allocateStaticLinks(4);
    expect(evaluateStaticLinks([LINK, gone, LINK], { timeNs: 0, tick: 0, seed: 1 }, out)).toBe(out);
    expect([out.count, out.index[0], out.index[1]]).toEqual([2, 0, 2]);
  });

  property.prop([
    fc.nat(),
    fc.nat(),
    fc.double({ min: 0, max: 10, noNaN: true }),
    fc.double({ min: 0, max: 10, noNaN: true }),
  ])(
    "have a latency within the jitter, never below 0, that the seed decides",
    (seed, tick, latencyMs, jitterMs) => {
      const link = { ...LINK, latencyMs, jitterMs };
      const [drawn] = latencies([link], 0, tick, seed);
      expect(drawn).toBeGreaterThanOrEqual(Math.max(0, latencyMs - jitterMs));
      expect(drawn).toBeLessThanOrEqual(latencyMs + jitterMs);
      expect(latencies([link], 0, tick, seed)).toEqual([drawn]);
    },
  );

  test("draw evenly, and independently of tick, link and seed", () => {
    const links = [
      { ...LINK, jitterMs: 1 },
      { ...LINK, jitterMs: 1 },
    ];
    const n = 20_000;
    const draw = (seed: number) => Array.from({ length: n }, (_, tick) => latencies(links, 0, tick, seed));
    const unit = (value: number | undefined) => ((value ?? Number.NaN) - 2) / 2;
    const [first, second] = [draw(1), draw(2)];
    const series = [
      first.map(([a]) => unit(a)),
      first.map(([, b]) => unit(b)),
      second.map(([a]) => unit(a)),
      [...first.slice(1).map(([a]) => unit(a)), unit(second[0]?.[0])],
    ];
    const [reference] = series as [number[]];
    // Chi-squared over 20 bins: 43.8 is exceeded once in a thousand by an even draw.
    for (const values of series) {
      const bins = new Array<number>(20).fill(0);
      for (const value of values) bins[Math.floor(value * 20)]!++;
      const chi2 = bins.reduce((sum, count) => sum + (count - n / 20) ** 2 / (n / 20), 0);
      expect(chi2).toBeLessThan(43.8);
    }
    // A correlation of even, independent draws has the standard deviation 1 / sqrt(n).
    for (const other of series.slice(1)) {
      const covariance =
        reference.reduce((sum, x, i) => sum + (x - 0.5) * ((other[i] as number) - 0.5), 0) / n;
      expect(Math.abs(covariance * 12)).toBeLessThan(4 / Math.sqrt(n));
    }
  });
});
