import { refusePromise } from "../orbits/refuse-promise.js";
import type { StaticLink } from "../orbits/static-links.js";
import type { StaticLinksAtTick } from "../orbits/static-network.js";
import { type ChosenLinks, chosenLinks, ownLinks } from "./chosen-links.js";
import { FixedLinks } from "./fixed-links.js";
import type { FrameView } from "./frame-view.js";
import type { GroundLinkProtocol } from "./ground-link-protocol.js";
import { admitIsls } from "./isl-admission.js";
import type { PositionsOf } from "./isl-constraints.js";
import { LinkColumns, tableOf } from "./link-columns.js";
import { LinkProtocolError } from "./link-errors.js";
import { LinkList } from "./link-list.js";
import type { LinkPlan } from "./link-plan.js";
import type { ChooseIsls, LinkProtocol } from "./link-protocol.js";
import { LinkSorter } from "./link-sorter.js";
import type { LinkTable } from "./link-table.js";
import { type GroundWork, type IslWork, setUpGround, setUpIsl } from "./link-work.js";
import type { NodeTable } from "./nodes.js";
import { OrbitingPositions } from "./orbiting-positions.js";
import { SpatialIndex } from "./spatial-index.js";
import type { StrikeCounts } from "./strike-counts.js";

export type { StrikeCounts };

/** The code of a link plan: one protocol for each of its entries, in order. */
export interface PlanProtocols {
  readonly isl: readonly LinkProtocol[];
  readonly ground: readonly GroundLinkProtocol[];
}

export interface LinkStageInput {
  /** Outputs of stateful entries at the last tick, by place in the plan: ISL entries first, then ground. */
  readonly previous?: ReadonlyMap<number, ChosenLinks>;
  /** Positions of all nodes at another time; handed to protocols that declare `lookAhead`. */
  readonly lookAhead?: (timeNs: number) => Float64Array;
  /** The same for some satellites, ids ascending, written at `3 * id`. */
  readonly positionsOf?: PositionsOf;
  /** Links of static networks that exist at the tick, and the class of the first in their list. */
  readonly fixed?: StaticLinksAtTick;
  readonly fixedClass?: number;
  /** Also gives what stateless entries chose, for whoever asks why. */
  readonly keepAll?: boolean;
}

export interface LinkStageOutput {
  /** Its arrays are reused by the next `build`. */
  readonly links: LinkTable;
  /** What stateful entries (with `keepAll`: all entries) chose, before strikes; belongs to the caller. */
  readonly outputs: ReadonlyMap<number, ChosenLinks>;
  /** One for each entry, ISL entries first, then ground. */
  readonly struck: readonly StrikeCounts[];
  /** How many satellites each ground node may link to, by its entry's rules; reused by the next `build`. */
  readonly visible: Uint32Array;
}

/** A link's class is a 16-bit number in tables, frames and recordings. */
const MOST_CLASSES = 2 ** 16;

/**
 * Makes the stage that turns positions into the links of a tick. It holds scratch memory but no state: what a
 * tick gives depends on the arguments of `build` alone. One for each thread.
 *
 * @param staticLinks the list that `fixed` points into
 * @throws LinkSetupError where a protocol cannot serve its entry
 * @throws RangeError where there are too many classes of links
 */
export function createLinkStage(
  plan: LinkPlan,
  nodes: NodeTable,
  protocols: PlanProtocols,
  staticLinks: readonly StaticLink[] = [],
): LinkStage {
  return new LinkStage(plan, nodes, protocols, staticLinks);
}

export class LinkStage {
  /** True where a protocol or a rule needs its last output: ticks must then be built in order. */
  readonly stateful: boolean;
  readonly #nodes: NodeTable;
  readonly #isl: readonly IslWork[];
  readonly #ground: readonly GroundWork[];
  readonly #fixed: FixedLinks;
  readonly #index = new SpatialIndex();
  #indexed: FrameView | undefined;
  readonly #sorter: LinkSorter;
  readonly #orbiting = new OrbitingPositions();
  readonly #chosen = new LinkColumns();
  readonly #table = new LinkColumns();
  readonly #links = new LinkList();
  /** Ground links of each satellite so far; kept only where some entry counts them. */
  readonly #served: Uint32Array;
  readonly #visible: Uint32Array;

  constructor(
    plan: LinkPlan,
    nodes: NodeTable,
    protocols: PlanProtocols,
    staticLinks: readonly StaticLink[],
  ) {
    if (plan.classes.length > MOST_CLASSES) {
      throw new RangeError(
        `expected at most ${MOST_CLASSES} classes of links, one for each entry and one for each link of a static network; got ${plan.classes.length}`,
      );
    }
    this.#nodes = nodes;
    this.#isl = plan.isl.map((entry, i) => setUpIsl(entry, protocols.isl[i], nodes, i));
    const counted = plan.ground.some(({ entry }) => entry.capacity !== undefined);
    this.#ground = plan.ground.map((entry, i) => setUpGround(entry, protocols.ground[i], nodes, i, counted));
    this.#served = new Uint32Array(nodes.satelliteCount);
    this.#visible = new Uint32Array(nodes.groundCount);
    this.#fixed = new FixedLinks(staticLinks);
    this.#sorter = new LinkSorter(nodes.count);
    this.stateful =
      this.#isl.some(({ stateful, constraints }) => stateful || constraints?.remembers === true) ||
      this.#ground.some(({ stateful }) => stateful);
  }

  /**
   * Chooses, checks and sorts the links of a tick.
   * @throws LinkProtocolError where a protocol throws, or links nodes that do not exist or a node with itself
   */
  build(frame: FrameView, input: LinkStageInput = {}): LinkStageOutput {
    const outputs = new Map<number, ChosenLinks>();
    const struck: StrikeCounts[] = [];
    const table = this.#table;
    const chosen = this.#chosen;
    this.#indexed = undefined;
    table.count = 0;
    chosen.count = 0;
    // Lists in order are handed on as they are: let the larger columns be those that are filled first.
    if (chosen.a.length < table.a.length) chosen.exchange(table);
    this.#served.fill(0);
    if (this.#isl.length > 0) this.#orbiting.update(frame);
    let isInOrder = this.#isl.length === 1;
    for (const [i, work] of this.#isl.entries()) {
      const { constraints } = work;
      const memory = input.previous?.get(i);
      this.#run(work, frame, memory, input, (context) => work.choose(context, this.#links));
      isInOrder = this.#checkEnds(work, frame.tick, this.#nodes.satelliteCount) && isInOrder;
      const own = this.#links.count;
      if (work.addInterShell !== undefined) {
        work.addInterShell(frame, this.#indexOf(frame), this.#links);
        isInOrder = false;
      }
      constraints?.begin(frame, memory, this.#links.count, positionsOfInput(input));
      struck.push(admitIsls(work, frame, this.#orbiting, { links: this.#links, own }, chosen));
      if (work.stateful || constraints?.remembers === true || input.keepAll === true) {
        outputs.set(i, chosenLinks(this.#links, this.#links.count - own, constraints?.sinceNs));
      }
    }
    this.#sorter.appendSorted(chosen, table, isInOrder);
    const islCount = table.count;
    chosen.count = 0;
    for (const [i, work] of this.#ground.entries()) {
      const { visible, plan, caps } = work;
      const entry = this.#isl.length + i;
      const served = plan.entry.capacity === undefined ? {} : { served: this.#served };
      visible.update(frame, this.#indexOf(frame));
      this.#countVisible(work);
      this.#run(work, frame, input.previous?.get(entry), input, (context) =>
        work.choose({ ...context, visible, ...served }, this.#links),
      );
      this.#checkEnds(work, frame.tick, this.#nodes.count);
      caps?.begin(this.#served);
      struck.push(this.#admitGsls(work, frame));
      if (work.stateful || input.keepAll === true) {
        outputs.set(entry, chosenLinks(this.#links, 0, undefined));
      }
    }
    this.#sorter.appendSorted(chosen, table, false);
    const gslCount = table.count - islCount;
    const latency = this.#fixed.append(table, frame.usable, input.fixed, input.fixedClass ?? 0);
    return { links: tableOf(table, islCount, gslCount, latency), outputs, struck, visible: this.#visible };
  }

  #run(
    { protocol, stateful, plan }: Pick<IslWork | GroundWork, "protocol" | "stateful" | "plan">,
    frame: FrameView,
    memory: ChosenLinks | undefined,
    input: LinkStageInput,
    choose: (context: Parameters<ChooseIsls>[0]) => unknown,
  ): void {
    const { tick, timeNs, julianDate, gmstRad, positionsKm, usable, nodes } = frame;
    const indexOf = () => this.#indexOf(frame);
    this.#links.clear();
    try {
      const returned: unknown = choose({
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
        previous: stateful && memory !== undefined ? ownLinks(memory) : undefined,
        positionsAt: protocol.lookAhead ? input.lookAhead : undefined,
        positionsOf: protocol.lookAhead ? positionsOfInput(input) : undefined,
      });
      refusePromise(returned, "a link protocol");
    } catch (error) {
      throw new LinkProtocolError(protocol.name, tick, error, plan.place);
    }
  }

  #countVisible({ plan, visible: { offsets } }: GroundWork): void {
    const { members } = plan.entry;
    const first = this.#nodes.satelliteCount;
    for (let i = 0; i < members.length; i++) this.#visible[members[i] - first] = offsets[i + 1] - offsets[i];
  }

  #indexOf(frame: FrameView): SpatialIndex {
    if (this.#indexed !== frame) {
      this.#index.build(frame.positionsKm, frame.usable, this.#nodes.satelliteCount);
      this.#indexed = frame;
    }
    return this.#index;
  }

  /**
   * Makes sure that the ends of all links are two nodes, and of ISLs two satellites.
   * @returns whether the links stand in the order (a, b), a < b, no pair twice
   */
  #checkEnds(work: Pick<IslWork | GroundWork, "protocol" | "plan">, tick: number, idLimit: number): boolean {
    return this.#countOrdered(work, tick, idLimit) === this.#links.count;
  }

  #countOrdered(
    { protocol, plan }: Pick<IslWork | GroundWork, "protocol" | "plan">,
    tick: number,
    idLimit: number,
  ): number {
    const { a, b, count } = this.#links;
    let ordered = 0;
    let lastA = 0;
    let lastB = 0;
    for (let i = 0; i < count; i++) {
      const one = a[i];
      const other = b[i];
      if (one >= idLimit || other >= idLimit || one === other) {
        const wrong = new Error(wrongEnd(this.#links, this.#nodes));
        throw new LinkProtocolError(protocol.name, tick, wrong, plan.place);
      }
      if (one < other && (lastA < one || (lastA === one && lastB < other))) ordered++;
      lastA = one;
      lastB = other;
    }
    return ordered;
  }

  #admitGsls({ plan, visible, memberOf, caps }: GroundWork, { usable }: FrameView): StrikeCounts {
    const struck: StrikeCounts = { unusable: 0, outOfRange: 0, behindEarth: 0, notVisible: 0 };
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
      else if (caps === undefined || caps.take(member, low)) {
        this.#chosen.add(low, high, range, plan.linkClass);
      }
    }
    if (caps === undefined) return struck;
    return { ...struck, overAntennas: caps.overAntennas, overCapacity: caps.overCapacity };
  }
}

/** What is wrong with a list in which some link does not join two nodes, or some node is no satellite. */
function wrongEnd({ a, b, count }: LinkList, { count: nodeCount, satelliteCount }: NodeTable): string {
  for (let i = 0; i < count; i++) {
    // Through `| 0`, because -1 has become 4,294,967,295 in the list.
    if (a[i] === b[i]) return `it links node ${a[i] | 0} with itself`;
    const outside = a[i] < nodeCount ? b[i] : a[i];
    if (outside < nodeCount) continue;
    return `it links node ${outside | 0}, which does not exist (ids are 0 to ${nodeCount - 1})`;
  }
  const ground = a.subarray(0, count).findIndex((one, i) => Math.max(one, b[i]) >= satelliteCount);
  return `it links node ${Math.max(a[ground], b[ground])}, which is no satellite (their ids are 0 to ${satelliteCount - 1})`;
}

function positionsOfInput({ positionsOf, lookAhead }: LinkStageInput): PositionsOf | undefined {
  return positionsOf ?? (lookAhead && positionsOfAll(lookAhead));
}

/** Looks at some satellites through positions of all, where that is all that there is. */
function positionsOfAll(lookAhead: (timeNs: number) => Float64Array): PositionsOf {
  return (timeNs, ids, positionsKm) => {
    const all = lookAhead(timeNs);
    for (const id of ids) positionsKm.set(all.subarray(3 * id, 3 * id + 3), 3 * id);
  };
}
