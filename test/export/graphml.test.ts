import { XMLParser, XMLValidator } from "fast-xml-parser";
import { describe, expect, test } from "vitest";
import { graphMlText, type RunPlan, toGraphology, type World, worldAt } from "../../index.js";
import { smallPlan } from "../support/plans.js";
import { load, scenarioText } from "../support/scenario-folder.js";
import { textOf } from "../support/text-of.js";

type Value = string | number | boolean;

interface ReadGraph {
  readonly directed: boolean;
  readonly attributes: Readonly<Record<string, Value>>;
  readonly nodes: ReadonlyMap<string, Readonly<Record<string, Value>>>;
  readonly edges: readonly {
    readonly source: string;
    readonly target: string;
    readonly attributes: Readonly<Record<string, Value>>;
  }[];
}

interface Data {
  readonly "@key": string;
  readonly "#text"?: string;
}

interface Element {
  readonly data?: readonly Data[];
}

/** Reads GraphML by its own declarations alone: types and names of attributes are those of its keys. */
function readGraphMl(xml: string): ReadGraph {
  expect(XMLValidator.validate(xml)).toBe(true);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    htmlEntities: true,
    isArray: (name) => ["key", "data", "node", "edge"].includes(name),
  });
  const { graphml } = parser.parse(xml) as {
    graphml: {
      "@xmlns": string;
      key: readonly Record<string, string>[];
      graph: Element & {
        "@edgedefault": string;
        node: readonly (Element & { "@id": string })[];
        edge?: readonly (Element & { "@source": string; "@target": string })[];
      };
    };
  };
  expect(graphml["@xmlns"]).toBe("http://graphml.graphdrawing.org/xmlns");
  const keys = new Map(graphml.key.map((key) => [key["@id"], key]));
  const valuesOf = (domain: string, { data = [] }: Element): Record<string, Value> =>
    Object.fromEntries(
      data.map(({ "@key": id, "#text": text = "" }) => {
        const key = keys.get(id);
        if (key === undefined) throw new Error(`no key "${id}"`);
        expect(key["@for"]).toBe(domain);
        return [key["@attr.name"], typed(key["@attr.type"], text)];
      }),
    );
  const { graph } = graphml;
  return {
    directed: graph["@edgedefault"] === "directed",
    attributes: valuesOf("graph", graph),
    nodes: new Map(graph.node.map((node) => [node["@id"], valuesOf("node", node)])),
    edges: (graph.edge ?? []).map((edge) => ({
      source: edge["@source"],
      target: edge["@target"],
      attributes: valuesOf("edge", edge),
    })),
  };
}

function typed(type: string, text: string): Value {
  switch (type) {
    case "boolean":
      if (text !== "true" && text !== "false") throw new Error(`"${text}" is no boolean`);
      return text === "true";
    case "int":
    case "double": {
      const value = Number(text);
      if (text.trim() === "" || Number.isNaN(value)) throw new Error(`"${text}" is no ${type}`);
      return value;
    }
    case "string":
      return text;
    default:
      throw new Error(`GraphML has no type "${type}"`);
  }
}

async function exported(plan: RunPlan, tick: number): Promise<{ world: World; read: ReadGraph }> {
  const world = await worldAt(plan, tick);
  return { world, read: readGraphMl(await textOf(graphMlText(world))) };
}

const byEnds = (p: { source: string; target: string }, q: { source: string; target: string }) =>
  Number(p.source) - Number(q.source) || Number(p.target) - Number(q.target);

describe("a tick as GraphML", () => {
  test.each([
    ["undirected where costs are the same both ways", "latency", false],
    ["directed where they may differ", "inverse-bandwidth", true],
  ])("is the graph of the world, to the last bit: %s", async (_, cost, directed) => {
    const plan = await smallPlan(`routing.cost=${cost}`);
    const { world, read } = await exported(plan, 7);
    expect(read.directed).toBe(directed);
    expect(read.attributes).toEqual({ tick: 7, timeSeconds: 70 });
    const graph = toGraphology(world.graph, world);
    expect(read.nodes.size).toBe(graph.order);
    expect(read.edges).toHaveLength(graph.size);
    expect(graph.size).toBeGreaterThan(100);
    const expected = graph.mapEdges((_key, attributes, source, target) => ({ source, target, attributes }));
    expect([...read.edges].sort(byEnds)).toEqual(expected.sort(byEnds));
    graph.forEachNode((id, { name, kind, tier, relay }) =>
      expect(read.nodes.get(id)).toMatchObject({ name, kind, tier, relay, usable: true }),
    );
  });

  test("has the places of nodes as Earth-fixed km and WGS84", async () => {
    const { world, read } = await exported(await smallPlan(), 0);
    for (const [id, { xKm, yKm, zKm, altitudeKm }] of read.nodes) {
      expect([xKm, yKm, zKm]).toEqual([...world.position(Number(id))]);
      // Above the ellipsoid, not the sphere that shells are counted from: 21 km more at the poles.
      if (Number(id) < 96) expect(Math.abs(Number(altitudeKm) - 1210)).toBeLessThan(25);
    }
    const tokyo = read.nodes.get(String(world.siteId("Tokyo")));
    expect(tokyo?.latitudeDeg).toBeCloseTo(35.7, 0);
    expect(tokyo?.longitudeDeg).toBeCloseTo(139.7, 0);
  });

  test("keeps every name as it is, but for what XML cannot say", async () => {
    const names = ["<a> & 'b' \"c\"", "tab\there", "Zürich 🛰", "]]>", "&amp;"];
    const sites = [...names, "bell\u0007"].map(
      (name, i) => `{ name: ${JSON.stringify(name)}, latitude: ${i} deg, longitude: 1 deg }`,
    );
    const plan = await load(scenarioText({ ground: `[${sites.join(", ")}]` }));
    const { read } = await exported(plan, 0);
    const found = [...read.nodes.values()].filter(({ kind }) => kind === "ground").map(({ name }) => name);
    expect(found).toEqual([...names, "bell\ufffd"]);
  });

  test("has nodes that are out of service, without edges; nodes without a place have none", async () => {
    const network = `nodes: [{ name: a, tier: edge }, { name: b, tier: cloud }]
links: [{ between: [a, b], latency: 1 ms, bandwidth: 1 Mbps, schedule: { windows: [{ from: 10 s, to: 20 s }] } }]
`;
    const plan = await load(
      scenarioText({ constellation: "[{ network: ./n.yaml }]", ground: "[]", links: "{}" }),
      { "n.yaml": network },
    );
    const { read } = await exported(plan, 0);
    expect(read.edges).toEqual([]);
    expect(read.nodes.get("0")).toEqual({
      name: "a",
      kind: "ground",
      tier: "edge",
      usable: true,
      relay: expect.any(Boolean),
    });
    const [edge] = (await exported(plan, 1)).read.edges;
    expect(edge.attributes).toMatchObject({ kind: "fixed", latencyMs: 1, bandwidthBps: 1e6 });
  });
});
