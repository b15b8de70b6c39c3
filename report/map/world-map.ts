import { escapeXml } from "../escape.js";
import { landOutline } from "./land-outline.js";
import {
  acrossTheEdge,
  MAP_HEIGHT,
  MAP_WIDTH,
  mapDots,
  mapPath,
  mapX,
  mapY,
  type Place,
} from "./map-frame.js";
import { placeLabels } from "./map-labels.js";

export interface MapSite {
  readonly name: string;
  /** Told where the pointer rests on it. */
  readonly about: string;
  /** A CSS variable. */
  readonly colour: string;
  /** One place, or the track of a site that moves. */
  readonly track: readonly Place[];
}

export interface WorldMap {
  readonly sites: readonly MapSite[];
  /** Points below satellites. */
  readonly satellites: readonly Place[];
  /** A route, node by node; empty for none. */
  readonly route: readonly Place[];
}

const MARGIN = { left: 52, right: 12, top: 8, bottom: 44 };
const LABEL_SIZE = 14;
/** Sites beyond these are points without names. */
const MOST_LABELS = 80;

/** A map of the world as SVG; its colours are CSS variables. */
export function drawWorldMap({ sites, satellites, route }: WorldMap): string {
  const width = MARGIN.left + MAP_WIDTH + MARGIN.right;
  const height = MARGIN.top + MAP_HEIGHT + MARGIN.bottom;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="${LABEL_SIZE}" fill="none">`,
    axes(),
    `<svg x="${MARGIN.left}" y="${MARGIN.top}" width="${MAP_WIDTH}" height="${MAP_HEIGHT}">`,
    `<path d="${landOutline()}" fill="var(--land)" stroke="var(--coast)" stroke-width="0.6"/>`,
    `<path d="${graticule()}" stroke="var(--grid)" stroke-width="0.8"/>`,
  ];
  if (satellites.length > 0) {
    parts.push(
      `<path d="${mapDots(satellites)}" stroke="var(--dust)" stroke-width="2.2" stroke-linecap="round"/>`,
    );
  }
  if (route.length > 0) {
    parts.push(
      `<path d="${acrossTheEdge(route).map(mapPath).join("")}" stroke="var(--c1)" stroke-width="2" stroke-linejoin="round"/>`,
    );
  }
  parts.push(...sites.map(drawSite), ...labels(sites), "</svg>", "</svg>");
  return parts.join("");
}

function drawSite({ about, colour, track }: MapSite): string {
  const [x, y] = pointOf(track[0]);
  const way =
    track.length > 1
      ? `<path d="${acrossTheEdge(track).map(mapPath).join("")}" stroke="${colour}" stroke-width="2.4"/>`
      : "";
  const dot = `<circle cx="${x}" cy="${y}" r="4.5" fill="${colour}" stroke="var(--card)"/>`;
  return `<g><title>${escapeXml(about)}</title>${way}${dot}</g>`;
}

function labels(sites: readonly MapSite[]): string[] {
  const points = sites.map(({ track }) => pointOf(track[0])).map(([x, y]) => ({ x, y }));
  const wanted = sites.slice(0, MOST_LABELS).map(({ name }, i) => ({ text: name, ...points[i] }));
  return placeLabels(wanted, points, LABEL_SIZE, { width: MAP_WIDTH, height: MAP_HEIGHT }).map(
    ({ text, x, y, anchor }) =>
      // An outline in the colour of the page keeps names readable over coasts and satellites.
      `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" fill="var(--ink)" stroke="var(--card)" stroke-width="3" paint-order="stroke">${escapeXml(text)}</text>`,
  );
}

function axes(): string {
  const texts: string[] = [];
  const bottom = MARGIN.top + MAP_HEIGHT;
  for (let longitude = -180; longitude <= 180; longitude += 60) {
    const anchor = longitude === 180 ? "end" : longitude === -180 ? "start" : "middle";
    const x = round(MARGIN.left + mapX(longitude));
    texts.push(`<text x="${x}" y="${bottom + 18}" text-anchor="${anchor}">${longitude}</text>`);
  }
  for (let latitude = -60; latitude <= 60; latitude += 30) {
    const y = round(MARGIN.top + mapY(latitude) + LABEL_SIZE / 3);
    texts.push(`<text x="${MARGIN.left - 6}" y="${y}" text-anchor="end">${latitude}</text>`);
  }
  const middle = MARGIN.left + MAP_WIDTH / 2;
  const half = MARGIN.top + MAP_HEIGHT / 2;
  return [
    `<g fill="var(--soft)">${texts.join("")}</g>`,
    `<text x="${middle}" y="${bottom + 38}" text-anchor="middle" fill="var(--ink)">longitude (deg, east positive)</text>`,
    `<text transform="translate(14,${half})rotate(-90)" text-anchor="middle" fill="var(--ink)">latitude (deg)</text>`,
    `<rect x="${MARGIN.left}" y="${MARGIN.top}" width="${MAP_WIDTH}" height="${MAP_HEIGHT}" stroke="var(--line)"/>`,
  ].join("");
}

function graticule(): string {
  let path = "";
  for (let longitude = -120; longitude <= 120; longitude += 60)
    path += `M${round(mapX(longitude))} 0v${MAP_HEIGHT}`;
  for (let latitude = -60; latitude <= 60; latitude += 30) path += `M0 ${round(mapY(latitude))}h${MAP_WIDTH}`;
  return path;
}

function pointOf([longitude, latitude]: Place): readonly [x: number, y: number] {
  return [round(mapX(longitude)), round(mapY(latitude))];
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
