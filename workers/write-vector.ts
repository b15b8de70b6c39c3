import type { Builder, ByteBuffer } from "flatbuffers";

/** What a FlatBuffer's vector of numbers can be written from. */
export type Vector = Float64Array | Uint32Array | Uint16Array | Uint8Array;

/**
 * Copies a typed array into the builder as one block. The library's own vector functions add element by
 * element, which is what a frame must not do; it offers a block copy for bytes only.
 */
export function writeVector(builder: Builder, values: Vector): number {
  const { BYTES_PER_ELEMENT: size, length, byteLength } = values;
  builder.startVector(size, length, size);
  const inner = builder as unknown as { bb: ByteBuffer; space: number };
  inner.space -= byteLength;
  inner.bb.bytes().set(new Uint8Array(values.buffer, values.byteOffset, byteLength), inner.space);
  return builder.endVector();
}
