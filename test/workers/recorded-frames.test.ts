import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { LinkList } from "../../routing/link-list.js";
import type { LinkTable } from "../../routing/link-table.js";
import {
  FrameRecordReader,
  FrameRecordWriter,
  KEY_INTERVAL,
  type RecordedFrame,
} from "../../workers/recorded/index.js";
import { bitsOf, smallFrames } from "../support/recordings.js";

/** Doubles of every kind: their bits are drawn, so that NaN, infinities and both zeros are among them. */
const doubles = (length: number): fc.Arbitrary<Float64Array> =>
  fc.oneof(
    fc
      .array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { minLength: length, maxLength: length })
      .map((bits) => new Float64Array(BigUint64Array.from(bits).buffer)),
    fc
      .array(fc.double({ min: -1e5, max: 1e5 }), { minLength: length, maxLength: length })
      .map((values) => Float64Array.from(values)),
    fc.constantFrom(0, -0, Number.NaN, Infinity, 7000).map((value) => new Float64Array(length).fill(value)),
  );

const bytes = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.array(fc.nat(255), { minLength: length, maxLength: length }).map((values) => Uint8Array.from(values));

const counts = fc
  .array(fc.nat({ max: 2 ** 32 - 1 }), { maxLength: 6 })
  .map((values) => Uint32Array.from(values));

function tables(nodeCount: number): fc.Arbitrary<LinkTable> {
  const node = fc.nat(nodeCount - 1);
  const links = fc.array(fc.tuple(node, node, fc.nat(3)), { maxLength: 12 });
  return fc.tuple(links, fc.boolean(), fc.nat(12), fc.nat(12)).chain(([pairs, isSorted, isls, gsls]) => {
    const islCount = Math.min(isls, pairs.length);
    const gslCount = Math.min(gsls, pairs.length - islCount);
    const fixedCount = pairs.length - islCount - gslCount;
    const all = isSorted ? pairs.toSorted((p, q) => p[0] - q[0] || p[1] - q[1]) : pairs;
    return fc
      .record({ lengthKm: doubles(all.length), fixedLatencyMs: doubles(fixedCount) })
      .map((values) => ({
        islCount,
        gslCount,
        fixedCount,
        count: all.length,
        a: Uint32Array.from(all, ([a]) => a),
        b: Uint32Array.from(all, ([, b]) => b),
        linkClass: Uint16Array.from(all, ([, , linkClass]) => linkClass),
        ...values,
      }));
  });
}

function outputs(nodeCount: number): fc.Arbitrary<RecordedFrame["outputs"]> {
  const node = fc.nat(nodeCount - 1);
  const output = fc
    .tuple(fc.array(fc.tuple(node, node), { maxLength: 8 }), fc.nat(3), fc.boolean())
    .chain(([pairs, extra, hasSince]) =>
      doubles(pairs.length).map((sinceNs) => {
        const list = new LinkList();
        for (const [a, b] of pairs) list.add(a, b);
        const extraCount = Math.min(extra, pairs.length);
        return Object.assign(list, {
          a: list.a.slice(0, pairs.length),
          b: list.b.slice(0, pairs.length),
          ...(extraCount > 0 && { extraCount }),
          ...(hasSince && { sinceNs }),
        });
      }),
    );
  return fc.array(fc.tuple(fc.nat(2), output), { maxLength: 2 }).map((entries) => new Map(entries));
}

const STATES = ["first", "second"];

function frames(nodeCount: number, count: number): fc.Arbitrary<RecordedFrame[]> {
  const parts = fc.record({
    positionsKm: doubles(3 * nodeCount),
    status: bytes(nodeCount),
    usable: bytes(nodeCount),
    links: tables(nodeCount),
    struck: counts,
    withheld: fc.option(counts, { nil: undefined }),
    visible: counts,
    states: fc.tuple(doubles(nodeCount), doubles(nodeCount)),
    outputs: outputs(nodeCount),
    isDown: fc.boolean(),
  });
  return fc.array(parts, { minLength: count, maxLength: count }).map((drawn) =>
    drawn.map(({ states, withheld, isDown, ...rest }, tick) => ({
      tick,
      timeNs: tick * 1e9 + 1,
      ...rest,
      ...(withheld !== undefined && { withheld }),
      ...(isDown && { down: new Uint8Array(rest.links.count).map((_, i) => i % 2) }),
      states: new Map(STATES.map((name, i) => [name, states[i] as Float64Array])),
    })),
  );
}

function roundTrip(
  all: readonly RecordedFrame[],
  nodeCount: number,
  states: readonly string[],
): RecordedFrame[] {
  const writer = new FrameRecordWriter({ nodeCount, states });
  const records = all.map((frame) => writer.write(frame).slice());
  const reader = new FrameRecordReader({ nodeCount, states });
  return records.map((record, tick) => reader.read(record, tick));
}

describe("records of frames", () => {
  test.prop([
    fc.integer({ min: 1, max: 5 }).chain((nodes) => fc.tuple(fc.constant(nodes), frames(nodes, 12))),
  ])("give every bit back, whatever the numbers are", ([nodeCount, all]) => {
    const back = roundTrip(all, nodeCount, STATES);
    expect(back.map(bitsOf)).toEqual(all.map(bitsOf));
  });

  test("give the frames of a run back, and tell them in far fewer bytes", async () => {
    const all = await smallFrames("time.step=2 s");
    expect(all.length).toBe(120);
    const nodeCount = all[0].status.length;
    expect(roundTrip(all, nodeCount, []).map(bitsOf)).toEqual(all.map(bitsOf));
    const writer = new FrameRecordWriter({ nodeCount, states: [] });
    const sizes = all.map((frame) => writer.write(frame).length);
    const raw = 8 * 3 * nodeCount + all[0].links.count * 18;
    expect(sizes[0]).toBeGreaterThan(raw / 3);
    expect(Math.max(...sizes.slice(10, KEY_INTERVAL))).toBeLessThan(raw / 3);
  });

  test("of a stateful protocol carry what it is handed at the next tick", async () => {
    const all = await smallFrames("links.isl={ protocol: ./workers/fixtures/grows.js, bandwidth: 1 Gbps }");
    expect(all[5].outputs.get(0)?.count).toBe(6);
    expect(roundTrip(all, all[0].status.length, []).map(bitsOf)).toEqual(all.map(bitsOf));
  });

  test("stand by themselves at every key, and nowhere else", async () => {
    const all = await smallFrames("time.step=2 s");
    const form = { nodeCount: all[0].status.length, states: [] };
    const writer = new FrameRecordWriter(form);
    const records = all.map((frame) => writer.write(frame).slice());
    const reader = new FrameRecordReader(form);
    for (const tick of [64, 96, 32, 0])
      expect(bitsOf(reader.read(records[tick], tick))).toBe(bitsOf(all[tick]));
    expect(() => reader.read(records[65], 65)).toThrow("needs the one before it");
    expect(() => reader.read(records[1], 2)).toThrow("expected tick 2; found tick 1");
  });

  test("with a precision hold multiples of it, and lengths that follow from these", async () => {
    const all = await smallFrames();
    const form = { nodeCount: all[0].status.length, states: [], precisionKm: 1e-4 };
    const writer = new FrameRecordWriter(form);
    const reader = new FrameRecordReader(form);
    for (const frame of all) {
      const { positionsKm, links } = reader.read(writer.write(frame).slice(), frame.tick);
      positionsKm.forEach((value, i) => {
        expect(value).toBe(Math.round(frame.positionsKm[i] / 1e-4) * 1e-4 + 0);
        expect(Math.abs(value - frame.positionsKm[i])).toBeLessThanOrEqual(0.5000001e-4);
      });
      expect(links.a).toEqual(frame.links.a);
      links.lengthKm.forEach((length, i) => {
        const [p, q] = [3 * links.a[i], 3 * links.b[i]];
        const squared = [0, 1, 2].map((k) => (positionsKm[p + k] - positionsKm[q + k]) ** 2);
        expect(length).toBeCloseTo(Math.sqrt(squared[0] + squared[1] + squared[2]), 9);
      });
    }
  });

  test("of other nodes or states than their file's are refused", async () => {
    const [frame] = await smallFrames();
    const other = new FrameRecordWriter({ nodeCount: 7, states: [] });
    expect(() => other.write(frame)).toThrow("tick 0 has 106 nodes; the file has 7");
    const states = new FrameRecordWriter({ nodeCount: 106, states: ["sunlit"] });
    expect(() => states.write(frame)).toThrow("the file has sunlit");
  });
});
