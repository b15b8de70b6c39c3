import type { LinkColumns } from "./link-columns.js";

const INSERTION_MAX = 32;
/** Where there are fewer links than one for so many nodes, their keys are sorted instead of counted. */
const NODES_PER_LINK = 8;

/**
 * Brings links into the order (a, b). Those that stand in it already are told by one look; few among many nodes are
 * sorted by one number each; of all others, a counting sort by `a` leaves each node's own links, which are few.
 */
export class LinkSorter {
  readonly #nodeCount: number;
  /** First place of each node's links, then, once filled, the place after its last. */
  readonly #start: Uint32Array;
  #keys = new Float64Array(0);

  constructor(nodeCount: number) {
    this.#nodeCount = nodeCount;
    this.#start = new Uint32Array(nodeCount + 1);
  }

  /**
   * Appends the links of `from`, sorted by (a, b), to `to`; of links between the same pair the first stays. What
   * `from` then holds is left open.
   *
   * @param isInOrder whether they are known to be in that order, no pair twice
   */
  appendSorted(from: LinkColumns, to: LinkColumns, isInOrder: boolean): void {
    const { count } = from;
    if (count === 0) return;
    if (isInOrder || isAscending(from)) {
      if (to.count === 0) to.exchange(from);
      else to.append(from);
      return;
    }
    const first = to.count;
    to.reserve(first + count);
    if (count * NODES_PER_LINK < this.#nodeCount && this.#nodeCount ** 2 * count <= Number.MAX_SAFE_INTEGER) {
      this.#appendByKey(from, to);
    } else {
      this.#appendByNode(from, to);
    }
    to.count = dropRepeats(to, first);
  }

  /** One number holds a, b and the place in the list, so that equals keep their order. */
  #appendByKey({ a, b, lengthKm, linkClass, count }: LinkColumns, to: LinkColumns): void {
    if (this.#keys.length < count) this.#keys = new Float64Array(2 * count);
    const keys = this.#keys.subarray(0, count);
    const nodes = this.#nodeCount;
    for (let i = 0; i < count; i++) keys[i] = (a[i] * nodes + b[i]) * count + i;
    keys.sort();
    for (const key of keys) {
      const i = key % count;
      to.add(a[i], b[i], lengthKm[i], linkClass[i]);
    }
  }

  #appendByNode(from: LinkColumns, to: LinkColumns): void {
    const start = this.#start;
    const first = to.count;
    start.fill(0);
    start[0] = first;
    countByNode(from, start);
    addUp(start);
    scatter(from, start, to);
    to.count = first + from.count;
    orderRows(to, start, first);
  }
}

// One long loop to a function, with nothing after it: docs/performance.md says why.

/** Counts the links of node `n` in `start[n + 1]`. */
function countByNode({ a, count }: LinkColumns, start: Uint32Array): void {
  for (let i = 0; i < count; i++) start[a[i] + 1]++;
}

function addUp(start: Uint32Array): void {
  for (let node = 1; node < start.length; node++) start[node] += start[node - 1];
}

function scatter(
  { a, b, lengthKm, linkClass, count }: LinkColumns,
  start: Uint32Array,
  to: LinkColumns,
): void {
  const { a: toA, b: toB, lengthKm: toLength, linkClass: toClass } = to;
  for (let i = 0; i < count; i++) {
    const at = start[a[i]]++;
    toA[at] = a[i];
    toB[at] = b[i];
    toLength[at] = lengthKm[i];
    toClass[at] = linkClass[i];
  }
}

/** Whether links stand in the order (a, b), no pair twice. */
function isAscending({ a, b, count }: LinkColumns): boolean {
  for (let i = 1; i < count; i++) {
    if (a[i - 1] > a[i] || (a[i - 1] === a[i] && b[i - 1] >= b[i])) return false;
  }
  return true;
}

/** Sorts each node's links by `b`, keeping the order of equals. @param ends the place after each node's last */
function orderRows({ b, lengthKm, linkClass }: LinkColumns, ends: Uint32Array, first: number): void {
  for (let node = 0, from = first; node < ends.length - 1; from = ends[node++]) {
    const to = ends[node];
    if (to - from > INSERTION_MAX) {
      orderLongRow({ b, lengthKm, linkClass }, from, to);
      continue;
    }
    for (let i = from + 1; i < to; i++) {
      const other = b[i];
      if (b[i - 1] <= other) continue;
      const length = lengthKm[i];
      const own = linkClass[i];
      let at = i;
      for (; at > from && b[at - 1] > other; at--) {
        b[at] = b[at - 1];
        lengthKm[at] = lengthKm[at - 1];
        linkClass[at] = linkClass[at - 1];
      }
      b[at] = other;
      lengthKm[at] = length;
      linkClass[at] = own;
    }
  }
}

/** A row of links of one node, whose `a` is the same. */
type RowColumns = Pick<LinkColumns, "b" | "lengthKm" | "linkClass">;

function orderLongRow({ b, lengthKm, linkClass }: RowColumns, from: number, to: number): void {
  const row = {
    b: b.slice(from, to),
    lengthKm: lengthKm.slice(from, to),
    linkClass: linkClass.slice(from, to),
  };
  const order = Uint32Array.from(row.b.keys()).sort((i, j) => row.b[i] - row.b[j] || i - j);
  for (let i = 0; i < order.length; i++) {
    b[from + i] = row.b[order[i]];
    lengthKm[from + i] = row.lengthKm[order[i]];
    linkClass[from + i] = row.linkClass[order[i]];
  }
}

/** Leaves the first of links between the same pair, which stand side by side. @returns the count that remains */
function dropRepeats({ a, b, lengthKm, linkClass, count }: LinkColumns, first: number): number {
  let kept = first + 1;
  for (let i = first + 1; i < count; i++) {
    if (a[i] === a[i - 1] && b[i] === b[i - 1]) continue;
    if (kept !== i) {
      a[kept] = a[i];
      b[kept] = b[i];
      lengthKm[kept] = lengthKm[i];
      linkClass[kept] = linkClass[i];
    }
    kept++;
  }
  return kept;
}
