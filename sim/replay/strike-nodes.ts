import type { LinkTable } from "../../routing/link-table.js";
import type { RecordedFrame } from "../../workers/recorded/index.js";

/** A frame with fewer nodes and links than were recorded. */
export interface Thinned {
  readonly frame: RecordedFrame;
  /** Nodes that were usable when the frame was recorded and are not now. */
  readonly struckNodes: number;
}

/**
 * Takes out of a recorded frame the nodes that are down now, with their links, and the links that were down then.
 * @param mask 1 where a node may take part; absent: all
 * @returns undefined where there is nothing to take out
 */
export function strikeNodes(
  frame: RecordedFrame,
  mask: Uint8Array | undefined,
  dropsDown: boolean,
): Thinned | undefined {
  const { usable: recorded, down } = frame;
  let struckNodes = 0;
  if (mask !== undefined)
    for (let node = 0; node < recorded.length; node++)
      if (recorded[node] === 1 && mask[node] === 0) struckNodes++;
  const dropped = dropsDown ? down : undefined;
  if (struckNodes === 0 && dropped === undefined) return undefined;
  const usable = recorded.slice();
  if (mask !== undefined) for (let node = 0; node < usable.length; node++) usable[node] &= mask[node];
  const links = keepLinks(frame.links, (i, a, b) => {
    return dropped?.[i] !== 1 && isKept(recorded, usable, a) && isKept(recorded, usable, b);
  });
  const { down: _down, ...rest } = frame;
  return { frame: { ...rest, usable, links }, struckNodes };
}

/** Links of static networks may end at a node that was not usable when they were recorded: that is not ours to judge. */
function isKept(recorded: Uint8Array, usable: Uint8Array, node: number): boolean {
  return usable[node] === recorded[node];
}

function keepLinks(links: LinkTable, keeps: (i: number, a: number, b: number) => boolean): LinkTable {
  const { islCount, gslCount, fixedCount, count } = links;
  const kept = new Uint32Array(count);
  const counts = [0, 0, 0];
  let total = 0;
  for (let i = 0; i < count; i++) {
    if (!keeps(i, links.a[i], links.b[i])) continue;
    kept[total++] = i;
    counts[i < islCount ? 0 : i < islCount + gslCount ? 1 : 2]++;
  }
  const order = kept.subarray(0, total);
  const firstFixed = count - fixedCount;
  return {
    islCount: counts[0],
    gslCount: counts[1],
    fixedCount: counts[2],
    count: total,
    a: order.map((i) => links.a[i]),
    b: order.map((i) => links.b[i]),
    lengthKm: Float64Array.from(order, (i) => links.lengthKm[i]),
    linkClass: Uint16Array.from(order, (i) => links.linkClass[i]),
    fixedLatencyMs: Float64Array.from(
      order.subarray(total - counts[2]),
      (i) => links.fixedLatencyMs[i - firstFixed],
    ),
  };
}
