import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { fitted, type LineChart, MOST_POINTS, MOST_SERIES } from "../../report/chart.js";
import { describePart } from "../../report/describe-part.js";
import { escapeXml } from "../../report/escape.js";
import { SpanSeries } from "../../report/figures/span-series.js";
import { TimeSpans } from "../../report/figures/time-spans.js";
import { ValueBins } from "../../report/figures/value-bins.js";
import { formatDuration, formatNumber } from "../../report/format.js";
import { unitOfFigure } from "../../report/sections/figure-unit.js";

const finite = fc.double({ min: -1e6, max: 1e9, noNaN: true });

describe("bins", () => {
  test.prop([fc.array(finite, { minLength: 1, maxLength: 300 })])(
    "hold each value once, few enough",
    (values) => {
      const bins = new ValueBins(1 / 64);
      for (const value of values) bins.add(value);
      const found = bins.bins();
      expect(found.length).toBeLessThanOrEqual(48);
      for (const { from, to, count } of found) {
        expect(count).toBe(values.filter((value) => value >= from && value < to).length);
      }
      expect(found.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
    },
  );

  test.prop([fc.array(finite, { minLength: 1, maxLength: 100 })])("do not depend on the order", (values) => {
    const of = (ordered: readonly number[]) => {
      const bins = new ValueBins(1);
      for (const value of ordered) bins.add(value);
      return bins.bins();
    };
    expect(of([...values].sort((a, b) => a - b))).toEqual(of(values));
  });
});

describe("spans of time", () => {
  test.prop([fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 600 })])(
    "are at most 240 and one, whole ticks each, and cover the run",
    (ticks, stepSeconds) => {
      const stepNs = stepSeconds * 1e9;
      const spans = new TimeSpans(ticks * stepNs, stepNs);
      expect(spans.count).toBeLessThanOrEqual(241);
      expect(spans.spanNs).toBe(spans.ticksPerSpan * stepNs);
      expect(spans.indexOf((ticks - 1) * stepNs)).toBeLessThan(spans.count);
      if (ticks <= 240) expect(spans.note).toBeUndefined();
      else expect(spans.note).toContain(`${spans.ticksPerSpan} ticks`);
    },
  );

  test("have an axis in the largest unit of which the run has five", () => {
    const unit = (seconds: number) => new TimeSpans(seconds * 1e9, 1e9).unit;
    expect([60, 299, 300, 3600, 5 * 3600, 86_400, 5 * 86_400].map(unit)).toEqual([
      "s",
      "s",
      "min",
      "min",
      "h",
      "h",
      "d",
    ]);
  });

  test.prop([fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 1000 })])(
    "give the mean, least and greatest of their ticks",
    (values) => {
      const spans = new TimeSpans(values.length * 1e9, 1e9);
      const series = new SpanSeries(spans);
      values.forEach((value, i) => {
        series.add(i * 1e9, value);
      });
      const points = series.means();
      const size = spans.ticksPerSpan;
      points.forEach(({ y, low, high }, i) => {
        const own = values.slice(i * size, (i + 1) * size);
        expect(y).toBeCloseTo(own.reduce((sum, value) => sum + value, 0) / own.length, 9);
        if (size > 1) expect([low, high]).toEqual([Math.min(...own), Math.max(...own)]);
      });
      expect(points).toHaveLength(Math.ceil(values.length / size));
    },
  );

  test("hold a value until the next, to the end of the run", () => {
    const series = new SpanSeries(new TimeSpans(10e9, 1e9));
    series.add(2e9, 5);
    series.add(4e9, 7);
    expect(series.lasts(6e9, 0).map(({ y }) => y)).toEqual([0, 0, 5, 5, 7, 7, 7]);
    expect(series.lasts(6e9).map(({ x }) => x)).toEqual([2, 3, 4, 5, 6]);
  });
});

test("a chart of too many points and series is thinned, and says so", () => {
  const points = Array.from({ length: 10_000 }, (_, x) => ({ x, y: x }));
  const chart: LineChart = {
    kind: "line",
    name: "a",
    title: "A",
    x: { title: "x", unit: "s" },
    y: { title: "y", unit: "ms" },
    series: Array.from({ length: 9 }, (_, i) => ({ name: String(i), points })),
    note: "Mine.",
  };
  const shown = fitted(chart) as LineChart;
  expect(shown.series).toHaveLength(MOST_SERIES);
  expect(shown.series.reduce((sum, each) => sum + each.points.length, 0)).toBeLessThanOrEqual(MOST_POINTS);
  expect(shown.note).toBe("Mine. The first 6 of 9 series. One point in 20 is drawn.");
});

describe("text", () => {
  test.prop([fc.string({ unit: "binary" })])("of any kind is safe between and in tags", (content) => {
    const escaped = escapeXml(content);
    expect(escaped).not.toMatch(/[<>"']/);
    expect(escaped.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, "")).not.toContain("&");
    expect(Buffer.from(escaped, "utf8").toString("utf8")).toBe(escaped);
  });

  test("numbers and durations", () => {
    expect([0, 1234567, 0.123456, 12345.6, 1234.56, 1e-7, 2e20, -5000].map(formatNumber)).toEqual([
      "0",
      "1,234,567",
      "0.1235",
      "12,346",
      "1,234.6",
      "1.000e-7",
      "2.000e+20",
      "-5,000",
    ]);
    expect([0, 1.5e9, 60e9, 5430e9, 90_061e9].map(formatDuration)).toEqual([
      "0 s",
      "1.5 s",
      "1 min",
      "1 h 30 min 30 s",
      "1 d 1 h 1 min 1 s",
    ]);
  });

  test("parts of a scenario, with units by the names of keys", () => {
    const hash = "ab".repeat(32);
    expect(
      describePart({
        for: "*",
        bandwidthBps: 2e10,
        minElevationDeg: 25,
        hopDelayMs: 0,
        none: null,
        tle: hash,
      }),
    ).toBe("for *, bandwidth 20 Gbit/s, minElevation 25°, hopDelay 0 ms, tle SHA-256 abababababab…");
    expect(describePart({ storm: { share: 0.2, nodes: ["a", "b"], durationSeconds: 90 } })).toBe(
      "storm (share 0.2, nodes a, b, duration 1 min 30 s)",
    );
  });

  test("units of a summary's figures", () => {
    const units = new Map([["queue.delay", "s"]]);
    const unit = (figure: string) => unitOfFigure(figure, units);
    expect(
      [
        "routes.rttMs.mean",
        "topology.islKmMax",
        "metrics.queue.delay.p99",
        "metrics.queue.delay.count",
        "routes.asked",
      ].map(unit),
    ).toEqual(["ms", "km", "s", "1", "1"]);
  });
});
