import type { FramesHead } from "../../results/index.js";
import { LinkList } from "../../routing/link-list.js";
import type { RecordedFrame } from "../../workers/recorded/index.js";

/** A head for frames of so many nodes. */
export function headOf(nodeCount: number, parts: Partial<FramesHead> = {}): FramesHead {
  return {
    scenario: "test",
    scenarioHash: "ab".repeat(32),
    seed: 1,
    version: "0",
    time: { startIso: "2026-01-01T00:00:00Z", durationNs: 100e9, stepNs: 1e9, tickCount: 100 },
    satelliteCount: nodeCount,
    nodeCount,
    nodeNames: Array.from({ length: nodeCount }, (_, id) => `node ${id}`),
    states: [],
    sky: {},
    elements: [],
    ...parts,
  };
}

/** A frame of few nodes in a line, each linked with the next; numbers differ from tick to tick. */
export function tinyFrame(tick: number, nodeCount = 5): RecordedFrame {
  const positionsKm = Float64Array.from({ length: 3 * nodeCount }, (_, i) => 7000 * Math.sin(i + tick / 50));
  const count = nodeCount - 1 - (tick % 2);
  const a = Uint32Array.from({ length: count }, (_, i) => i);
  const output = new LinkList();
  output.add(0, 1);
  if (tick % 3 > 0) output.add(1, 2);
  return {
    tick,
    timeNs: tick * 1e9,
    positionsKm,
    status: new Uint8Array(nodeCount),
    usable: Uint8Array.from({ length: nodeCount }, (_, i) => (i === tick % 7 ? 0 : 1)),
    links: {
      islCount: count,
      gslCount: 0,
      fixedCount: 0,
      count,
      a,
      b: a.map((i) => i + 1),
      lengthKm: Float64Array.from(a, (i) => Math.hypot(i, tick)),
      linkClass: new Uint16Array(count),
      fixedLatencyMs: new Float64Array(0),
    },
    struck: Uint32Array.of(tick, 0, 0, 0),
    visible: new Uint32Array(0),
    ...(tick % 4 === 0 && { down: Uint8Array.from(a, (i) => i % 2) }),
    states: new Map(),
    outputs: new Map([
      [0, Object.assign(output, { a: output.a.slice(0, output.count), b: output.b.slice(0, output.count) })],
    ]),
  };
}
