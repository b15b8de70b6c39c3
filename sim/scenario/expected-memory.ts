import { totalmem } from "node:os";
import { RING_BYTES_PER_NODE, slotsOfRing } from "../../workers/index.js";
import { ticksToldAgainst } from "../../workers/recorded/index.js";
import type { SkyPlan } from "../../workers/sky-plan.js";
import { isWorthThreads } from "./default-workers.js";
import type { RunPlan } from "./run-plan.js";

// Measured with Node 20 on Linux, as the largest resident set of whole runs of 2,000 to 1,000,000 satellites with different
// links, less what is counted one by one below; `npm run bench -- memory` measures it again beside these.

/** Node with the libraries loaded, and what a small run adds. */
const PROCESS_BYTES = 125e6;
/** A thread of its own with the code that makes frames. */
const WORKER_BYTES = 45e6;

/** Element sets as columns (76), SGP4's coefficients without drag (129). */
const BYTES_PER_SATELLITE = 205;
/** Coefficients of a satellite with drag. */
const DRAG_BYTES = 128;
/** A name that is written, not one of a pattern: text and reference. */
const NAME_BYTES = 64;

/** In a frame: position (3 doubles), status, usable. */
const FRAME_BYTES_PER_NODE = 26;
/** In a frame: both ends (8), length (8), class (2). */
const FRAME_BYTES_PER_LINK = 18;
/** What making a frame needs beside it: the spatial index and the sorted order of nodes. */
const WORK_BYTES_PER_NODE = 60;
/** The same, of a protocol that searches for partners: pairs listed up to a radius. */
const SEARCH_BYTES_PER_NODE = 280;
/** Protocols whose partners are fixed, or next to one another on a ring. */
const WITHOUT_SEARCH = ["plus-grid", "brick-a", "brick-b", "ring", "rings", "list", "none"];
/** Links proposed and being sorted. */
const WORK_BYTES_PER_LINK = 60;
/** In the network graph, two arcs: head and link (8), cost and latency (8 each). */
const GRAPH_BYTES_PER_LINK = 48;
/** Degrees, components, sites' links and the like, of the tick and of the one before. */
const RECORDED_BYTES_PER_NODE = 40;
/** A shortest-path tree: cost (8) and hops (4); kept for each target of the tick, up to 64 MiB in all. */
const TREE_BYTES_PER_NODE = 12;
const MOST_TREE_BYTES = 64 * 2 ** 20;
/** Frames alive at once in the thread that uses them: the one in use and the one that comes. */
const FRAMES = 2;
/** Satellites that `all-visible` sees from one place, as a share: the cap of 25 degrees elevation at 550 km is 0.5 %. */
const VISIBLE_SHARE = 0.01;
/** Ground protocols whose sites have no more than `links`. */
const LIMITED_BY_LINKS = ["nearest", "highest-elevation", "longest-visible"];

/** Young objects of events, transfers and tasks between two collections. */
const EVENT_BYTES = 35e6;
/** The battery of a satellite, its light and its panels. */
const ENERGY_BYTES_PER_NODE = 280;
/** A recorded frame, the one before, and what they are compressed in, with two links a node. */
const RECORDING_BYTES_PER_NODE = 500;
/** Positions of an earlier tick that the next are told against. */
const PAST_BYTES_PER_NODE = 24;

/**
 * Memory that a run takes at its largest, bytes, without what plugins hold.
 * @param workers threads that make frames
 */
export function expectedMemoryBytes(plan: RunPlan, workers: number): number {
  const { sky, nodeNames } = plan;
  const { groundCount, count } = sky.nodes;
  const links = expectedLinks(sky);
  const frame = count * FRAME_BYTES_PER_NODE + links * FRAME_BYTES_PER_LINK;
  const making = count * WORK_BYTES_PER_NODE + links * WORK_BYTES_PER_LINK + searchBytes(sky);
  const names = nodeNames.pieces.reduce((sum, piece) => sum + ("prefix" in piece ? 0 : piece.length), 0);
  const threads = workers === 0 ? making : workers * (WORKER_BYTES + making + frame) + ringBytes(sky);
  return Math.round(
    PROCESS_BYTES +
      satelliteBytes(sky) +
      names * NAME_BYTES +
      groundCount * 200 +
      threads +
      FRAMES * frame +
      count * RECORDED_BYTES_PER_NODE +
      links * GRAPH_BYTES_PER_LINK +
      treeBytes(plan) +
      serviceBytes(plan) +
      recordingBytes(plan),
  );
}

/** Trees are kept for the targets of probes; traffic goes mostly to the ground, and plugins may ask for any node's. */
function treeBytes({ sky, probes, services, plugins }: RunPlan): number {
  const { count, groundCount } = sky.nodes;
  const ofTraffic = services.traffic.sources.length > 0 ? groundCount : 0;
  const targets = plugins.length > 0 ? count : Math.max(new Set(probes.targets).size, ofTraffic);
  return Math.min(targets * count * TREE_BYTES_PER_NODE, MOST_TREE_BYTES);
}

function serviceBytes({ services: { traffic, energy }, plugins }: RunPlan): number {
  const satellites = energy?.models.reduce((sum, { nodes }) => sum + nodes.length, 0) ?? 0;
  const hasEvents = traffic.sources.length > 0 || satellites > 0 || plugins.length > 0;
  return (hasEvents ? EVENT_BYTES : 0) + satellites * ENERGY_BYTES_PER_NODE;
}

function recordingBytes(plan: RunPlan): number {
  if (!plan.output.frames) return 0;
  const { count } = plan.sky.nodes;
  const past = ticksToldAgainst(3 * count) * PAST_BYTES_PER_NODE;
  return (isWorthThreads(plan) ? WORKER_BYTES : 0) + count * (RECORDING_BYTES_PER_NODE + past);
}

function searchBytes({ links }: SkyPlan): number {
  const searching = links.isl.filter(
    ({ protocol, interShell }) => interShell !== undefined || !WITHOUT_SEARCH.includes(protocol.ref.name),
  );
  return searching.reduce((sum, { entry }) => sum + entry.members.length * SEARCH_BYTES_PER_NODE, 0);
}

/** What this process may have, bytes: the machine's memory, or less where its container has a limit. */
export function availableMemoryBytes(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** Positions of the ticks that threads are ahead by. */
function ringBytes({ nodes, time }: SkyPlan): number {
  return slotsOfRing(nodes.count, time.tickCount) * nodes.count * RING_BYTES_PER_NODE;
}

function satelliteBytes({ satellites, nodes }: SkyPlan): number {
  let withDrag = 0;
  for (const source of satellites) {
    if (source.kind === "sgp4") for (const bstar of source.elements.bstar) if (bstar !== 0) withDrag++;
  }
  return nodes.satelliteCount * BYTES_PER_SATELLITE + withDrag * DRAG_BYTES;
}

/** At most. */
function expectedLinks({ links, nodes, staticLinks }: SkyPlan): number {
  const isls = links.isl.reduce(
    (sum, { entry, protocol }) =>
      sum + (protocol.ref.name === "none" ? 0 : (entry.members.length * entry.maxLinks) / 2),
    0,
  );
  const gsls = links.ground.reduce((sum, { entry, protocol }) => {
    const most = LIMITED_BY_LINKS.includes(protocol.ref.name)
      ? entry.maxLinks
      : nodes.satelliteCount * VISIBLE_SHARE;
    return sum + entry.members.length * Math.min(most, entry.antennas ?? Number.POSITIVE_INFINITY);
  }, 0);
  return isls + gsls + staticLinks.length;
}
