import { expect, test } from "vitest";
import { loadScenarioText, Simulation, toGraphology } from "../../index.js";
import { scenarioText } from "../support/scenario-folder.js";

test("a tick of a run becomes a graphology graph with names, tiers, lengths, latencies and bandwidths", async () => {
  const links =
    "{ isl: { protocol: plus-grid, bandwidth: 20 Gbps }, ground: { protocol: all-visible, maxSlantRange: 6000 km, bandwidth: 4 Gbps, hopDelay: 1 ms } }";
  const simulation = await Simulation.create(await loadScenarioText(scenarioText({ links })));
  await simulation.run();
  const { world } = simulation;
  const graph = toGraphology(world.graph, world);
  expect(graph.order).toBe(world.nodes.count);
  expect(graph.size).toBe(world.links.count);
  expect(graph.size).toBeGreaterThan(0);
  expect(graph.getNodeAttributes(0)).toEqual({
    kind: "satellite",
    name: world.names.at(0),
    tier: "space",
    relay: true,
  });
  const vienna = world.siteId("Vienna");
  expect(graph.getNodeAttributes(vienna)).toEqual({
    kind: "ground",
    name: "Vienna",
    tier: "edge",
    relay: false,
  });
  const bps = { isl: 20e9, gsl: 4e9, fixed: 0 };
  graph.forEachEdge((_edge, attributes, from, to) => {
    const { kind, lengthKm, latencyMs, bandwidthBps, cost } = attributes;
    const [p, q] = [world.position(Number(from)), world.position(Number(to))];
    expect(lengthKm).toBeCloseTo(Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]), 9);
    expect(latencyMs).toBeCloseTo(lengthKm / 299.792458 + (kind === "gsl" ? 1 : 0), 9);
    expect(bandwidthBps).toBe(bps[kind]);
    expect(cost).toBe(latencyMs);
    expect(kind === "gsl").toBe(Math.max(Number(from), Number(to)) >= world.nodes.satelliteCount);
  });
});
