import { z } from "zod";
import { quantity } from "../../orbits/quantity-schema.js";
import { LENGTH_KM } from "../../orbits/units.js";
import type { LinkList } from "../link-list.js";
import { defineLinkProtocol, type IslProtocolSetup, type IslTick } from "../link-protocol.js";
import { NearestNeighbours } from "../nearest-neighbours.js";
import { PairStages } from "../pair-stages.js";
import { expectedRadiusKm } from "./expected-radius.js";
import { keepNearest } from "./nearest-keeping.js";

/** Neighbours that the first stage of the greedy walk expects for each satellite, per link wanted. */
const FIRST_STAGE_SHARE = 0.64;

const MODES = ["greedy", "mutual", "union"] as const;

const config = z
  .strictObject({
    mode: z
      .enum(MODES)
      .default("greedy")
      .describe("greedy: shortest pairs first; mutual: each among the other's k nearest; union: either"),
    hysteresis: quantity(LENGTH_KM, { atLeast: "0 km" })
      .optional()
      .describe("A link of the tick before counts as shorter by this (mode greedy only). Default: 0."),
  })
  .refine(({ mode, hysteresis = 0 }) => mode === "greedy" || hysteresis === 0, {
    path: ["hysteresis"],
    error: "hysteresis goes with mode: greedy only",
  })
  .transform(({ mode, hysteresis }) =>
    hysteresis === undefined ? { mode } : { mode, hysteresisKm: hysteresis },
  );

interface NearestConfig {
  readonly mode: (typeof MODES)[number];
  readonly hysteresisKm?: number;
}

/**
 * `nearest`: over the admissible pairs in the order (length squared, lower id, higher id).
 *
 * - `greedy`: a pair is taken when both ends have fewer than `links` links yet. With a hysteresis, links of the
 *   tick before count as shorter; see `keepNearest`.
 * - `mutual`: a pair is taken when each end is among the other's `links` nearest.
 * - `union`: a pair is taken when either end is; a satellite may get more than `links` links.
 */
export const nearest = defineLinkProtocol<NearestConfig>({
  name: "nearest",
  description: "shortest pairs first, while both ends have links left (or k nearest: mutual, union)",
  config,
  statefulFor: ({ hysteresisKm = 0 }) => hysteresisKm > 0,
  setup(setup) {
    const { mode, hysteresisKm = 0 } = setup.config;
    if (mode !== "greedy") return byNeighbours(setup, mode === "union");
    return hysteresisKm > 0 ? keepNearest(setup, hysteresisKm) : greedy(setup);
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
