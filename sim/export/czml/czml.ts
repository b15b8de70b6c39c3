import { createSky, prepareSky } from "../../../workers/index.js";
import type { RunPlan } from "../../scenario/run-plan.js";
import { type WorldAtOptions, worldTicks } from "../../world-at.js";
import { probePairs } from "../probe-pairs.js";
import { nodePackets } from "./czml-nodes.js";
import { documentPacket, GROUPS, type Group, groupPacket, linePacket, type Packet } from "./czml-packets.js";
import { type CzmlSpan, SampledSpan } from "./czml-span.js";
import { LinkIntervals } from "./link-intervals.js";
import { type RouteStretch, RouteStretches } from "./route-stretches.js";

export interface CzmlOptions extends CzmlSpan, WorldAtOptions {
  /** Aborted: the text ends with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called with what is done, out of twice the ticks of the span: half of the work is positions. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What is told of a span, with which nodes have a place in it. */
interface Telling {
  readonly plan: RunPlan;
  readonly span: SampledSpan;
  /** 1 for each node that has a packet of its own: lines can go along with it. */
  readonly isPlaced: Uint8Array;
  readonly recording: WorldAtOptions;
  /** To be called after each piece of work, of as many as twice the ticks. */
  readonly done: (work: number) => Promise<void>;
}

/**
 * A run as CZML, in pieces, for Cesium: satellites with sampled positions, ground nodes, links with the intervals of the
 * ticks that have them, and a line for each way that the route of a probe takes. The network is as orbits and
 * protocols make it (plugins and services take no part), or as recorded frames have it. Positions are Earth-fixed metres; nothing in it is fetched from
 * a network. Nodes of static networks have no place, so that they and their links are not in it.
 *
 * @throws RangeError for a span that is not within the run, at the first piece
 * @throws Error where a protocol or router fails
 */
export async function* czmlText(
  plan: RunPlan,
  { signal, onProgress, frames, ...options }: CzmlOptions = {},
): AsyncGenerator<string, void, undefined> {
  const span = new SampledSpan(plan.time, options, frames?.tickCount);
  const ticks = span.lastTick - span.firstTick + 1;
  const telling: Telling = {
    plan,
    span,
    isPlaced: new Uint8Array(plan.sky.nodes.count),
    recording: { frames },
    done: async (work) => {
      onProgress?.(work, 2 * ticks);
      await pause();
      signal?.throwIfAborted();
    },
  };
  yield `[\n${JSON.stringify(documentPacket(plan.name, span))}`;
  for (const group of Object.keys(GROUPS) as Group[]) yield next(groupPacket(group));
  yield* nodes(telling, ticks);
  yield* lines(telling, ticks);
  yield "\n]\n";
}

async function* nodes({ plan, span, isPlaced, done }: Telling, ticks: number): AsyncGenerator<string> {
  const sky = await createSky(prepareSky(plan.sky, []));
  for (const packets of nodePackets(plan, sky, span)) {
    let last = -1;
    for (const { node, packet } of packets) {
      isPlaced[node] = 1;
      last = node;
      yield next(packet);
    }
    if (last >= 0) await done(Math.floor((ticks * (last + 1)) / isPlaced.length));
  }
}

/** Routes as they end, then links. */
async function* lines(telling: Telling, ticks: number): AsyncGenerator<string> {
  const { plan, span, isPlaced, recording, done } = telling;
  const links = new LinkIntervals(plan.sky.nodes.count, plan.sky.links.classes);
  const routes = new RouteStretches(probePairs(plan));
  for await (const world of worldTicks(plan, span.firstTick, span.lastTick, recording)) {
    links.add(world.tick, world.links);
    for (const stretch of routes.next(world)) yield* routeLine(telling, stretch);
    await done(ticks + world.tick - span.firstTick + 1);
  }
  for (const stretch of routes.finish(span.lastTick + 1)) yield* routeLine(telling, stretch);
  const { nodeNames } = plan;
  for (const { a, b, kind, stretches } of links.all()) {
    if (isPlaced[a] === 0 || isPlaced[b] === 0) continue;
    const intervals = stretches.map(([first, end]) => span.tickInterval(first, end));
    const name = `${nodeNames.at(a)} - ${nodeNames.at(b)}`;
    yield next(linePacket(`link-${a}-${b}`, kind, name, [a, b], intervals));
  }
}

function* routeLine({ plan, span, isPlaced }: Telling, stretch: RouteStretch): Generator<string> {
  const { probe, number, path, firstTick, endTick } = stretch;
  const placed = path.filter((node) => isPlaced[node] === 1);
  if (placed.length < 2) return;
  const { nodeNames, probes } = plan;
  const name = `${nodeNames.at(probes.sources[probe])} - ${nodeNames.at(probes.targets[probe])}`;
  const interval = span.tickInterval(firstTick, endTick);
  yield next(linePacket(`route-${probe}-${number}`, "routes", name, placed, [interval]));
}

/** All packets but the first. */
function next(packet: Packet): string {
  return `,\n${JSON.stringify(packet)}`;
}

/** Lets the process take in signals, which reach it only when this thread pauses. */
function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
