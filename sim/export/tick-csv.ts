import { csvLine } from "./csv-text.js";
import { geodeticOf, kindOf, linksOf, placeOf, type TickNetwork } from "./tick-network.js";

const NODE_COLUMNS = [
  "id",
  "name",
  "kind",
  "tier",
  "usable",
  "x_km",
  "y_km",
  "z_km",
  "latitude_deg",
  "longitude_deg",
  "altitude_km",
] as const;

const LINK_COLUMNS = [
  "a",
  "b",
  "a_name",
  "b_name",
  "kind",
  "length_km",
  "latency_ms",
  "bandwidth_bps",
  "cost",
  "cost_back",
] as const;

/**
 * All nodes of a tick as CSV, in pieces: one a line, by id. Places are Earth-fixed km and WGS84; they are empty for
 * what has none.
 */
export function* nodesCsv(network: TickNetwork): Generator<string, void, undefined> {
  yield csvLine(NODE_COLUMNS);
  const { names, tiers, positionsKm } = network;
  for (let id = 0; id < names.length; id++) {
    const [x, y, z] = placeOf(positionsKm, id) ?? [null, null, null];
    const at = geodeticOf(positionsKm, id);
    const place = [at?.latitudeDeg ?? null, at?.longitudeDeg ?? null, at?.altitudeKm ?? null];
    yield csvLine([
      id,
      names.at(id),
      kindOf(network, id),
      tiers[id],
      network.isUsable(id),
      x,
      y,
      z,
      ...place,
    ]);
  }
}

/**
 * The links of a tick that can be used as CSV, in pieces: one a line, in the order (a, b), a < b. `cost` is that of the
 * scenario from a to b, `cost_back` from b to a.
 */
export function* linksCsv({ graph, names }: TickNetwork): Generator<string, void, undefined> {
  yield csvLine(LINK_COLUMNS);
  for (const { a, b, kind, lengthKm, latencyMs, bandwidthBps, cost, costBack } of linksOf(graph)) {
    yield csvLine([a, b, names.at(a), names.at(b), kind, lengthKm, latencyMs, bandwidthBps, cost, costBack]);
  }
}
