import { describe, expect, test } from "vitest";
import { loadScenarioText, type RunPlan } from "../../index.js";
import { exportHypatia } from "../../sim/export/export-hypatia.js";
import { builtInPluginRef } from "../../sim/host/builtin-plugins.js";
import { encodeFrame, openSky, type TickFrame } from "../../workers/index.js";
import { admissiblePairs, greedyNearest } from "../support/brute-force.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const ORBIT_S = 5861;

function planOf(
  isl: string,
  { start = "2026-06-21T12:00:00Z", step = 30, besides = "" } = {},
): Promise<RunPlan> {
  return loadScenarioText(`
name: cluster
seed: 3
time: { start: ${start}, duration: ${ORBIT_S} s, step: ${step} s }
constellation:
  - preset: suncatcher-81
${besides}
ground:
  - { name: Svalbard, latitude: 78.23 deg, longitude: 15.41 deg }
links:
  isl: ${isl}
  ground: { protocol: nearest, minElevation: 5 deg, bandwidth: 10 Gbps }
`);
}

async function framesOf(plan: RunPlan, workers: number): Promise<TickFrame[]> {
  const { frames } = await openSky(plan.sky, [], workers);
  const made: TickFrame[] = [];
  for (let tick = 0; tick < plan.time.tickCount; tick++) {
    made.push(await frames.next(tick, { version: 0, usable: undefined }));
  }
  await frames.close();
  return made;
}

function apartKm({ positionsKm: p }: TickFrame, a: number, b: number): number {
  return Math.hypot(p[3 * a] - p[3 * b], p[3 * a + 1] - p[3 * b + 1], p[3 * a + 2] - p[3 * b + 2]);
}

const NEAREST = "{ protocol: nearest, links: 8, maxRange: 250 m, bandwidth: 9.6 Tbps }";

describe("suncatcher-81 in a run", () => {
  test("keeps 100 m at least over an orbit, neighbours 100 to 200 m, and changes its shape twice", async () => {
    const plan = await planOf("{ protocol: none, bandwidth: 1 Gbps }", { step: 10 });
    const frames = await framesOf(plan, 0);
    let least = Number.POSITIVE_INFINITY;
    let furthest = 0;
    for (const frame of frames) {
      for (let a = 0; a < 81; a++) {
        furthest = Math.max(furthest, apartKm(frame, a, 40));
        for (let b = 0; b < a; b++) least = Math.min(least, apartKm(frame, a, b));
      }
    }
    expect(least).toBeGreaterThan(0.1 - 1e-6);
    expect(least).toBeLessThan(0.1001);
    expect(furthest).toBeLessThan(1.14);
    // Beside the middle: outward and along the flight, each from 100 to 200 m and back twice in an orbit.
    for (const [neighbour, startsAt] of [
      [49, 0.1],
      [41, 0.2],
    ]) {
      const distances = frames.map((frame) => apartKm(frame, 40, neighbour));
      expect(distances[0]).toBeCloseTo(startsAt, 6);
      expect(Math.min(...distances)).toBeCloseTo(0.1, 4);
      expect(Math.max(...distances)).toBeCloseTo(0.2, 4);
      const crossings = distances.filter((km, i) => i > 0 && km >= 0.15 !== distances[i - 1] >= 0.15).length;
      expect(crossings).toBe(4);
    }
  });

  test("gives the same frames with and without workers", async () => {
    const plan = await planOf(NEAREST, { step: 200 });
    const [alone, shared] = [await framesOf(plan, 0), await framesOf(plan, 2)];
    expect(shared.map((frame) => Buffer.from(encodeFrame(frame)).toString("base64"))).toEqual(
      alone.map((frame) => Buffer.from(encodeFrame(frame)).toString("base64")),
    );
  });

  test.each([
    ["nearest", "4", "150 m"],
    ["nearest", "8", "250 m"],
    ["nearest", "3", "12 km"],
    ["mst", "8", "250 m"],
  ])(
    "%s with %s links in %s is what reading all pairs gives, beside a shell too",
    async (protocol, links, range) => {
      const besides =
        "  - walker: { name: shell, type: delta, altitude: 650 km, inclination: 97.99 deg, planes: 6, satellitesPerPlane: 40, phasing: 1 }";
      const isl = `{ protocol: ${protocol}, links: ${links}, maxRange: ${range}, bandwidth: 1 Gbps }`;
      const plan = await planOf(isl, { step: 400, besides });
      const { satelliteCount } = plan.sky.nodes;
      const rangeKm = range.endsWith("km") ? Number.parseFloat(range) : Number.parseFloat(range) / 1000;
      for (const frame of await framesOf(plan, 0)) {
        const pairs = admissiblePairs(frame.positionsKm, frame.usable, satelliteCount, rangeKm);
        const expected =
          protocol === "mst" ? spanning(pairs) : greedyNearest(pairs, satelliteCount, Number(links));
        const { a, b, lengthKm } = frame.links;
        const got: string[] = [];
        for (let i = 0; i < frame.links.count; i++) {
          if (b[i] >= satelliteCount) continue;
          got.push(`${a[i]} ${b[i]}`);
          expect(lengthKm[i]).toBeCloseTo(apartKm(frame, a[i], b[i]), 12);
        }
        expect(got.sort()).toEqual(expected.map(([p, q]) => `${p} ${q}`).sort());
        expect(got.length).toBeGreaterThan(60);
      }
    },
  );

  test.each([
    ["2026-06-21T12:00:00Z", 0.999999, 1],
    ["2026-12-21T12:00:00Z", 0.75, 0.85],
  ])(
    "at %s is in the light as long as a dense scan of its chief's place says",
    async (start, least, most) => {
      const plan = await planOf("{ protocol: none, bandwidth: 1 Gbps }", { start, step: 5 });
      const { frames } = await openSky(plan.sky, [{ ref: builtInPluginRef("sunlit"), config: {} }], 0);
      let lit = 0;
      let scanned = 0;
      for (let tick = 0; tick < plan.time.tickCount; tick++) {
        const frame = await frames.next(tick, { version: 0, usable: undefined });
        const values = frame.states.get("sunlit") as Float64Array;
        for (let member = 0; member < 81; member++) lit += values[member] / 81;
        scanned += inLight(
          frame.positionsKm.subarray(120, 123),
          Date.parse(start) / 1000 + frame.timeNs / 1e9,
        );
      }
      await frames.close();
      const share = lit / plan.time.tickCount;
      expect(share).toBeCloseTo(scanned / plan.time.tickCount, 2);
      expect(share).toBeGreaterThanOrEqual(least);
      expect(share).toBeLessThanOrEqual(most);
    },
  );

  test("cannot be written as element sets, and an export that needs them says so", async () => {
    const plan = await planOf(NEAREST);
    await expect(exportHypatia(plan, { out: temporaryFolder() })).rejects.toThrow(
      'the members of cluster "suncatcher-81" have no element sets',
    );
  });
});

function spanning(pairs: readonly { readonly a: number; readonly b: number }[]): [number, number][] {
  const root = new Map<number, number>();
  const find = (node: number): number => {
    const up = root.get(node) ?? node;
    return up === node ? node : find(up);
  };
  const taken: [number, number][] = [];
  for (const { a, b } of pairs) {
    if (find(a) === find(b)) continue;
    root.set(find(a), find(b));
    taken.push([a, b]);
  }
  return taken;
}

/** A cylinder of shadow behind the Earth, the Sun by the Astronomical Almanac's low-precision formulae: 1 in the light. */
function inLight([x, y, z]: Float64Array, unixSeconds: number): number {
  const days = unixSeconds / 86_400 - 10_957.5;
  const rad = Math.PI / 180;
  const anomaly = (357.528 + 0.9856003 * days) * rad;
  const longitude =
    (280.46 + 0.9856474 * days + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)) * rad;
  const tilt = 23.439 * rad;
  const sidereal = (280.46062 + 360.98564737 * days) * rad;
  const ascension = Math.atan2(Math.cos(tilt) * Math.sin(longitude), Math.cos(longitude)) - sidereal;
  const declination = Math.asin(Math.sin(tilt) * Math.sin(longitude));
  const sun = [
    Math.cos(declination) * Math.cos(ascension),
    Math.cos(declination) * Math.sin(ascension),
    Math.sin(declination),
  ];
  const along = x * sun[0] + y * sun[1] + z * sun[2];
  const across = Math.sqrt(x * x + y * y + z * z - along * along);
  return along < 0 && across < 6378.135 ? 0 : 1;
}
