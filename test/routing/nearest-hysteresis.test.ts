import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { FrameView } from "../../routing/frame-view.js";
import { defineLinkProtocol } from "../../routing/link-protocol.js";
import type { LinkStageOutput } from "../../routing/link-stage.js";
import { admissiblePairs } from "../support/brute-force.js";
import { nodeTable, walker } from "../support/circular-orbits.js";
import { clouds } from "../support/clouds.js";
import { frameOf, pairKeys } from "../support/frames.js";
import { islKeys, pairKey, ruledStage, shellAt } from "../support/ruled-stages.js";

describe("hysteresis of nearest", () => {
  /** The rule as it is written, over all pairs. */
  function keeping(
    frame: FrameView,
    k: number,
    hysteresisKm: number,
    held: ReadonlySet<string>,
    rangeKm: number,
  ) {
    const { satelliteCount } = frame.nodes;
    const all = admissiblePairs(frame.positionsKm, frame.usable, satelliteCount, rangeKm).map((pair) => {
      const isHeld = held.has(pairKey(pair.a, pair.b));
      const length = Math.max(0, Math.sqrt(pair.d2) - hysteresisKm);
      return { ...pair, isHeld, counted: isHeld ? length * length : pair.d2 };
    });
    all.sort(
      (p, q) => p.counted - q.counted || Number(q.isHeld) - Number(p.isHeld) || p.a - q.a || p.b - q.b,
    );
    const degree = new Uint32Array(satelliteCount);
    const taken: [number, number][] = [];
    for (const { a, b } of all) {
      if (degree[a] >= k || degree[b] >= k) continue;
      degree[a]++;
      degree[b]++;
      taken.push([a, b]);
    }
    return pairKeys(taken);
  }

  it("is the rule read over all pairs, over the ticks of a shell", () => {
    const pattern = walker({ planes: 16, slotsPerPlane: 11, phasing: 5 });
    const stage = ruledStage(shellAt(pattern, 0).nodes, [
      { protocol: "nearest", maxLinks: 3, maxRangeKm: 5000, config: { hysteresis: "300 km" } },
    ]);
    expect(stage.stateful).toBe(true);
    let previous: LinkStageOutput["outputs"] | undefined;
    let held = new Set<string>();
    let free: string[] = [];
    let [changes, freeChanges] = [0, 0];
    for (let tick = 0; tick < 12; tick++) {
      const frame = { ...shellAt(pattern, 30 * tick), tick };
      const output = stage.build(frame, previous && { previous });
      const expected = keeping(frame, 3, 300, held, 5000);
      expect(islKeys(output)).toEqual(expected);
      const without = keeping(frame, 3, 0, new Set(), 5000);
      if (tick > 0) {
        changes += expected.filter((key) => !held.has(key)).length;
        freeChanges += without.filter((key) => !free.includes(key)).length;
      }
      [free, held, previous] = [without, new Set(expected), output.outputs];
    }
    expect(changes).toBeLessThan(0.9 * freeChanges);
  });

  it("is the rule on awkward clouds, after any links of the tick before", () => {
    fc.assert(
      fc.property(
        clouds(60),
        fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 40 }),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(1e-6, 100, 2000),
        fc.constantFrom(1000, Number.POSITIVE_INFINITY),
        ({ positionsKm, usable, count }, picks, k, hysteresisKm, maxRangeKm) => {
          fc.pre(count > 1);
          const frame = frameOf(positionsKm, nodeTable(count), usable);
          const before = new Map(
            picks
              .map(([p, q]): [number, number] => [p % count, q % count])
              .filter(([a, b]) => a !== b)
              .map(([a, b]) => [pairKey(a, b), [a, b] as const]),
          );
          const scripted = defineLinkProtocol({
            name: "scripted",
            stateful: true,
            setup: () => (_tick, links) => {
              for (const [a, b] of before.values()) links.add(a, b);
            },
          });
          const { outputs } = ruledStage(frame.nodes, [{ protocol: scripted }]).build(frame);
          const config = { hysteresis: `${hysteresisKm} km` };
          const stage = ruledStage(frame.nodes, [{ protocol: "nearest", maxLinks: k, maxRangeKm, config }]);
          const output = stage.build({ ...frame, tick: 1 }, { previous: outputs });
          expect(islKeys(output)).toEqual(
            keeping(frame, k, hysteresisKm, new Set(before.keys()), maxRangeKm),
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  it("is refused with other modes, and under a decorator", () => {
    const { nodes } = shellAt(walker({ planes: 4, slotsPerPlane: 4 }), 0);
    const config = { mode: "union", hysteresis: "1 km" };
    expect(() => ruledStage(nodes, [{ protocol: "nearest", config }])).toThrow("mode: greedy");
    const loop = { protocol: "nearest+loop", config: { hysteresis: "1 km" } };
    expect(() => ruledStage(nodes, [loop])).toThrow('"nearest" with these options is stateful');
    expect(ruledStage(nodes, [{ ...loop, config: {} }]).stateful).toBe(false);
  });
});
