import type { World } from "../../index.js";

/** What looking nodes up takes of the world; there before the first tick. */
type Named = Pick<World, "nodes" | "tiers" | "names" | "siteId" | "nodeId">;

/**
 * Ids of all nodes that names mean, ascending: sites, satellites, shells, sources, tiers, `"*"`, as elsewhere in the
 * scenario.
 * @throws RangeError for a name that means none
 */
export function nodesNamed(world: Named, written: string | readonly string[]): readonly number[] {
  const found = new Set<number>();
  const names = typeof written === "string" ? [written] : written;
  for (const name of names) for (const id of named(world, name)) found.add(id);
  return [...found].sort((a, b) => a - b);
}

function named(world: Named, name: string): Iterable<number> {
  if (name === "*") return new Array(world.nodes.count).keys();
  const site = siteNamed(world, name);
  if (site !== undefined) return [site];
  const shells = world.nodes.shells.filter((shell) => shell.name === name || shell.source === name);
  if (shells.length > 0)
    return shells.flatMap(({ first, count }) => Array.from({ length: count }, (_, i) => first + i));
  const ofTier = [...world.tiers.keys()].filter((id) => world.tiers[id] === name);
  return ofTier.length > 0 ? ofTier : [world.nodeId(name)];
}

function siteNamed(world: Named, name: string): number | undefined {
  try {
    return world.siteId(name);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
