import { readFileSync } from "node:fs";
import { gstime, jday, sgp4, twoline2satrec } from "satellite.js";
import { sharedPath } from "./shared.js";

/**
 * Earth-fixed km of a real catalogue by satellite.js alone (readers and kernel of ours left out), at
 * 2024-12-15T13:00Z plus `seconds`. Satellites that fail stand at the origin. Empty where the shared data is absent.
 */
export function cataloguePositions(file: string, seconds = 0): Float64Array {
  const path = sharedPath(`data/tle/${file}`);
  if (path === undefined) return new Float64Array(0);
  const lines = readFileSync(path, "utf8").split(/\r?\n/);
  const julian = jday(2024, 12, 15, 13, 0, 0) + seconds / 86_400;
  const gmst = gstime(julian);
  const out: number[] = [];
  for (let i = 1; i < lines.length; i++) {
    if (!lines[i].startsWith("2 ") || !lines[i - 1].startsWith("1 ")) continue;
    const record = twoline2satrec(lines[i - 1], lines[i]);
    const state = sgp4(record, (julian - record.jdsatepoch) * 1440);
    const p = state === null ? { x: 0, y: 0, z: 0 } : state.position;
    out.push(p.x * Math.cos(gmst) + p.y * Math.sin(gmst), p.y * Math.cos(gmst) - p.x * Math.sin(gmst), p.z);
  }
  return Float64Array.from(out);
}
