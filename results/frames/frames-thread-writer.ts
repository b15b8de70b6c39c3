import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { RecordedFrame } from "../../workers/recorded/index.js";
import { DiskError, ResultsError, SealedDifferenceError } from "../errors.js";
import {
  ENDED,
  type FramesOrder,
  type FramesThreadSetup,
  type FramesWord,
  HANDLED,
  POSTED,
} from "./frames-thread-control.js";
import type { FramesContinuation, FramesSink, WrittenFrames } from "./frames-writer.js";
import type { FramesHead } from "./head.js";

/** Bytes of frames, and frames, that may wait for the thread: who hands over more than that waits for it. */
const WAITING_BYTES = 32e6;
const MOST_WAITING = 32;

/** What a node and its links take in a frame, about. */
const BYTES_PER_NODE = 64;

/** A disk that takes so long, ms, to write a frame is taken for lost. */
const PATIENCE_MS = 120_000;

/**
 * Has frames compressed and written in a thread of its own: handing one over takes a copy of it. What goes wrong there
 * is told at the next call.
 */
export class FramesThreadWriter implements FramesSink {
  readonly #thread: Worker;
  readonly #port: MessagePort;
  readonly #mostWaiting: number;
  readonly #control = new Int32Array(new SharedArrayBuffer(12));
  /** Frames of earlier ticks are in the file. */
  readonly #firstTick: number;
  #posted = 0;
  #isOver = false;
  #failure: ResultsError | undefined;
  #finished: WrittenFrames | undefined;

  /** @param dir the results folder; its `parts/` and their index exist @throws DiskError */
  constructor(dir: string, head: FramesHead, continuation?: FramesContinuation) {
    this.#firstTick = continuation === undefined ? 0 : continuation.offsets.length - 1;
    const frameBytes = BYTES_PER_NODE * head.nodeCount;
    this.#mostWaiting = Math.max(1, Math.min(MOST_WAITING, Math.floor(WAITING_BYTES / frameBytes)));
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    // Only ever asked: a listener would keep the process alive.
    port1.unref();
    const setup: FramesThreadSetup = { dir, head, continuation, port: port2, control: this.#control };
    this.#thread = new Worker(threadFile(), {
      name: "frames",
      workerData: setup,
      transferList: [port2],
    });
    this.#thread.unref();
    this.#thread.on("error", ({ message }) => {
      this.#failure ??= new ResultsError(`the thread that writes frames ended: ${message}`);
    });
  }

  get failed(): boolean {
    this.#listen();
    return this.#failure !== undefined;
  }

  append(frame: RecordedFrame): void {
    if (frame.tick < this.#firstTick) return;
    this.#await(this.#posted - this.#mostWaiting + 1);
    this.#post({ kind: "append", frame });
  }

  seal(lasting = true): void {
    this.#post({ kind: "seal", lasting });
    this.#await(this.#posted);
  }

  finish(): WrittenFrames {
    this.#post({ kind: "finish" });
    this.#await(this.#posted);
    this.#end();
    if (this.#finished === undefined) throw new ResultsError("the thread that writes frames gave no answer");
    return this.#finished;
  }

  abandon(): void {
    if (this.#isOver) return;
    try {
      this.#post({ kind: "abandon" });
      this.#await(this.#posted);
    } catch {
      // It has failed already.
    }
    this.#end();
  }

  #end(): void {
    this.#isOver = true;
    void this.#thread.terminate();
  }

  #post(order: FramesOrder): void {
    this.#listen();
    if (this.#failure !== undefined) throw this.#failure;
    this.#port.postMessage(order);
    this.#posted++;
    Atomics.store(this.#control, POSTED, this.#posted);
    Atomics.notify(this.#control, POSTED);
  }

  /** Waits until so many messages were dealt with. */
  #await(count: number): void {
    for (;;) {
      const handled = Atomics.load(this.#control, HANDLED);
      if (handled >= count) break;
      if (Atomics.load(this.#control, ENDED) === 1) {
        this.#failure ??= new ResultsError("the thread that writes frames ended");
        break;
      }
      if (Atomics.wait(this.#control, HANDLED, handled, PATIENCE_MS) === "timed-out") {
        this.#failure ??= new ResultsError(`the thread that writes frames did nothing for ${PATIENCE_MS} ms`);
        break;
      }
    }
    this.#listen();
    if (this.#failure !== undefined) throw this.#failure;
  }

  #listen(): void {
    for (;;) {
      const received = receiveMessageOnPort(this.#port);
      if (received === undefined) return;
      const word = received.message as FramesWord;
      if (word.kind === "finished") {
        const { ticks, bytes, sha256 } = word;
        this.#finished = { ticks, bytes, sha256 };
      } else this.#failure ??= errorOf(word);
    }
  }
}

function errorOf(word: Exclude<FramesWord, { kind: "finished" }>): ResultsError {
  if (word.kind === "different") return new SealedDifferenceError("frames", word.spanNs);
  if (word.kind === "failed") return new ResultsError(`frames cannot be written: ${word.message}`);
  const cause = Object.assign(new Error(word.message), word.code === undefined ? {} : { code: word.code });
  return new DiskError(word.doing, word.file, cause);
}

/** Threads run compiled code; from the TypeScript sources (as tests do) that is the build beside them. */
function threadFile(): string {
  const beside = fileURLToPath(new URL("./frames-thread.js", import.meta.url));
  const built = fileURLToPath(new URL("../../dist/results/frames/frames-thread.js", import.meta.url));
  return existsSync(beside) ? beside : built;
}
