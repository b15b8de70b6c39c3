import { ecfToLookAngles } from "satellite.js";
import { describe, expect, test } from "vitest";
import { definePlugin, loadScenarioText, type RunPlan, type World, worldAt } from "../../index.js";
import { geodeticToEcefKm, greatCircleKm } from "../../orbits/geodesy.js";
import { type Track, trackPosition } from "../../orbits/track.js";
import type { Route } from "../../routing/router.js";
import { ExportError } from "../../sim/export/export-error.js";
import { exportHypatia } from "../../sim/export/export-hypatia.js";
import { StretchMetrics } from "../../sim/metrics-stretch.js";
import { Simulation } from "../../sim/simulation.js";
import { encodeFrame, openSky, type TickFrame } from "../../workers/index.js";
import { temporaryFolder } from "../support/temporary-folder.js";

/** A fast aircraft, a ship, and two cities; 5 minutes, a tick every 15 s. */
function planOf(protocol = "nearest", isl = "nearest"): Promise<RunPlan> {
  return loadScenarioText(`
name: moving
seed: 3
time: { start: 2026-03-01T00:00:00Z, duration: 5 min, step: 15 s }
constellation:
  - walker: { name: low, type: delta, altitude: 800 km, inclination: 60 deg, planes: 24, satellitesPerPlane: 24, phasing: 5 }
ground:
  - { name: Lagos, latitude: 6.5 deg, longitude: 3.4 deg }
  - { name: Jet, minElevation: 15 deg, legs: [{ from: { latitude: 40 deg, longitude: 179 deg }, to: { latitude: 45 deg, longitude: -175 deg }, depart: -10 s, speed: 0.95 km/s, altitude: 15 km }] }
  - { name: Tokyo, latitude: 35.7 deg, longitude: 139.7 deg }
  - { name: Ship, legs: [{ from: Tokyo, to: Lagos, depart: 1 min, speed: 20 kn }] }
links:
  isl: { protocol: ${isl}, links: 4, bandwidth: 20 Gbps }
  ground: { protocol: ${protocol}, bandwidth: 4 Gbps }
probes:
  - { from: Jet, to: Tokyo }
  - { from: Ship, to: Lagos }
  - { from: Ship, to: Tokyo }
`);
}

const idOf = ({ nodeNames }: RunPlan, name: string) => [...nodeNames].indexOf(name);

function trackOf(plan: RunPlan, name: string): Track {
  return plan.sky.movingNodes?.find(({ node }) => node === idOf(plan, name))?.track as Track;
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

const at = ({ positionsKm }: Pick<TickFrame, "positionsKm">, node: number) => [
  ...positionsKm.subarray(3 * node, 3 * node + 3),
];

function expectAt(got: readonly number[], track: Track, timeNs: number): void {
  const expected = geodeticToEcefKm(trackPosition(track, timeNs));
  for (const [i, km] of got.entries()) expect(km).toBeCloseTo(expected[i], 8);
}

describe("ground nodes that move", () => {
  test("are in every frame where their track has them then; the others stay", async () => {
    const plan = await planOf();
    const frames = await framesOf(plan, 0);
    for (const frame of frames) {
      for (const name of ["Jet", "Ship"]) {
        expectAt(at(frame, idOf(plan, name)), trackOf(plan, name), frame.timeNs);
      }
      for (const name of ["Lagos", "Tokyo"]) {
        expect(at(frame, idOf(plan, name))).toEqual(at(frames[0], idOf(plan, name)));
      }
    }
    expect(new Set(frames.map((frame) => String(at(frame, idOf(plan, "Jet"))))).size).toBe(20);
    // The ship lies in port for a minute, at the place of the site.
    expect(new Set(frames.map((frame) => String(at(frame, idOf(plan, "Ship"))))).size).toBe(16);
  });

  test.each(["nearest", "longest-visible"])(
    "give the same bytes on any number of workers (%s)",
    async (protocol) => {
      const plan = await planOf(protocol);
      const bytes = async (workers: number) =>
        (await framesOf(plan, workers)).map((frame) => Buffer.from(encodeFrame(frame)).toString("base64"));
      const inline = await bytes(0);
      for (const workers of [1, 2, 7]) expect(await bytes(workers)).toEqual(inline);
    },
  );

  test("see the satellites that stand above their mask where they then are", async () => {
    const plan = await planOf("all-visible");
    const { satelliteCount } = plan.sky.nodes;
    let compared = 0;
    for (const frame of await framesOf(plan, 0)) {
      for (const [name, maskDeg] of [
        ["Jet", 15],
        ["Ship", 25],
      ] as const) {
        const site = trackPosition(trackOf(plan, name), frame.timeNs);
        const rad = Math.PI / 180;
        const observer = {
          latitude: site.latitudeDeg * rad,
          longitude: site.longitudeDeg * rad,
          height: site.altitudeKm,
        };
        const expected: number[] = [];
        for (let id = 0; id < satelliteCount; id++) {
          const [x, y, z] = at(frame, id);
          if (ecfToLookAngles(observer, { x, y, z }).elevation >= maskDeg * rad) expected.push(id);
        }
        const { a, b, count } = frame.links;
        const got = Array.from({ length: count }, (_, i) => i)
          .filter((i) => b[i] === idOf(plan, name))
          .map((i) => a[i]);
        expect(got).toEqual(expected);
        expect(frame.visible[idOf(plan, name) - satelliteCount]).toBe(expected.length);
        compared += expected.length;
      }
    }
    expect(compared).toBeGreaterThan(50);
  });

  test("are forecast where they will be", async () => {
    const plan = await planOf();
    const plugin = definePlugin({
      name: "look",
      setup(sim) {
        sim.on("tick", (world: World) => {
          if (world.tick !== 2) return;
          for (const time of [-100, 33.3, 290, 5000]) {
            for (const name of ["Jet", "Ship"]) {
              const node = world.siteId(name);
              const there = world.positionsAt(time).slice(3 * node, 3 * node + 3);
              expectAt([...there], trackOf(plan, name), time * 1e9);
              expect([...world.forecast(time).positionsKm.slice(3 * node, 3 * node + 3)]).toEqual([...there]);
            }
          }
        });
      },
    });
    const simulation = await Simulation.create(plan, { plugins: [{ plugin }] });
    expect(await simulation.run()).toBe("complete");
  });

  test("have contact windows that hold in the frames of their ticks", async () => {
    const plan = await planOf("all-visible");
    const frames = await framesOf(plan, 0);
    const linked = new Map<string, Set<number>>();
    for (const { tick, links } of frames) {
      for (let i = links.islCount; i < links.count; i++) {
        const pair = `${links.a[i]}-${links.b[i]}`;
        linked.set(pair, (linked.get(pair) ?? new Set()).add(tick));
      }
    }
    const world = await worldAt(plan, 0);
    const jet = idOf(plan, "Jet");
    let compared = 0;
    for (let id = 0; id < plan.sky.nodes.satelliteCount; id += 3) {
      const windows = world.contactWindows(jet, id, { from: 0, to: 300 });
      for (let tick = 0; tick < 20; tick++) {
        const inside = windows.some(({ from, to }) => from <= 15 * tick && 15 * tick <= to);
        expect(linked.get(`${id}-${jet}`)?.has(tick) ?? false, `${id} at ${tick}`).toBe(inside);
        if (inside) compared++;
      }
      const [first] = windows;
      const lifetime = world.linkLifetime(id, jet);
      if (first?.openAtStart === true && !first.openAtEnd) expect(lifetime).toBeCloseTo(first.to, 2);
      else if (first?.openAtStart !== true) expect(lifetime).toBe(0);
    }
    expect(compared).toBeGreaterThan(20);
  });

  test("are linked to whom they will see the longest on their way, not from where they are", async () => {
    const plan = await planOf("longest-visible");
    const { sky } = await openSky(plan.sky, [], 0);
    const jet = idOf(plan, "Jet");
    const { satelliteCount } = plan.sky.nodes;
    const frames = await framesOf(plan, 0);
    const known = new Map<number, Float64Array>();
    const positionsThen = (second: number) => {
      const found = known.get(second) ?? sky.positionsAt(second * 1e9).positionsKm;
      known.set(second, found);
      return found;
    };
    const secondsLeft = (id: number, from: number, moves: boolean) => {
      let seconds = 0;
      for (; seconds < 1800; seconds++) {
        const positionsKm = positionsThen(from + seconds);
        const site = trackPosition(trackOf(plan, "Jet"), (moves ? from + seconds : from) * 1e9);
        const rad = Math.PI / 180;
        const [x, y, z] = positionsKm.subarray(3 * id, 3 * id + 3);
        const observer = {
          latitude: site.latitudeDeg * rad,
          longitude: site.longitudeDeg * rad,
          height: site.altitudeKm,
        };
        if (ecfToLookAngles(observer, { x, y, z }).elevation < 15 * rad) break;
      }
      return seconds;
    };
    let differ = 0;
    for (const frame of frames.filter(({ tick }) => tick % 5 === 0)) {
      const { a, b, count } = frame.links;
      const i = Array.from({ length: count }, (_, at) => at).find((at) => b[at] === jet) as number;
      const from = frame.timeNs / 1e9;
      const visible: number[] = [];
      for (let id = 0; id < satelliteCount; id++) if (secondsLeft(id, from, true) > 0) visible.push(id);
      const best = Math.max(...visible.map((id) => secondsLeft(id, from, true)));
      expect(secondsLeft(a[i], from, true)).toBeGreaterThanOrEqual(best - 1);
      if (secondsLeft(a[i], from, false) !== secondsLeft(a[i], from, true)) differ++;
    }
    expect(differ).toBeGreaterThan(0);
  });
});

describe("what is worked out from places on the ground", () => {
  test("stretch goes by where both ends are at the tick; at one place there is none", async () => {
    const plan = await planOf();
    const [jet, ship, tokyo] = ["Jet", "Ship", "Tokyo"].map((name) => idOf(plan, name));
    const frames = await framesOf(plan, 0);
    const metrics = new StretchMetrics(plan);
    const meanAt = (frame: TickFrame, source: number) => {
      metrics.tick(frame.positionsKm);
      const route = {
        reachable: true,
        path: [source, 0, tokyo],
        hops: 2,
        latencyMs: 1,
        cost: 1,
      } as unknown as Route;
      metrics.route({ timeNs: frame.timeNs, source, target: tokyo, route });
      return metrics
        .samples()
        .filter(({ metric, statistic }) => metric.startsWith("network.stretch-") && statistic === "mean")
        .map(({ value }) => value);
    };
    for (const frame of [frames[0], frames[19]]) {
      const [p, q, r] = [jet, 0, tokyo].map((node) => at(frame, node));
      const apart = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((x, i) => x - b[i]));
      const overGround = greatCircleKm(trackPosition(trackOf(plan, "Jet"), frame.timeNs), {
        latitudeDeg: 35.7,
        longitudeDeg: 139.7,
      });
      expect(meanAt(frame, jet)).toEqual([expect.closeTo((apart(p, q) + apart(q, r)) / overGround, 6)]);
    }
    expect(meanAt(frames[0], ship)).toEqual([]);
    expect(meanAt(frames[19], ship)).toHaveLength(1);
  });

  test("a Hypatia directory is refused, naming who moves", async () => {
    const refused = exportHypatia(await planOf(), { out: `${temporaryFolder()}/out` });
    await expect(refused).rejects.toThrow(ExportError);
    await expect(refused).rejects.toThrow("Jet moves, but the stations of a Hypatia directory stand still");
    await expect(refused).rejects.toThrow("Ship moves");
  });
});
