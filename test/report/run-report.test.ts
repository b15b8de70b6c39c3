import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { definePlugin, openResults, writeReport, writeReportFigures } from "../../index.js";
import { axisTitle, type Chart, isEmpty } from "../../report/chart.js";
import { chartSpec } from "../../report/chart-spec.js";
import { reportOf } from "../../report/render-report.js";
import { createResultsFolder } from "../../results/index.js";
import { HOSTILE, reported, SCENARIOS, showing } from "../support/report-runs.js";
import { makeTemporaryFolder, temporaryFolder } from "../support/temporary-folder.js";

const htmlOf = (dir: string) => readFileSync(join(dir, "report.html"), "utf8");
const dataOf = (dir: string) => readFileSync(join(dir, "report.json"), "utf8");

async function chartsOf(dir: string): Promise<Chart[]> {
  const { sections } = await reportOf(dir);
  return sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === "chart" ? [block.chart] : [])),
  );
}

/** Runs by name: three scenarios, one that was interrupted, one that failed, and folders with next to nothing. */
const runs: Record<string, string> = {};

beforeAll(async () => {
  runs.probes = await reported(SCENARIOS.probes);
  runs.bare = await reported(SCENARIOS.bare);
  runs.full = await reported(SCENARIOS.full, { plugins: [showing] });
  const stop = new AbortController();
  const onTick = (tick: number) => {
    if (tick === 9) stop.abort();
  };
  runs.interrupted = await reported(SCENARIOS.full, { plugins: [showing], signal: stop.signal, onTick });
  const empty = createResultsFolder(join(makeTemporaryFolder(), "empty"));
  await empty.close("interrupted");
  runs.empty = empty.dir;
  await writeReport(empty.dir);
});

const NAMES = ["probes", "bare", "full", "interrupted", "empty"] as const;

describe.each(NAMES)("the report of a run: %s", (name) => {
  test("asks nothing of any network and runs no script", () => {
    const html = htmlOf(runs[name] as string);
    expect(html).toContain("default-src 'none'");
    expect(html.replaceAll('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:|\/\//);
    const tags = new Set([...html.matchAll(/<([a-z][\w-]*)/gi)].map((match) => match[1]?.toLowerCase()));
    for (const tag of ["script", "link", "img", "iframe", "object", "embed", "use", "image", "base"]) {
      expect(tags, tag).not.toContain(tag);
    }
    expect(html).not.toMatch(/<[^>]*\s(?:on\w+|src|srcset|xlink:href)\s*=/i);
    expect([...html.matchAll(/href="([^"]*)"/g)].every((match) => match[1]?.startsWith("#"))).toBe(true);
    expect(html).not.toMatch(/@import|url\(/);
  });

  test("has no empty chart, and every axis carries its unit", async () => {
    const charts = await chartsOf(runs[name] as string);
    for (const chart of charts.filter((each) => !isEmpty(each))) {
      const axes = axesOf(chartSpec(chart));
      expect(axes.length, chart.title).toBeGreaterThan(0);
      for (const title of axes) expect(title, chart.title).toMatch(/^\S.* \(\S.*\)$/);
    }
    const drawn = [...htmlOf(runs[name] as string).matchAll(/<figure>.*?<\/figure>/gs)].map(
      (match) => match[0],
    );
    expect(drawn).toHaveLength(charts.filter((each) => !isEmpty(each)).length);
    // Beside its axes, each drawing has a mark in a colour of the series.
    for (const figure of drawn) expect(figure).toMatch(/(?:stroke|fill)="var\(--c\d\)"/);
  });

  test("has well-formed sections that its contents name", () => {
    const html = htmlOf(runs[name] as string);
    const ids = [...html.matchAll(/<section id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...html.matchAll(/href="#([^"]+)"/g)].map((match) => match[1])).toEqual(ids);
    for (const tag of ["section", "figure", "table", "svg", "g", "div", "p", "details"]) {
      const opened = html.match(new RegExp(`<${tag}[ >]`, "g"))?.length ?? 0;
      expect(html.match(new RegExp(`</${tag}>`, "g"))?.length ?? 0, tag).toBe(opened);
    }
  });

  test("is the same bytes when it is made again", async () => {
    const dir = runs[name] as string;
    const before = htmlOf(dir);
    await writeReport(dir);
    expect(htmlOf(dir)).toBe(before);
  });
});

/** Titles of all axes and legends of quantities in a specification; undefined where one is missing. */
function axesOf(spec: unknown): (string | undefined)[] {
  if (Array.isArray(spec)) return spec.flatMap(axesOf);
  if (typeof spec !== "object" || spec === null) return [];
  const { type, axis, legend, field } = spec as {
    readonly type?: string;
    readonly field?: string;
    readonly axis?: { readonly title?: string };
    readonly legend?: { readonly title?: string };
  };
  if (field !== undefined && type === "quantitative") return [axis?.title ?? legend?.title];
  return Object.entries(spec).flatMap(([key, value]) => (key === "data" ? [] : axesOf(value)));
}

describe("the report", () => {
  test("shows what there is: probes, network, faults, traffic, energy and what plugins contribute", () => {
    const titles = (name: string) =>
      [...htmlOf(runs[name] as string).matchAll(/<(?:h2|figcaption)>([^<]*)</g)].map((match) => match[1]);
    expect(titles("probes")).toEqual(
      expect.arrayContaining([
        "Round-trip times, all probes and ticks",
        "Round-trip times over time, all probes",
      ]),
    );
    expect(titles("full")).toEqual(
      expect.arrayContaining([
        "Round-trip times over time",
        "Nodes and links out of service",
        "Events by kind",
        "Transfers and link utilisation",
        "Energy, heat and radiation",
        "Faults",
        "Seen",
        "Course",
        "Bars",
      ]),
    );
    expect(htmlOf(runs.full as string)).toContain("Nothing: there is nothing to show.");
    expect(htmlOf(runs.bare as string)).toContain("No probe was recorded");
    expect(titles("bare")).not.toContain("Round-trip times over time");
  });

  test("says how far a run came that did not end by itself", async () => {
    expect(htmlOf(runs.interrupted as string)).toContain(
      "The run was interrupted: it came to the tick at 1 min 30 s of 4 min (10 of 24 ticks).",
    );
    expect(htmlOf(runs.empty as string)).toContain("no tick was recorded");
    expect(htmlOf(runs.full as string)).not.toMatch(/interrupted:|failed:|killed/);
  });

  test("counts what the tables count", async () => {
    const dir = runs.full as string;
    const { rtt_ms } = await openResults(dir).columns("routes", ["rtt_ms"]);
    const found = rtt_ms.filter((rtt) => rtt !== null);
    const charts = await chartsOf(dir);
    const chart = charts.find(({ name }) => name === "rtt");
    if (chart?.kind !== "histogram") throw new Error("no histogram of round-trip times");
    for (const { from, to, count } of chart.bins) {
      expect(count).toBe(found.filter((rtt) => rtt >= from && rtt < to).length);
    }
    expect(chart.bins.reduce((sum, { count }) => sum + count, 0)).toBe(found.length);
    const down = charts.find(({ name }) => name === "down");
    if (down?.kind !== "steps") throw new Error("no chart of what is down");
    // The storm takes a fifth of 96 satellites within 20 s, before most restart.
    const most = Math.max(...(down.series[0]?.points.map(({ y }) => y ?? 0) ?? []));
    expect(most).toBeGreaterThan(10);
    expect(most).toBeLessThanOrEqual(20);
  });

  test("escapes names of scenarios, sites and plugins", () => {
    const html = htmlOf(runs.full as string);
    const escaped = "&lt;script&gt;alert(&quot;&amp;1&quot;)&lt;/script&gt;";
    expect(html).toContain(`<h1>${escaped}</h1>`);
    expect(html.split(escaped).length).toBeGreaterThan(5);
    expect(html).not.toContain(HOSTILE);
  });

  test("shows nothing of wall time, paths and workers, and is the same bytes with 0 and 2 workers", async () => {
    const again = await reported(SCENARIOS.full, { plugins: [showing], workers: 2 });
    expect(dataOf(again)).toBe(dataOf(runs.full as string));
    expect(htmlOf(again)).toBe(htmlOf(runs.full as string));
    expect(htmlOf(again)).not.toContain("/tmp");
    expect(htmlOf(again)).not.toMatch(/workers|wall/i);
  });

  test("of a failed run tells so, and shows what was recorded", async () => {
    const failing = {
      plugin: definePlugin({
        name: "failing",
        setup(sim) {
          sim.schedule(65, () => {
            throw new Error("/secret/path is broken");
          });
        },
      }),
    };
    const out = join(temporaryFolder(), "failed");
    await expect(reported(SCENARIOS.probes, { plugins: [failing], out })).rejects.toThrow("broken");
    await writeReport(out);
    expect(htmlOf(out)).toContain("The run failed: it came to the tick at 1 min of 4 min");
    expect(htmlOf(out)).not.toContain("/secret");
    expect((await chartsOf(out)).map(({ name }) => name)).toContain("rtt");
  });

  test("of a run that was killed shows what was sealed", async () => {
    const folder = createResultsFolder(join(temporaryFolder(), "killed"));
    for (let tick = 0; tick < 5; tick++) {
      const time_ns = tick * 1e9;
      folder.tables.topology.append({
        time_ns,
        usable_nodes: 3 + tick,
        isls: 0,
        gsls: 0,
        components: 3,
        isl_km_mean: null,
        isl_km_max: null,
        handovers: 0,
      });
      folder.tables.routes.append({
        time_ns,
        source: "a",
        target: "b",
        reachable: tick !== 2,
        rtt_ms: tick === 2 ? null : 10 + tick,
        hops: tick === 2 ? null : 4,
        path: tick === 2 ? null : "0-1",
      });
    }
    folder.seal();
    await writeReport(folder.dir);
    const html = htmlOf(folder.dir);
    expect(html).toContain("The run was killed, or is still under way");
    expect(html).toContain("4 of 5 answers are routes (80.0 %)");
    expect(await chartsOf(folder.dir)).toHaveLength(5);
  });
});

describe("figures as files", () => {
  test("stand alone: white, with generic fonts, no style sheet and no reference", async () => {
    const to = join(temporaryFolder(), "figures");
    const paths = await writeReportFigures(runs.full as string, to);
    const charts = (await chartsOf(runs.full as string)).filter((chart) => !isEmpty(chart));
    expect(paths).toHaveLength(charts.length + 1);
    expect(new Set(paths).size).toBe(paths.length);
    for (const path of paths) {
      const svg = readFileSync(path, "utf8");
      expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      expect(svg).toContain('<rect width="100%" height="100%" fill="#ffffff"/>');
      expect(svg).not.toMatch(/var\(|url\(|href|<style|class=/);
      expect(new Set([...svg.matchAll(/font-family="([^"]*)"/g)].map((match) => match[1]))).toEqual(
        new Set(["sans-serif"]),
      );
      expect(svg.length).toBeLessThan(100_000);
    }
  });
});

test("an axis is called by its quantity and unit", () => {
  expect(axisTitle({ title: "RTT", unit: "ms" })).toBe("RTT (ms)");
});
