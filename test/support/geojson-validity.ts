import type { FeatureCollection, Geometry, Position } from "geojson";

/** What RFC 7946 forbids in a collection, one line each; positions are also to be on the Earth. */
export function geoJsonMistakes({ type, features }: FeatureCollection): string[] {
  const mistakes: string[] = type === "FeatureCollection" ? [] : [`a ${type}`];
  const ids = new Set<unknown>();
  for (const { type: each, id, geometry, properties } of features) {
    if (each !== "Feature") mistakes.push(`${id}: a ${each}`);
    if (typeof properties !== "object") mistakes.push(`${id}: no properties`);
    if (ids.has(id)) mistakes.push(`${id}: twice`);
    ids.add(id);
    if (geometry !== null) for (const what of geometryMistakes(geometry)) mistakes.push(`${id}: ${what}`);
  }
  return mistakes;
}

function geometryMistakes(geometry: Geometry): string[] {
  switch (geometry.type) {
    case "Point":
      return positionMistakes(geometry.coordinates);
    case "LineString":
      return lineMistakes(geometry.coordinates);
    case "MultiLineString":
      return geometry.coordinates.flatMap(lineMistakes);
    case "Polygon":
      return geometry.coordinates.flatMap((ring) => [
        ...lineMistakes(ring),
        ...(ring.length >= 4 && String(ring[0]) === String(ring.at(-1)) ? [] : ["a ring that is not closed"]),
      ]);
    default:
      return [`a ${geometry.type}, which nobody expects here`];
  }
}

function lineMistakes(line: readonly Position[]): string[] {
  const mistakes = line.flatMap(positionMistakes);
  if (line.length < 2) mistakes.push("a line of fewer than two positions");
  for (let i = 1; i < line.length; i++) {
    const turn = Math.abs(line[i][0] - line[i - 1][0]);
    // At a pole the longitude may turn by half a circle, and by no more.
    if (turn > 180) mistakes.push(`a line over the antimeridian, ${line[i - 1]} to ${line[i]}`);
  }
  return mistakes;
}

function positionMistakes(position: Position): string[] {
  const [longitude, latitude] = position;
  const sound =
    (position.length === 2 || position.length === 3) &&
    position.every(Number.isFinite) &&
    Math.abs(longitude) <= 180 &&
    Math.abs(latitude) <= 90;
  return sound ? [] : [`no position: ${position}`];
}
