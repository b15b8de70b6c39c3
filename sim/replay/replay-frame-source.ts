import { performance } from "node:perf_hooks";
import { EphemerisStatus } from "../../orbits/ephemeris.js";
import type { RecordedFrames } from "../../results/index.js";
import type { FrameSource, NodeMask, Sky, TickFrame } from "../../workers/index.js";
import { strikeNodes } from "./strike-nodes.js";

export interface ReplayOptions {
  /** Names of the state plugins of the run. */
  readonly states: readonly string[];
  /** Those of them whose recorded values hold: same code, same configuration. */
  readonly recordedStates: ReadonlySet<string>;
  /** Whether it is the recorded run itself, whose own events take the same links down again. */
  readonly isSameRun: boolean;
  readonly onNotice: (text: string) => void;
}

/**
 * Gives recorded frames as they were used: nothing is propagated or linked. Nodes that are down now, but were not when
 * they were recorded, are struck with their links.
 */
export class ReplayFrameSource implements FrameSource {
  readonly #recorded: RecordedFrames;
  readonly #sky: Sky;
  readonly #options: ReplayOptions;
  #hasToldOfDown = false;
  #hasToldOfUp = false;
  waitedMs = 0;

  /** @param sky the run's, for states that are not recorded */
  constructor(recorded: RecordedFrames, sky: Sky, options: ReplayOptions) {
    this.#recorded = recorded;
    this.#sky = sky;
    this.#options = options;
  }

  async next(tick: number, mask: NodeMask): Promise<TickFrame> {
    const begin = performance.now();
    const frame = this.#frame(tick, mask.usable);
    this.waitedMs += performance.now() - begin;
    return frame;
  }

  /** The recording stays open: it is its owner's. */
  async close(): Promise<void> {}

  #frame(tick: number, mask: Uint8Array | undefined): TickFrame {
    const recorded = this.#recorded.frame(tick);
    const { states, recordedStates, isSameRun } = this.#options;
    const thinned = strikeNodes(recorded, mask, !isSameRun);
    this.#tell(tick, recorded, mask, thinned?.struckNodes ?? 0);
    const frame = thinned?.frame ?? recorded;
    // What was derived from more nodes does not hold for fewer.
    const areKept = (thinned?.struckNodes ?? 0) === 0;
    if (areKept && states.every((name) => recordedStates.has(name))) {
      if (states.length === recorded.states.size) return frame;
      return { ...frame, states: pick(recorded.states, states) };
    }
    const made = this.#sky.states(frame);
    const kept = areKept ? states.filter((name) => recordedStates.has(name)) : [];
    return { ...frame, states: new Map([...made, ...pick(recorded.states, kept)]) };
  }

  #tell(tick: number, { usable, status }: TickFrame, mask: Uint8Array | undefined, struck: number): void {
    const { onNotice } = this.#options;
    if (struck > 0 && !this.#hasToldOfDown) {
      this.#hasToldOfDown = true;
      onNotice(
        `from tick ${tick} on, nodes are down that were up when the frames were recorded (${struck} of them): they and their links are struck, and no protocol finds others in their place`,
      );
    }
    if (this.#hasToldOfUp) return;
    let up = 0;
    for (let node = 0; node < usable.length; node++) {
      if (
        usable[node] === 0 &&
        status[node] === EphemerisStatus.Ok &&
        (mask === undefined || mask[node] === 1)
      )
        up++;
    }
    if (up === 0) return;
    this.#hasToldOfUp = true;
    onNotice(
      `from tick ${tick} on, nodes are up that were down when the frames were recorded (${up} of them): they have no links there, and get none`,
    );
  }
}

function pick(
  states: ReadonlyMap<string, Float64Array>,
  names: readonly string[],
): Map<string, Float64Array> {
  return new Map(names.map((name) => [name, states.get(name) as Float64Array]));
}
