import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { Place } from "./map-frame.js";
import { mapPath } from "./map-frame.js";

let drawn: string | undefined;

/** Land of the world at a scale of 1 : 110 million (Natural Earth, by world-atlas), as the path of a map. */
export function landOutline(): string {
  drawn ??= readLand()
    .flatMap(flatten)
    .map((ring) => `${mapPath(ring)}z`)
    .join("");
  return drawn;
}

function readLand(): Place[][] {
  const file = createRequire(import.meta.url).resolve("world-atlas/land-110m.json");
  const atlas = JSON.parse(readFileSync(file, "utf8")) as Topology<{ land: GeometryCollection }>;
  return feature(atlas, atlas.objects.land).features.flatMap(({ geometry }) => {
    if (geometry.type === "Polygon") return geometry.coordinates.map(ringOf);
    return geometry.type === "MultiPolygon" ? geometry.coordinates.flat().map(ringOf) : [];
  });
}

function ringOf(positions: readonly (readonly number[])[]): Place[] {
  return positions.map(([longitude, latitude]) => [longitude as number, latitude as number]);
}

/**
 * A ring on the sphere as rings on the map: longitudes go on where it crosses the map's edge, so that a copy a whole
 * turn further fills the other side, and one around the pole is closed along the map's lower edge.
 */
function flatten(ring: readonly Place[]): Place[][] {
  const unrolled: Place[] = [];
  let turn = 0;
  let [before] = ring[0] as Place;
  for (const [longitude, latitude] of ring) {
    if (longitude - before > 180) turn -= 360;
    else if (before - longitude > 180) turn += 360;
    before = longitude;
    unrolled.push([longitude + turn, latitude]);
  }
  const [first] = unrolled[0] as Place;
  const [last] = unrolled.at(-1) as Place;
  if (Math.abs(last - first) > 180) unrolled.push([last, -90], [first, -90]);
  const east = unrolled.some(([longitude]) => longitude > 180);
  const west = unrolled.some(([longitude]) => longitude < -180);
  const moved = (by: number) => unrolled.map(([longitude, latitude]): Place => [longitude + by, latitude]);
  return [unrolled, ...(east ? [moved(-360)] : []), ...(west ? [moved(360)] : [])];
}
