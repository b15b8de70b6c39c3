import { z } from "zod";
import type { LinkList } from "../link-list.js";
import { defineLinkProtocol, type IslProtocolSetup, type IslTick } from "../link-protocol.js";
import { NearestNeighbours } from "../nearest-neighbours.js";
import { PairStages } from "../pair-stages.js";
import { expectedRadiusKm } from "./expected-radius.js";

/** Neighbours that the first stage of the greedy walk expects for each satellite, per link wanted. */
const FIRST_STAGE_SHARE = 0.64;

const config = z.strictObject({
  mode: z
    .enum(["greedy", "mutual", "union"])
    .default("greedy")
    .describe("greedy: shortest pairs first; mutual: each among the other's k nearest; union: either"),
});

/**
 * `nearest`: over the admissible pairs in the order (length squared, lower id, higher id).
 *
 * - `greedy`: a pair is taken when both ends have fewer than `links` links yet.
 * - `mutual`: a pair is taken when each end is among the other's `links` nearest.
 * - `union`: a pair is taken when either end is; a satellite may get more than `links` links.
 */
export const nearest = defineLinkProtocol<z.output<typeof config>>({
  name: "nearest",
  config,
  setup(setup) {
    return setup.config.mode === "greedy"
      ? greedy(setup)
      : byNeighbours(setup, setup.config.mode === "union");
  },
});

function greedy({ entry, nodes }: IslProtocolSetup<unknown>) {
  const { members, maxLinks, maxRangeKm } = entry;
  const open = new Uint8Array(nodes.satelliteCount);
  const degree = new Uint32Array(nodes.satelliteCount);
  const stages = new PairStages();
  return (tick: IslTick, links: LinkList): void => {
    open.fill(0);
    degree.fill(0);
    if (maxLinks > 0) for (let i = 0; i < members.length; i++) open[members[i]] = 1;
    stages.run({
      index: tick.index,
      positionsKm: tick.positionsKm,
      maxRangeKm,
      open,
      firstRadiusKm: expectedRadiusKm(members.length, FIRST_STAGE_SHARE * maxLinks),
      visit(a, b) {
        links.add(a, b);
        if (++degree[a] === maxLinks) open[a] = 0;
        if (++degree[b] === maxLinks) open[b] = 0;
      },
    });
  };
}

function byNeighbours({ entry, nodes }: IslProtocolSetup<unknown>, either: boolean) {
  const { members, maxLinks, maxRangeKm } = entry;
  const neighbours = new NearestNeighbours();
  const isMember = new Uint8Array(nodes.satelliteCount);
  for (let i = 0; i < members.length; i++) isMember[members[i]] = 1;
  return (tick: IslTick, links: LinkList): void => {
    neighbours.find(tick.index, tick.positionsKm, isMember, maxLinks, maxRangeKm);
    const { of, counts } = neighbours;
    for (let i = 0; i < members.length; i++) {
      const a = members[i];
      for (let rank = 0; rank < counts[a]; rank++) {
        const b = of[a * maxLinks + rank];
        const mutual = neighbours.has(b, a);
        // A mutual pair is met from both ends: the lower one adds it.
        if (mutual ? a < b : either) links.add(a, b);
      }
    }
  };
}
