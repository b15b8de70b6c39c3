import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { canonicalJson, type FramesSeal, type RecordedFrames } from "../../results/index.js";
import type { ExtensionUse } from "../../routing/extension-ref.js";
import {
  createSky,
  type FrameSource,
  type NodeMask,
  type OpenedSky,
  type PreparedSky,
  prepareSky,
  type SetUpProgress,
  type Sky,
  startFrames,
  type TickFrame,
} from "../../workers/index.js";
import { KEY_INTERVAL } from "../../workers/recorded/index.js";
import type { RunPlan } from "../scenario/run-plan.js";
import { describeStates } from "./recorded-states.js";
import { ReplayFrameSource } from "./replay-frame-source.js";

/** Frames of an earlier attempt at the same run: those of its first ticks. */
export interface KeptFrames {
  readonly recorded: RecordedFrames;
  /** How many; a whole number of intervals between keys, so that the file can go on after them. */
  readonly ticks: number;
}

/**
 * How much of an earlier attempt's frames can stand in for those that a run would make: as far as they are whole, are what was
 * sealed, and are exact.
 */
export function keptFrames(
  plan: RunPlan,
  recorded: RecordedFrames,
  seals: readonly FramesSeal[],
): KeptFrames {
  const { head, tickCount } = recorded;
  const isSame = head.scenarioHash === plan.scenarioHash && head.precisionKm === undefined;
  if (!isSame || !isAsSealed(recorded, seals)) return { recorded, ticks: 0 };
  return { recorded, ticks: tickCount - (tickCount % KEY_INTERVAL) };
}

/** Whether the bytes that were sealed last, and are there, are still the same. */
function isAsSealed({ file, offsets, tickCount }: RecordedFrames, seals: readonly FramesSeal[]): boolean {
  const last = seals.findLast(({ ticks }) => ticks <= tickCount);
  if (last === undefined) return true;
  return last.bytes === offsets[last.ticks] && hashOf(file, last.bytes) === last.sha256;
}

const CHUNK_BYTES = 1 << 20;

function hashOf(file: string, bytes: number): string {
  const hash = createHash("sha256");
  const chunk = new Uint8Array(CHUNK_BYTES);
  const fd = openSync(file, "r");
  try {
    for (let done = 0; done < bytes; ) {
      const count = readSync(fd, chunk, 0, Math.min(chunk.length, bytes - done), done);
      if (count === 0) break;
      hash.update(chunk.subarray(0, count));
      done += count;
    }
  } finally {
    closeSync(fd);
  }
  return hash.digest("hex");
}

interface KeptFramesUse {
  readonly kept: KeptFrames;
  /** Threads for the rest, started when it is come to. */
  readonly workers: number;
  readonly onSetUp?: SetUpProgress | undefined;
}

/**
 * The frames of a run that has some already: these are read, the rest is made.
 * @throws InputError where a link protocol that the scenario names cannot be set up
 */
export async function openKeptFrames(
  plan: RunPlan,
  statePlugins: readonly ExtensionUse[],
  { kept: { recorded, ticks }, workers, onSetUp }: KeptFramesUse,
): Promise<OpenedSky> {
  const prepared = prepareSky(plan.sky, statePlugins, onSetUp);
  const sky = await createSky(prepared);
  const states = await describeStates(statePlugins);
  // Whoever changed the code of a state is told of the difference that it makes.
  const same = canonicalJson(states) === canonicalJson(recorded.head.states) ? states : [];
  const replay = new ReplayFrameSource(recorded, sky, {
    states: states.map(({ name }) => name),
    recordedStates: new Set(same.map(({ name }) => name)),
    isSameRun: true,
    onNotice: () => {},
  });
  return { frames: new KeptFrameSource(replay, ticks, { prepared, sky, workers }), sky };
}

interface Rest {
  readonly prepared: PreparedSky;
  readonly sky: Sky;
  readonly workers: number;
}

class KeptFrameSource implements FrameSource {
  readonly #kept: FrameSource;
  readonly #ticks: number;
  readonly #rest: Rest;
  #last: TickFrame | undefined;
  #live: FrameSource | undefined;

  constructor(kept: FrameSource, ticks: number, rest: Rest) {
    this.#kept = kept;
    this.#ticks = ticks;
    this.#rest = rest;
  }

  get waitedMs(): number {
    return this.#kept.waitedMs + (this.#live?.waitedMs ?? 0);
  }

  async next(tick: number, mask: NodeMask): Promise<TickFrame> {
    if (tick < this.#ticks) {
      this.#last = await this.#kept.next(tick, mask);
      return this.#last;
    }
    if (this.#live === undefined) {
      const { prepared, sky, workers } = this.#rest;
      this.#live = startFrames(prepared, sky, workers, this.#last);
      this.#last = undefined;
    }
    return this.#live.next(tick, mask);
  }

  async close(): Promise<void> {
    await Promise.all([this.#kept.close(), this.#live?.close()]);
  }
}
