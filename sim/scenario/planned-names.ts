/**
 * Names that scenarios may already use but that come with later releases, so that they are told apart from
 * slips. A name that is among the built-ins is available, whatever stands here.
 */
export const PLANNED_LINK_PROTOCOLS = ["brick-a", "brick-b", "ring", "mst", "pst"] as const;
export const PLANNED_GROUND_PROTOCOLS: readonly string[] = [];
export const PLANNED_ROUTERS: readonly string[] = [];
export const PLANNED_COSTS: readonly string[] = [];

/** True for a planned name, and for a known link protocol with a planned decorator: `mst+loop`. */
export function isPlanned(name: string, planned: readonly string[], builtIn: Iterable<string>): boolean {
  if (planned.includes(name)) return true;
  const inner = /^(.+)\+(?:smart-)?loop$/.exec(name)?.[1];
  if (inner === undefined || planned !== PLANNED_LINK_PROTOCOLS) return false;
  return planned.includes(inner) || [...builtIn].includes(inner);
}
