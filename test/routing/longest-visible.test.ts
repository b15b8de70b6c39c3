import { describe, expect, test } from "vitest";
import { loadScenarioText, type RunPlan } from "../../index.js";
import { openSky, type Sky, type TickFrame } from "../../workers/index.js";
import { linksIn } from "../support/ruled-stages.js";

const MASK_DEG = 25;

function planOf(ground: string, ticks = 4): Promise<RunPlan> {
  return loadScenarioText(`
name: passes
seed: 1
time: { start: 2026-03-01T00:00:00Z, duration: ${ticks * 60} s, step: 60 s }
constellation:
  - walker: { name: low, type: delta, altitude: 550 km, inclination: 53 deg, planes: 30, satellitesPerPlane: 30, phasing: 7 }
ground:
  - { name: Vienna, latitude: 48.21 deg, longitude: 16.37 deg }
  - { name: Quito, latitude: -0.18 deg, longitude: -78.47 deg, minElevation: 10 deg }
  - { name: Ushuaia, latitude: -54.8 deg, longitude: -68.3 deg }
  - { name: Valley, latitude: 40 deg, longitude: 100 deg, mask: [{ azimuth: 0 deg, elevation: 5 deg }, { azimuth: 90 deg, elevation: 40 deg }, { azimuth: 200 deg, elevation: 15 deg }] }
links:
  isl: { protocol: none }
  ground: { protocol: longest-visible, bandwidth: 1 Gbps, ${ground} }
`);
}

/** Mask of each site at an azimuth, as the scenario above has it. */
function maskAt(site: number, azimuthDeg: number): number {
  if (site === 1) return 10;
  if (site !== 3) return MASK_DEG;
  if (azimuthDeg < 90) return 5 + (35 * azimuthDeg) / 90;
  if (azimuthDeg < 200) return 40 - (25 * (azimuthDeg - 90)) / 110;
  return 15 - (10 * (azimuthDeg - 200)) / 160;
}

const PLACES = [
  [48.21, 16.37],
  [-0.18, -78.47],
  [-54.8, -68.3],
  [40, 100],
];

function isVisible(positionsKm: Float64Array, satelliteCount: number, site: number, id: number): boolean {
  const [lat, lon] = PLACES[site].map((deg) => (deg * Math.PI) / 180);
  const from = 3 * (satelliteCount + site);
  const [x, y, z] = [0, 1, 2].map((axis) => positionsKm[3 * id + axis] - positionsKm[from + axis]);
  const east = -x * Math.sin(lon) + y * Math.cos(lon);
  const north = -x * Math.sin(lat) * Math.cos(lon) - y * Math.sin(lat) * Math.sin(lon) + z * Math.cos(lat);
  const up = x * Math.cos(lat) * Math.cos(lon) + y * Math.cos(lat) * Math.sin(lon) + z * Math.sin(lat);
  const deg = 180 / Math.PI;
  const azimuth = (Math.atan2(east, north) * deg + 360) % 360;
  return Math.atan2(up, Math.hypot(east, north)) * deg >= maskAt(site, azimuth);
}

/** Seconds that each satellite stays visible from each site from `timeNs` on, by looking every second. */
function remaining(sky: Sky, plan: RunPlan, timeNs: number): Map<number, number>[] {
  const { satelliteCount, groundCount } = plan.sky.nodes;
  const scratch = sky.positionsAt(timeNs);
  const see = (ns: number, site: number, id: number) => {
    sky.propagate(ns, scratch.positionsKm, scratch.status, id, id + 1);
    return isVisible(scratch.positionsKm, satelliteCount, site, id);
  };
  const now = sky.positionsAt(timeNs).positionsKm;
  const left = Array.from({ length: groundCount }, (_, site) => {
    const ids = Array.from({ length: satelliteCount }, (_, id) => id);
    return new Set(ids.filter((id) => isVisible(now, satelliteCount, site, id)));
  });
  const found = left.map(() => new Map<number, number>());
  for (let s = 1; left.some(({ size }) => size > 0); s++) {
    const { positionsKm } = sky.positionsAt(timeNs + s * 1e9);
    left.forEach((ids, site) => {
      for (const id of ids) {
        if (isVisible(positionsKm, satelliteCount, site, id)) continue;
        ids.delete(id);
        let [low, high] = [(s - 1) * 1e9, s * 1e9];
        while (high - low > 1e6) {
          const middle = Math.floor((low + high) / 2);
          if (see(timeNs + middle, site, id)) low = middle;
          else high = middle;
        }
        found[site].set(id, low / 1e9);
      }
    });
  }
  return found;
}

async function eachTick(plan: RunPlan, visit: (sky: Sky, frame: TickFrame) => void): Promise<void> {
  const { sky, frames } = await openSky(plan.sky, [], 0);
  for (let tick = 0; tick < plan.time.tickCount; tick++) {
    visit(sky, await frames.next(tick, { version: 0, usable: undefined }));
  }
  await frames.close();
}

function chosenBy({ links }: TickFrame, site: number): number[] {
  return linksIn(links, "gsl")
    .filter(([, b]) => b === site)
    .map(([a]) => a);
}

/** What the protocol is good to: 10 ms for each of the two that are compared. */
const TOLERANCE_S = 0.02;

describe("longest-visible", () => {
  test.each([1, 3])("takes the %i satellites that a scan second by second sees the longest", async (k) => {
    const plan = await planOf(`links: ${k}`);
    const { satelliteCount } = plan.sky.nodes;
    let compared = 0;
    await eachTick(plan, (sky, frame) => {
      const left = remaining(sky, plan, frame.timeNs);
      left.forEach((seconds, site) => {
        const chosen = chosenBy(frame, satelliteCount + site);
        expect(chosen).toHaveLength(Math.min(k, seconds.size));
        const others = [...seconds.keys()].filter((id) => !chosen.includes(id));
        const worst = Math.min(...chosen.map((id) => seconds.get(id) ?? Number.NaN));
        for (const id of others) expect(seconds.get(id)).toBeLessThanOrEqual(worst + TOLERANCE_S);
        compared += others.length;
      });
    });
    expect(compared).toBeGreaterThan(20);
  });

  test("with capacity and hysteresis is the assignment by those seconds", async () => {
    const plan = await planOf("links: 2, capacity: 1, hysteresis: 40 s", 8);
    const { satelliteCount } = plan.sky.nodes;
    let held = new Set<string>();
    let [kept, compared] = [0, 0];
    await eachTick(plan, (sky, frame) => {
      const all = remaining(sky, plan, frame.timeNs).flatMap((seconds, i) =>
        [...seconds].map(([id, left]) => {
          const key = `${id}-${satelliteCount + i}`;
          return { id, key, site: i, value: left + (held.has(key) ? 40 : 0) };
        }),
      );
      all.sort((p, q) => q.value - p.value);
      const taken = new Set<string>();
      const [bySite, served] = [new Map<number, number>(), new Set<number>()];
      for (const { id, key, site } of all) {
        if ((bySite.get(site) ?? 0) >= 2 || served.has(id)) continue;
        bySite.set(site, (bySite.get(site) ?? 0) + 1);
        served.add(id);
        taken.add(key);
        if (held.has(key)) kept++;
      }
      held = new Set(linksIn(frame.links, "gsl").map(([a, b]) => `${a}-${b}`));
      const gaps = all.slice(1).map(({ value }, i) => all[i].value - value);
      if (Math.min(...gaps) < TOLERANCE_S) return;
      expect([...held].sort()).toEqual([...taken].sort());
      compared++;
    });
    expect(compared).toBeGreaterThan(3);
    expect(kept).toBeGreaterThan(3);
  });

  test("looks no further than an hour, at what never sets", async () => {
    const plan = await loadScenarioText(`
name: geostationary
seed: 1
time: { start: 2026-03-01T00:00:00Z, duration: 1 min, step: 60 s }
constellation:
  - walker: { name: still, type: delta, altitude: 35786 km, inclination: 0 deg, planes: 1, satellitesPerPlane: 12, phasing: 0 }
ground:
  - { name: Quito, latitude: -0.18 deg, longitude: -78.47 deg }
links:
  isl: { protocol: none }
  ground: { protocol: longest-visible, bandwidth: 1 Gbps, links: 2 }
`);
    await eachTick(plan, (sky, frame) => {
      // All of them stay: the nearest are taken.
      const ranges = Array.from({ length: 12 }, (_, id) => {
        const { positionsKm: p } = frame;
        return { id, km: Math.hypot(p[3 * id] - p[36], p[3 * id + 1] - p[37], p[3 * id + 2] - p[38]) };
      });
      const nearest = ranges.sort((p, q) => p.km - q.km).slice(0, 2);
      expect(chosenBy(frame, 12)).toEqual(nearest.map(({ id }) => id).sort((a, b) => a - b));
      expect(sky.stateful).toBe(false);
    });
  });
});
