import { crc32 } from "node:zlib";

/**
 * The file of a run's frames: a header of fixed size, the head, a record for each tick, the index, and a trailer of
 * fixed size that says where the index is. A record is a FlatBuffer (workers/frame-record.fbs) behind its size and
 * before the CRC-32 of both, four bytes each. All numbers stand lowest byte first.
 */

/** The first byte is no text, and the line ends fall to whoever takes the file for text. */
const MAGIC = Uint8Array.of(0x89, 0x53, 0x42, 0x46, 0x0d, 0x0a, 0x1a, 0x0a);
const END_MAGIC = Uint8Array.of(0x53, 0x42, 0x46, 0x65, 0x6e, 0x64, 0x0d, 0x0a);

export const FORMAT_VERSION = 1;

/** Magic 8, version 4, SHA-256 of the scenario 32, CRC-32 of these 4. */
export const HEADER_BYTES = 48;

/** Place of the index 8, ticks 4, CRC-32 of these 4, magic 8. */
export const TRAILER_BYTES = 24;

/** Size before a record's FlatBuffer, CRC-32 behind it. */
export const RECORD_OVERHEAD = 8;

/** No FlatBuffer with an identifier is shorter. */
export const SHORTEST_BUFFER = 12;

export const HEAD_IDENTIFIER = "SBRH";
export const INDEX_IDENTIFIER = "SBRI";

export function encodeHeader(scenarioHash: string, version = FORMAT_VERSION): Uint8Array {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.set(MAGIC);
  bytes.writeUInt32LE(version, 8);
  bytes.set(Buffer.from(scenarioHash, "hex").subarray(0, 32), 12);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 44)), 44);
  return bytes;
}

/** What a header says; in its place, what is wrong with it and from which byte on. */
export function decodeHeader(
  bytes: Uint8Array,
): { readonly scenarioHash: string } | { readonly offset: number; readonly why: string } {
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (!startsWith(header, MAGIC)) return { offset: 0, why: "this is no file of recorded frames" };
  if (header.length < HEADER_BYTES) return { offset: header.length, why: "the file ends within its header" };
  if (crc32(header.subarray(0, 44)) !== header.readUInt32LE(44)) {
    return { offset: 8, why: "the header is damaged (its checksum differs)" };
  }
  const version = header.readUInt32LE(8);
  if (version !== FORMAT_VERSION) {
    return {
      offset: 8,
      why: `it has version ${version} of the format; this reads version ${FORMAT_VERSION}`,
    };
  }
  return { scenarioHash: header.toString("hex", 12, 44) };
}

export function encodeTrailer(indexOffset: number, ticks: number): Uint8Array {
  const bytes = Buffer.alloc(TRAILER_BYTES);
  bytes.writeDoubleLE(indexOffset, 0);
  bytes.writeUInt32LE(ticks, 8);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 12)), 12);
  bytes.set(END_MAGIC, 16);
  return bytes;
}

/** Undefined where the bytes are no sound trailer. */
export function decodeTrailer(
  bytes: Uint8Array,
): { readonly indexOffset: number; readonly ticks: number } | undefined {
  const trailer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (trailer.length !== TRAILER_BYTES || !startsWith(trailer.subarray(16), END_MAGIC)) return undefined;
  if (crc32(trailer.subarray(0, 12)) !== trailer.readUInt32LE(12)) return undefined;
  return { indexOffset: trailer.readDoubleLE(0), ticks: trailer.readUInt32LE(8) };
}

/** The checksum that stands behind a record. @param record its size and its FlatBuffer */
export function recordChecksum(record: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(crc32(record));
  return bytes;
}

function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  return prefix.every((byte, i) => bytes[i] === byte);
}
