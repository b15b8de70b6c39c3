import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import {
  definePlugin,
  greatCircleKm,
  loadScenario,
  loadScenarioText,
  openResults,
  type RunSummary,
  runScenario,
  type TableRow,
} from "../../index.js";
import { ROOT } from "../support/command.js";
import { makeTemporaryFolder, temporaryFolder } from "../support/temporary-folder.js";
import { elevationDeg } from "../support/verify-explanation.js";

const MASK_DEG = 20;
const TICKS = 12;
const FROM_VIENNA = ["Graz", "Cairo", "Tokyo", "Quito", "Pole", "Down"];
const PLACES: Readonly<Record<string, readonly [number, number]>> = {
  Vienna: [48.21, 16.37],
  Graz: [47.07, 15.44],
  Cairo: [30.04, 31.24],
  Tokyo: [35.69, 139.69],
  Quito: [-0.18, -78.47],
  Pole: [89.9, 0],
  Down: [10, 10],
};

const SCENARIO = `
name: measured
seed: 1
time: { start: 2026-01-01T00:00:00Z, duration: 4 min, step: 20 s }
constellation:
  - walker: { name: shell, type: delta, altitude: 1000 km, inclination: 50 deg, planes: 10, satellitesPerPlane: 14, phasing: 1 }
ground:
${Object.entries(PLACES)
  .map(
    ([name, [latitude, longitude]]) =>
      `  - { name: ${name}, latitude: ${latitude} deg, longitude: ${longitude} deg }`,
  )
  .join("\n")}
links:
  isl: { protocol: nearest, links: 4, bandwidth: 20 Gbps }
  ground: { protocol: nearest, minElevation: ${MASK_DEG} deg, bandwidth: 4 Gbps }
probes: [${FROM_VIENNA.map((to) => `{ from: Vienna, to: ${to} }`).join(", ")}]
`;

/** What a plugin saw of a tick, before it acted. */
interface Seen {
  readonly positionsKm: Float64Array;
  readonly usable: readonly boolean[];
  readonly links: readonly (readonly [number, number])[];
  readonly routes: readonly (readonly number[] | null)[];
}

let summary: RunSummary;
const metrics: TableRow<"metrics">[] = [];
const seen: Seen[] = [];
let satelliteCount = 0;

beforeAll(async () => {
  const plan = await loadScenarioText(SCENARIO);
  satelliteCount = plan.sky.nodes.satelliteCount;
  const watch = definePlugin({
    name: "watch",
    setup(sim) {
      const down = [...plan.nodeNames].indexOf("Down");
      sim.on("tick", (world) => {
        const { a, b, islCount } = world.links;
        const { graph } = world;
        const isThere = (i: number) => graph.links.subarray(0, graph.arcCount).includes(i);
        seen.push({
          positionsKm: world.positionsKm.slice(),
          usable: [...world.names].map((_, id) => world.isUsable(id)),
          links: Array.from({ length: islCount }, (_, i) => i).flatMap((i) =>
            isThere(i) ? [[a[i], b[i]] as const] : [],
          ),
          routes: FROM_VIENNA.map((to) => {
            const route = world.route(world.siteId("Vienna"), world.siteId(to));
            return route.reachable ? route.path : null;
          }),
        });
        if (world.tick === 2) sim.setLinkUsable(a[0], b[0], false);
        if (world.tick === 4) for (const node of [0, 1, 2, 3, down]) sim.setNodeUsable(node, false);
      });
    },
  });
  const out = join(makeTemporaryFolder(), "results");
  ({ summary } = await runScenario(plan, { out, plugins: [{ plugin: watch }] }));
  const results = openResults(out);
  for await (const row of results.rows("metrics")) metrics.push(row);
  expect(results.summary).toEqual(JSON.parse(JSON.stringify(summary)));
});

/** Values of a metric's statistic, tick by tick. */
function series(metric: string, statistic = "value"): number[] {
  return metrics
    .filter((row) => row.metric === metric && row.statistic === statistic)
    .map(({ value }) => value);
}

function visibleFrom(site: string, { positionsKm, usable }: Seen): number {
  const node = satelliteCount + Object.keys(PLACES).indexOf(site);
  if (!usable[node]) return 0;
  const satellites = Array.from({ length: satelliteCount }, (_, id) => id);
  return satellites.filter((id) => usable[id] && elevationDeg(positionsKm, node, id) >= MASK_DEG).length;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("metrics of a run", () => {
  test("coverage and visible satellites of each site are those of the elevations", () => {
    expect(seen).toHaveLength(TICKS);
    expect(summary.sites.map(({ name }) => name)).toEqual(Object.keys(PLACES));
    for (const site of summary.sites) {
      const counts = seen.map((tick) => visibleFrom(site.name, tick));
      expect(site.coverage).toBe(counts.filter((count) => count > 0).length / TICKS);
      expect(site.visibleMean).toBeCloseTo(mean(counts), 12);
      expect([site.visibleMin, site.visibleMax]).toEqual([Math.min(...counts), Math.max(...counts)]);
    }
    const coverage = Object.fromEntries(summary.sites.map((site) => [site.name, site.coverage]));
    expect(coverage.Pole).toBe(0);
    expect(coverage.Vienna).toBe(1);
    // Taken down at tick 4, which is felt from the next.
    expect(coverage.Down).toBe(5 / TICKS);
    const perTick = seen.map((tick) => Object.keys(PLACES).map((site) => visibleFrom(site, tick)));
    expect(series("network.sites-covered")).toEqual(
      perTick.map((counts) => counts.filter((count) => count > 0).length),
    );
    expect(series("network.visible-satellites", "max")).toEqual(perTick.map((counts) => Math.max(...counts)));
    series("network.visible-satellites", "mean").forEach((value, i) => {
      expect(value).toBeCloseTo(mean(perTick[i]), 12);
    });
  });

  test("handovers of the sites add up to those of the network", () => {
    expect(summary.sites.reduce((sum, { handovers }) => sum + handovers, 0)).toBe(summary.topology.handovers);
    expect(summary.topology.handovers).toBeGreaterThan(0);
  });

  test("degrees are those of the links that stand", () => {
    const degrees = seen.map(({ links, usable }) =>
      Array.from({ length: satelliteCount }, (_, id) => id)
        .filter((id) => usable[id])
        .map((id) => links.filter((link) => link.includes(id)).length),
    );
    const all = degrees.flat();
    const { islDegree } = summary.topology;
    if (islDegree === null) throw new Error("expected degrees");
    expect(islDegree.mean).toBeCloseTo(mean(all), 12);
    expect([islDegree.min, islDegree.max]).toEqual([Math.min(...all), Math.max(...all)]);
    for (const [links, share] of Object.entries(islDegree.shares)) {
      expect(share).toBeCloseTo(all.filter((degree) => degree === Number(links)).length / all.length, 12);
    }
    expect(Object.values(islDegree.shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    series("network.isl-degree", "mean").forEach((value, i) => {
      expect(value).toBeCloseTo(mean(degrees[i]), 12);
    });
  });

  test("every probe ends in one bucket", () => {
    const { delivery, asked, reached } = summary.routes;
    expect(asked).toBe(TICKS * FROM_VIENNA.length);
    expect(Object.values(delivery).reduce((sum, count) => sum + count, 0)).toBe(asked);
    expect(delivery.delivered).toBe(reached);
    expect(delivery.noDestinationVisibility).toBe(TICKS);
    expect(delivery.endDown).toBe(TICKS - 5);
    expect(delivery.noSourceVisibility).toBe(0);
    for (const [metric, total] of [
      ["network.delivered", delivery.delivered],
      ["network.no-destination-visibility", delivery.noDestinationVisibility],
      ["network.end-down", delivery.endDown],
      ["network.disconnected", delivery.disconnected],
    ] as const) {
      const ticks = series(metric);
      expect(ticks).toHaveLength(TICKS);
      expect(ticks.reduce((sum, value) => sum + value, 0)).toBe(total);
    }
  });

  test("stretch is the path over the great circle, split into the sites' links and the rest", () => {
    const place = (name: string) => ({ latitudeDeg: PLACES[name][0], longitudeDeg: PLACES[name][1] });
    const classes = new Map<string, { stretch: number[]; egress: number[]; forwarding: number[] }>();
    for (const { positionsKm: p, routes } of seen) {
      FROM_VIENNA.forEach((to, i) => {
        const path = routes[i];
        if (path === null) return;
        const ground = greatCircleKm(place("Vienna"), place(to));
        const name = ground < 2000 ? "short" : ground < 8000 ? "medium" : "long";
        const hops = path
          .slice(1)
          .map((b, at) => [path[at], b])
          .map(([a, b]) =>
            Math.hypot(p[3 * a] - p[3 * b], p[3 * a + 1] - p[3 * b + 1], p[3 * a + 2] - p[3 * b + 2]),
          );
        const sum = hops.reduce((total, km) => total + km, 0);
        const egress = (hops[0] as number) + (hops[hops.length - 1] as number);
        const known = classes.get(name) ?? { stretch: [], egress: [], forwarding: [] };
        classes.set(name, known);
        known.stretch.push(sum / ground);
        known.egress.push(egress / ground);
        known.forwarding.push((sum - egress) / ground);
      });
    }
    expect(summary.routes.classes.map(({ name }) => name)).toEqual(["short", "medium", "long"]);
    for (const told of summary.routes.classes) {
      const { stretch, egress, forwarding } = classes.get(told.name) ?? {
        stretch: [],
        egress: [],
        forwarding: [],
      };
      expect(told.routes).toBe(stretch.length);
      expect(told.stretch.mean).toBeCloseTo(mean(stretch), 9);
      expect(told.stretch.max).toBeCloseTo(Math.max(...stretch), 9);
      expect(told.stretch.min).toBeGreaterThan(1);
      expect(told.egressMean).toBeCloseTo(mean(egress), 9);
      expect(told.forwardingMean).toBeCloseTo(mean(forwarding), 9);
      expect(told.egressMean + told.forwardingMean).toBeCloseTo(told.stretch.mean, 9);
    }
    expect(series("network.stretch-long", "mean")).toHaveLength(TICKS);
  });

  test("changes of path are counted probe by probe", () => {
    const changes = FROM_VIENNA.map(
      (_, i) =>
        seen.filter(({ routes }, tick) => tick > 0 && String(routes[i]) !== String(seen[tick - 1]?.routes[i]))
          .length,
    );
    const total = changes.reduce((sum, count) => sum + count, 0);
    expect(total).toBeGreaterThan(3);
    const { routes } = summary;
    expect(routes.changes).toBe(total);
    expect(routes.changesPerProbe).toEqual({
      mean: total / changes.length,
      min: Math.min(...changes),
      max: Math.max(...changes),
    });
    expect(routes.changedMost[0]?.changes).toBe(Math.max(...changes));
    for (const { source, target, changes: count } of routes.changedMost) {
      expect(source).toBe("Vienna");
      expect(count).toBe(changes[FROM_VIENNA.indexOf(target)]);
    }
    expect(series("network.route-changes").reduce((sum, count) => sum + count, 0)).toBe(total);
  });
});

test("a network without orbits has no sites, no stretch, and its probes in buckets all the same", async () => {
  const plan = await loadScenario("scenarios/line.yaml", { cwd: ROOT });
  const { summary } = await runScenario(plan, { out: join(temporaryFolder(), "results") });
  expect(summary.sites).toEqual([]);
  expect(summary.routes.classes).toEqual([]);
  const { delivered, disconnected, ...others } = summary.routes.delivery;
  // The link in the middle is away for 10 s of each 80 s.
  expect([delivered, disconnected]).toEqual([2 * 110, 2 * 10]);
  expect(Object.values(others).every((count) => count === 0)).toBe(true);
});

test("a site that sees satellites, none of which has room for it, is not linked rather than blind", async () => {
  const twins =
    "{ name: A, latitude: 10 deg, longitude: 10 deg }, { name: B, latitude: 10 deg, longitude: 10 deg }";
  const plan = await loadScenarioText(`
name: crowded
seed: 1
time: { start: 2026-01-01T00:00:00Z, duration: 1 min, step: 20 s }
constellation:
  - walker: { name: shell, type: delta, altitude: 1000 km, inclination: 50 deg, planes: 10, satellitesPerPlane: 14, phasing: 1 }
ground: [${twins}, { name: Tokyo, latitude: 35.69 deg, longitude: 139.69 deg }]
links:
  isl: { protocol: nearest, bandwidth: 20 Gbps }
  ground: { protocol: nearest, links: 50, capacity: 1, bandwidth: 4 Gbps }
probes: [{ from: A, to: Tokyo }, { from: B, to: Tokyo }, { from: Tokyo, to: B }]
`);
  const { summary } = await runScenario(plan, { out: join(temporaryFolder(), "results") });
  const [a, b] = summary.sites;
  expect(b?.visibleMin).toBeGreaterThan(0);
  expect(b?.visibleMean).toBe(a?.visibleMean);
  expect(summary.routes.delivery).toMatchObject({ delivered: 3, notLinked: 6, noSourceVisibility: 0 });
  expect(summary.routes.unreached).toEqual({ "source-isolated": 3, "target-isolated": 3 });
});
