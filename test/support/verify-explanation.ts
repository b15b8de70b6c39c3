import type { LinkConstraint, LinkExplanation, RunPlan, World } from "../../index.js";
import { segmentDistanceKm, squaredDistance } from "./brute-force.js";

const CLEARANCE_RADIUS_KM = 6378.135 + 80;
/** WGS84. */
const A_KM = 6378.137;
const B_KM = A_KM * (1 - 1 / 298.257223563);

/** What a verifier needs to know of a tick beside its world. */
export interface Scene {
  readonly plan: RunPlan;
  readonly world: World;
  /** Links of the tick as `a-b`, a < b. */
  readonly links: ReadonlySet<string>;
  /** The same by node. */
  readonly partners: ReadonlyMap<number, readonly number[]>;
  /** For decorators: links of the inner protocol, found by the test. */
  readonly inner?: ReadonlySet<string>;
  /** Whether the pattern of a grid has the pair, found by the test. */
  readonly inPattern?: (a: number, b: number) => boolean;
}

export function sceneOf(plan: RunPlan, world: World, more: Partial<Scene> = {}): Scene {
  const { a, b, count } = world.links;
  const links = new Set<string>();
  const partners = new Map<number, number[]>();
  for (let i = 0; i < count; i++) {
    links.add(key(a[i], b[i]));
    partners.set(a[i], [...(partners.get(a[i]) ?? []), b[i]]);
    partners.set(b[i], [...(partners.get(b[i]) ?? []), a[i]]);
  }
  return { plan, world, links, partners, ...more };
}

export function key(a: number, b: number): string {
  return `${Math.min(a, b)}-${Math.max(a, b)}`;
}

/**
 * Checks an explanation against the tick with mathematics of its own.
 * @returns what is wrong with it; undefined where it holds
 */
export function verifyExplanation(
  scene: Scene,
  a: number,
  b: number,
  told: LinkExplanation,
): string | undefined {
  const linked = a !== b && scene.links.has(key(a, b));
  if (told.exists !== linked) return `says ${told.exists ? "linked" : "not linked"}, is not so`;
  if (told.text.length === 0 || told.text.includes("\n")) return "has no text of one line";
  if (!told.exists) {
    if (told.constraints.length === 0) return "names no constraint";
    const wrong = told.constraints.find((constraint) => !holds(scene, a, b, constraint));
    return wrong && `claims what does not hold: ${JSON.stringify(wrong)}`;
  }
  const { world } = scene;
  if (!near(told.link.lengthKm, length(world, a, b), 1e-9)) return "has a wrong length";
  if (!near(told.link.latencyMs, told.link.lengthKm / 299.792458, 1e-9)) return "has a wrong latency";
  for (const { node, rank, of } of told.link.ranks) {
    const own = linksOf(scene, node);
    const shorter = own.filter((other) => length(world, node, other) < told.link.lengthKm - 1e-9).length;
    if (of !== own.length || Math.abs(rank - 1 - shorter) > 0) return `has a wrong rank at ${node}`;
  }
  for (const { node, instead } of told.link.passedOver) {
    if (instead.some((other) => scene.links.has(key(node, other.node)))) return "passed over what is linked";
  }
  return undefined;
}

/** Whether a constraint that an explanation names is indeed broken, with the figures that it gives. */
export function holds(scene: Scene, a: number, b: number, c: LinkConstraint): boolean {
  const { plan, world } = scene;
  const { satelliteCount } = plan.sky.nodes;
  const { isl, ground } = plan.sky.links;
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  const entriesOf = (node: number) => {
    const entries = node < satelliteCount ? isl : ground;
    return entries.flatMap(({ entry }, i) => (entry.members.includes(node) ? [i] : []));
  };
  const islEntry = () => isl[entriesOf(a)[0]].entry;
  const groundEntry = () => ground[entriesOf(high)[0]].entry;
  const isEarlier = (node: number, other: number): boolean => comesBefore(world, node, other, a, b);
  const areLinks = (node: number, by: readonly { readonly node: number; readonly lengthKm: number }[]) =>
    new Set(by.map((each) => each.node)).size === by.length &&
    by.every(
      (each) =>
        scene.links.has(key(node, each.node)) && near(each.lengthKm, length(world, node, each.node), 1e-9),
    );
  switch (c.kind) {
    case "same-node":
      return a === b;
    case "unusable":
      return (c.node === a || c.node === b) && !world.isUsable(c.node);
    case "both-ground":
      return low >= satelliteCount;
    case "no-entry":
      return (c.node === a || c.node === b) && entriesOf(c.node).length === 0;
    case "different-entries":
      return (
        entriesOf(a)[0] === c.entries[0] && entriesOf(b)[0] === c.entries[1] && c.entries[0] !== c.entries[1]
      );
    case "out-of-range": {
      const { interShell } = isl[entriesOf(a)[0]];
      const max = c.interShell ? interShell?.maxRangeKm : islEntry().maxRangeKm;
      const apart = length(world, a, b);
      return (
        c.maxRangeKm === max &&
        apart > max &&
        near(c.lengthKm, apart, 1e-9) &&
        near(c.excessKm, apart - max, 1e-9)
      );
    }
    case "behind-earth": {
      const distance = segmentDistanceKm(world.positionsKm, a, b);
      return (
        distance < CLEARANCE_RADIUS_KM &&
        near(c.clearanceKm, distance - 6378.135, 1e-6) &&
        near(c.missingKm, CLEARANCE_RADIUS_KM - distance, 1e-6) &&
        c.neededKm === 80
      );
    }
    case "below-mask": {
      const elevation = elevationDeg(world.positionsKm, high, low);
      const mask = groundEntry().maskDeg[groundEntry().members.indexOf(high)];
      const horizon = groundEntry().horizons?.[groundEntry().members.indexOf(high)];
      if (horizon === undefined && c.maskDeg !== mask) return false;
      // Where the mask goes by azimuth, it is nowhere below the entry's.
      if (horizon !== undefined && c.maskDeg < mask) return false;
      return (
        near(c.elevationDeg, elevation, 1e-6) &&
        elevation < c.maskDeg &&
        near(c.missingDeg, c.maskDeg - elevation, 1e-6)
      );
    }
    case "beyond-slant-range": {
      const max = groundEntry().maxSlantRangeKm;
      const apart = length(world, a, b);
      return (
        apart > max &&
        c.maxSlantRangeKm === max &&
        near(c.slantRangeKm, apart, 1e-9) &&
        near(c.excessKm, apart - max, 1e-9)
      );
    }
    case "not-in-pattern":
      return (
        scene.inPattern?.(a, b) === false &&
        [a, b].every((node, end) => c.partners[end].every((other) => scene.inPattern?.(node, other) === true))
      );
    case "beyond-cutoff": {
      // Geodetic latitude is at most 0.2 degrees further from the equator than geocentric latitude.
      const [x, y, z] = world.position(c.node);
      const geocentric = Math.abs((Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI);
      return Math.abs(c.latitudeDeg) > c.cutoffDeg && near(Math.abs(c.latitudeDeg), geocentric + 0.1, 0.1001);
    }
    case "links-taken": {
      if (c.node !== a && c.node !== b) return false;
      const interShell = isl[entriesOf(a)[0]].interShell?.maxLinks;
      const cap = c.interShell ? interShell : islEntry().maxLinks;
      if (c.limit !== cap || c.by.length < c.limit || !areLinks(c.node, c.by)) return false;
      // With a decorator, links of the inner protocol come first, whatever their length.
      const inner = ({ node }: { node: number }) => scene.inner?.has(key(c.node, node)) === true;
      const held = c.hysteresisKm ?? 0;
      return c.by.every(
        (each) =>
          inner(each) ||
          isEarlier(c.node, each.node) ||
          (held > 0 && each.lengthKm - held <= length(world, a, b)),
      );
    }
    case "not-among-nearest":
      return c.rank > c.limit && c.limit === islEntry().maxLinks && c.rank === rankOf(scene, c.node, c.other);
    case "joined-already": {
      const hops = c.path.slice(1).map((to, i) => [c.path[i], to] as const);
      const links = scene.inner ?? scene.links;
      return (
        c.path[0] === a &&
        c.path[c.path.length - 1] === b &&
        hops.every(([from, to]) => links.has(key(from, to)) && isEarlier(from, to)) &&
        near(c.longestKm, Math.max(...hops.map(([from, to]) => length(world, from, to))), 1e-9)
      );
    }
    case "seeks-no-loop": {
      const degrees = [a, b].map((node) => innerDegree(scene, node));
      return (
        degrees.every((degree, end) => degree === c.innerLinks[end]) &&
        degrees.every((degree) => degree < c.from || degree > c.to)
      );
    }
    case "loop-taken":
      return (
        (c.node === a || c.node === b) &&
        areLinks(c.node, [c.by]) &&
        scene.inner?.has(key(c.node, c.by.node)) === false &&
        isEarlier(c.node, c.by.node)
      );
    case "site-links-taken": {
      const { maxLinks, antennas = maxLinks } = groundEntry();
      if (c.node !== high || c.by.length !== c.limit || !areLinks(high, c.by)) return false;
      if (c.limit !== Math.min(maxLinks, antennas) && c.limit !== antennas) return false;
      if (linksOf(scene, high).length !== c.limit) return false;
      // Satellites without capacity, and links that are held, are passed over: then the order says nothing.
      if (groundEntry().capacity !== undefined || c.hysteresis !== undefined) return true;
      return c.by.every((each) => isPreferred(scene, c.rankedBy, high, each.node, low));
    }
    case "capacity-taken":
      return (
        c.node === low &&
        c.capacity === groundEntry().capacity &&
        c.by.length >= c.capacity &&
        areLinks(low, c.by) &&
        c.by.every(({ node }) => node >= satelliteCount)
      );
    case "not-listed": {
      const { pairs } = isl[entriesOf(a)[0]].protocol.config as { readonly pairs: Uint32Array };
      for (let i = 0; i < pairs.length; i += 2) if (key(pairs[i], pairs[i + 1]) === key(a, b)) return false;
      return true;
    }
    case "makes-no-links":
      return isl[entriesOf(a)[0]].protocol.ref.name === "none";
    default:
      // Kinds that a scenario of these tests cannot have, or that say nothing that could be checked.
      return false;
  }
}

function isPreferred({ world }: Scene, ranking: string, site: number, chosen: number, left: number): boolean {
  const apart = length(world, site, chosen) - length(world, site, left);
  if (ranking === "slant range") return apart < 0 || (apart === 0 && chosen < left);
  if (ranking === "elevation") {
    return (
      elevationDeg(world.positionsKm, site, chosen) >= elevationDeg(world.positionsKm, site, left) - 1e-9
    );
  }
  return true;
}

/** Place of `other` among the satellites that `node` could be linked to, by distance and id, from 1. */
function rankOf({ plan, world }: Scene, node: number, other: number): number {
  const { satelliteCount } = plan.sky.nodes;
  const { maxRangeKm } = plan.sky.links.isl[0].entry;
  const candidates: number[] = [];
  for (let id = 0; id < satelliteCount; id++) {
    if (id === node || !world.isUsable(id)) continue;
    if (length(world, node, id) > maxRangeKm) continue;
    if (segmentDistanceKm(world.positionsKm, node, id) >= CLEARANCE_RADIUS_KM) candidates.push(id);
  }
  const squared = (id: number) => squaredDistance(world.positionsKm, node, id);
  candidates.sort((p, q) => squared(p) - squared(q) || p - q);
  return candidates.indexOf(other) + 1;
}

function linksOf({ partners }: Scene, node: number): readonly number[] {
  return partners.get(node) ?? [];
}

function innerDegree({ inner }: Scene, node: number): number {
  return [...(inner ?? [])].filter((pair) => pair.split("-").map(Number).includes(node)).length;
}

function comesBefore({ positionsKm }: World, p: number, q: number, a: number, b: number): boolean {
  const [first, second] = [squaredDistance(positionsKm, p, q), squaredDistance(positionsKm, a, b)];
  if (first !== second) return first < second;
  const [lowP, lowA] = [Math.min(p, q), Math.min(a, b)];
  return lowP !== lowA ? lowP < lowA : Math.max(p, q) < Math.max(a, b);
}

function length({ positionsKm }: World, a: number, b: number): number {
  return Math.sqrt(squaredDistance(positionsKm, a, b));
}

/** Elevation over the plane that touches the ellipsoid at a site on it: its normal is (x / a^2, y / a^2, z / b^2). */
export function elevationDeg(p: Float64Array, site: number, satellite: number): number {
  const [x, y, z] = p.subarray(3 * site, 3 * site + 3);
  const up = [x / A_KM ** 2, y / A_KM ** 2, z / B_KM ** 2];
  const way = [p[3 * satellite] - x, p[3 * satellite + 1] - y, p[3 * satellite + 2] - z];
  const dot = up.reduce((sum, each, i) => sum + each * way[i], 0);
  return (Math.asin(dot / Math.hypot(...up) / Math.hypot(...way)) * 180) / Math.PI;
}

function near(value: number, expected: number, tolerance: number): boolean {
  return Math.abs(value - expected) <= tolerance * Math.max(1, Math.abs(expected));
}
