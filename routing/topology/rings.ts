import { z } from "zod";
import type { FrameView } from "../frame-view.js";
import type { LinkList } from "../link-list.js";
import { type ChooseIsls, defineLinkProtocol, type IslEntry } from "../link-protocol.js";
import type { Shell } from "../nodes.js";
import { NONE, nearestInRing, type Ring, stepBoundKm } from "./nearest-in-ring.js";

/** The rings of a shell, one beside the other. */
interface RingStack {
  readonly rings: readonly Ring[];
  /** Whether the last ring stands beside the first, as in delta shells of three planes and more. */
  readonly closes: boolean;
}

/**
 * `rings`: along each ring, slot s to s + 1; and between a ring and the next, a pair of usable satellites each of
 * which is the other's nearest in the other ring (ties: the lower id). So a satellite has at most two links along its
 * ring, one to the ring after and one to the ring before. Rings are those of `sso` sources in their order, and the
 * planes of Walker shells; like `plus-grid`, it goes shell by shell, and star shells have no links across the seam.
 *
 * Partners are found anew each tick, since rings of different altitudes run past one another.
 */
export const rings = defineLinkProtocol({
  name: "rings",
  description: "along each ring, and to the nearest of the rings beside it, whatever runs past",
  config: z.strictObject({}),
  setup: ({ entry }) => {
    const stacks = entry.shells.map((shell) => stackOf(shell));
    checkDegrees(stacks, entry);
    return chooseRings(stacks);
  },
});

function stackOf({ name, first, walker, rings, formation }: Shell): RingStack {
  if (formation) {
    throw new Error(
      `rings goes by rings; shell "${name}" is a cluster, whose satellites fly about one chief (nearest and mst need none)`,
    );
  }
  if (walker === undefined && rings === undefined) {
    throw new Error(
      `rings needs an sso source or a Walker shell; shell "${name}" comes from a catalogue (ring and plus-grid infer planes; nearest and mst need none)`,
    );
  }
  const slots = walker?.slotsPerPlane ?? rings?.slotsPerRing ?? 0;
  const count = walker?.planes ?? rings?.rings ?? 0;
  return {
    rings: Array.from({ length: count }, (_, i) => ({ first: first + i * slots, slots })),
    closes: walker?.type === "delta" && count > 2,
  };
}

function checkDegrees(stacks: readonly RingStack[], { shells, maxLinks }: IslEntry): void {
  stacks.forEach(({ rings: { length: count }, rings, closes }, i) => {
    const degree = Math.min(2, rings[0].slots - 1) + (closes ? 2 : Math.min(2, count - 1));
    if (degree > maxLinks) {
      throw new Error(
        `rings gives satellites of shell "${shells[i].name}" up to ${degree} links; the entry allows ${maxLinks}`,
      );
    }
  });
}

function chooseRings(stacks: readonly RingStack[]): ChooseIsls {
  const longest = stacks.reduce((most, { rings }) => Math.max(most, rings[0].slots), 0);
  const seam = new Int32Array(longest);
  const partners = new Int32Array(longest);
  return (tick, links) => {
    for (const { rings, closes } of stacks) {
      const steps = Float64Array.from(rings, (ring) => stepBoundKm(ring, tick.positionsKm));
      const last = rings.length - 1;
      if (closes) pairUp(tick, rings[0], rings[last], steps[0], steps[last], seam);
      for (let i = 0; i <= last; i++) {
        const hasNext = i < last;
        if (hasNext) pairUp(tick, rings[i], rings[i + 1], steps[i], steps[i + 1], partners);
        addRing(rings[i], hasNext ? partners : undefined, closes && i === 0 ? seam : undefined, links);
      }
    }
  };
}

/** In the order of the tick's table, so that nobody has to sort them again. */
function addRing(
  { first, slots }: Ring,
  next: Int32Array | undefined,
  seam: Int32Array | undefined,
  links: LinkList,
): void {
  for (let slot = 0; slot < slots; slot++) {
    const id = first + slot;
    if (slot + 1 < slots) links.add(id, id + 1);
    if (slot === 0 && slots > 2) links.add(id, id + slots - 1);
    if (next !== undefined && next[slot] !== NONE) links.add(id, next[slot]);
    if (seam !== undefined && seam[slot] !== NONE) links.add(id, seam[slot]);
  }
}

/** For each slot of `one`, the satellite of `other` with which it is mutually nearest, or `NONE`. */
function pairUp(
  { positionsKm, usable }: FrameView,
  one: Ring,
  other: Ring,
  oneStepKm: number,
  otherStepKm: number,
  partners: Int32Array,
): void {
  partners.fill(NONE, 0, one.slots);
  let hint = 0;
  for (let slot = 0; slot < one.slots; slot++) {
    const id = one.first + slot;
    if (usable[id] !== 1) continue;
    const nearest = nearestInRing(positionsKm, usable, id, other, otherStepKm, hint);
    if (nearest === NONE) return;
    hint = (nearest - other.first + 1) % other.slots;
    if (nearestInRing(positionsKm, usable, nearest, one, oneStepKm, slot) === id) partners[slot] = nearest;
  }
}
