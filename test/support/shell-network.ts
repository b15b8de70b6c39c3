import { cities } from "../../orbits/readers/cities.js";
import { GraphBuilder } from "../../routing/graph-builder.js";
import type { LinkTable } from "../../routing/link-table.js";
import type { NetworkGraph } from "../../routing/network-graph.js";
import type { WalkerPattern } from "../../routing/nodes.js";
import { nodeTable, shellOf, sitePosition, walker, walkerPositions } from "./circular-orbits.js";
import { frameOf } from "./frames.js";
import { type GroundSpec, stageOf } from "./stages.js";

/** Starlink's first shell. */
export const STARLINK_1 = walker({ planes: 72, slotsPerPlane: 22, phasing: 17 });

/** Kuiper's first shell. */
export const KUIPER_1 = walker({
  planes: 34,
  slotsPerPlane: 34,
  altitudeKm: 630,
  inclinationDeg: 51.9,
  phasing: 1,
});

/** 144 planes of 143 satellites: 20,592. */
export const LARGE_SHELL = walker({ planes: 144, slotsPerPlane: 143, phasing: 71 });

export interface Faults {
  /** 0 for nodes that are out of service; they get no links. */
  readonly usable?: Uint8Array;
  /** 1 for links of the table that are gone. */
  struck?(table: LinkTable): Uint8Array;
}

/**
 * A +grid shell over the most populous cities, on circular orbits: the network at any time. Each graph is valid
 * until the next.
 */
export function shellNetwork(
  pattern: WalkerPattern,
  sites: number,
  ground: GroundSpec = { protocol: "nearest", maxLinks: 1, maskDeg: 25 },
): (seconds: number, faults?: Faults) => NetworkGraph {
  const shell = shellOf(pattern);
  const nodes = nodeTable(shell.count, sites, [shell]);
  const siteKm = cities(sites).flatMap(({ latitudeDeg, longitudeDeg }) =>
    sitePosition(latitudeDeg, longitudeDeg),
  );
  const { stage, classes } = stageOf(nodes, [{ protocol: "plus-grid" }], [ground]);
  const builder = new GraphBuilder();
  return (seconds, { usable, struck } = {}) => {
    const positionsKm = new Float64Array(3 * nodes.count);
    positionsKm.set(walkerPositions(pattern, seconds));
    positionsKm.set(siteKm, 3 * shell.count);
    const frame = frameOf(positionsKm, nodes, usable);
    const { links } = stage.build(frame);
    const options = { groundRelay: false, cost: "latency" } as const;
    return builder.build(links, classes, frame.usable, nodes, options, struck?.(links), positionsKm);
  };
}
