/** The frame of a world map: degrees of longitude and latitude as equal steps (plate carrée). */

/** Longitude (east positive) and latitude, degrees. */
export type Place = readonly [longitudeDeg: number, latitudeDeg: number];

const STEP = 1000 / 360;
export const MAP_WIDTH = 1000;
export const MAP_HEIGHT = 500;

export function mapX(longitudeDeg: number): number {
  return STEP * (longitudeDeg + 180);
}

export function mapY(latitudeDeg: number): number {
  return STEP * (90 - latitudeDeg);
}

/** The path through places, in steps of a tenth of a point. */
export function mapPath(places: readonly Place[]): string {
  let path = "";
  let [x, y] = [0, 0];
  places.forEach(([longitude, latitude], i) => {
    const [toX, toY] = [tenths(mapX(longitude)), tenths(mapY(latitude))];
    if (i > 0 && toX === x && toY === y) return;
    path += i === 0 ? `M${toX / 10} ${toY / 10}` : `l${(toX - x) / 10} ${(toY - y) / 10}`;
    [x, y] = [toX, toY];
  });
  return path.replaceAll(" -", "-");
}

/** Dots at places: lines of no length, which round ends make visible. */
export function mapDots(places: readonly Place[]): string {
  let path = "";
  let [x, y] = [0, 0];
  for (const [longitude, latitude] of places) {
    const [toX, toY] = [tenths(mapX(longitude)), tenths(mapY(latitude))];
    path += `${path === "" ? "M" : "m"}${(toX - x) / 10} ${(toY - y) / 10}h0`;
    [x, y] = [toX, toY];
  }
  return path.replaceAll(" -", "-");
}

/** Cut where it crosses the edge of the map, the shorter way round. */
export function acrossTheEdge(places: readonly Place[]): Place[][] {
  const pieces: Place[][] = [];
  let piece: Place[] = [];
  for (const place of places) {
    const last = piece.at(-1);
    if (last !== undefined && Math.abs(place[0] - last[0]) > 180) {
      // Both pieces go on to the edge, at the latitude where the way crosses it.
      const turn = place[0] > last[0] ? -360 : 360;
      const edge = turn > 0 ? 180 : -180;
      const share = (edge - last[0]) / (place[0] + turn - last[0]);
      const latitude = last[1] + share * (place[1] - last[1]);
      pieces.push([...piece, [edge, latitude]]);
      piece = [[-edge, latitude]];
    }
    piece.push(place);
  }
  if (piece.length > 0) pieces.push(piece);
  return pieces;
}

function tenths(value: number): number {
  return Math.round(10 * value);
}
