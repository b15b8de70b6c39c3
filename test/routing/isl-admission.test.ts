import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { defineLinkProtocol } from "../../routing/link-protocol.js";
import { segmentDistanceKm, squaredDistance } from "../support/brute-force.js";
import { walker } from "../support/circular-orbits.js";
import { clouds } from "../support/clouds.js";
import { frameOfCloud } from "../support/frames.js";
import { linksIn, ruledStage, shellAt } from "../support/ruled-stages.js";
import { stageOf } from "../support/stages.js";

const CLEARANCE_RADIUS_KM = 6378.135 + 80;

/** On the very sphere rounding decides. */
const ROUNDING_KM = 1e-7;

describe("which chosen links are admitted", () => {
  it("is what range and line of sight say of each, on awkward clouds, however short or long", () => {
    let admitted = 0;
    let behind = 0;
    fc.assert(
      fc.property(
        clouds(60),
        fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 80, maxLength: 300 }),
        fc.option(fc.double({ min: 10, max: 9000, noNaN: true }), { nil: Number.POSITIVE_INFINITY }),
        fc.boolean(),
        ({ positionsKm, usable, count }, picks, maxRangeKm, check) => {
          if (count < 2) return;
          const pairs = picks
            .map(([one, other]) => [one % count, other % count] as const)
            .filter(([one, other]) => one !== other);
          const protocol = defineLinkProtocol({
            name: "picked",
            setup: () => (_tick, links) => {
              for (const [one, other] of pairs) links.add(one, other);
            },
          });
          const frame = frameOfCloud(positionsKm, usable);
          const { links, struck } = stageOf(frame.nodes, [{ protocol, maxRangeKm, check }]).stage.build(
            frame,
          );
          const found = new Map(
            Array.from({ length: links.count }, (_, i) => [`${links.a[i]}-${links.b[i]}`, links.lengthKm[i]]),
          );
          const expected = { unusable: 0, outOfRange: 0, behindEarth: 0, notVisible: 0 };
          let inDoubt = 0;
          for (const [one, other] of pairs) {
            const [a, b] = [Math.min(one, other), Math.max(one, other)];
            const squared = squaredDistance(positionsKm, a, b);
            const above = segmentDistanceKm(positionsKm, a, b) - CLEARANCE_RADIUS_KM;
            const length = found.get(`${a}-${b}`);
            if (usable[a] !== 1 || usable[b] !== 1) expected.unusable++;
            else if (check && squared > maxRangeKm ** 2) expected.outOfRange++;
            else if (check && Math.abs(above) < ROUNDING_KM) inDoubt++;
            else if (check && above < 0) expected.behindEarth++;
            else {
              expect(length).toBe(Math.sqrt(squared));
              admitted++;
              continue;
            }
            if (!check || Math.abs(above) >= ROUNDING_KM) expect(length).toBeUndefined();
          }
          behind += expected.behindEarth;
          if (inDoubt === 0) expect(struck[0]).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
    expect(admitted).toBeGreaterThan(200);
    expect(behind).toBeGreaterThan(200);
  });

  it("does not depend on satellites that are low, decayed or not usable among the others", () => {
    const pattern = walker({ planes: 20, slotsPerPlane: 20 });
    const whole = shellAt(pattern, 500);
    const built = (frame: typeof whole) =>
      linksIn(ruledStage(frame.nodes, [{ protocol: "plus-grid" }]).build(frame).links, "isl");
    const links = built(whole);
    for (const radiusKm of [0, 6300, 6458.2, 6500]) {
      const positionsKm = whole.positionsKm.slice();
      const usable = whole.usable.slice();
      const factor = radiusKm / Math.hypot(...positionsKm.subarray(3 * 77, 3 * 78));
      for (let axis = 0; axis < 3; axis++) positionsKm[3 * 77 + axis] *= factor;
      usable[123] = 0;
      const others = links.filter((pair) => !pair.includes(77) && !pair.includes(123));
      const got = built({ ...whole, positionsKm, usable }).filter((pair) => !pair.includes(77));
      expect(got).toEqual(others);
    }
  });
});

describe("the order in which grids choose", () => {
  it.each(["plus-grid", "brick-a", "brick-b", "ring"])("is that of the tick's table (%s)", (protocol) => {
    for (const config of protocol === "ring" ? [{}] : [{}, { cutoffLatitude: "50 deg" }]) {
      const frame = shellAt(walker({ planes: 9, slotsPerPlane: 14 }), 100);
      const stage = ruledStage(frame.nodes, [{ protocol, config }]);
      const chosen = stage.build(frame, { keepAll: true }).outputs.get(0);
      if (chosen === undefined) throw new Error("nothing chosen");
      const pairs = Array.from({ length: chosen.count }, (_, i) => [chosen.a[i], chosen.b[i]]);
      expect(pairs.length).toBeGreaterThan(50);
      expect(pairs).toEqual(
        pairs.map(([a, b]) => [Math.min(a, b), Math.max(a, b)]).sort((p, q) => p[0] - q[0] || p[1] - q[1]),
      );
    }
  });
});
