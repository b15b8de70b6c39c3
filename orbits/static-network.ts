import type { StaticLink, StaticSchedule, StaticWindow } from "./static-links.js";

/** The links of static networks that exist at one tick. */
export interface StaticLinksAtTick {
  count: number;
  /** Places in the list of static links, ascending; the first `count` are valid. */
  readonly index: Uint32Array;
  /** One way, jitter included; belongs to `index`. */
  readonly latencyMs: Float64Array;
}

/** Room for the links of one tick. */
export function allocateStaticLinks(linkCount: number): StaticLinksAtTick {
  return { count: 0, index: new Uint32Array(linkCount), latencyMs: new Float64Array(linkCount) };
}

/**
 * Which links exist at a tick, and their latency: a pure function of the links, the tick and the seed, so that
 * any thread gives the same bits.
 *
 * @param timeNs time of the tick, nanoseconds since the start of the run
 * @param out reused where it is given and has room
 */
export function evaluateStaticLinks(
  links: readonly StaticLink[],
  { timeNs, tick, seed }: { readonly timeNs: number; readonly tick: number; readonly seed: number },
  out: StaticLinksAtTick = allocateStaticLinks(links.length),
): StaticLinksAtTick {
  out.count = 0;
  for (let i = 0; i < links.length; i++) {
    const link = links[i] as StaticLink;
    const { schedule, jitterMs } = link;
    const window = schedule === undefined ? undefined : windowInForce(schedule, timeNs);
    if (schedule !== undefined && window === undefined) continue;
    let latencyMs = window?.latencyMs ?? link.latencyMs;
    if (jitterMs > 0) {
      latencyMs = Math.max(0, latencyMs + jitterMs * (2 * uniform(seed, i, tick) - 1));
    }
    out.index[out.count] = i;
    out.latencyMs[out.count++] = latencyMs;
  }
  return out;
}

/**
 * The first instant, integer ns, at which a link that exists at `timeNs` does not exist any more, windows that touch
 * being one; Infinity where it has no schedule, or exists beyond `horizonNs` from then.
 */
export function staticLinkEndNs({ schedule }: StaticLink, timeNs: number, horizonNs: number): number {
  if (schedule === undefined) return Number.POSITIVE_INFINITY;
  for (let endNs = timeNs; ; ) {
    const window = windowInForce(schedule, endNs);
    if (window === undefined) return endNs;
    endNs += window.toNs - timeInPeriod(schedule, endNs);
    if (endNs > timeNs + horizonNs) return Number.POSITIVE_INFINITY;
  }
}

function timeInPeriod({ periodNs }: StaticSchedule, timeNs: number): number {
  return periodNs === undefined ? timeNs : ((timeNs % periodNs) + periodNs) % periodNs;
}

function windowInForce(schedule: StaticSchedule, timeNs: number): StaticWindow | undefined {
  const { windows } = schedule;
  const t = timeInPeriod(schedule, timeNs);
  let low = 0;
  let high = windows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((windows[middle] as StaticWindow).toNs <= t) low = middle + 1;
    else high = middle;
  }
  const window = windows[low];
  return window !== undefined && window.fromNs <= t ? window : undefined;
}

/**
 * A double in [0, 1) that depends on its three counters alone: two chains of MurmurHash3's 32-bit mixing
 * steps (Austin Appleby, 2011), of which 53 bits are kept.
 */
function uniform(seed: number, link: number, tick: number): number {
  const high = finish(absorb(0x9e3779b9, seed, link, tick));
  const low = finish(absorb(0x85ebca77, seed, link, tick));
  return ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53;
}

function absorb(start: number, seed: number, link: number, tick: number): number {
  let hash = mix(start, seed);
  hash = mix(hash, Math.floor(seed / 2 ** 32));
  hash = mix(hash, link);
  hash = mix(hash, tick);
  return mix(hash, Math.floor(tick / 2 ** 32));
}

function mix(hash: number, word: number): number {
  let k = Math.imul(word | 0, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  k = Math.imul(k, 0x1b873593);
  const h = hash ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(hash: number): number {
  let h = hash ^ 20;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
