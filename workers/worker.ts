import { move, transferableSymbol, valueSymbol, workerData } from "piscina";
import { type ChosenLinks, chosenLinks } from "../routing/chosen-links.js";
import { encodeFrame } from "./frame.js";
import { createSky } from "./sky.js";
import type { FrameTask, PositionsTask, Task, TaskAnswer, WorkerSetup } from "./tasks.js";
import { ringSlot } from "./tasks.js";

/** The thread of the pool: computes what it is told into shared memory, or answers with a frame's bytes. */

const { sky: prepared, ring } = workerData as WorkerSetup;
const sky = await createSky(prepared);
const wantedMask = new Int32Array(ring.maskVersion);

function propagate({ tickFrom, tickTo, from, to }: PositionsTask): void {
  for (let tick = tickFrom; tick < tickTo; tick++) {
    const { positionsKm, status } = ringSlot(ring, tick);
    const timeNs = tick * prepared.time.stepNs;
    sky.propagate(timeNs, positionsKm, status, from, to);
    // Here and not with the frame, which a thread may still be at for a mask that has changed since.
    if (from === 0) sky.moveGround(timeNs, positionsKm);
  }
}

function makeFrame({ tick, mask, previous }: FrameTask): Uint8Array<ArrayBuffer> {
  const { positionsKm, status } = ringSlot(ring, tick);
  const outputs = new Map<number, ChosenLinks>();
  for (const { entry, a, b, extraCount, sinceNs } of previous) {
    outputs.set(entry, chosenLinks({ a, b, count: a.length }, extraCount, sinceNs));
  }
  return encodeFrame(sky.frame(tick, positionsKm, status, mask, outputs));
}

export default function run(task: Task): unknown {
  try {
    if (task.kind === "positions") {
      propagate(task);
      return { ok: true } satisfies TaskAnswer;
    }
    // Made for a mask that has changed since: whoever asked has turned to another task.
    if (Atomics.load(wantedMask, 0) !== task.maskVersion) return { ok: true } satisfies TaskAnswer;
    const bytes = makeFrame(task);
    return move({
      [transferableSymbol]: bytes.buffer,
      [valueSymbol]: { ok: true, bytes } satisfies TaskAnswer,
    });
  } catch (error) {
    const { message, cause } = error as Error;
    const causeStack = cause instanceof Error ? cause.stack : undefined;
    return { ok: false, message, causeStack } satisfies TaskAnswer;
  }
}
