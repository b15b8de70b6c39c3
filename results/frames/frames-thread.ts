import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { receiveMessageOnPort, workerData } from "node:worker_threads";
import { DiskError, SealedDifferenceError } from "../errors.js";
import {
  ENDED,
  type FramesOrder,
  type FramesThreadSetup,
  type FramesWord,
  HANDLED,
  POSTED,
} from "./frames-thread-control.js";
import { FramesWriter } from "./frames-writer.js";

/**
 * The thread that compresses and writes frames: deals with its messages in order and sleeps until the next. It never
 * comes to its event loop; the thread that started it ends it.
 */

/** Frames of so many nodes are tens of megabytes each, and those that were written are kept until somebody looks. */
const MANY_NODES = 200_000;

let collect: (() => void) | undefined;

/** The engine collects arrays in the background, by tasks of the event loop, and this thread never comes to it. */
function collectGarbage(): void {
  if (collect === undefined) {
    setFlagsFromString("--expose-gc");
    collect = runInNewContext("gc") as () => void;
  }
  collect();
}

const { dir, head, continuation, port, control } = workerData as FramesThreadSetup;
let writer: FramesWriter | undefined;
let hasFailed = false;

process.on("exit", () => {
  Atomics.store(control, ENDED, 1);
  Atomics.notify(control, HANDLED);
});

function tell(word: FramesWord): void {
  port.postMessage(word);
}

function attempt(action: () => void): void {
  if (hasFailed) return;
  try {
    action();
  } catch (error) {
    hasFailed = true;
    tell(wordOf(error));
  }
}

function wordOf(error: unknown): FramesWord {
  if (error instanceof SealedDifferenceError) return { kind: "different", spanNs: error.spanNs };
  if (!(error instanceof DiskError)) return { kind: "failed", message: (error as Error).message };
  const { doing, file, code, cause } = error;
  const message = (cause as Error | undefined)?.message ?? error.message;
  return { kind: "disk", doing, file, ...(code !== undefined && { code }), message };
}

function obey(order: FramesOrder): void {
  const open = writer as FramesWriter;
  switch (order.kind) {
    case "append":
      open.append(order.frame);
      if (head.nodeCount >= MANY_NODES) collectGarbage();
      return;
    case "seal":
      open.seal(order.lasting);
      return;
    case "finish":
      tell({ kind: "finished", ...open.finish() });
      return;
    case "abandon":
      open.abandon();
  }
}

attempt(() => {
  writer = new FramesWriter(dir, head, continuation);
});
for (let handled = 0; ; handled++) {
  Atomics.store(control, HANDLED, handled);
  Atomics.notify(control, HANDLED);
  Atomics.wait(control, POSTED, handled);
  const received = receiveMessageOnPort(port) as { readonly message: FramesOrder };
  attempt(() => obey(received.message));
}
