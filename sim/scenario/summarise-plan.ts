import type { RunPlan } from "./run-plan.js";
import { reportShellPlanes, type ShellPlanesReport } from "./shell-planes.js";

/** What a scenario amounts to. */
export interface PlanSummary {
  readonly name: string;
  readonly satellites: number;
  readonly groundNodes: number;
  /** Satellites and ground nodes. */
  readonly nodes: number;
  readonly ticks: number;
  readonly probes: number;
  readonly plugins: number;
  /** Shells whose planes are inferred from their elements. */
  readonly inferredPlanes: readonly ShellPlanesReport[];
  /** Estimate for a run in one thread; see `expectedMemoryBytes`. */
  readonly expectedMemoryBytes: number;
}

/** Counts what a run of the plan will have, and estimates the memory that it takes. */
export function summarisePlan(plan: RunPlan): PlanSummary {
  const { satelliteCount, groundCount, count } = plan.sky.nodes;
  return {
    name: plan.name,
    satellites: satelliteCount,
    groundNodes: groundCount,
    nodes: count,
    ticks: plan.time.tickCount,
    probes: plan.probes.sources.length,
    plugins: plan.plugins.length,
    inferredPlanes: reportShellPlanes(plan.sky.nodes.shells),
    expectedMemoryBytes: expectedMemoryBytes(plan),
  };
}

/** Node with the libraries loaded (82 MB), and what a small run adds: measured, Node 20 on Linux. */
const PROCESS_BYTES = 115e6;
/**
 * Element set columns (72), SGP4 coefficients (about 45 doubles), name and tier, and what initialising leaves
 * for the garbage collector (about 1,000: measured with 20,646 satellites).
 */
const BYTES_PER_SATELLITE = 72 + 45 * 8 + 100 + 1000;
/** In a frame: position (3 doubles), status, usable; in the spatial index about as much again. */
const FRAME_BYTES_PER_NODE = 2 * (3 * 8 + 2);
/** In a frame: both ends (8), length (8), class (2), latency (8). */
const FRAME_BYTES_PER_LINK = 26;
/** In the network graph, two arcs: head and link (8), cost or latency (8) each. */
const GRAPH_BYTES_PER_LINK = 2 * 24;
/** A shortest-path tree: cost (8) and hops (4); kept for each target of the tick, up to 64 MiB in all. */
const TREE_BYTES_PER_NODE = 12;
const MOST_TREE_BYTES = 64 * 2 ** 20;
/** Frames alive at once: the one in use, the one being made, one waiting. */
const FRAMES = 3;
/** Satellites that `all-visible` sees from one place, as a share: the cap of 25 degrees elevation at 550 km is 0.5 %. */
const VISIBLE_SHARE = 0.01;
/** Ground protocols whose sites have no more than `links`. */
const LIMITED_BY_LINKS = ["nearest", "highest-elevation", "longest-visible"];

/**
 * Rough memory of a run, bytes: the process, what each satellite needs throughout, three frames, one graph,
 * and the trees of the targets that are probed. Good to about a factor of two; each further worker thread adds
 * about 40 MB and a frame.
 */
function expectedMemoryBytes({ sky, probes }: RunPlan): number {
  const { satelliteCount, groundCount, count } = sky.nodes;
  const isls = sky.links.isl.reduce((sum, { entry }) => sum + (entry.members.length * entry.maxLinks) / 2, 0);
  const gsls = sky.links.ground.reduce((sum, { entry, protocol }) => {
    const most = LIMITED_BY_LINKS.includes(protocol.ref.name)
      ? entry.maxLinks
      : satelliteCount * VISIBLE_SHARE;
    const each = Math.min(most, entry.antennas ?? Number.POSITIVE_INFINITY);
    return sum + entry.members.length * each;
  }, 0);
  const links = isls + gsls + sky.staticLinks.length;
  const frame = count * FRAME_BYTES_PER_NODE + links * FRAME_BYTES_PER_LINK;
  const targets = new Set(probes.targets).size;
  return Math.round(
    PROCESS_BYTES +
      satelliteCount * BYTES_PER_SATELLITE +
      groundCount * 200 +
      FRAMES * frame +
      links * GRAPH_BYTES_PER_LINK +
      Math.min(targets * count * TREE_BYTES_PER_NODE, MOST_TREE_BYTES),
  );
}
