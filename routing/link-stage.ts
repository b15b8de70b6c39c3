import type { StaticLink } from "../orbits/static-links.js";
import type { StaticLinksAtTick } from "../orbits/static-network.js";
import { FixedLinks } from "./fixed-links.js";
import type { FrameView } from "./frame-view.js";
import type { ChooseGsls, GroundLinkProtocol } from "./ground-link-protocol.js";
import { clearsEarth, lengthSquaredKm } from "./line-of-sight.js";
import { LinkColumns, LinkSorter, tableOf } from "./link-columns.js";
import { LinkProtocolError, LinkSetupError } from "./link-errors.js";
import { LinkList } from "./link-list.js";
import type { GroundPlanEntry, IslPlanEntry, LinkPlan } from "./link-plan.js";
import type { ChooseIsls, LinkProtocol } from "./link-protocol.js";
import type { LinkTable } from "./link-table.js";
import type { NodeTable } from "./nodes.js";
import { SpatialIndex } from "./spatial-index.js";
import { Visibility } from "./visibility.js";

/** The code of a link plan: one protocol for each of its entries, in order. */
export interface PlanProtocols {
  readonly isl: readonly LinkProtocol[];
  readonly ground: readonly GroundLinkProtocol[];
}

export interface LinkStageInput {
  /** Outputs of stateful protocols at the last tick, by place in the plan: ISL entries first, then ground. */
  readonly previous?: ReadonlyMap<number, LinkList>;
  /** Positions of all nodes at another time; handed to protocols that declare `lookAhead`. */
  readonly lookAhead?: (timeNs: number) => Float64Array;
  /** Links of static networks that exist at the tick, and the class of the first in their list. */
  readonly fixed?: StaticLinksAtTick;
  readonly fixedClass?: number;
}

/** How many links an entry's protocol chose that may not be, by the first reason that holds. */
export interface StrikeCounts {
  /** An end is masked, has failed or has decayed. */
  unusable: number;
  outOfRange: number;
  behindEarth: number;
  /** Ground links to what is not visible from the site. */
  notVisible: number;
}

export interface LinkStageOutput {
  /** Its arrays are reused by the next `build`. */
  readonly links: LinkTable;
  /** What stateful protocols chose, before strikes; belongs to the caller. */
  readonly outputs: ReadonlyMap<number, LinkList>;
  /** One for each entry, ISL entries first, then ground. */
  readonly struck: readonly StrikeCounts[];
}

/**
 * Makes the stage that turns positions into the links of a tick. It holds scratch memory but no state: what a
 * tick gives depends on the arguments of `build` alone. One for each thread.
 *
 * @param staticLinks the list that `fixed` points into
 * @throws LinkSetupError where a protocol cannot serve its entry
 */
export function createLinkStage(
  plan: LinkPlan,
  nodes: NodeTable,
  protocols: PlanProtocols,
  staticLinks: readonly StaticLink[] = [],
): LinkStage {
  return new LinkStage(plan, nodes, protocols, staticLinks);
}

interface IslWork {
  readonly plan: IslPlanEntry;
  readonly protocol: LinkProtocol;
  readonly choose: ChooseIsls;
}

interface GroundWork {
  readonly plan: GroundPlanEntry;
  readonly protocol: GroundLinkProtocol;
  readonly choose: ChooseGsls;
  readonly visible: Visibility;
  /** Place among the entry's members of each ground node, -1 for others. */
  readonly memberOf: Int32Array;
}

export class LinkStage {
  /** True where a protocol needs its last output: ticks must then be built in order. */
  readonly stateful: boolean;
  readonly #nodes: NodeTable;
  readonly #isl: readonly IslWork[];
  readonly #ground: readonly GroundWork[];
  readonly #fixed: FixedLinks;
  readonly #index = new SpatialIndex();
  #indexed: FrameView | undefined;
  readonly #sorter: LinkSorter;
  readonly #chosen = new LinkColumns();
  readonly #table = new LinkColumns();
  readonly #links = new LinkList();

  constructor(
    plan: LinkPlan,
    nodes: NodeTable,
    protocols: PlanProtocols,
    staticLinks: readonly StaticLink[],
  ) {
    this.#nodes = nodes;
    this.#isl = plan.isl.map((entry, i) => setUpIsl(entry, protocols.isl[i], nodes, i));
    this.#ground = plan.ground.map((entry, i) => setUpGround(entry, protocols.ground[i], nodes, i));
    this.#fixed = new FixedLinks(staticLinks);
    this.#sorter = new LinkSorter(nodes.count);
    this.stateful = [...this.#isl, ...this.#ground].some(({ protocol }) => protocol.stateful === true);
  }

  /**
   * Chooses, checks and sorts the links of a tick.
   * @throws LinkProtocolError where a protocol throws, or links nodes that do not exist or a node with itself
   */
  build(frame: FrameView, input: LinkStageInput = {}): LinkStageOutput {
    const outputs = new Map<number, LinkList>();
    const struck: StrikeCounts[] = [];
    const table = this.#table;
    const chosen = this.#chosen;
    this.#indexed = undefined;
    table.count = 0;
    chosen.count = 0;
    for (const [i, work] of this.#isl.entries()) {
      this.#run(work.protocol, frame, i, input, outputs, (context) => work.choose(context, this.#links));
      struck.push(this.#admitIsls(work, frame));
    }
    this.#sorter.appendSorted(chosen, table);
    const islCount = table.count;
    chosen.count = 0;
    for (const [i, work] of this.#ground.entries()) {
      work.visible.update(frame, this.#indexOf(frame));
      this.#run(work.protocol, frame, this.#isl.length + i, input, outputs, (context) =>
        work.choose({ ...context, visible: work.visible }, this.#links),
      );
      struck.push(this.#admitGsls(work, frame));
    }
    this.#sorter.appendSorted(chosen, table);
    const gslCount = table.count - islCount;
    const latency = this.#fixed.append(table, frame.usable, input.fixed, input.fixedClass ?? 0);
    return { links: tableOf(table, islCount, gslCount, latency), outputs, struck };
  }

  #run(
    protocol: LinkProtocol | GroundLinkProtocol,
    frame: FrameView,
    entry: number,
    { previous, lookAhead }: LinkStageInput,
    outputs: Map<number, LinkList>,
    choose: (context: Parameters<ChooseIsls>[0]) => void,
  ): void {
    const { tick, timeNs, julianDate, gmstRad, positionsKm, usable, nodes } = frame;
    const indexOf = () => this.#indexOf(frame);
    this.#links.clear();
    try {
      choose({
        tick,
        timeNs,
        julianDate,
        gmstRad,
        positionsKm,
        usable,
        nodes,
        get index() {
          return indexOf();
        },
        previous: protocol.stateful ? previous?.get(entry) : undefined,
        positionsAt: protocol.lookAhead ? lookAhead : undefined,
      });
    } catch (error) {
      throw new LinkProtocolError(protocol.name, tick, error);
    }
    this.#checkEnds(protocol.name, tick);
    if (protocol.stateful) outputs.set(entry, copyOf(this.#links));
  }

  #indexOf(frame: FrameView): SpatialIndex {
    if (this.#indexed !== frame) {
      this.#index.build(frame.positionsKm, frame.usable, this.#nodes.satelliteCount);
      this.#indexed = frame;
    }
    return this.#index;
  }

  #checkEnds(protocol: string, tick: number): void {
    const { a, b, count } = this.#links;
    const nodeCount = this.#nodes.count;
    for (let i = 0; i < count; i++) {
      if (a[i] < nodeCount && b[i] < nodeCount && a[i] !== b[i]) continue;
      // Through `| 0`, because -1 has become 4,294,967,295 in the list.
      const wrong = a[i] === b[i] ? `it links node ${a[i] | 0} with itself` : undefined;
      const outside = (a[i] < nodeCount ? b[i] : a[i]) | 0;
      const why = wrong ?? `it links node ${outside}, which does not exist (ids are 0 to ${nodeCount - 1})`;
      throw new LinkProtocolError(protocol, tick, new Error(why));
    }
  }

  #admitIsls({ plan, protocol }: IslWork, { tick, usable, positionsKm }: FrameView): StrikeCounts {
    const struck = noStrikes();
    const { a, b, count } = this.#links;
    const { satelliteCount } = this.#nodes;
    const { maxRangeKm } = plan.entry;
    const rangeSquared = maxRangeKm * maxRangeKm;
    this.#chosen.reserve(this.#chosen.count + count);
    for (let i = 0; i < count; i++) {
      const low = Math.min(a[i], b[i]);
      const high = Math.max(a[i], b[i]);
      if (high >= satelliteCount) {
        const why = `it links node ${high}, which is no satellite (their ids are 0 to ${satelliteCount - 1})`;
        throw new LinkProtocolError(protocol.name, tick, new Error(why));
      }
      const squared = lengthSquaredKm(positionsKm, low, high);
      if (usable[low] !== 1 || usable[high] !== 1) struck.unusable++;
      else if (plan.check && squared > rangeSquared) struck.outOfRange++;
      else if (plan.check && !clearsEarth(positionsKm, low, high)) struck.behindEarth++;
      else this.#chosen.add(low, high, Math.sqrt(squared), plan.linkClass);
    }
    return struck;
  }

  #admitGsls({ plan, visible, memberOf }: GroundWork, { usable }: FrameView): StrikeCounts {
    const struck = noStrikes();
    const { a, b, count } = this.#links;
    const { satelliteCount } = this.#nodes;
    this.#chosen.reserve(this.#chosen.count + count);
    for (let i = 0; i < count; i++) {
      const low = Math.min(a[i], b[i]);
      const high = Math.max(a[i], b[i]);
      const member = low < satelliteCount && high >= satelliteCount ? memberOf[high - satelliteCount] : -1;
      if (usable[low] !== 1 || usable[high] !== 1) {
        struck.unusable++;
        continue;
      }
      const range = member < 0 ? -1 : visible.slantRangeTo(member, low);
      if (range < 0) struck.notVisible++;
      else this.#chosen.add(low, high, range, plan.linkClass);
    }
    return struck;
  }
}

function setUpIsl(plan: IslPlanEntry, protocol: LinkProtocol, nodes: NodeTable, i: number): IslWork {
  try {
    const choose = protocol.setup({ entry: plan.entry, nodes, config: plan.protocol.config });
    return { plan, protocol, choose };
  } catch (error) {
    throw new LinkSetupError("isl", i, error);
  }
}

function setUpGround(
  plan: GroundPlanEntry,
  protocol: GroundLinkProtocol,
  nodes: NodeTable,
  i: number,
): GroundWork {
  const memberOf = new Int32Array(nodes.groundCount).fill(-1);
  plan.entry.members.forEach((node, place) => {
    memberOf[node - nodes.satelliteCount] = place;
  });
  try {
    const choose = protocol.setup({ entry: plan.entry, nodes, config: plan.protocol.config });
    return { plan, protocol, choose, memberOf, visible: new Visibility(plan.entry) };
  } catch (error) {
    throw new LinkSetupError("ground", i, error);
  }
}

function noStrikes(): StrikeCounts {
  return { unusable: 0, outOfRange: 0, behindEarth: 0, notVisible: 0 };
}

function copyOf(links: LinkList): LinkList {
  const copy = new LinkList(links.count);
  copy.addAll(links.a.subarray(0, links.count), links.b.subarray(0, links.count));
  return copy;
}
