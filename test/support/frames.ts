import type { FrameView } from "../../routing/frame-view.js";
import { LinkList } from "../../routing/link-list.js";
import type { IslEntry, LinkProtocol } from "../../routing/link-protocol.js";
import type { NodeTable } from "../../routing/nodes.js";
import { SpatialIndex } from "../../routing/spatial-index.js";
import { nodeTable } from "./circular-orbits.js";

/** A frame of the given positions; every node usable unless told otherwise. */
export function frameOf(positionsKm: Float64Array, nodes: NodeTable, usable?: Uint8Array): FrameView {
  return {
    tick: 0,
    timeNs: 0,
    julianDate: 2451545,
    gmstRad: 0,
    positionsKm,
    usable: usable ?? new Uint8Array(nodes.count).fill(1),
    nodes,
  };
}

export function allMembers(count: number, first = 0): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => first + i);
}

/** Runs a protocol alone on one frame and gives its pairs as `[a, b]` with a < b, in its own order. */
export function chooseLinks(
  protocol: LinkProtocol,
  frame: FrameView,
  entry: Partial<IslEntry> = {},
  config: unknown = protocol.config?.parse({}),
): [number, number][] {
  const { nodes } = frame;
  const index = new SpatialIndex();
  index.build(frame.positionsKm, frame.usable, nodes.satelliteCount);
  const choose = protocol.setup({
    nodes,
    config,
    entry: {
      maxLinks: 4,
      maxRangeKm: Number.POSITIVE_INFINITY,
      members: allMembers(nodes.satelliteCount),
      shells: nodes.shells,
      ...entry,
    },
  });
  const links = new LinkList();
  choose({ ...frame, index }, links);
  return pairsOf(links);
}

export function pairsOf(links: LinkList): [number, number][] {
  return Array.from({ length: links.count }, (_, i) => [
    Math.min(links.a[i], links.b[i]),
    Math.max(links.a[i], links.b[i]),
  ]);
}

/** `a-b` strings, ascending: for comparing sets of pairs. */
export function pairKeys(pairs: readonly (readonly [number, number])[]): string[] {
  return pairs
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
    .sort((p, q) => p[0] - q[0] || p[1] - q[1])
    .map(([a, b]) => `${a}-${b}`);
}

export function frameOfCloud(positionsKm: Float64Array, usable?: Uint8Array): FrameView {
  return frameOf(positionsKm, nodeTable(positionsKm.length / 3), usable);
}
