import type { Builder } from "flatbuffers";
import { PairChanges } from "../generated/starbelt/records/pair-changes.js";
import { type ColumnEntry, type ColumnReader, type ColumnWriter, putColumn } from "./columns.js";
import { RecordError } from "./record-error.js";

/** A list of links; those of one tick and the next are much the same. */
export interface PairList {
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  /** Absent: the links of this list have no class. */
  readonly linkClass?: Uint16Array;
  /** Where parts end that are each in order; the last is the length of the list. */
  readonly ends: readonly number[];
}

export const NO_PAIRS: PairList = {
  a: new Uint32Array(0),
  b: new Uint32Array(0),
  linkClass: new Uint16Array(0),
  ends: [],
};

/** The changes of a list, written, and where each link stood in the list before: -1 for a new one. */
export interface WrittenChanges {
  readonly put: (builder: Builder) => number;
  readonly origin: Int32Array;
}

/**
 * Tells a list against the one before. Links that are in both are found by going through both lists side by side, each
 * part in the order (a, b); where a list is in another order fewer are found, and more are told anew.
 */
export function writeChanges(columns: ColumnWriter, list: PairList, before: PairList): WrittenChanges {
  const origin = matchPairs(list, before);
  const gone = new Uint8Array(before.a.length).fill(1);
  const fresh = new Uint8Array(list.a.length);
  let added = 0;
  for (let i = 0; i < origin.length; i++) {
    if (origin[i] >= 0) gone[origin[i]] = 0;
    else {
      fresh[i] = 1;
      added++;
    }
  }
  const a = new Uint32Array(added);
  const b = new Uint32Array(added);
  const classes = new Uint16Array(added);
  for (let i = 0, k = 0; i < origin.length; i++) {
    if (fresh[i] === 0) continue;
    a[k] = list.a[i];
    b[k] = list.b[i];
    if (list.linkClass !== undefined) classes[k] = list.linkClass[i];
    k++;
  }
  const entries: ColumnEntry[] = [
    columns.marks(gone),
    columns.marks(fresh),
    // Ends rise, so that each is near the one before.
    columns.integers(a, shifted(a)),
    columns.integers(b),
    ...(list.linkClass === undefined ? [] : [columns.integers(classes)]),
  ];
  const put = (builder: Builder) => {
    const offsets = entries.map((entry) => putColumn(builder, entry));
    PairChanges.startPairChanges(builder);
    PairChanges.addGone(builder, offsets[0]);
    PairChanges.addFresh(builder, offsets[1]);
    PairChanges.addA(builder, offsets[2]);
    PairChanges.addB(builder, offsets[3]);
    if (offsets.length > 4) PairChanges.addLinkClass(builder, offsets[4]);
    return PairChanges.endPairChanges(builder);
  };
  return { put, origin };
}

/** A list read back, and where each of its links stood in the list before. */
export interface ReadChanges extends Omit<PairList, "ends"> {
  readonly origin: Int32Array;
}

/** @throws RecordError */
export function readChanges(
  columns: ColumnReader,
  changes: PairChanges | null,
  before: Omit<PairList, "ends">,
): ReadChanges {
  if (changes === null) throw new RecordError("it has no links");
  const gone = columns.marks(columns.entry(changes.gone(), "links gone", before.a.length));
  const fresh = columns.marks(columns.entry(changes.fresh(), "new links"));
  const entryA = columns.entry(changes.a(), "lower ends");
  const newA = columns.integers({ ...entryA, order: 0 });
  const newB = columns.integers(columns.entry(changes.b(), "higher ends", newA.length));
  if (entryA.order !== 0) unshift(newA);
  const hasClass = changes.linkClass() !== null;
  const newClass = hasClass
    ? columns.integers(columns.entry(changes.linkClass(), "classes", newA.length))
    : undefined;
  const count = fresh.length;
  const a = new Uint32Array(count);
  const b = new Uint32Array(count);
  const linkClass = new Uint16Array(hasClass ? count : 0);
  const origin = new Int32Array(count);
  let from = 0;
  let added = 0;
  for (let i = 0; i < count; i++) {
    if (fresh[i] !== 0) {
      if (added === newA.length) throw new RecordError("it has fewer new links than it says");
      a[i] = newA[added];
      b[i] = newB[added];
      if (newClass !== undefined) linkClass[i] = newClass[added];
      origin[i] = -1;
      added++;
      continue;
    }
    while (from < gone.length && gone[from] !== 0) from++;
    if (from === gone.length) throw new RecordError("it keeps more links than there were");
    a[i] = before.a[from];
    b[i] = before.b[from];
    if (before.linkClass !== undefined && hasClass) linkClass[i] = before.linkClass[from];
    origin[i] = from++;
  }
  if (added !== newA.length) throw new RecordError("it has more new links than it says");
  return { a, b, ...(hasClass && { linkClass }), origin };
}

function matchPairs(list: PairList, before: PairList): Int32Array {
  const origin = new Int32Array(list.a.length).fill(-1);
  let i = 0;
  let j = 0;
  for (const [part, end] of list.ends.entries()) {
    const endBefore = before.ends[part] ?? before.a.length;
    j = Math.max(j, part === 0 ? 0 : (before.ends[part - 1] ?? before.a.length));
    while (i < end && j < endBefore) {
      const order = list.a[i] - before.a[j] || list.b[i] - before.b[j];
      if (order < 0) i++;
      else if (order > 0) j++;
      else {
        if (list.linkClass === undefined || list.linkClass[i] === before.linkClass?.[j]) origin[i] = j;
        i++;
        j++;
      }
    }
    i = end;
  }
  return origin;
}

/** Each value's predecessor; 0 for the first. */
function shifted(values: Uint32Array): Uint32Array {
  const before = new Uint32Array(values.length);
  before.set(values.subarray(0, Math.max(0, values.length - 1)), Math.min(1, values.length));
  return before;
}

/** Undoes what `integersLeft` made of values and their predecessors. */
function unshift(words: Uint32Array): void {
  for (let i = 0; i < words.length; i++) {
    const left = (words[i] >>> 1) ^ -(words[i] & 1);
    words[i] = left + (i === 0 ? 0 : words[i - 1]);
  }
}
