import type { LinkList } from "../link-list.js";
import type { ChooseIsls, IslEntry } from "../link-protocol.js";
import type { NodeTable } from "../nodes.js";
import { PairStages, type PairWalk } from "../pair-stages.js";
import type { SpatialIndex } from "../spatial-index.js";
import { UnionFind } from "../union-find.js";
import { expectedRadiusKm } from "./expected-radius.js";

/** Neighbours that the first stage expects for each satellite: enough that nearly all end up in one component. */
const FIRST_STAGE_NEIGHBOURS = 6;

/**
 * Kruskal's algorithm over the admissible pairs in the order (length squared, lower id, higher id): takes a
 * pair when it joins two components and both ends have fewer than `maxDegree` links. Without a bound on
 * degrees the result is the minimum spanning forest.
 *
 * After the first stage only satellites outside of the largest component look for pairs, and only for those
 * that lead out of their own: every pair that joins two components has such an end.
 */
export function chooseForest(entry: IslEntry, nodes: NodeTable, maxDegree: number): ChooseIsls {
  const { members, maxRangeKm } = entry;
  const count = nodes.satelliteCount;
  const stages = new PairStages();
  const components = new UnionFind(count);
  const open = new Uint8Array(count);
  const degree = new Uint32Array(count);
  const seeking = new Uint8Array(count);
  const label = new Int32Array(count);
  const openOf = new Uint32Array(count);

  return (tick, links: LinkList): void => {
    components.reset();
    open.fill(0);
    degree.fill(0);
    if (maxDegree > 0) for (let i = 0; i < members.length; i++) open[members[i]] = 1;
    const walk: PairWalk = {
      index: tick.index,
      positionsKm: tick.positionsKm,
      maxRangeKm,
      open,
      firstRadiusKm: expectedRadiusKm(members.length, FIRST_STAGE_NEIGHBOURS),
      visit(a, b) {
        if (!components.union(a, b)) return;
        links.add(a, b);
        if (++degree[a] === maxDegree) open[a] = 0;
        if (++degree[b] === maxDegree) open[b] = 0;
      },
      afterStage() {
        walk.seeking = seeking;
        walk.label = label;
        return markSeekers(tick.index);
      },
    };
    stages.run(walk);
  };

  /** Labels the open satellites by component; all but those of the largest seek. False where none does. */
  function markSeekers({ ids, count: held }: SpatialIndex): boolean {
    openOf.fill(0);
    let largest = -1;
    for (let place = 0; place < held; place++) {
      const id = ids[place];
      if (open[id] === 0) continue;
      const root = components.find(id);
      label[id] = root;
      if (++openOf[root] > (largest < 0 ? 0 : openOf[largest])) largest = root;
    }
    let seekers = 0;
    for (let place = 0; place < held; place++) {
      const id = ids[place];
      if (open[id] === 0) continue;
      seeking[id] = label[id] === largest ? 0 : 1;
      seekers += seeking[id];
    }
    return seekers > 0;
  }
}
