import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { landOutline } from "../../report/map/land-outline.js";
import { acrossTheEdge, mapX, mapY, type Place } from "../../report/map/map-frame.js";
import { placeLabels } from "../../report/map/map-labels.js";

const place = fc.tuple(
  fc.double({ min: -180, max: 180, noNaN: true }),
  fc.double({ min: -89, max: 89, noNaN: true }),
);

/** Corners of a path of M and relative l steps, by ring. */
function ringsOf(path: string): [number, number][][] {
  return path
    .split("z")
    .filter((ring) => ring !== "")
    .map((ring) => {
      const numbers = [...ring.matchAll(/([Ml])(-?[\d.]+)[ ,]?(-?[\d.]+)/g)];
      let [x, y] = [0, 0];
      return numbers.map((match): [number, number] => {
        const [dx, dy] = [Number(match[2]), Number(match[3])];
        [x, y] = match[1] === "M" ? [dx, dy] : [x + dx, y + dy];
        return [x, y];
      });
    });
}

/** Even-odd rule. */
function contains(
  rings: readonly (readonly [number, number][])[],
  [px, py]: readonly [number, number],
): boolean {
  let inside = false;
  for (const ring of rings) {
    ring.forEach(([x1, y1], i) => {
      const [x2, y2] = ring[(i + 1) % ring.length] as [number, number];
      if (y1 > py !== y2 > py && px < x1 + ((py - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
    });
  }
  return inside;
}

describe("the map", () => {
  test("has land where land is, also across its edge and around the pole", () => {
    const rings = ringsOf(landOutline());
    const isLand = (longitude: number, latitude: number) =>
      contains(rings, [mapX(longitude), mapY(latitude)]);
    const land: Place[] = [
      [16.4, 48.2], // Vienna
      [-58, -15], // Mato Grosso
      [134, -25], // Alice Springs
      [179, 67], // Chukotka, on either side of the edge
      [-175, 66.5],
      [0, -85], // Antarctica
      [170, -88],
    ];
    const sea: Place[] = [
      [-30, 30],
      [170, 0],
      [-170, 0],
      [80, -40],
      [0, 88],
      [0, 71],
      [179, 60],
    ];
    for (const [longitude, latitude] of land)
      expect(isLand(longitude, latitude), `${longitude} ${latitude}`).toBe(true);
    for (const [longitude, latitude] of sea)
      expect(isLand(longitude, latitude), `${longitude} ${latitude}`).toBe(false);
  });

  test.prop([fc.array(place, { maxLength: 20 })])(
    "cuts tracks at its edge, the shorter way round",
    (track) => {
      const pieces = acrossTheEdge(track);
      // Every place is still there, in its order; what is new lies on the edge.
      expect(pieces.flat().filter(([longitude]) => Math.abs(longitude) !== 180)).toEqual(
        track.filter(([longitude]) => Math.abs(longitude) !== 180),
      );
      for (const piece of pieces) {
        for (let i = 1; i < piece.length; i++) {
          const [from, to] = [piece[i - 1] as Place, piece[i] as Place];
          expect(Math.abs(to[0] - from[0])).toBeLessThanOrEqual(180 + 1e-9);
        }
      }
    },
  );

  test.prop([
    fc.array(
      fc.record({
        text: fc.string({ minLength: 1, maxLength: 40 }),
        x: fc.integer({ min: 0, max: 300 }),
        y: fc.integer({ min: 0, max: 150 }),
      }),
      { maxLength: 25 },
    ),
  ])("gives names room: none lies on another", (labels) => {
    const placed = placeLabels(labels, labels, 14, { width: 300, height: 150 });
    const boxes = placed.map(({ text, x, y, anchor }) => {
      const width = 0.62 * 14 * [...text].length;
      const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
      return { left, right: left + width, top: y - 0.85 * 14, bottom: y + 0.25 * 14 };
    });
    boxes.forEach((a, i) => {
      expect(a.left >= 0 && a.right <= 300 && a.top >= 0 && a.bottom <= 150).toBe(true);
      for (const b of boxes.slice(i + 1)) {
        expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).toBe(false);
      }
    });
  });
});
