import { performance } from "node:perf_hooks";
import type { ChosenLinks } from "../routing/chosen-links.js";
import { decodeFrame, encodeFrame, type TickFrame } from "./frame.js";
import type { FrameSource } from "./frame-source.js";
import type { NodeMask } from "./node-mask.js";
import type { Sky } from "./sky.js";

/** Makes each frame in the calling thread when it is asked for (`--workers 0`). */
export class InlineFrameSource implements FrameSource {
  readonly #sky: Sky;
  readonly #stepNs: number;
  readonly #satelliteCount: number;
  readonly #positionsKm: Float64Array;
  readonly #status: Uint8Array;
  #previous: ReadonlyMap<number, ChosenLinks> | undefined;
  waitedMs = 0;

  /** @param after the frame of the tick before the first that is asked for; absent: there is none */
  constructor(sky: Sky, stepNs: number, satelliteCount: number, after?: TickFrame) {
    this.#previous = after?.outputs;
    this.#sky = sky;
    this.#stepNs = stepNs;
    this.#satelliteCount = satelliteCount;
    this.#positionsKm = new Float64Array(3 * sky.nodeCount);
    this.#status = new Uint8Array(sky.nodeCount);
    sky.placeGround(this.#positionsKm);
  }

  async next(tick: number, mask: NodeMask): Promise<TickFrame> {
    const begin = performance.now();
    const timeNs = tick * this.#stepNs;
    this.#sky.propagate(timeNs, this.#positionsKm, this.#status, 0, this.#satelliteCount);
    this.#sky.moveGround(timeNs, this.#positionsKm);
    const made = this.#sky.frame(tick, this.#positionsKm, this.#status, mask.usable, this.#previous);
    // Through the same bytes as from a worker: the scratch arrays behind `made` are overwritten at the next tick.
    const frame = decodeFrame(encodeFrame(made));
    this.#previous = frame.outputs;
    this.waitedMs += performance.now() - begin;
    return frame;
  }

  async close(): Promise<void> {}
}
