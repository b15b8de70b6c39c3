import { createHash, type Hash } from "node:crypto";
import { closeSync, constants, fsyncSync, ftruncateSync, openSync, readSync, renameSync } from "node:fs";
import { Builder } from "flatbuffers";
import { FrameRecordWriter, KEY_INTERVAL, type RecordedFrame } from "../../workers/recorded/index.js";
import { IndexRecord, writeVector } from "../../workers/recorded/record-tables.js";
import { onDisk, syncFolder, writeFully } from "../disk.js";
import { SealedDifferenceError } from "../errors.js";
import { recordLine } from "../parts.js";
import type { FramesSeal } from "../sealed-run.js";
import { encodeHeader, encodeTrailer, INDEX_IDENTIFIER, recordChecksum } from "./format.js";
import { framesPath, growingFramesPath } from "./frames-file.js";
import { encodeHead, type FramesHead } from "./head.js";

/** A file of frames that is whole. */
export interface WrittenFrames {
  readonly ticks: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** Takes the frames of a run, tick by tick. */
export interface FramesSink {
  /** @throws DiskError, and on every call after that */
  append(frame: RecordedFrame): void;
  /**
   * Makes what was taken safe from a kill of the process.
   * @param lasting from a power cut too; takes as long as the disk does. @defaultValue true
   * @throws DiskError, SealedDifferenceError
   */
  seal(lasting?: boolean): void;
  /** Writes the index, makes the file last and moves it into its place. @throws DiskError */
  finish(): WrittenFrames;
  /** Gives up: leaves what is on the disk. */
  abandon(): void;
  /** Whether the file could not be written: frames after that were refused. */
  readonly failed: boolean;
}

/** Frames of an earlier attempt at the same run, after which its file goes on. */
export interface FramesContinuation {
  /** Where the records of the ticks kept begin, and where the last of them ends; a whole number of intervals between keys. */
  readonly offsets: Float64Array;
  /** What had been sealed: where the file comes to as many ticks again, its bytes have to be these. */
  readonly seals: readonly FramesSeal[];
}

/** Bytes that wait in memory, at most, to be written at once; one record beside them. */
export const WAITING_BYTES = 1 << 20;

/**
 * Writes frames into a results folder as they come. The file grows among the parts of the run and is complete up to
 * its last whole record at any moment; its bytes depend on the frames alone, not on when it was sealed.
 */
export class FramesWriter implements FramesSink {
  readonly #dir: string;
  readonly #path: string;
  readonly #records: FrameRecordWriter;
  readonly #fd: number;
  readonly #hash: Hash = createHash("sha256");
  readonly #offsets: number[] = [];
  readonly #waiting = new Uint8Array(WAITING_BYTES);
  #waitingBytes = 0;
  /** Of the file, with what waits. */
  #bytes = 0;
  #sealedTicks = 0;
  #failure: unknown;
  #open = true;
  readonly #seals: ReadonlyMap<number, FramesSeal>;
  readonly #stepNs: number;

  /** @param dir the results folder; its `parts/` and their index exist @throws DiskError */
  constructor(dir: string, head: FramesHead, continuation?: FramesContinuation) {
    this.#dir = dir;
    this.#path = growingFramesPath(dir);
    const { nodeCount, states, precisionKm } = head;
    const names = states.map(({ name }) => name);
    this.#records = new FrameRecordWriter({ nodeCount, states: names, precisionKm });
    this.#seals = new Map(continuation?.seals.map((seal) => [seal.ticks, seal]));
    this.#stepNs = head.time.stepNs;
    const kept = continuation?.offsets;
    if (kept !== undefined && kept.length > 1) {
      const flags = constants.O_RDWR | constants.O_APPEND;
      this.#fd = onDisk("write", this.#path, () => openSync(this.#path, flags));
      this.#guard(() => this.#keep(kept));
      return;
    }
    this.#fd = onDisk("write", this.#path, () => openSync(this.#path, "w"));
    this.#guard(() => {
      this.#write(encodeHeader(head.scenarioHash));
      this.#writeRecord(encodeHead(head));
      this.#flush();
    });
  }

  get failed(): boolean {
    return this.#failure !== undefined;
  }

  /** Bytes in memory that wait to be written; never more than `WAITING_BYTES`. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  append(frame: RecordedFrame): void {
    if (this.#failure !== undefined) throw this.#failure;
    // It is in the file, and was read from there.
    if (frame.tick < this.#offsets.length) return;
    const record = this.#records.write(frame);
    this.#guard(() => {
      this.#offsets.push(this.#bytes);
      this.#writeRecord(record);
    });
  }

  seal(lasting = true): void {
    this.#guard(() => {
      const ticks = this.#offsets.length;
      if (this.#sealedTicks < ticks) {
        this.#flush();
        const sha256 = this.#hash.copy().digest("hex");
        const before = this.#seals.get(ticks);
        if (before !== undefined && before.sha256 !== sha256)
          throw new SealedDifferenceError("frames", this.#spanNs(ticks));
        if (before === undefined)
          recordLine(this.#dir, { kind: "frames", ticks, bytes: this.#bytes, sha256 });
        this.#sealedTicks = ticks;
      }
      if (lasting) fsyncSync(this.#fd);
    });
  }

  /** From the tick that was sealed last, or was kept, to the one before `ticks`. */
  #spanNs(ticks: number): [number, number] {
    return [this.#sealedTicks * this.#stepNs, (ticks - 1) * this.#stepNs];
  }

  finish(): WrittenFrames {
    return this.#guard(() => {
      const indexOffset = this.#bytes;
      this.#writeRecord(encodeIndex(this.#offsets));
      this.#write(encodeTrailer(indexOffset, this.#offsets.length));
      this.#flush();
      fsyncSync(this.#fd);
      this.#close();
      const path = framesPath(this.#dir);
      onDisk("write", path, () => {
        renameSync(this.#path, path);
        syncFolder(this.#dir);
      });
      return { ticks: this.#offsets.length, bytes: this.#bytes, sha256: this.#hash.digest("hex") };
    });
  }

  abandon(): void {
    try {
      if (!this.failed && this.#open) this.#flush();
    } catch {
      // The disk is what failed: the error that led here tells why.
    }
    this.#close();
  }

  /** Goes on after the ticks that the file has; what it has beyond them goes. */
  #keep(offsets: Float64Array): void {
    const ticks = offsets.length - 1;
    if (ticks % KEY_INTERVAL !== 0) throw new RangeError(`expected a key at tick ${ticks}`);
    const end = offsets[ticks];
    const chunk = new Uint8Array(WAITING_BYTES);
    for (let done = 0; done < end; ) {
      const count = readSync(this.#fd, chunk, 0, Math.min(chunk.length, end - done), done);
      if (count === 0) throw new RangeError(`expected ${end} bytes; the file has ${done}`);
      this.#hash.update(chunk.subarray(0, count));
      done += count;
    }
    ftruncateSync(this.#fd, end);
    this.#bytes = end;
    this.#sealedTicks = ticks;
    for (let tick = 0; tick < ticks; tick++) this.#offsets.push(offsets[tick]);
  }

  #writeRecord(record: Uint8Array): void {
    this.#write(record);
    this.#write(recordChecksum(record));
  }

  #write(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    if (this.#waitingBytes + bytes.length > WAITING_BYTES) this.#flush();
    if (bytes.length > WAITING_BYTES) {
      writeFully(this.#fd, bytes);
      return;
    }
    this.#waiting.set(bytes, this.#waitingBytes);
    this.#waitingBytes += bytes.length;
  }

  #flush(): void {
    const bytes = this.#waiting.subarray(0, this.#waitingBytes);
    this.#waitingBytes = 0;
    writeFully(this.#fd, bytes);
  }

  /** After a failure the file is left as it is: what follows a gap cannot be read. */
  #guard<T>(action: () => T): T {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      return onDisk("write", this.#path, action);
    } catch (error) {
      this.#failure = error;
      this.#close();
      throw error;
    }
  }

  #close(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#fd);
  }
}

function encodeIndex(offsets: readonly number[]): Uint8Array {
  const builder = new Builder(64 + 8 * offsets.length);
  const vector = writeVector(builder, Float64Array.from(offsets));
  IndexRecord.startIndexRecord(builder);
  IndexRecord.addOffsets(builder, vector);
  builder.finishSizePrefixed(IndexRecord.endIndexRecord(builder), INDEX_IDENTIFIER);
  return builder.asUint8Array();
}
