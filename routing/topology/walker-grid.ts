import { z } from "zod";
import { quantity } from "../../orbits/quantity-schema.js";
import { ANGLE_DEG } from "../../orbits/units.js";
import type { ChooseIsls, IslEntry } from "../link-protocol.js";
import type { Shell, WalkerPattern } from "../nodes.js";
import { catalogueLinks } from "./catalogue-links.js";
import { isBeyondLatitude } from "./cutoff-latitude.js";
import { modulo, type PlaneOffsets, planeOffsets } from "./plane-offsets.js";

/** Ids are below this, so that the keys of `inTableOrder` are exact. */
const ID_LIMIT = 2 ** 26;

/** Which links of the full grid a pattern has. Planes and slots count from 0 within their shell. */
export interface GridPattern {
  /** Whether slot s of plane p links to slot s + 1. */
  hasInPlane(plane: number, slot: number): boolean;
  /** Whether slot s of plane p links to its partner in plane p + 1 (the first plane after the last). */
  hasCrossPlane(plane: number, slot: number): boolean;
  /** What it has of that in the inferred planes of a catalogue, whose slots are not numbered alike; absent: it needs slots. */
  readonly inCatalogue?: { readonly crossPlane: boolean };
}

/** Keys of every protocol that links neighbouring planes. */
export const gridConfig = z
  .strictObject({
    offset: z
      .int()
      .optional()
      .describe("Slots further that a link to the next plane leads. Default: what makes links shortest."),
    seamOffset: z
      .int()
      .optional()
      .describe("Slots more from the last plane to the first. Default: what makes links shortest."),
    cutoffLatitude: quantity(ANGLE_DEG, { atLeast: "0 deg", atMost: "90 deg" })
      .optional()
      .describe(
        "Links between planes are off while either end is beyond this latitude, such as 70 deg. Default: none.",
      ),
  })
  .transform(({ cutoffLatitude, ...offsets }) =>
    cutoffLatitude === undefined ? offsets : { ...offsets, cutoffLatitudeDeg: cutoffLatitude },
  );

export interface GridConfig extends Partial<PlaneOffsets> {
  /** Geodetic, 0 to 90. */
  readonly cutoffLatitudeDeg?: number;
}

/**
 * Sets up a protocol whose links are a fixed pattern of planes and slots, shell by shell. The stage strikes
 * those that are out of range or behind the Earth.
 *
 * @throws Error for a shell without planes and slots, or where the pattern has more links than allowed
 */
export function chooseGrid(
  name: string,
  entry: IslEntry,
  config: GridConfig,
  pattern: GridPattern,
): ChooseIsls {
  const cutoffDeg = config.cutoffLatitudeDeg;
  const parts: GridPart[] = [];
  for (const shell of entry.shells) {
    const { walker, first, rings } = shell;
    const isAlongOnly = pattern.inCatalogue?.crossPlane === false;
    if (rings !== undefined && !isAlongOnly) {
      throw new Error(
        `${name} needs planes that keep their places; the rings of "${shell.name}" run past one another (rings, nearest and mst follow them)`,
      );
    }
    let links: LinkColumns;
    if (walker !== undefined) {
      links = gridLinks(shell, walker, planeOffsets(walker, config), pattern);
    } else if (rings !== undefined) {
      const planes = { type: "star", planes: rings.rings, slotsPerPlane: rings.slotsPerRing } as const;
      links = gridLinks(shell, planes, { offset: 0, seamOffset: 0 }, pattern);
    } else {
      links = catalogueLinks(name, shell, config, pattern.inCatalogue);
    }
    checkDegree(name, shell, links, entry.maxLinks);
    const planeOf = (id: number) =>
      walker === undefined
        ? (shell.inferred?.planeOf[id - first] ?? -1)
        : Math.floor((id - first) / walker.slotsPerPlane);
    parts.push({ links, planeOf });
  }
  const { a, b, isCross } = inTableOrder(parts);
  if (cutoffDeg === undefined) return (_, links) => links.addAll(a, b);
  return ({ positionsKm }, links) => {
    const isBeyond = (id: number) => isBeyondLatitude(positionsKm, id, cutoffDeg);
    for (let i = 0; i < a.length; i++) {
      if (isCross[i] === 0 || !(isBeyond(a[i]) || isBeyond(b[i]))) links.add(a[i], b[i]);
    }
  };
}

/** The links of one shell. */
interface GridPart {
  readonly links: LinkColumns;
  readonly planeOf: (id: number) => number;
}

/**
 * Links of all shells in the order of the tick's table, so that nobody has to sort them again, and whether each joins
 * two planes. One number holds both ends and that: exact up to 67 million satellites.
 */
function inTableOrder(parts: readonly GridPart[]): LinkColumns & { readonly isCross: Uint8Array } {
  const count = parts.reduce((sum, { links }) => sum + links.a.length, 0);
  const keys = new Float64Array(count);
  let at = 0;
  for (const { links, planeOf } of parts) {
    for (let i = 0; i < links.a.length; i++) {
      const low = Math.min(links.a[i], links.b[i]);
      const high = Math.max(links.a[i], links.b[i]);
      keys[at++] = 2 * (low * ID_LIMIT + high) + (planeOf(low) === planeOf(high) ? 0 : 1);
    }
  }
  keys.sort();
  const sorted = { a: new Uint32Array(count), b: new Uint32Array(count), isCross: new Uint8Array(count) };
  for (let i = 0; i < count; i++) {
    const isCross = keys[i] % 2;
    const pair = (keys[i] - isCross) / 2;
    const high = pair % ID_LIMIT;
    sorted.a[i] = (pair - high) / ID_LIMIT;
    sorted.b[i] = high;
    sorted.isCross[i] = isCross;
  }
  return sorted;
}

/** Links of node ids; in the order of the pattern. */
export interface LinkColumns {
  readonly a: Uint32Array;
  readonly b: Uint32Array;
}

/**
 * The pairs of one shell, no pair twice. A ring of one has no link. In a ring of two, the way on and the way
 * back join the same two: two slots of a plane have one link, and two planes are linked from the first to
 * the second only.
 */
function gridLinks(
  shell: Shell,
  { type, planes, slotsPerPlane }: Pick<WalkerPattern, "type" | "planes" | "slotsPerPlane">,
  { offset, seamOffset }: PlaneOffsets,
  pattern: GridPattern,
): LinkColumns {
  const a = new Uint32Array(2 * planes * slotsPerPlane);
  const b = new Uint32Array(2 * planes * slotsPerPlane);
  let count = 0;
  const hasSeam = type === "delta" && planes > 2;
  for (let plane = 0; plane < planes; plane++) {
    const first = shell.first + plane * slotsPerPlane;
    const isLast = plane === planes - 1;
    const next = isLast ? shell.first : first + slotsPerPlane;
    const shift = isLast ? offset + seamOffset : offset;
    for (let slot = 0; slot < slotsPerPlane; slot++) {
      if (hasInPlaneLink(pattern, plane, slot, slotsPerPlane)) {
        a[count] = first + slot;
        b[count++] = first + ((slot + 1) % slotsPerPlane);
      }
      if ((hasSeam || !isLast) && pattern.hasCrossPlane(plane, slot)) {
        a[count] = first + slot;
        b[count++] = next + modulo(slot + shift, slotsPerPlane);
      }
    }
  }
  return { a: a.slice(0, count), b: b.slice(0, count) };
}

function hasInPlaneLink(pattern: GridPattern, plane: number, slot: number, slotsPerPlane: number): boolean {
  if (slotsPerPlane > 2) return pattern.hasInPlane(plane, slot);
  return slotsPerPlane === 2 && slot === 0 && (pattern.hasInPlane(plane, 0) || pattern.hasInPlane(plane, 1));
}

function checkDegree(name: string, shell: Shell, { a, b }: LinkColumns, maxLinks: number): void {
  const degree = new Uint8Array(shell.count);
  let highest = 0;
  for (let i = 0; i < a.length; i++) {
    highest = Math.max(highest, ++degree[a[i] - shell.first], ++degree[b[i] - shell.first]);
  }
  if (highest > maxLinks) {
    throw new Error(
      `${name} gives satellites of shell "${shell.name}" up to ${highest} links; the entry allows ${maxLinks}`,
    );
  }
}
