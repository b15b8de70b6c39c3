/** A name beside a point of a map. */
export interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

export interface PlacedLabel extends Label {
  readonly anchor: "start" | "end" | "middle";
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Of letters in a sans-serif font, over its size; wide ones included. */
const WIDTH_PER_SIZE = 0.62;
const GAP = 7;
/** Characters of a name shown. */
const MOST_CHARACTERS = 24;

/**
 * Names beside points where there is room: each right of its point, else left, above or below, and left out where all
 * four places are taken. Earlier names go first.
 */
export function placeLabels(
  labels: readonly Label[],
  points: readonly { readonly x: number; readonly y: number }[],
  fontSize: number,
  area: { readonly width: number; readonly height: number },
): PlacedLabel[] {
  const taken: Box[] = points.map(({ x, y }) => ({ left: x - 4, right: x + 4, top: y - 4, bottom: y + 4 }));
  const placed: PlacedLabel[] = [];
  for (const { text, x, y } of labels) {
    const shown = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text;
    const width = WIDTH_PER_SIZE * fontSize * [...shown].length;
    const candidates: PlacedLabel[] = [
      { text: shown, x: x + GAP, y: y + fontSize / 3, anchor: "start" },
      { text: shown, x: x - GAP, y: y + fontSize / 3, anchor: "end" },
      { text: shown, x, y: y - GAP, anchor: "middle" },
      { text: shown, x, y: y + GAP + fontSize * 0.8, anchor: "middle" },
    ];
    const free = candidates.find((candidate) => {
      const box = boxOf(candidate, width, fontSize);
      const isInside = box.left >= 0 && box.right <= area.width && box.top >= 0 && box.bottom <= area.height;
      return isInside && taken.every((other) => !overlap(box, other));
    });
    if (free === undefined) continue;
    placed.push(free);
    taken.push(boxOf(free, width, fontSize));
  }
  return placed;
}

function boxOf({ x, y, anchor }: PlacedLabel, width: number, fontSize: number): Box {
  const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
  return { left, right: left + width, top: y - 0.85 * fontSize, bottom: y + 0.25 * fontSize };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
