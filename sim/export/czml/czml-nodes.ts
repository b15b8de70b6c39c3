import { NS_PER_SECOND } from "../../../orbits/constants.js";
import { EphemerisStatus } from "../../../orbits/ephemeris.js";
import type { Sky } from "../../../workers/index.js";
import type { RunPlan } from "../../scenario/run-plan.js";
import { groundStyle, nodeId, oneOrMany, type Packet, satelliteStyle } from "./czml-packets.js";
import type { SampledSpan } from "./czml-span.js";

/** Samples that are in memory at a time, at most but for one node: 6 MB. */
const SAMPLES_AT_ONCE = 1 << 18;
/** Satellites propagated at a time at most, so that a signal to stop is heard. */
const SATELLITES_AT_ONCE = 512;

/**
 * A curve of degree 5 through the samples around an instant: between samples a minute apart, a satellite is where its
 * orbit has it to a centimetre or two.
 */
const ORBIT = { interpolationAlgorithm: "LAGRANGE", interpolationDegree: 5 } as const;
/** Tracks have corners, where a curve would swing out. */
const TRACK = { interpolationAlgorithm: "LINEAR", interpolationDegree: 1 } as const;

interface Samples {
  /** Ids `first` to `first + count - 1`. */
  readonly first: number;
  readonly count: number;
  /** Earth-fixed km, `[x, y, z]` of each node at the first sample, then at the next. */
  readonly positionsKm: Float64Array;
  /** 1 where a node has a place at a sample. */
  readonly isThere: Uint8Array;
}

export interface NodePacket {
  readonly node: number;
  readonly packet: Packet;
}

/** The packets of all nodes that have a place at some sample, by id; those of some nodes at a time, to be taken at once. */
export function* nodePackets(
  plan: RunPlan,
  sky: Sky,
  span: SampledSpan,
): Generator<Iterable<NodePacket>, void, undefined> {
  const { satelliteCount, count, moving = [] } = plan.sky.nodes;
  const perShard = Math.floor(SAMPLES_AT_ONCE / span.sampleCount);
  const shard = Math.max(1, Math.min(SATELLITES_AT_ONCE, perShard));
  for (let first = 0; first < satelliteCount; first += shard) {
    const samples = sampleSatellites(sky, span, first, Math.min(shard, satelliteCount - first));
    yield packetsOf(plan, span, samples);
  }
  const isMoving = new Set(moving);
  const still = sky.positionsAt(span.fromNs).positionsKm;
  for (let node = satelliteCount; node < count; node++) {
    yield isMoving.has(node)
      ? packetsOf(plan, span, sampleMoving(sky, span, node))
      : stillPacket(plan, still, node);
  }
}

function sampleSatellites(sky: Sky, span: SampledSpan, first: number, count: number): Samples {
  const positionsKm = new Float64Array(3 * count * span.sampleCount);
  const isThere = new Uint8Array(count * span.sampleCount);
  const all = new Float64Array(3 * sky.nodeCount);
  const status = new Uint8Array(sky.nodeCount);
  for (let i = 0; i < span.sampleCount; i++) {
    sky.propagate(span.sampleNs(i), all, status, first, first + count);
    positionsKm.set(all.subarray(3 * first, 3 * (first + count)), 3 * count * i);
    for (let k = 0; k < count; k++) {
      const node = first + k;
      const hasPlace = all[3 * node] !== 0 || all[3 * node + 1] !== 0 || all[3 * node + 2] !== 0;
      isThere[count * i + k] = status[node] === EphemerisStatus.Ok && hasPlace ? 1 : 0;
    }
  }
  return { first, count, positionsKm, isThere };
}

function sampleMoving(sky: Sky, span: SampledSpan, node: number): Samples {
  const positionsKm = new Float64Array(3 * span.sampleCount);
  const all = new Float64Array(3 * sky.nodeCount);
  const ids = Uint32Array.of(node);
  for (let i = 0; i < span.sampleCount; i++) {
    sky.positionsOf(span.sampleNs(i), ids, all);
    positionsKm.set(all.subarray(3 * node, 3 * node + 3), 3 * i);
  }
  return { first: node, count: 1, positionsKm, isThere: new Uint8Array(span.sampleCount).fill(1) };
}

function* packetsOf(
  plan: RunPlan,
  span: SampledSpan,
  samples: Samples,
): Generator<NodePacket, void, undefined> {
  for (let k = 0; k < samples.count; k++) {
    const node = samples.first + k;
    const intervals = intervalsOf(span, samples, k);
    if (intervals.length === 0) continue;
    const isSatellite = node < plan.sky.nodes.satelliteCount;
    const packet: Packet = {
      id: nodeId(node),
      parent: isSatellite ? "satellites" : "ground",
      availability: oneOrMany(intervals),
      ...(isSatellite ? satelliteStyle(plan.nodeNames.at(node)) : groundStyle(plan.nodeNames.at(node))),
      position: {
        ...(isSatellite ? ORBIT : TRACK),
        referenceFrame: "FIXED",
        epoch: plan.time.startIso,
        cartesian: cartesian(span, samples, k),
      },
    };
    yield { node, packet };
  }
}

/** From the first to the last sample of each run of samples at which a node has a place. */
function intervalsOf(span: SampledSpan, { count, isThere }: Samples, k: number): string[] {
  const intervals: string[] = [];
  let since = -1;
  for (let i = 0; i <= span.sampleCount; i++) {
    const here = i < span.sampleCount && isThere[count * i + k] === 1;
    if (here && since < 0) since = i;
    if (here || since < 0) continue;
    intervals.push(span.interval(span.sampleNs(since), span.sampleNs(i - 1)));
    since = -1;
  }
  return intervals;
}

/** `[t, x, y, z, ...]`: seconds since the epoch, metres. */
function cartesian(span: SampledSpan, { count, positionsKm, isThere }: Samples, k: number): number[] {
  const values: number[] = [];
  for (let i = 0; i < span.sampleCount; i++) {
    if (isThere[count * i + k] === 0) continue;
    const at = 3 * (count * i + k);
    const [x, y, z] = [positionsKm[at], positionsKm[at + 1], positionsKm[at + 2]];
    values.push(span.sampleNs(i) / NS_PER_SECOND, metres(x), metres(y), metres(z));
  }
  return values;
}

/** A site that stands still, unless it has no place, as nodes of static networks. */
function stillPacket({ nodeNames }: RunPlan, positionsKm: Float64Array, node: number): NodePacket[] {
  const [x, y, z] = positionsKm.subarray(3 * node, 3 * node + 3);
  if (x === 0 && y === 0 && z === 0) return [];
  const position = { cartesian: [metres(x), metres(y), metres(z)] };
  const packet = { id: nodeId(node), parent: "ground", ...groundStyle(nodeNames.at(node)), position };
  return [{ node, packet }];
}

/** To the millimetre. */
function metres(km: number): number {
  return Math.round(1e6 * km) / 1e3;
}
