import { geodeticOf, kindOf, linksOf, placeOf, type TickNetwork } from "./tick-network.js";
import { xmlText } from "./xml-text.js";

/** Types of GraphML attributes. Source: graphml.graphdrawing.org, "GraphML Primer", section "GraphML-Attributes". */
type AttributeType = "string" | "boolean" | "int" | "double";

type Attributes = Readonly<Record<string, AttributeType>>;

/** A value for each attribute; undefined leaves it out. */
type ValuesOf<A extends Attributes> = {
  readonly [Name in keyof A]: string | number | boolean | undefined;
};

const GRAPH = { tick: "int", timeSeconds: "double" } as const satisfies Attributes;

const NODE = {
  name: "string",
  kind: "string",
  tier: "string",
  usable: "boolean",
  relay: "boolean",
  xKm: "double",
  yKm: "double",
  zKm: "double",
  latitudeDeg: "double",
  longitudeDeg: "double",
  altitudeKm: "double",
} as const satisfies Attributes;

const EDGE = {
  kind: "string",
  lengthKm: "double",
  latencyMs: "double",
  bandwidthBps: "double",
  cost: "double",
} as const satisfies Attributes;

const NAMESPACE = "http://graphml.graphdrawing.org/xmlns";

/**
 * The network of a tick as GraphML, in pieces, with typed attributes of the graph, its nodes and its edges. Ids of nodes
 * are those of the scenario. As with `toGraphology`, the graph is undirected where costs are the same both ways
 * (latency), else directed with two edges a link; nodes out of service are in it, without edges.
 */
export function* graphMlText(network: TickNetwork): Generator<string, void, undefined> {
  const { graph, tick, tickTime: timeSeconds } = network;
  const isDirected = graph.costs !== graph.latencyMs;
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="${NAMESPACE}">\n`;
  yield keys("graph", GRAPH) + keys("node", NODE) + keys("edge", EDGE);
  yield `  <graph id="network" edgedefault="${isDirected ? "directed" : "undirected"}">\n`;
  yield data("graph", GRAPH, { tick, timeSeconds }, "    ");
  for (let id = 0; id < graph.nodeCount; id++) yield node(network, id);
  for (const { a, b, cost, costBack, ...rest } of linksOf(graph)) {
    yield edge(a, b, { ...rest, cost });
    if (isDirected) yield edge(b, a, { ...rest, cost: costBack });
  }
  yield "  </graph>\n</graphml>\n";
}

function node(network: TickNetwork, id: number): string {
  const { names, tiers, positionsKm, graph } = network;
  const [xKm, yKm, zKm] = placeOf(positionsKm, id) ?? [];
  const values = {
    name: names.at(id),
    kind: kindOf(network, id),
    tier: tiers[id],
    usable: network.isUsable(id),
    relay: graph.relays[id] === 1,
    xKm,
    yKm,
    zKm,
    ...geodetic(positionsKm, id),
  };
  return `    <node id="${id}">\n${data("node", NODE, values, "      ")}    </node>\n`;
}

function geodetic(positionsKm: Float64Array, id: number) {
  const at = geodeticOf(positionsKm, id);
  return { latitudeDeg: at?.latitudeDeg, longitudeDeg: at?.longitudeDeg, altitudeKm: at?.altitudeKm };
}

function edge(source: number, target: number, values: ValuesOf<typeof EDGE>): string {
  const content = data("edge", EDGE, values, "      ");
  return `    <edge source="${source}" target="${target}">\n${content}    </edge>\n`;
}

function keys(domain: string, attributes: Attributes): string {
  return Object.entries(attributes)
    .map(
      ([name, type]) =>
        `  <key id="${domain}-${name}" for="${domain}" attr.name="${name}" attr.type="${type}"/>\n`,
    )
    .join("");
}

function data<A extends Attributes>(
  domain: string,
  attributes: A,
  values: ValuesOf<A>,
  indent: string,
): string {
  let text = "";
  for (const name of Object.keys(attributes)) {
    const value = values[name];
    if (value !== undefined)
      text += `${indent}<data key="${domain}-${name}">${xmlText(lexical(value))}</data>\n`;
  }
  return text;
}

/** Numbers as XML Schema has them, exact to the last bit. */
function lexical(value: string | number | boolean): string {
  if (value === Number.POSITIVE_INFINITY) return "INF";
  return value === Number.NEGATIVE_INFINITY ? "-INF" : String(value);
}
