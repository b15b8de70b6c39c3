import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { linksCsv, nodesCsv, worldAt } from "../../index.js";
import { csvLine } from "../../sim/export/csv-text.js";
import { smallPlan } from "../support/plans.js";
import { load, scenarioText } from "../support/scenario-folder.js";
import { textOf } from "../support/text-of.js";

const read = (text: string): Record<string, string>[] => parse(text, { columns: true });

describe("a tick as CSV", () => {
  test("has all nodes by id, with their places to the last bit", async () => {
    const world = await worldAt(await smallPlan(), 5);
    const rows = read(await textOf(nodesCsv(world)));
    expect(rows).toHaveLength(106);
    for (const [id, row] of rows.entries()) {
      expect([row.id, row.name, row.tier, row.usable]).toEqual([
        String(id),
        world.names.at(id),
        world.tiers[id],
        "true",
      ]);
      expect(row.kind).toBe(id < 96 ? "satellite" : "ground");
      expect([row.x_km, row.y_km, row.z_km].map(Number)).toEqual([...world.position(id)]);
    }
    const tokyo = rows[world.siteId("Tokyo")];
    expect(Number(tokyo.latitude_deg)).toBeCloseTo(35.7, 0);
    expect(Number(tokyo.longitude_deg)).toBeCloseTo(139.7, 0);
  });

  test("has the links of the world's graph, with the costs of both ways", async () => {
    const world = await worldAt(await smallPlan("routing.cost=lifetime"), 5);
    const rows = read(await textOf(linksCsv(world)));
    const { graph, links, names } = world;
    expect(rows).toHaveLength(links.count);
    expect(2 * rows.length).toBe(graph.arcCount);
    const costs = new Map<string, number>();
    for (let node = 0; node < graph.nodeCount; node++) {
      for (let arc = graph.offsets[node]; arc < graph.offsets[node + 1]; arc++)
        costs.set(`${node}-${graph.heads[arc]}`, graph.costs[arc]);
    }
    for (const { a, b, a_name, b_name, kind, bandwidth_bps, cost, cost_back } of rows) {
      expect([Number(cost), Number(cost_back)]).toEqual([costs.get(`${a}-${b}`), costs.get(`${b}-${a}`)]);
      expect([a_name, b_name]).toEqual([names.at(Number(a)), names.at(Number(b))]);
      expect([kind, bandwidth_bps]).toEqual(Number(b) < 96 ? ["isl", "20000000000"] : ["gsl", "4000000000"]);
    }
    const order = rows.map(({ a, b }) => 1000 * Number(a) + Number(b));
    expect(order).toEqual([...order].sort((p, q) => p - q));
  });

  test("keeps names that CSV has to quote", async () => {
    const names = ['a,"b"', "line\nend", "=1+1", "Zürich 🛰"];
    const sites = names.map(
      (name, i) => `{ name: ${JSON.stringify(name)}, latitude: ${i} deg, longitude: 1 deg }`,
    );
    const plan = await load(scenarioText({ ground: `[${sites.join(", ")}]` }));
    const rows = read(await textOf(nodesCsv(await worldAt(plan, 0))));
    expect(rows.slice(20).map(({ name }) => name)).toEqual(names);
  });

  test("tells null from an empty text", () => {
    expect(csvLine([null, "", "null", 0, false])).toBe(',"",null,0,false\n');
  });

  test("keeps blanks from readers that trim", () => {
    const [row] = parse(csvLine([" a ", "b"]), { trim: true }) as string[][];
    expect(row).toEqual([" a ", "b"]);
  });
});
