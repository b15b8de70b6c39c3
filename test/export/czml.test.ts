import { describe, expect, test } from "vitest";
import { type CzmlOptions, czmlText, type RunPlan, type World, worldAt, worldTicks } from "../../index.js";
import { smallPlan } from "../support/plans.js";
import { load, scenarioText } from "../support/scenario-folder.js";
import { textOf } from "../support/text-of.js";

interface Packet {
  readonly id: string;
  readonly name?: string;
  readonly parent?: string;
  readonly version?: string;
  readonly availability?: string | readonly string[];
  readonly clock?: { readonly interval: string; readonly currentTime: string };
  readonly position?: {
    readonly epoch?: string;
    readonly referenceFrame?: string;
    readonly interpolationAlgorithm?: string;
    readonly interpolationDegree?: number;
    readonly cartesian: readonly number[];
  };
  readonly polyline?: {
    readonly positions: { readonly references: readonly string[] };
    readonly arcType: string;
  };
}

async function packetsOf(plan: RunPlan, options: CzmlOptions = {}): Promise<Packet[]> {
  return JSON.parse(await textOf(czmlText(plan, options)));
}

const byId = (packets: readonly Packet[], prefix: string) =>
  packets.filter(({ id }) => id.startsWith(`${prefix}-`));

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** Intervals of a packet in seconds since the start; each has to be ISO 8601, in order and apart from the others. */
function intervals(plan: RunPlan, { availability = [] }: Packet): [number, number][] {
  const start = Date.parse(plan.time.startIso);
  const texts = typeof availability === "string" ? [availability] : availability;
  let last = Number.NEGATIVE_INFINITY;
  return texts.map((text) => {
    const ends = text.split("/");
    expect(ends).toHaveLength(2);
    for (const end of ends) expect(end).toMatch(ISO);
    const [from, to] = ends.map((end) => (Date.parse(end) - start) / 1000);
    expect(from).toBeGreaterThan(last);
    expect(to).toBeGreaterThan(from);
    last = to;
    return [from, to];
  });
}

/** Where Cesium would draw a node: the polynomial through the nearest samples, one more than its degree. */
function interpolated({ position }: Packet, time: number): number[] {
  const { cartesian = [], interpolationDegree: degree = 0 } = position ?? {};
  const count = cartesian.length / 4;
  const next = Array.from({ length: count }, (_, i) => cartesian[4 * i]).findIndex((t) => t > time);
  const wanted = Math.min(degree + 1, count);
  const first = Math.max(0, Math.min(count - wanted, (next < 0 ? count : next) - Math.ceil(wanted / 2)));
  const chosen = Array.from({ length: wanted }, (_, i) => first + i);
  return [1, 2, 3].map((axis) =>
    chosen.reduce((sum, i) => {
      const weight = chosen.reduce(
        (product, j) =>
          j === i ? product : (product * (time - cartesian[4 * j])) / (cartesian[4 * i] - cartesian[4 * j]),
        1,
      );
      return sum + weight * cartesian[4 * i + axis];
    }, 0),
  );
}

function expectPlace(
  found: readonly number[],
  positionsKm: Float64Array,
  node: number,
  withinM: number,
): void {
  for (let axis = 0; axis < 3; axis++)
    expect(Math.abs(found[axis] - 1000 * positionsKm[3 * node + axis])).toBeLessThanOrEqual(withinM);
}

/** Links and routes of each tick of a plan, by an independent look at it. */
async function ticksOf(plan: RunPlan): Promise<{ links: Set<string>; routes: string[] }[]> {
  const ticks: { links: Set<string>; routes: string[] }[] = [];
  for await (const world of worldTicks(plan, 0, plan.time.tickCount - 1)) {
    const { a, b, count } = world.links;
    ticks.push({
      links: new Set(Array.from({ length: count }, (_, i) => `link-${a[i]}-${b[i]}`)),
      routes: Array.from(plan.probes.sources, (source, i) => wayOf(world, source, plan.probes.targets[i])),
    });
  }
  return ticks;
}

function wayOf(world: World, source: number, target: number): string {
  const route = world.route(source, target);
  return route.reachable ? route.path.map((node) => `node-${node}#position`).join() : "";
}

describe("a run as CZML", () => {
  test("begins with the document packet; ids are unique, and parents and references are there", async () => {
    const plan = await smallPlan();
    const packets = await packetsOf(plan);
    expect(packets[0]).toMatchObject({
      id: "document",
      name: "small",
      version: "1.0",
      clock: {
        interval: "2026-01-01T00:00:00Z/2026-01-01T00:04:00Z",
        currentTime: "2026-01-01T00:00:00Z",
      },
    });
    const ids = packets.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { parent, polyline } of packets) {
      if (parent !== undefined) expect(ids).toContain(parent);
      for (const reference of polyline?.positions.references ?? []) {
        expect(reference).toMatch(/^node-\d+#position$/);
        expect(ids).toContain(reference.split("#")[0]);
      }
    }
    expect(byId(packets, "node")).toHaveLength(106);
    // Offline: nothing in it is to be fetched.
    expect(JSON.stringify(packets)).not.toMatch(/https?:|"uri"|"image"|"model"/i);
  });

  test("has satellites at their places: Earth-fixed metres, in the frame and from the epoch that it names", async () => {
    const plan = await smallPlan();
    const packets = await packetsOf(plan);
    const world = await worldAt(plan, 0);
    for (const packet of byId(packets, "node").slice(0, 96)) {
      const { position, availability } = packet;
      expect(availability).toBe("2026-01-01T00:00:00Z/2026-01-01T00:04:00Z");
      expect(position).toMatchObject({
        epoch: "2026-01-01T00:00:00Z",
        referenceFrame: "FIXED",
        interpolationAlgorithm: "LAGRANGE",
        interpolationDegree: 5,
      });
      expect(position?.cartesian).toHaveLength(4 * 25);
    }
    for (let i = 0; i <= 24; i++) {
      const positionsKm = world.positionsAt(10 * i);
      for (const { id, position } of byId(packets, "node").slice(0, 96)) {
        const [t, ...place] = position?.cartesian.slice(4 * i, 4 * i + 4) ?? [];
        expect(t).toBe(10 * i);
        expectPlace(place, positionsKm, Number(id.slice(5)), 0.00051);
      }
    }
  });

  test("has sites at theirs, with their names", async () => {
    const plan = await smallPlan();
    const packets = await packetsOf(plan);
    const world = await worldAt(plan, 0);
    const sites = byId(packets, "node").slice(96);
    expect(sites).toHaveLength(10);
    for (const { id, name, position, availability } of sites) {
      const node = Number(id.slice(5));
      expect([name, availability]).toEqual([world.names.at(node), undefined]);
      expectPlace(position?.cartesian ?? [], world.positionsKm, node, 0.00051);
    }
  });

  test("is drawn between samples a minute apart where the orbit is, to two centimetres", async () => {
    const plan = await smallPlan("time.duration=30 min");
    const packets = await packetsOf(plan, { step: 60 });
    const world = await worldAt(plan, 0);
    for (const time of [30, 210, 777.7, 1234.5, 1770]) {
      const positionsKm = world.positionsAt(time);
      for (const packet of byId(packets, "node").slice(0, 96))
        expectPlace(interpolated(packet, time), positionsKm, Number(packet.id.slice(5)), 0.02);
    }
  });

  test("shows each link in the ticks that have it", async () => {
    const plan = await smallPlan();
    const packets = byId(await packetsOf(plan), "link");
    const ticks = await ticksOf(plan);
    expect(packets.some(({ availability }) => Array.isArray(availability))).toBe(true);
    expect(new Set(packets.map(({ parent }) => parent))).toEqual(new Set(["isl", "gsl"]));
    for (const packet of packets) {
      const shown = intervals(plan, packet);
      const [, a, b] = packet.id.split("-");
      expect(packet.polyline?.positions.references).toEqual([`node-${a}#position`, `node-${b}#position`]);
      expect(packet.polyline?.arcType).toBe("NONE");
      for (const [tick, { links }] of ticks.entries()) {
        const middle = 10 * tick + 5;
        expect(shown.some(([from, to]) => from <= middle && middle <= to)).toBe(links.has(packet.id));
      }
    }
    const all = new Set(ticks.flatMap(({ links }) => [...links]));
    expect(new Set(packets.map(({ id }) => id))).toEqual(all);
  });

  test("shows the routes of the probes, as each tick has them", async () => {
    const plan = await smallPlan();
    const packets = byId(await packetsOf(plan), "route");
    const ticks = await ticksOf(plan);
    expect(packets.length).toBeGreaterThan(plan.probes.sources.length);
    for (const [tick, { routes }] of ticks.entries()) {
      const middle = 10 * tick + 5;
      const shown = packets.filter((packet) =>
        intervals(plan, packet).some(([from, to]) => from <= middle && middle <= to),
      );
      const found = routes.map((_, probe) =>
        byId(shown, `route-${probe}`)
          .map(({ polyline }) => polyline?.positions.references.join())
          .join("; "),
      );
      expect(found).toEqual(routes);
    }
  });

  test("of a span has the samples, links and routes of that span alone", async () => {
    const plan = await smallPlan();
    const packets = await packetsOf(plan, { from: 35, to: 92.5, step: 20 });
    expect(packets[0].clock?.interval).toBe("2026-01-01T00:00:35Z/2026-01-01T00:01:32.5Z");
    const [first] = byId(packets, "node");
    expect(first.position?.cartesian.filter((_, i) => i % 4 === 0)).toEqual([35, 55, 75, 92.5]);
    const world = await worldAt(plan, 0);
    expectPlace(first.position?.cartesian.slice(-3) ?? [], world.positionsAt(92.5), 0, 0.00051);
    const ticks = await ticksOf(plan);
    const within = new Set(ticks.slice(3, 10).flatMap(({ links }) => [...links]));
    const links = byId(packets, "link");
    expect(new Set(links.map(({ id }) => id))).toEqual(within);
    for (const packet of [...links, ...byId(packets, "route")]) {
      for (const [from, to] of intervals(plan, packet)) {
        expect(from).toBeGreaterThanOrEqual(35);
        expect(to).toBeLessThanOrEqual(92.5);
      }
    }
    for (const span of [{ from: 90, to: 80 }, { to: 241 }, { from: -1 }, { step: 0 }, { step: -5 }])
      await expect(packetsOf(plan, span)).rejects.toThrow(RangeError);
  });

  test("lets links of protocols with a memory be those of the run, from whatever time", async () => {
    const plan = await smallPlan("links.isl.hysteresis=800 km", "links.ground.hysteresis=300 km");
    const whole = await ticksOf(plan);
    const links = byId(await packetsOf(plan, { from: 170, to: 180 }), "link");
    expect(new Set(links.map(({ id }) => id))).toEqual(whole[17].links);
  });

  test("leaves a satellite out while it has no orbit to be on", async () => {
    // Perigee at 60 km: below the 80 km under which a satellite counts as decayed.
    const omm = [0, 1].map((i) => ({
      OBJECT_NAME: `S${i}`,
      OBJECT_ID: "2024-001A",
      EPOCH: "2024-12-15T13:00:00",
      MEAN_MOTION: 15.12,
      ECCENTRICITY: i === 0 ? 0.068 : 0,
      INCLINATION: 53,
      RA_OF_ASC_NODE: 0,
      ARG_OF_PERICENTER: 0,
      MEAN_ANOMALY: 300,
      NORAD_CAT_ID: 1 + i,
      BSTAR: 0,
    }));
    const plan = await load(
      scenarioText({
        time: "{ start: 2024-12-15T13:00:00Z, duration: 40 min, step: 30 s }",
        constellation: "[{ omm: ./o.json }]",
        links:
          "{ isl: { protocol: nearest, bandwidth: 1 Gbps }, ground: { protocol: nearest, bandwidth: 1 Gbps } }",
      }),
      { "o.json": JSON.stringify(omm) },
    );
    const packets = await packetsOf(plan);
    const [low] = byId(packets, "node");
    const [before, after] = intervals(plan, low);
    for await (const world of worldTicks(plan, 0, plan.time.tickCount - 1)) {
      const time = world.tickTime;
      const shown = (time >= before[0] && time <= before[1]) || (time >= after[0] && time <= after[1]);
      expect(shown).toBe(world.isUsable(0));
    }
    expect(after[0] - before[1]).toBeGreaterThan(60);
    const times = low.position?.cartesian.filter((_, i) => i % 4 === 0) ?? [];
    expect(times.every((t) => t <= before[1] || t >= after[0])).toBe(true);
  });

  test("has nodes that move on their way, with straight lines between samples", async () => {
    const plan = await load(
      scenarioText({
        ground: `[{ name: A, latitude: 10 deg, longitude: 10 deg }, { name: B, latitude: 12 deg, longitude: 12 deg },
          { name: Jet, legs: [{ from: A, to: B, depart: 15 s, speed: 900 km/h, altitude: 10 km }] }]`,
      }),
    );
    const packets = await packetsOf(plan);
    const jet = packets.find(({ name }) => name === "Jet") as Packet;
    expect(jet).toMatchObject({ parent: "ground", position: { interpolationAlgorithm: "LINEAR" } });
    const world = await worldAt(plan, 0);
    for (let i = 0; i <= 6; i++) {
      const place = jet.position?.cartesian.slice(4 * i + 1, 4 * i + 4) ?? [];
      expectPlace(place, world.positionsAt(10 * i), 22, 0.00051);
    }
  });

  test("ends with the reason of a signal", async () => {
    const stop = new AbortController();
    const seen: number[] = [];
    const text = textOf(
      czmlText(await smallPlan(), {
        signal: stop.signal,
        onProgress: (done, total) => {
          expect(total).toBe(48);
          seen.push(done);
          if (done > 30) stop.abort();
        },
      }),
    );
    expect(await text.catch((error: unknown) => error)).toBe(stop.signal.reason);
    expect(seen.at(-1)).toBe(31);
    expect(seen).toEqual([...seen].sort((p, q) => p - q));
  });
});
