import { fc, test } from "@fast-check/vitest";
import type { FeatureCollection, Position } from "geojson";
import { degreesLat, degreesLong, eciToGeodetic } from "satellite.js";
import { describe, expect } from "vitest";
import { geoJsonText, probePairs, type RunPlan, type World, worldAt } from "../../index.js";
import { geoJsonMistakes } from "../support/geojson-validity.js";
import { smallPlan } from "../support/plans.js";
import { load, scenarioText } from "../support/scenario-folder.js";
import { textOf } from "../support/text-of.js";

async function collection(plan: RunPlan, tick: number): Promise<{ world: World; json: FeatureCollection }> {
  const world = await worldAt(plan, tick);
  return { world, json: JSON.parse(await textOf(geoJsonText(world, { routes: probePairs(plan) }))) };
}

const SITES = `
  - { name: Suva, latitude: -18.14 deg, longitude: 178.44 deg, altitude: 0.1 km, tier: cloud }
  - { name: Apia, latitude: -13.83 deg, longitude: -171.76 deg }
  - { name: Tromso, latitude: 69.65 deg, longitude: 18.96 deg }
`;

const polar = (): Promise<RunPlan> =>
  load(
    scenarioText({
      constellation: "[{ preset: iridium }]",
      ground: SITES,
      links:
        "{ isl: { protocol: nearest, bandwidth: 1 Gbps }, ground: { protocol: all-visible, minElevation: 5 deg, bandwidth: 1 Gbps } }",
      probes: '[{ from: Suva, to: "*" }]',
    }),
  );

describe("a tick as GeoJSON", () => {
  test("is valid, over the antimeridian and the poles too", async () => {
    for (const plan of [await polar(), await smallPlan("routing.cost=hops")]) {
      const { json } = await collection(plan, 3);
      expect(geoJsonMistakes(json)).toEqual([]);
      expect(json.features.some(({ geometry }) => geometry.type === "MultiLineString")).toBe(true);
    }
  });

  test("the check of validity sees what is wrong", () => {
    const wrong = (geometry: object) =>
      geoJsonMistakes({
        type: "FeatureCollection",
        features: [{ type: "Feature", id: 1, properties: {}, geometry: geometry as never }],
      });
    const line = (...coordinates: Position[]) => wrong({ type: "LineString", coordinates });
    expect(line([179, 0], [-179, 0])).toHaveLength(1);
    expect(line([48, 16])).toHaveLength(1);
    expect(line([16, 48], [16, 91])).toHaveLength(1);
    const ring = [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ];
    expect(wrong({ type: "Polygon", coordinates: [ring] })).toEqual(["1: a ring that is not closed"]);
  });

  test("has sites where the scenario has them, longitude first, altitude in metres", async () => {
    const { json } = await collection(await polar(), 0);
    const [suva] = json.features.filter(({ properties }) => properties?.name === "Suva");
    expect(suva).toMatchObject({
      id: "node-66",
      geometry: { type: "Point", coordinates: [178.44, -18.14, 100] },
      properties: { id: 66, kind: "ground", tier: "cloud", usable: true },
    });
    expect(suva.properties?.altitudeKm).toBeCloseTo(0.1, 9);
  });

  test("has the point below each satellite, as satellite.js finds it", async () => {
    const { world, json } = await collection(await polar(), 2);
    for (let id = 0; id < 66; id++) {
      const { geometry, properties } = json.features[id];
      const [x, y, z] = world.position(id);
      const { longitude, latitude, height } = eciToGeodetic({ x, y, z }, 0);
      if (geometry.type !== "Point") throw new Error(`satellite ${id} is a ${geometry.type}`);
      expect(geometry.coordinates).toHaveLength(2);
      expect(geometry.coordinates[0]).toBeCloseTo(degreesLong(longitude), 6);
      expect(geometry.coordinates[1]).toBeCloseTo(degreesLat(latitude), 5);
      expect(properties).toMatchObject({ id, kind: "satellite", name: world.names.at(id) });
      expect(properties?.altitudeKm).toBeCloseTo(height, 3);
    }
  });

  test("has a line for each link, with the figures of the world", async () => {
    const { world, json } = await collection(await polar(), 2);
    const links = json.features.filter(({ id }) => String(id).startsWith("link-"));
    const { a, b, count, lengthKm } = world.links;
    expect(links).toHaveLength(count);
    const found = new Map(links.map(({ id, properties }) => [id, properties]));
    for (let i = 0; i < count; i++) {
      const properties = found.get(`link-${a[i]}-${b[i]}`);
      expect(properties).toMatchObject({ a: a[i], b: b[i], lengthKm: lengthKm[i], bandwidthBps: 1e9 });
      expect(properties?.latencyMs).toBeCloseTo(lengthKm[i] / 299.792458, 9);
    }
  });

  test("has the routes of the probes, and says why one is not there", async () => {
    const plan = await polar();
    const { world, json } = await collection(plan, 2);
    const [apia] = json.features.filter(({ id }) => id === "route-66-67");
    const route = world.route(66, 67);
    if (!route.reachable) throw new Error("Suva and Apia see a satellite each");
    expect(apia.properties).toEqual({
      source: "Suva",
      target: "Apia",
      reachable: true,
      rttMs: 2 * route.latencyMs,
      hops: route.hops,
      path: route.path.join("-"),
    });
    const coordinates = apia.geometry.type === "MultiLineString" ? apia.geometry.coordinates.flat() : [];
    expect(coordinates[0]).toEqual([178.44, -18.14]);
    expect(coordinates.at(-1)).toEqual([-171.76, -13.83]);
    const alone = await load(
      scenarioText({
        links:
          "{ isl: { protocol: plus-grid, bandwidth: 1 Gbps }, ground: { protocol: nearest, minElevation: 89 deg, bandwidth: 1 Gbps } }",
        probes: "[{ from: Vienna, to: Graz }]",
      }),
    );
    const { json: cut } = await collection(alone, 0);
    expect(cut.features.at(-1)).toMatchObject({
      geometry: null,
      properties: { reachable: false, reason: "source-isolated" },
    });
    expect(geoJsonMistakes(cut)).toEqual([]);
  });

  test("has nodes of static networks without a geometry", async () => {
    const network = `nodes: [{ name: a, tier: edge }, { name: b, tier: cloud }]
links: [{ between: [a, b], latency: 1 ms, bandwidth: 1 Mbps }]
`;
    const plan = await load(
      scenarioText({
        constellation: "[{ network: ./n.yaml }]",
        ground: "[]",
        links: "{}",
        probes: "[{ from: a, to: b }]",
      }),
      { "n.yaml": network },
    );
    const { json } = await collection(plan, 0);
    expect(json.features.map(({ id, geometry }) => [id, geometry])).toEqual([
      ["node-0", null],
      ["node-1", null],
      ["link-0-1", null],
      ["route-0-1", null],
    ]);
    expect(json.features.at(-1)?.properties).toMatchObject({ reachable: true, rttMs: 2 });
  });

  test.prop([fc.integer({ min: 0, max: 23 })], { numRuns: 8 })("is valid at every tick", async (tick) => {
    const { json } = await collection(await smallPlan(), tick);
    expect(geoJsonMistakes(json)).toEqual([]);
  });
});
