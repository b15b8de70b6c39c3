import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { defineLinkProtocol } from "../../routing/link-protocol.js";
import type { LinkStageOutput } from "../../routing/link-stage.js";
import type { NodeTable } from "../../routing/nodes.js";
import { nodeTable, shellOf, walker, walkerPositions } from "../support/circular-orbits.js";
import { frameOf, pairKeys } from "../support/frames.js";
import { islKeys, pairKey, type RuledIsl, ruledStage, shellAt } from "../support/ruled-stages.js";

describe("set-up time", () => {
  /** Six satellites near one another, all pairs admissible; what is linked is told tick by tick. */
  const nodes: NodeTable = nodeTable(6);
  const positions = Float64Array.from({ length: 18 }, (_, i) => (i % 3 === 0 ? 7000 : 10 * i));
  const script = fc.array(
    fc.record({
      pairs: fc.array(
        fc.tuple(fc.nat(5), fc.nat(5)).filter(([a, b]) => a !== b),
        { maxLength: 8 },
      ),
      down: fc.option(fc.nat(5), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 12 },
  );

  it("keeps a new link idle until it has been held so long, but for those of the first tick", () => {
    fc.assert(
      fc.property(script, fc.constantFrom(1, 10, 15, 20, 35), (ticks, setupSeconds) => {
        const scripted = defineLinkProtocol({
          name: "scripted",
          setup:
            () =>
            ({ tick }, links) => {
              for (const [a, b] of ticks[tick].pairs) links.add(a, b);
            },
        });
        const stage = ruledStage(nodes, [{ protocol: scripted, setupNs: setupSeconds * 1e9 }]);
        expect(stage.stateful).toBe(true);
        let previous: LinkStageOutput["outputs"] | undefined;
        const heldSince = new Map<string, number>();
        ticks.forEach(({ pairs, down }, tick) => {
          const usable = new Uint8Array(6).fill(1);
          if (down !== undefined) usable[down] = 0;
          const seconds = tick * 10;
          const frame = { ...frameOf(positions, nodes, usable), tick, timeNs: seconds * 1e9 };
          const output = stage.build(frame, previous && { previous });
          previous = output.outputs;
          const standing = new Set(
            pairs.filter((pair) => down === undefined || !pair.includes(down)).map(([a, b]) => pairKey(a, b)),
          );
          for (const key of heldSince.keys()) if (!standing.has(key)) heldSince.delete(key);
          for (const key of standing) {
            if (!heldSince.has(key)) heldSince.set(key, tick === 0 ? Number.NEGATIVE_INFINITY : seconds);
          }
          const carrying = [...standing].filter((key) => seconds - (heldSince.get(key) ?? 0) >= setupSeconds);
          expect(islKeys(output)).toEqual(
            pairKeys(carrying.map((key) => key.split("-").map(Number) as [number, number])),
          );
        });
      }),
    );
  });

  it("lets the idle link take up its ends, and counts it", () => {
    const pattern = walker({ planes: 12, slotsPerPlane: 12, phasing: 3 });
    const [first, second] = [shellAt(pattern, 0), { ...shellAt(pattern, 120), tick: 1 }];
    const nearest: RuledIsl = { protocol: "nearest", maxLinks: 2 };
    const slow = ruledStage(first.nodes, [{ ...nearest, setupNs: 600e9 }]);
    const fast = ruledStage(first.nodes, [nearest]);
    const before = islKeys(fast.build(first));
    const after = islKeys(fast.build(second));
    const output = slow.build(second, { previous: slow.build(first).outputs });
    expect(islKeys(output)).toEqual(after.filter((key) => before.includes(key)));
    expect(output.struck[0].settingUp).toBe(after.filter((key) => !before.includes(key)).length);
    expect(output.struck[0].settingUp).toBeGreaterThan(0);
  });

  it("hands a stateful protocol nothing but its own choice", () => {
    const shells = [shellOf(walker({ planes: 4, slotsPerPlane: 4 }))];
    const other = shellOf(walker({ planes: 4, slotsPerPlane: 4, altitudeKm: 600 }), 16, "other");
    const positionsKm = Float64Array.of(
      ...walkerPositions(walker({ planes: 4, slotsPerPlane: 4 })),
      ...walkerPositions(walker({ planes: 4, slotsPerPlane: 4, altitudeKm: 600 })),
    );
    const table = nodeTable(32, 0, [...shells, other]);
    const seen: (readonly string[] | undefined)[] = [];
    const remembering = defineLinkProtocol({
      name: "remembering",
      stateful: true,
      setup: () => (tick, links) => {
        const own = tick.previous;
        seen.push(own && Array.from({ length: own.count }, (_, i) => pairKey(own.a[i], own.b[i])));
        links.add(0, 1);
      },
    });
    const stage = ruledStage(table, [
      { protocol: remembering, interShell: { maxLinks: 1, maxRangeKm: 100 }, setupNs: 5e9 },
    ]);
    const frame = frameOf(positionsKm, table);
    const first = stage.build(frame);
    const second = stage.build({ ...frame, tick: 1, timeNs: 1e9 }, { previous: first.outputs });
    expect(first.outputs.get(0)?.extraCount).toBe(16);
    expect(seen).toEqual([undefined, ["0-1"]]);
    // Links between shells were held as well: they need not be set up again.
    expect(second.links.count).toBe(first.links.count);
  });
});
