import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checksummed } from "./checksummed.js";

/** A small constellation: a few planes of a few satellites each, +grid links, and some stations. */
export interface SmallDirectory {
  readonly planes: number;
  readonly slots: number;
  readonly inclinationDeg: number;
  /** Latitude and longitude of each station, degrees. */
  readonly stations: readonly (readonly [number, number])[];
  /** Pairs of isls.txt; absent: in-plane rings and links to the next plane, without the seam. */
  readonly pairs?: readonly (readonly [number, number])[];
}

export const SMALL: SmallDirectory = {
  planes: 6,
  slots: 8,
  inclinationDeg: 60,
  stations: [
    [48.21, 16.37],
    [1.3521, 103.8198],
    [-33.868, 151.209],
    [64.1466, -21.9426],
    [-0.1807, -78.4678],
  ],
};

/** 13 revolutions a day: a circle 1,264 km up in Hypatia's Earth, high enough for rings of eight. */
const MEAN_MOTION = "13.00000000";

/** Text of the three files that every directory has, by name. */
export function directoryFiles(directory: SmallDirectory = SMALL): Record<string, string> {
  return {
    "tles.txt": tles(directory),
    "isls.txt": (directory.pairs ?? gridPairs(directory)).map(([a, b]) => `${a} ${b}\n`).join(""),
    "ground_stations.txt": directory.stations
      .map(([latitude, longitude], id) => {
        const place = [latitude, longitude, 0].map((value) => value.toFixed(6));
        return `${id},Site-${id},${place.join(",")},1.000000,2.000000,3.000000\n`;
      })
      .join(""),
  };
}

function tles({ planes, slots, inclinationDeg }: SmallDirectory): string {
  let text = `${planes} ${slots}\n`;
  for (let id = 0; id < planes * slots; id++) {
    const plane = Math.floor(id / slots);
    const node = (360 * plane) / planes;
    const anomaly = ((360 * (id % slots)) / slots + (plane % 2) * (180 / slots)) % 360;
    const number = String(id + 1).padStart(5, "0");
    const line2 = [
      `2 ${number}`,
      inclinationDeg.toFixed(4).padStart(8),
      node.toFixed(4).padStart(8),
      "0000001",
      "  0.0000",
      anomaly.toFixed(4).padStart(8),
      `${MEAN_MOTION}    0`,
    ].join(" ");
    const line1 = `1 ${number}U 00000ABC 00001.00000000  .00000000  00000-0  00000+0 0    0`;
    text += `small ${id}\n${checksummed(line1)}\n${checksummed(line2)}\n`;
  }
  return text;
}

export function gridPairs({ planes, slots }: SmallDirectory): [number, number][] {
  const pairs: [number, number][] = [];
  for (let plane = 0; plane < planes; plane++) {
    for (let slot = 0; slot < slots; slot++) {
      const id = plane * slots + slot;
      // Not in ascending order, as Hypatia's own files are not.
      if (plane + 1 < planes) pairs.push([id, id + slots]);
      const next = plane * slots + ((slot + 1) % slots);
      if (slots > 2 || slot + 1 < slots) pairs.push([Math.min(id, next), Math.max(id, next)]);
    }
  }
  return pairs;
}

/** A scenario over the directory at `path`. */
export function directoryScenario(
  path: string,
  { ticks = 3, stepS = 60, ground = "maxSlantRange: 4000 km, " } = {},
): string {
  return `name: small
seed: 1
time: { start: 2000-01-01T00:00:00Z, duration: ${ticks * stepS} s, step: ${stepS} s }
constellation: [{ hypatia: ${path} }]
links:
  isl: { protocol: hypatia, bandwidth: 1 Gbps }
  ground: { protocol: all-visible, ${ground}bandwidth: 1 Gbps }
`;
}

/** All files of a folder by name. */
export function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

/** A line of a forwarding state: current node, destination, next hop, own interface, next interface. */
export type FstateRow = [number, number, number, number, number];

export function fstateRows(text: string): FstateRow[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split(",").map(Number) as FstateRow);
}

/** The whole state after each of several files, by `current,destination`. */
export function replayFstates(texts: readonly string[]): Map<string, FstateRow>[] {
  const states: Map<string, FstateRow>[] = [];
  for (const text of texts) {
    const state = new Map(states.at(-1));
    for (const row of fstateRows(text)) state.set(`${row[0]},${row[1]}`, row);
    states.push(state);
  }
  return states;
}
