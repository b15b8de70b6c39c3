import { beforeAll, describe, expect, test } from "vitest";
import { LIGHT_KM_MS } from "../../orbits/constants.js";
import { GraphBuilder } from "../../routing/graph-builder.js";
import type { LinkTable } from "../../routing/link-table.js";
import { forwarding } from "../../routing/routers/index.js";
import {
  createSky,
  decodeFrame,
  encodeFrame,
  openSky,
  prepareSky,
  type TickFrame,
} from "../../workers/index.js";
import { FrameRecordReader, FrameRecordWriter } from "../../workers/recorded/index.js";
import { filingPlan } from "../support/filing-plan.js";

/** 100,000 satellites in rings and as many in two shells, with 100 stations: ids need more than 17 bits. */
const plan = filingPlan({ rings: 50, slotsPerRing: 2000, shells: 2, planes: 200, slotsPerPlane: 250 }, 2);
const { satelliteCount, count: nodeCount } = plan.nodes;

describe("200,000 satellites", () => {
  let frame: TickFrame;

  beforeAll(async () => {
    const sky = await createSky(prepareSky(plan, []));
    const { positionsKm, status } = sky.positionsAt(0);
    frame = decodeFrame(encodeFrame(sky.frame(0, positionsKm, status, undefined, undefined)));
  });

  test("have the links of their patterns, in order, whatever their ids", () => {
    const { a, b, islCount, gslCount, lengthKm } = frame.links;
    const inRings = 50 * 2000;
    const inShells = satelliteCount - inRings;
    const seen = { along: 0, across: 0, ofShells: 0 };
    const wrong: number[] = [];
    for (let i = 0; i < islCount; i++) {
      if (i > 0 && !(a[i - 1] < a[i] || (a[i - 1] === a[i] && b[i - 1] < b[i]))) wrong.push(i);
      if (a[i] >= inRings) seen.ofShells++;
      else if (Math.floor(a[i] / 2000) === Math.floor(b[i] / 2000)) seen.along++;
      else seen.across++;
      const apart = Math.hypot(...[0, 1, 2].map((k) => at(frame, a[i], k) - at(frame, b[i], k)));
      if (Math.abs(apart - lengthKm[i]) > 1e-9) wrong.push(i);
    }
    expect(wrong).toEqual([]);
    // A torus has two links for each satellite; rings have as many links along them as satellites.
    expect(seen.ofShells).toBe(2 * inShells);
    expect(seen.along).toBe(inRings);
    expect(seen.across).toBeGreaterThan(0.9 * 49 * 2000);
    expect(seen.across).toBeLessThanOrEqual(49 * 2000);
    expect(gslCount).toBeGreaterThan(90);
    for (let i = islCount; i < islCount + gslCount; i++) expect(b[i]).toBeGreaterThanOrEqual(satelliteCount);
    expect(Math.max(...a.subarray(islCount))).toBeGreaterThan(2 ** 17);
  });

  test("come back from a recording to the bit", () => {
    const form = { nodeCount, states: [], precisionKm: undefined };
    const record = new FrameRecordWriter(form).write(frame);
    const back = new FrameRecordReader(form).read(record.slice(), 0);
    expect(Buffer.compare(encodeFrame(back), encodeFrame(frame))).toBe(0);
  });

  test("have a forwarding state that plain Dijkstra agrees with", () => {
    const options = { groundRelay: false, cost: "latency" } as const;
    const graph = new GraphBuilder().build(
      frame.links,
      plan.links.classes,
      frame.usable,
      plan.nodes,
      options,
    );
    const router = forwarding.setup({ config: {} });
    router.update(graph);
    for (const station of [3, 57]) {
      const target = satelliteCount + station;
      const tree = router.tree?.(target);
      const { costs, before } = plainTree(frame.links, nodeCount, target);
      let reached = 0;
      let different = 0;
      for (let node = 0; node < nodeCount; node++) {
        const route = node % 9973 === 0 ? router.route(node, target) : undefined;
        if (route?.reachable === true) expect(route.path.at(-1)).toBe(target);
        if (costs[node] < Number.POSITIVE_INFINITY) reached++;
        if (tree?.costs[node] !== costs[node]) different++;
        if (before[node] >= 0 && costs[tree?.nextHop(node) as number] >= costs[node] && node !== target)
          different++;
      }
      expect(different).toBe(0);
      expect(reached).toBeGreaterThanOrEqual(50_000);
    }
  });

  test("have the same frames from two workers as from this thread", async () => {
    const { frames } = await openSky({ ...plan, time: { ...plan.time, tickCount: 1 } }, [], 2);
    const other = await frames.next(0, { version: 0, usable: undefined });
    await frames.close();
    expect(Buffer.compare(encodeFrame(other), encodeFrame(frame))).toBe(0);
  });
});

function at({ positionsKm }: TickFrame, node: number, k: number): number {
  return positionsKm[3 * node + k];
}

/** Costs to a target and the node that each was reached from, by Dijkstra's algorithm with a binary heap, off the table. */
function plainTree(
  { a, b, lengthKm, count }: LinkTable,
  nodes: number,
  target: number,
): { costs: Float64Array; before: Int32Array } {
  const neighbours: number[][] = Array.from({ length: nodes }, () => []);
  for (let link = 0; link < count; link++) {
    neighbours[a[link]].push(link);
    neighbours[b[link]].push(link);
  }
  const costs = new Float64Array(nodes).fill(Number.POSITIVE_INFINITY);
  const before = new Int32Array(nodes).fill(-1);
  const heap: [cost: number, node: number][] = [[0, target]];
  costs[target] = 0;
  for (let top = heap[0]; top !== undefined; top = heap[0]) {
    takeTop(heap);
    const [cost, node] = top;
    const isEnd = node >= satelliteCount && node !== target;
    if (cost > costs[node] || isEnd) continue;
    for (const link of neighbours[node]) {
      const other = a[link] === node ? b[link] : a[link];
      const offer = cost + lengthKm[link] / LIGHT_KM_MS;
      if (offer >= costs[other]) continue;
      costs[other] = offer;
      before[other] = node;
      push(heap, [offer, other]);
    }
  }
  return { costs, before };
}

function push(heap: [number, number][], item: [number, number]): void {
  let i = heap.push(item) - 1;
  for (let up = (i - 1) >> 1; i > 0 && heap[up][0] > item[0]; up = (i - 1) >> 1) {
    heap[i] = heap[up];
    i = up;
  }
  heap[i] = item;
}

function takeTop(heap: [number, number][]): void {
  const last = heap.pop() as [number, number];
  if (heap.length === 0) return;
  let i = 0;
  for (let child = 1; child < heap.length; child = 2 * i + 1) {
    if (child + 1 < heap.length && heap[child + 1][0] < heap[child][0]) child++;
    if (heap[child][0] >= last[0]) break;
    heap[i] = heap[child];
    i = child;
  }
  heap[i] = last;
}
