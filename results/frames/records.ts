import { ByteBuffer } from "flatbuffers";
import { IndexRecord } from "../../workers/recorded/record-tables.js";
import type { FileBytes } from "./file-bytes.js";
import {
  decodeTrailer,
  INDEX_IDENTIFIER,
  RECORD_OVERHEAD,
  recordChecksum,
  SHORTEST_BUFFER,
  TRAILER_BYTES,
} from "./format.js";
import { FramesError } from "./frames-error.js";

const SIZE_BYTES = 4;

/** Where the records of ticks are. */
export interface FramesIndex {
  /** Bytes from the start of the file, one for each tick, and where the last of them ends. */
  readonly offsets: Float64Array;
  /** Absent: the file is whole. */
  readonly torn?: { readonly offset: number; readonly why: string };
}

/**
 * Reads a record, size and FlatBuffer, and proves its checksum.
 * @param end where it must end; absent: anywhere in the file
 * @throws FramesError
 */
export function readRecord(file: FileBytes, offset: number, end?: number): Uint8Array {
  const limit = end ?? file.size;
  if (offset + RECORD_OVERHEAD + SHORTEST_BUFFER > limit)
    throw file.error(offset, "the file ends within a record");
  // In one piece where its end is known.
  const start = file.read(offset, end === undefined ? SIZE_BYTES : end - offset);
  const size = new DataView(start.buffer).getUint32(0, true);
  const next = offset + size + RECORD_OVERHEAD;
  if (size < SHORTEST_BUFFER || next > limit || (end !== undefined && next !== end)) {
    const room = `${limit - offset - RECORD_OVERHEAD} bytes`;
    throw file.error(
      offset,
      `a record says that it has ${size} bytes, where ${end === undefined ? `${room} are left` : `there are ${room}`}`,
    );
  }
  const bytes = end === undefined ? file.read(offset, size + RECORD_OVERHEAD) : start;
  const record = bytes.subarray(0, size + SIZE_BYTES);
  const told = bytes.subarray(size + SIZE_BYTES);
  if (recordChecksum(record).some((byte, i) => byte !== told[i])) {
    throw file.error(offset, "the record is damaged (its checksum differs)");
  }
  return record;
}

/** Where a record ends that was read at `offset`. */
export function endOf(offset: number, record: Uint8Array): number {
  return offset + record.length + RECORD_OVERHEAD - SIZE_BYTES;
}

/**
 * Finds the records of ticks: by the index where the file has one, else one after another as far as they are sound.
 * @param first where the first of them begins
 * @throws FramesError where there is an index and it is damaged
 */
export function findRecords(file: FileBytes, first: number): FramesIndex {
  const trailerAt = file.size - TRAILER_BYTES;
  const trailer = trailerAt >= first ? decodeTrailer(file.read(trailerAt, TRAILER_BYTES)) : undefined;
  if (trailer === undefined) return scan(file, first);
  const { indexOffset, ticks } = trailer;
  if (!Number.isSafeInteger(indexOffset) || indexOffset < first || indexOffset > trailerAt)
    throw file.error(trailerAt, "the trailer names no place of an index");
  const buffer = indexIn(readRecord(file, indexOffset, trailerAt));
  const starts = buffer?.offsetsArray() ?? null;
  if (starts === null || starts.length !== ticks)
    throw file.error(indexOffset, `this is no index of ${ticks} ticks`);
  const offsets = new Float64Array(ticks + 1);
  offsets.set(starts);
  offsets[ticks] = indexOffset;
  let expected = first;
  for (let tick = 0; tick <= ticks; tick++) {
    const isSound = tick === 0 ? offsets[0] === first : offsets[tick] > expected;
    if (!isSound || !Number.isSafeInteger(offsets[tick]) || offsets[tick] > indexOffset)
      throw file.error(indexOffset, `the index has no sound place for tick ${tick}`);
    expected = offsets[tick];
  }
  return { offsets };
}

function scan(file: FileBytes, first: number): FramesIndex {
  const offsets = [first];
  let at = first;
  for (;;) {
    if (at === file.size)
      return { offsets: Float64Array.from(offsets), torn: { offset: at, why: "the file has no index" } };
    try {
      const record = readRecord(file, at);
      if (indexIn(record) !== undefined) {
        const why = "what follows the index is no sound trailer";
        return { offsets: Float64Array.from(offsets), torn: { offset: endOf(at, record), why } };
      }
      at = endOf(at, record);
      offsets.push(at);
    } catch (error) {
      if (!(error instanceof FramesError)) throw error;
      return { offsets: Float64Array.from(offsets), torn: { offset: at, why: error.why } };
    }
  }
}

function indexIn(record: Uint8Array): IndexRecord | undefined {
  const buffer = new ByteBuffer(record);
  buffer.setPosition(SIZE_BYTES);
  return buffer.__has_identifier(INDEX_IDENTIFIER) ? IndexRecord.getRootAsIndexRecord(buffer) : undefined;
}
