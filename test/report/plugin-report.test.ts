import { describe, expect, test } from "vitest";
import { PluginError, type PluginReport, Simulation } from "../../index.js";
import { PluginReport as Report, ReportSections } from "../../sim/report/plugin-report.js";
import { smallPlan } from "../support/plans.js";
import { acting } from "../support/run-small.js";

const XY = {
  title: "Course",
  kind: "line",
  x: { title: "time", unit: "s" },
  y: { title: "delay", unit: "ms" },
} as const;

/** As a plugin in plain JavaScript may call it. */
const loose = (request: object) => request as never;

describe("what a plugin declares for the report", () => {
  test.each([
    [
      "a chart without a title",
      (report: PluginReport) => report.chart(loose({ ...XY, title: "" })),
      "a chart's title",
    ],
    [
      "an axis without a unit",
      (report: PluginReport) => report.chart(loose({ ...XY, y: { title: "delay" }, series: () => ({}) })),
      'y of chart "Course" needs { unit: … }; "1" for a plain number',
    ],
    [
      "a chart of no metric",
      (report: PluginReport) => report.chart({ title: "Metrics", metrics: [] }),
      'chart "Metrics" names no metric',
    ],
    [
      "a column without a title",
      (report: PluginReport) => report.table(loose({ title: "T", columns: [{}], rows: () => [] })),
      'title of column 1 of table "T": expected a text, got undefined',
    ],
  ])("is refused at once: %s", (_what, declare, message) => {
    expect(() => declare(new Report([]))).toThrow(message);
  });

  test.each([
    [
      "rows of another width",
      (report: PluginReport) => report.table({ title: "T", columns: [{ title: "a" }], rows: () => [[1, 2]] }),
      'table "T", row 0: expected 1 cells, got 2',
    ],
    [
      "what is no number",
      (report: PluginReport) => report.chart({ ...XY, series: () => ({ a: [[0, Number.NaN]] }) }),
      'chart "Course", y of "a": expected a finite number, got NaN',
    ],
    [
      "a bar without an end",
      (report: PluginReport) =>
        report.chart({ title: "B", kind: "bars", y: XY.y, bars: () => ({ a: Number.POSITIVE_INFINITY }) }),
      'chart "B", bar "a": expected a finite number, got Infinity',
    ],
  ])("is refused when the run has ended: %s, with the plugin's name", async (_what, declare, message) => {
    const plugin = acting((sim) => declare(sim.report), { name: "show-off" });
    const simulation = await Simulation.create(await smallPlan(), { plugins: [plugin] });
    await simulation.run();
    const error = await Promise.resolve()
      .then(() => simulation.reportSections())
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PluginError);
    expect((error as Error).message).toContain("show-off");
    expect((error as Error).message).toContain(message);
  });

  test("comes in the order of set-up, with what the run left, and plugins without any are left out", async () => {
    let ticks = 0;
    const first = acting(
      (sim) => {
        sim.on("tick", () => ticks++);
        sim.report.table({
          title: "Ticks",
          columns: [{ title: "Ticks", unit: "count" }],
          rows: () => [[ticks]],
        });
      },
      { name: "first" },
    );
    const silent = acting(() => {}, { name: "silent" });
    const last = acting((sim) => sim.report.chart({ title: "M", metrics: ["a.b"], note: "n" }), {
      name: "last",
    });
    const simulation = await Simulation.create(await smallPlan(), { plugins: [first, silent, last] });
    await simulation.run();
    expect(simulation.reportSections()).toEqual([
      {
        plugin: "first",
        items: [
          { kind: "table", title: "Ticks", columns: [{ title: "Ticks", unit: "count" }], rows: [[24]] },
        ],
      },
      { plugin: "last", items: [{ kind: "metrics", title: "M", metrics: ["a.b"], note: "n" }] },
    ]);
    expect(new ReportSections().build(() => expect.fail())).toEqual([]);
  });
});
