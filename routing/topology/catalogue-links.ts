import { leftOutText, reportPlanes } from "../../orbits/inferred-planes.js";
import type { Shell } from "../nodes.js";
import { crossPlanePairs, type GridPairs, ringPairs } from "./catalogue-grid.js";
import type { GridConfig, LinkColumns } from "./walker-grid.js";

/**
 * A protocol's links in a shell that comes from a catalogue: rings in its inferred planes and, where the protocol
 * has them, links between planes.
 *
 * @param parts what the protocol has in catalogues; undefined where it needs slots
 * @throws Error where there is no going by planes in this shell, or not with this configuration
 */
export function catalogueLinks(
  name: string,
  shell: Shell,
  config: GridConfig,
  parts: { readonly crossPlane: boolean } | undefined,
): LinkColumns {
  const { inferred, first, formation } = shell;
  if (formation) {
    throw new Error(
      `${name} goes by planes; shell "${shell.name}" is a cluster, whose satellites fly about one chief (nearest and mst need no planes)`,
    );
  }
  if (parts === undefined) {
    throw new Error(
      `${name} needs slots that are numbered alike in all planes; shell "${shell.name}" comes from a catalogue, which has none (plus-grid and ring infer planes; nearest and mst need none)`,
    );
  }
  if (inferred === undefined) {
    throw new Error(
      `${name} needs planes; shell "${shell.name}" has no Walker pattern, and no planes inferred`,
    );
  }
  for (const key of ["offset", "seamOffset"] as const) {
    if (config[key] === undefined) continue;
    throw new Error(
      `"${key}" counts slots of a Walker shell; shell "${shell.name}" comes from a catalogue, whose partners are inferred from the elements`,
    );
  }
  if (inferred.shells.length === 0) {
    const { satellites, leftOut } = reportPlanes(inferred);
    throw new Error(
      `${name} finds no planes in shell "${shell.name}" (${satellites} satellites: ${leftOutText(leftOut)}); nearest and mst need none`,
    );
  }
  const along = ringPairs(inferred);
  if (!parts.crossPlane) return withIds([along], first);
  return withIds([along, crossPlanePairs(inferred)], first);
}

function withIds(pairs: readonly GridPairs[], first: number): LinkColumns {
  const join = (columns: readonly Uint32Array[]) =>
    Uint32Array.from(
      columns.flatMap((column) => [...column]),
      (place) => first + place,
    );
  return { a: join(pairs.map(({ a }) => a)), b: join(pairs.map(({ b }) => b)) };
}
