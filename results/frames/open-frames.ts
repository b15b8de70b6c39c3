import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import {
  FrameRecordReader,
  KEY_INTERVAL,
  RecordError,
  type RecordedFrame,
} from "../../workers/recorded/index.js";
import { onDisk } from "../disk.js";
import { FileBytes } from "./file-bytes.js";
import { decodeHeader, FORMAT_VERSION, HEADER_BYTES } from "./format.js";
import { FramesError } from "./frames-error.js";
import { framesPath, growingFramesPath } from "./frames-file.js";
import { decodeHead, type FramesHead } from "./head.js";
import { endOf, type FramesIndex, findRecords, readRecord } from "./records.js";

/**
 * Opens the frames of a run: a file, or a results folder that holds one. The file of a run that is under way, or was
 * killed, is read up to its last whole frame.
 *
 * @throws FramesError for a file that holds no frames, or others than it says; it names file and byte
 * @throws DiskError
 */
export function openFrames(path: string): RecordedFrames {
  const file = new FileBytes(findFile(path));
  try {
    const header = decodeHeader(file.read(0, Math.min(HEADER_BYTES, file.size)));
    if ("why" in header) throw file.error(header.offset, header.why);
    const record = readRecord(file, HEADER_BYTES);
    const head = named(file, HEADER_BYTES, () => decodeHead(record));
    if (head.scenarioHash !== header.scenarioHash)
      throw file.error(HEADER_BYTES, "header and head are of two scenarios");
    const first = endOf(HEADER_BYTES, record);
    return new RecordedFrames(file, head, findRecords(file, first));
  } catch (error) {
    file.close();
    throw error;
  }
}

function findFile(path: string): string {
  const whole = resolve(path);
  const isFolder = onDisk("read", path, () => statSync(whole)).isDirectory();
  if (!isFolder) return whole;
  const growing = growingFramesPath(whole);
  return existsSync(framesPath(whole)) || !existsSync(growing) ? framesPath(whole) : growing;
}

/** Recorded frames, read when asked for; `openFrames` makes them. */
export class RecordedFrames {
  readonly head: FramesHead;
  /** Version of the form of the file. */
  readonly formatVersion = FORMAT_VERSION;
  readonly #file: FileBytes;
  readonly #index: FramesIndex;
  readonly #reader: FrameRecordReader;

  constructor(file: FileBytes, head: FramesHead, index: FramesIndex) {
    this.head = head;
    this.#file = file;
    this.#index = index;
    const { nodeCount, states, precisionKm } = head;
    const names = states.map(({ name }) => name);
    this.#reader = new FrameRecordReader({ nodeCount, states: names, precisionKm });
  }

  /** Absolute path of the file. */
  get file(): string {
    return this.#file.path;
  }

  /** Ticks that can be read: of a run that did not end, fewer than it was to have. */
  get tickCount(): number {
    return this.#index.offsets.length - 1;
  }

  /** Where the records of ticks begin, bytes from the start of the file, and where the last of them ends. */
  get offsets(): Float64Array {
    return this.#index.offsets;
  }

  /** From which byte on the file is not what a whole one is, and why; undefined for a whole one. */
  get torn(): FramesIndex["torn"] {
    return this.#index.torn;
  }

  /** Bytes of the parts of the file. */
  get sizes(): {
    readonly file: number;
    readonly head: number;
    readonly frames: number;
    readonly keyFrames: number;
  } {
    const { offsets } = this.#index;
    let keyFrames = 0;
    for (let tick = 0; tick < this.tickCount; tick += KEY_INTERVAL)
      keyFrames += offsets[tick + 1] - offsets[tick];
    return {
      file: this.#file.size,
      head: offsets[0] - HEADER_BYTES,
      frames: offsets[this.tickCount] - offsets[0],
      keyFrames,
    };
  }

  /**
   * The frame of a tick. One after another is fastest; any other takes the records from the last key on. Its arrays are
   * to be read, never written.
   *
   * @throws RangeError for a tick that the file does not have
   * @throws FramesError, DiskError
   */
  frame(tick: number): RecordedFrame {
    if (!Number.isInteger(tick) || tick < 0 || tick >= this.tickCount) {
      throw new RangeError(`no tick ${tick} in ${this.file}: it has ${this.tickCount}, counted from 0`);
    }
    const key = tick - (tick % KEY_INTERVAL);
    const last = this.#reader.lastTick;
    let next = last >= key && last < tick ? last + 1 : key;
    while (next < tick) this.#read(next++);
    return this.#read(tick);
  }

  /** Proves every record. @throws FramesError naming the first that is damaged */
  verify(): void {
    for (let tick = 0; tick < this.tickCount; tick++) this.frame(tick);
  }

  close(): void {
    this.#file.close();
  }

  #read(tick: number): RecordedFrame {
    const { offsets } = this.#index;
    const record = readRecord(this.#file, offsets[tick], offsets[tick + 1]);
    return named(this.#file, offsets[tick], () => this.#reader.read(record, tick));
  }
}

/** A mistake of a record, with its place. */
function named<T>(file: FileBytes, offset: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    // Only where a record passes its checksum and is none of ours: then anything may come of it.
    if (!(error instanceof RecordError || error instanceof RangeError || error instanceof TypeError))
      throw error;
    throw new FramesError(file.path, offset, `the record cannot be read: ${error.message}`);
  }
}
