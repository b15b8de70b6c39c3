import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LinkList } from "../../routing/link-list.js";
import { decodeFrame, encodeFrame, type TickFrame } from "../../workers/frame.js";

const doubles = (size: number) =>
  fc.array(fc.double({ noNaN: true }), { minLength: size, maxLength: size }).map((v) => Float64Array.from(v));
const ids = (size: number) =>
  fc.array(fc.nat(), { minLength: size, maxLength: size }).map((v) => Uint32Array.from(v));

const frames: fc.Arbitrary<TickFrame> = fc
  .record({ nodes: fc.nat(30), isls: fc.nat(20), gsls: fc.nat(20), fixed: fc.nat(5), chosen: fc.nat(10) })
  .chain(({ nodes, isls, gsls, fixed, chosen }) => {
    const count = isls + gsls + fixed;
    return fc.record({
      tick: fc.nat(),
      timeNs: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
      positionsKm: doubles(3 * nodes),
      status: fc.uint8Array({ minLength: nodes, maxLength: nodes }),
      usable: fc.uint8Array({ minLength: nodes, maxLength: nodes }),
      links: fc.record({
        islCount: fc.constant(isls),
        gslCount: fc.constant(gsls),
        fixedCount: fc.constant(fixed),
        count: fc.constant(count),
        a: ids(count),
        b: ids(count),
        lengthKm: doubles(count),
        linkClass: fc.uint16Array({ minLength: count, maxLength: count }),
        fixedLatencyMs: doubles(fixed),
      }),
      struck: fc.array(fc.nat(), { maxLength: 8 }).map((v) => Uint32Array.from(v)),
      visible: fc.array(fc.nat(), { maxLength: 8 }).map((v) => Uint32Array.from(v)),
      states: fc.dictionary(fc.string(), doubles(nodes)).map((values) => new Map(Object.entries(values))),
      outputs: fc.tuple(ids(chosen), ids(chosen)).map(([a, b]) => {
        const list = new LinkList(0);
        Object.assign(list, { a, b, count: a.length });
        return new Map([[3, list]]);
      }),
    });
  });

describe("a frame", () => {
  test("comes back from its bytes as it was", () => {
    fc.assert(
      fc.property(frames, (frame) => {
        const back = decodeFrame(encodeFrame(frame));
        expect(back).toEqual(frame);
      }),
    );
  });

  test("is read in place, not copied", () => {
    const [frame] = fc.sample(frames, 1) as [TickFrame];
    const bytes = encodeFrame(frame);
    const back = decodeFrame(bytes);
    for (const view of [back.positionsKm, back.links.a, back.links.lengthKm, back.usable]) {
      expect(view.buffer).toBe(bytes.buffer);
    }
  });

  test("takes only what of scratch arrays is in use", () => {
    const links = {
      islCount: 1,
      gslCount: 0,
      fixedCount: 0,
      count: 1,
      a: Uint32Array.of(0, 99),
      b: Uint32Array.of(1, 99),
      lengthKm: Float64Array.of(500, 99),
      linkClass: Uint16Array.of(0, 99),
      fixedLatencyMs: Float64Array.of(99),
    };
    const two = new Uint8Array(2);
    const frame = {
      tick: 0,
      timeNs: 0,
      positionsKm: new Float64Array(6),
      status: two,
      usable: two,
      links,
      struck: new Uint32Array(0),
      visible: new Uint32Array(0),
    };
    const back = decodeFrame(encodeFrame({ ...frame, states: new Map(), outputs: new Map() }));
    expect([...back.links.a]).toEqual([0]);
    expect([...back.links.lengthKm]).toEqual([500]);
    expect(back.links.fixedLatencyMs).toHaveLength(0);
  });

  test("foreign bytes are refused", () => {
    expect(() => decodeFrame(new Uint8Array(3))).toThrow("not a frame");
    expect(() => decodeFrame(new Uint8Array(64))).toThrow("not a frame");
  });
});
