/**
 * Sorts columns of pairs in place by (length, a, b), ascending, between `from` and `to` (exclusive).
 * The order is total, so the result does not depend on how it was reached: insertion for short runs,
 * quicksort for longer ones, heapsort where quicksort degenerates.
 */
export function sortPairs(
  length: Float64Array,
  a: Uint32Array,
  b: Uint32Array,
  from: number,
  to: number,
): void {
  quicksort(length, a, b, from, to, 2 * Math.ceil(Math.log2(to - from + 1)));
}

const INSERTION_MAX = 16;

function quicksort(
  length: Float64Array,
  a: Uint32Array,
  b: Uint32Array,
  from: number,
  to: number,
  depth: number,
): void {
  let low = from;
  let high = to;
  let left = depth;
  while (high - low > INSERTION_MAX) {
    if (left-- === 0) {
      heapsort(length, a, b, low, high);
      return;
    }
    const split = partition(length, a, b, low, high);
    if (split - low < high - split) {
      quicksort(length, a, b, low, split, left);
      low = split;
    } else {
      quicksort(length, a, b, split, high, left);
      high = split;
    }
  }
  insertionSort(length, a, b, low, high);
}

/** Hoare's partition around the median of three; returns the start of the upper part, both parts nonempty. */
function partition(length: Float64Array, a: Uint32Array, b: Uint32Array, from: number, to: number): number {
  const middle = (from + to) >>> 1;
  const last = to - 1;
  if (comesBefore(length, a, b, middle, from)) swap(length, a, b, middle, from);
  if (comesBefore(length, a, b, last, from)) swap(length, a, b, last, from);
  if (comesBefore(length, a, b, last, middle)) swap(length, a, b, last, middle);
  const pivot = length[middle];
  const pivotA = a[middle];
  const pivotB = b[middle];
  let i = from;
  let j = last;
  for (;;) {
    do i++;
    while (
      length[i] < pivot ||
      (length[i] === pivot && (a[i] < pivotA || (a[i] === pivotA && b[i] < pivotB)))
    );
    do j--;
    while (
      length[j] > pivot ||
      (length[j] === pivot && (a[j] > pivotA || (a[j] === pivotA && b[j] > pivotB)))
    );
    if (i >= j) return j + 1;
    swap(length, a, b, i, j);
  }
}

function insertionSort(length: Float64Array, a: Uint32Array, b: Uint32Array, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    const d = length[i];
    const x = a[i];
    const y = b[i];
    let j = i - 1;
    while (j >= from && (length[j] > d || (length[j] === d && (a[j] > x || (a[j] === x && b[j] > y))))) {
      length[j + 1] = length[j];
      a[j + 1] = a[j];
      b[j + 1] = b[j];
      j--;
    }
    length[j + 1] = d;
    a[j + 1] = x;
    b[j + 1] = y;
  }
}

function heapsort(length: Float64Array, a: Uint32Array, b: Uint32Array, from: number, to: number): void {
  const count = to - from;
  for (let i = (count >>> 1) - 1; i >= 0; i--) siftDown(length, a, b, from, i, count);
  for (let end = count - 1; end > 0; end--) {
    swap(length, a, b, from, from + end);
    siftDown(length, a, b, from, 0, end);
  }
}

function siftDown(
  length: Float64Array,
  a: Uint32Array,
  b: Uint32Array,
  from: number,
  start: number,
  end: number,
): void {
  let root = start;
  for (let child = 2 * root + 1; child < end; child = 2 * root + 1) {
    if (child + 1 < end && comesBefore(length, a, b, from + child, from + child + 1)) child++;
    if (!comesBefore(length, a, b, from + root, from + child)) return;
    swap(length, a, b, from + root, from + child);
    root = child;
  }
}

function comesBefore(length: Float64Array, a: Uint32Array, b: Uint32Array, i: number, j: number): boolean {
  if (length[i] !== length[j]) return length[i] < length[j];
  if (a[i] !== a[j]) return a[i] < a[j];
  return b[i] < b[j];
}

function swap(length: Float64Array, a: Uint32Array, b: Uint32Array, i: number, j: number): void {
  const d = length[i];
  length[i] = length[j];
  length[j] = d;
  const x = a[i];
  a[i] = a[j];
  a[j] = x;
  const y = b[i];
  b[i] = b[j];
  b[j] = y;
}
