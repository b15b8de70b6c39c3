import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  loadScenario,
  loadScenarioText,
  type RequestEnd,
  type RequestWork,
  type RunPlan,
  Simulation,
} from "../../index.js";
import { acting, record } from "../support/run-small.js";

const LIGHT_KM_S = 299_792.458;

/** Where a few cities are, degrees: below the terminator of the start, and far from it. */
const SITES = {
  Anadyr: [64.7, 177.5],
  Quito: [-0.2, -78.5],
  Dakar: [14.7, -17.4],
  Dhaka: [23.8, 90.4],
  Oslo: [59.9, 10.8],
  Apia: [-13.8, -171.8],
} as const;

interface Variant {
  readonly rings?: string;
  readonly panels?: string;
  readonly start?: string;
  readonly requests?: string;
}

/** Two rings of dawn that cities ask without any relay: who sees no satellite is not served. */
function plan({
  rings = '{ name: dawn, rings: [600 km, 700 km], satellitesPerRing: 60, localTimeOfNode: "06:00" }',
  panels = "{ area: 4 m2, efficiency: 0.3 }",
  start = "2026-12-21T12:00:00Z",
  requests = "cpu: 50 ms",
}: Variant = {}): Promise<RunPlan> {
  const sites = Object.entries(SITES).map(
    ([name, [latitude, longitude]]) =>
      `  - { name: ${name}, latitude: ${latitude} deg, longitude: ${longitude} deg }`,
  );
  return loadScenarioText(`
name: serving
seed: 3
time: { start: ${start}, duration: 90 min, step: 60 s }
constellation: [{ sso: ${rings} }]
ground:
${sites.join("\n")}
links: { isl: { protocol: none }, ground: { protocol: nearest, minElevation: 10 deg, bandwidth: 1000 Gbps } }
network: { record: nothing }
compute: { record: nothing, tiers: { space: { cores: 64, memory: 1 GB } } }
energy: { battery: { capacity: 10 kWh }, panels: ${panels}, draw: { bus: 100 W, compute: { idle: 0 W, perCore: 10 W } } }
traffic:
  - requests: { from: edge, to: { nearest: dawn }, request: 1 B, response: 1 B, rate: 0.1 /s, purpose: ask, ${requests} }
plugins: [{ use: served-requests }]
`);
}

const metricsOf = async (made: RunPlan): Promise<ReadonlyMap<string, number>> => {
  const { metrics } = await record(made);
  return new Map(metrics.map(({ metric, statistic, value }) => [`${metric}.${statistic}`, value]));
};

/** Share of the power of served requests that came from panels. */
async function panelShare(made: RunPlan, purpose = "ask"): Promise<number> {
  const metrics = await metricsOf(made);
  const panels = metrics.get(`requests.${purpose}.fromPanels.value`) ?? Number.NaN;
  const battery = metrics.get(`requests.${purpose}.fromBattery.value`) ?? Number.NaN;
  return panels / (panels + battery);
}

describe("requests served in orbit", () => {
  it("go to the nearest satellite above the horizon mask and back at the speed of light, by brute force", async () => {
    const ends: [atNs: number, RequestEnd][] = [];
    const views: { fromNs: number; nearestKm: ReadonlyMap<number, number> }[] = [];
    const made = await plan({ requests: "processing: 0 s" });
    await record(made, [
      acting((sim) => {
        sim.on("tick", (world) => {
          const nearestKm = new Map<number, number>();
          Object.values(SITES).forEach(([latitude, longitude], i) => {
            const site = world.nodes.satelliteCount + i;
            const [lat, lon] = [(latitude * Math.PI) / 180, (longitude * Math.PI) / 180];
            const up = [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)] as const;
            const [sx, sy, sz] = world.position(site);
            let least = Number.POSITIVE_INFINITY;
            for (let satellite = 0; satellite < world.nodes.satelliteCount; satellite++) {
              const [x, y, z] = world.position(satellite);
              const [dx, dy, dz] = [x - sx, y - sy, z - sz];
              const slant = Math.hypot(dx, dy, dz);
              const sine = (dx * up[0] + dy * up[1] + dz * up[2]) / slant;
              if (sine >= Math.sin((10 * Math.PI) / 180)) least = Math.min(least, slant);
            }
            nearestKm.set(site, least);
          });
          views.push({ fromNs: sim.nowNs, nearestKm });
        });
        sim.on("request.end", ({ timeNs, data }) => ends.push([timeNs, data as unknown as RequestEnd]));
      }),
    ]);
    const served = ends.filter(([, { outcome }]) => outcome === "served");
    expect(ends.length).toBeGreaterThan(2000);
    expect(served.length).toBeGreaterThan(200);
    expect(served.length).toBeLessThan(0.9 * ends.length);
    for (const [atNs, { from, outcome, totalMs = 0, workMs }] of ends) {
      const view = views.findLast(({ fromNs }) => fromNs <= atNs);
      // A request that was under way at a tick has seen two skies.
      if (view === undefined || atNs - view.fromNs < 50e6) continue;
      const km = view.nearestKm.get(from) as number;
      if (outcome === "no-destination") {
        expect(km).toBe(Number.POSITIVE_INFINITY);
        continue;
      }
      expect(outcome).toBe("served");
      expect(totalMs).toBeCloseTo((2000 * km) / LIGHT_KM_S, 4);
      expect(workMs).toBe(0);
    }
  });

  it("count by purpose and outcome as the traffic's own metrics do", async () => {
    const metrics = await metricsOf(await plan());
    expect(metrics.get("requests.ask.served.value")).toBe(metrics.get("traffic.responseTime.count"));
    expect(metrics.get("requests.ask.no-destination.value")).toBe(metrics.get("traffic.noDestination.value"));
    expect(metrics.get("requests.ask.latency.p50")).toBe(metrics.get("traffic.responseTime.p50"));
  });

  it("are from panels in the light and from batteries in the shadow", async () => {
    const count = { light: 0, shadow: 0 };
    const litAtStart = new Map<number, number>();
    await record(await plan(), [
      acting((sim) => {
        sim.on("request.received", ({ data }) => {
          const { request, to } = data as unknown as RequestWork;
          litAtStart.set(request, sim.energy.sunlit(to));
        });
        sim.on("request.answered", ({ data }) => {
          const { request, to } = data as unknown as RequestWork;
          const lit = sim.energy.sunlit(to);
          if (litAtStart.get(request) !== lit) return;
          if (lit === 1) count.light++;
          if (lit === 0) count.shadow++;
        });
      }),
    ]);
    const share = await panelShare(await plan());
    const { light, shadow } = count;
    expect(shadow).toBeGreaterThan(20);
    expect(light).toBeGreaterThan(shadow);
    expect(share).toBeCloseTo(light / (light + shadow), 2);
  });

  it("are all from panels where no ring meets the shadow, and hardly any without panels", async () => {
    // In June rings of this hour are in full light all around.
    expect(await panelShare(await plan({ start: "2026-06-21T12:00:00Z" }))).toBe(1);
    expect(await panelShare(await plan({ panels: "{ area: 0.01 cm2, efficiency: 0.3 }" }))).toBeLessThan(
      1e-4,
    );
  });
});

describe("scenarios/starcloud-serving.yaml, thinned out", () => {
  const path = fileURLToPath(new URL("../../scenarios/starcloud-serving.yaml", import.meta.url));
  const thin = [
    "constellation.0.walker.planes=24",
    "constellation.0.walker.satellitesPerPlane=48",
    "constellation.0.walker.altitude=550 km",
    "constellation.1.sso.rings.count=3",
    "constellation.1.sso.satellitesPerRing=120",
    "links.isl.interShell.maxRange=2500 km",
    "time.duration=10 s",
    "time.step=10 s",
  ];

  it("answers in orbit and on the ground, and says where, how fast and from what power", async () => {
    const simulation = await Simulation.create(await loadScenario(path, { set: thin }));
    await simulation.run();
    const [section] = simulation.reportSections().filter(({ plugin }) => plugin === "served-requests");
    const tables = new Map(
      section?.items.flatMap((item) => (item.kind === "table" ? [[item.title, item.rows] as const] : [])),
    );
    const purposes = tables.get("Requests") ?? [];
    expect(purposes.map(([purpose]) => purpose)).toEqual(["ground", "orbit"]);
    for (const [purpose, sent, served, , median, p90] of purposes) {
      expect(sent).toBeGreaterThan(1500);
      expect(served).toBeGreaterThan(80);
      expect(p90).toBeGreaterThanOrEqual(median as number);
      // Half a second of work, and light.
      expect(median).toBeGreaterThan(500);
      const shareOfPanels = purposes.find(([each]) => each === purpose)?.at(-1);
      if (purpose === "ground") expect(shareOfPanels).toBeNull();
      else expect(shareOfPanels).toBeGreaterThan(50);
    }
    const places = (tables.get("Where requests were answered") ?? []).map(([, place]) => place);
    expect(places).toContain("cloud");
    expect(places).toContain("starcloud, ring 0");
    // 200 senders and purposes, less those who saw nobody and so asked nobody.
    expect(tables.get("Who asked")).toHaveLength(200);
  });

  it("without panels lives off batteries", async () => {
    const dark = await loadScenario(path, { set: [...thin, "energy.0.panels.area=0.01 cm2"] });
    expect(await panelShare(dark, "orbit")).toBeLessThan(1e-3);
  });
});
