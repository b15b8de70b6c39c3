import type { Geodetic } from "../../orbits/geodesy.js";
import type { Route } from "../../routing/router.js";
import type { World } from "../host/world.js";
import { groundLine, type LonLat } from "./ground-line.js";
import { geodeticOf, kindOf, linksOf, placeOf, type TickLink, type TickNetwork } from "./tick-network.js";

export interface GeoJsonOptions {
  /** Pairs of node ids whose routes are to be in it; those of a plan's probes are `probePairs`. @defaultValue none */
  readonly routes?: readonly (readonly [source: number, target: number])[];
}

/** A geometry of RFC 7946 as far as it is needed here. */
type Geometry =
  | { readonly type: "Point"; readonly coordinates: readonly number[] }
  | { readonly type: "LineString"; readonly coordinates: readonly LonLat[] }
  | { readonly type: "MultiLineString"; readonly coordinates: readonly (readonly LonLat[])[] };

/** Digits of degrees: the last is a centimetre. */
const DEGREE_DIGITS = 7;
/** Altitudes in metres, to the millimetre. */
const METRE_DIGITS = 3;

/**
 * The network of a tick as GeoJSON (RFC 7946), in pieces: a collection with a Point for each site (its altitude as third
 * coordinate, metres) and for the point below each satellite, and a line for each link that can be used and for each
 * route asked for. Lines follow the points below the link, and are split at the antimeridian. What has no place, and a
 * route that is not there, has no geometry.
 */
export function* geoJsonText(
  network: TickNetwork & Pick<World, "route">,
  { routes = [] }: GeoJsonOptions = {},
): Generator<string, void, undefined> {
  const { tick, tickTime: timeSeconds, names, positionsKm, graph } = network;
  yield `{"type":"FeatureCollection","tick":${tick},"timeSeconds":${timeSeconds},"features":[`;
  let between = "\n";
  const next = (text: string): string => {
    const piece = between + text;
    between = ",\n";
    return piece;
  };
  for (let id = 0; id < names.length; id++) yield next(node(network, id));
  for (const link of linksOf(graph)) yield next(linkFeature(network, link));
  for (const [source, target] of routes) {
    yield next(routeFeature(network, source, target, network.route(source, target), positionsKm));
  }
  yield "\n]}\n";
}

function node(network: TickNetwork, id: number): string {
  const { names, tiers, positionsKm } = network;
  const kind = kindOf(network, id);
  const at = geodeticOf(positionsKm, id);
  const properties = {
    id,
    name: names.at(id),
    kind,
    tier: tiers[id],
    usable: network.isUsable(id),
    altitudeKm: at?.altitudeKm ?? null,
  };
  return feature(`node-${id}`, at === undefined ? null : point(at, kind === "ground"), properties);
}

function point({ longitudeDeg, latitudeDeg, altitudeKm }: Geodetic, hasAltitude: boolean): Geometry {
  const altitude = hasAltitude ? [rounded(1000 * altitudeKm, METRE_DIGITS)] : [];
  return { type: "Point", coordinates: [...degrees([longitudeDeg, latitudeDeg]), ...altitude] };
}

function linkFeature({ names, positionsKm }: TickNetwork, { costBack, ...link }: TickLink): string {
  const { a, b } = link;
  const properties = { ...link, costBack, aName: names.at(a), bName: names.at(b) };
  return feature(`link-${a}-${b}`, lines(positionsKm, [a, b]), properties);
}

function routeFeature(
  { names }: TickNetwork,
  source: number,
  target: number,
  route: Route,
  positionsKm: Float64Array,
): string {
  const ends = { source: names.at(source), target: names.at(target), reachable: route.reachable };
  const id = `route-${source}-${target}`;
  if (!route.reachable) return feature(id, null, { ...ends, reason: route.reason });
  const { path, hops, latencyMs } = route;
  return feature(id, lines(positionsKm, path), { ...ends, rttMs: 2 * latencyMs, hops, path: path.join("-") });
}

/** The lines below a way through the network; null where it has no two neighbours with a place. */
function lines(positionsKm: Float64Array, path: readonly number[]): Geometry | null {
  const parts: LonLat[][] = [];
  for (let i = 1; i < path.length; i++) {
    const from = placeOf(positionsKm, path[i - 1]);
    const to = placeOf(positionsKm, path[i]);
    if (from === undefined || to === undefined) continue;
    for (const line of groundLine(from, to)) join(parts, line.map(degrees));
  }
  if (parts.length === 0) return null;
  if (parts.length > 1) return { type: "MultiLineString", coordinates: parts };
  return { type: "LineString", coordinates: parts[0] };
}

/** Adds a line, to the last part where it goes on from its end. */
function join(parts: LonLat[][], line: readonly LonLat[]): void {
  const last = parts.at(-1);
  const end = last?.at(-1);
  if (end !== undefined && end[0] === line[0][0] && end[1] === line[0][1]) last?.push(...line.slice(1));
  else parts.push([...line]);
}

function feature(id: string, geometry: Geometry | null, properties: object): string {
  return JSON.stringify({ type: "Feature", id, geometry, properties });
}

function degrees([longitude, latitude]: LonLat): LonLat {
  return [rounded(longitude, DEGREE_DIGITS), rounded(latitude, DEGREE_DIGITS)];
}

function rounded(value: number, digits: number): number {
  // Adding 0 makes 0 of -0.
  return Number(value.toFixed(digits)) + 0;
}
