import type { RandomStream, World } from "../../../index.js";
import type { HyperDriveConfig } from "./hyperdrive-config.js";

/** Mean radius of the Earth, km. Source: IUGG, R1. */
const EARTH_KM = 6371.0088;

/** Tiers as HyperDrive has them; every other tier counts as a ground node, that of the cloud as what fills them up. */
const NEAR_TIERS = ["ground", "edge", "space"] as const;
type NearTier = (typeof NEAR_TIERS)[number];

/**
 * The nodes that are looked at at all: those near the first step before it, tier by tier in the order of ids up to their
 * count, the cloud filling up what ground nodes lack; for a step that begins a workflow, so many drawn with putting back.
 */
export function selectCandidates(
  world: World,
  config: HyperDriveConfig,
  nodes: readonly number[],
  near: number | undefined,
  random: RandomStream,
): readonly number[] {
  const byTier: Record<NearTier | "cloud", number[]> = { ground: [], edge: [], space: [], cloud: [] };
  for (const node of nodes) byTier[tierOf(world.tiers[node])].push(node);
  const found = new Set<number>();
  for (const tier of NEAR_TIERS) {
    const { radius, count } = config[tier];
    const chosen =
      near === undefined
        ? draw(byTier[tier], count, random)
        : take(byTier[tier], count, (node) => surfaceKm(world, near, node) <= radius);
    for (const node of chosen) found.add(node);
    if (tier !== "ground") continue;
    for (const node of byTier.cloud.slice(0, Math.max(0, count - chosen.length))) found.add(node);
  }
  return [...found].sort((a, b) => a - b);
}

function tierOf(tier: string): NearTier | "cloud" {
  return tier === "space" || tier === "edge" || tier === "cloud" ? tier : "ground";
}

function draw(nodes: readonly number[], count: number, random: RandomStream): readonly number[] {
  return nodes.length === 0 ? [] : Array.from({ length: count }, () => random.pick(nodes));
}

function take(nodes: readonly number[], count: number, isNear: (node: number) => boolean): readonly number[] {
  const taken: number[] = [];
  for (const node of nodes) {
    if (taken.length >= count) break;
    if (isNear(node)) taken.push(node);
  }
  return taken;
}

/** Great-circle distance of the points beneath two nodes; 0 for nodes without a place, as a static network's. */
function surfaceKm(world: World, a: number, b: number): number {
  const [ax, ay, az] = world.position(a);
  const [bx, by, bz] = world.position(b);
  const lengths = Math.hypot(ax, ay, az) * Math.hypot(bx, by, bz);
  if (lengths === 0) return 0;
  const cosine = (ax * bx + ay * by + az * bz) / lengths;
  return EARTH_KM * Math.acos(Math.min(1, Math.max(-1, cosine)));
}
