import type { LinkList } from "../link-list.js";
import {
  defineLinkProtocol,
  type IslProtocolSetup,
  type IslTick,
  type LinkProtocol,
} from "../link-protocol.js";
import { PairStages } from "../pair-stages.js";
import { expectedRadiusKm } from "./expected-radius.js";
import { InnerLinks } from "./inner-links.js";

const FIRST_STAGE_NEIGHBOURS = 2.5;

/**
 * `<inner>+loop`: after the inner protocol, over the admissible pairs in the order (length squared, lower id,
 * higher id), takes a pair that is not linked yet when both ends have fewer than `links` links and at least
 * one of them has between 1 and `links` - 2; at most one such pair for each satellite.
 */
export function withLoop<Config>(inner: LinkProtocol<Config>): LinkProtocol<Config> {
  return decorate(inner, "loop", "then one link more for satellites that have few", (degree, maxLinks) => ({
    seeks: degree >= 1 && degree <= maxLinks - 2,
    extra: 1,
  }));
}

/**
 * `<inner>+smart-loop`: as `+loop`, but for ends that were leaves of the inner protocol (one link), and until
 * they have `links` links.
 */
export function withSmartLoop<Config>(inner: LinkProtocol<Config>): LinkProtocol<Config> {
  return decorate(inner, "smart-loop", "then more links for satellites that had one", (degree) => ({
    seeks: degree === 1,
    extra: Number.POSITIVE_INFINITY,
  }));
}

/** For a satellite with `degree` inner links: whether it looks for more, and how many more anyone may get. */
type LoopRule = (degree: number, maxLinks: number) => { readonly seeks: boolean; readonly extra: number };

function decorate<Config>(
  inner: LinkProtocol<Config>,
  suffix: string,
  words: string,
  rule: LoopRule,
): LinkProtocol<Config> {
  if (inner.stateful)
    throw new Error(`+${suffix} goes with stateless protocols; "${inner.name}" is stateful`);
  return defineLinkProtocol<Config>({
    name: `${inner.name}+${suffix}`,
    description: `${inner.name}, ${words}`,
    config: inner.config,
    lookAhead: inner.lookAhead,
    needsPlanes: inner.needsPlanes,
    setup(setup) {
      if (inner.statefulFor?.(setup.config) === true) {
        throw new Error(
          `+${suffix} goes with stateless protocols; "${inner.name}" with these options is stateful`,
        );
      }
      return chooseLoops(setup, inner, rule);
    },
  });
}

function chooseLoops<Config>(setup: IslProtocolSetup<Config>, inner: LinkProtocol<Config>, rule: LoopRule) {
  const { members, maxLinks, maxRangeKm } = setup.entry;
  const count = setup.nodes.satelliteCount;
  const chooseInner = inner.setup(setup);
  const stages = new PairStages();
  const linked = new InnerLinks(count);
  const open = new Uint8Array(count);
  const seeking = new Uint8Array(count);
  const room = new Float64Array(count);

  return (tick: IslTick, links: LinkList): void => {
    chooseInner(tick, links);
    linked.read(links, tick, maxRangeKm);
    open.fill(0);
    seeking.fill(0);
    for (let i = 0; i < members.length; i++) {
      const id = members[i];
      const degree = linked.degree[id];
      const { seeks, extra } = rule(degree, maxLinks);
      room[id] = Math.min(extra, maxLinks - degree);
      open[id] = room[id] > 0 ? 1 : 0;
      seeking[id] = seeks ? 1 : 0;
    }
    stages.run({
      index: tick.index,
      positionsKm: tick.positionsKm,
      maxRangeKm,
      open,
      seeking,
      firstRadiusKm: expectedRadiusKm(members.length, FIRST_STAGE_NEIGHBOURS),
      visit(a, b) {
        if (linked.has(a, b)) return;
        links.add(a, b);
        if (--room[a] === 0) open[a] = 0;
        if (--room[b] === 0) open[b] = 0;
      },
    });
  };
}
