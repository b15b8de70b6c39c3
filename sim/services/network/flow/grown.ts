type Numbers = Float64Array | Int32Array | Uint8Array;

/** The array itself where it has that many places, else a longer copy. */
export function grown<A extends Numbers>(array: A, size: number): A {
  if (size <= array.length) return array;
  const longer = new (array.constructor as new (length: number) => A)(Math.max(size, 2 * array.length));
  longer.set(array as never);
  return longer;
}
