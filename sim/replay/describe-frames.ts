import type { RecordedFrames } from "../../results/index.js";

/** What a file of frames holds. */
export interface FramesDescription {
  readonly file: string;
  readonly formatVersion: number;
  /** Version of Starbelt that recorded them. */
  readonly version: string;
  readonly scenario: string;
  readonly scenarioHash: string;
  readonly seed: number;
  readonly start: string;
  readonly stepSeconds: number;
  /** Ticks that can be read, and that the run was to have. */
  readonly ticks: number;
  readonly plannedTicks: number;
  readonly nodes: number;
  readonly satellites: number;
  readonly groundNodes: number;
  /** Null: positions to the last bit. */
  readonly precisionM: number | null;
  readonly states: readonly string[];
  /** Links at the first tick; null where there is none. */
  readonly links: { readonly isls: number; readonly gsls: number; readonly fixed: number } | null;
  readonly bytes: RecordedFrames["sizes"];
  readonly isWhole: boolean;
  /** From which byte on the file is not whole, and why. */
  readonly torn: { readonly offset: number; readonly why: string } | null;
}

/** @throws FramesError where the first frame is damaged */
export function describeFrames(frames: RecordedFrames): FramesDescription {
  const { head, torn } = frames;
  const links = frames.tickCount === 0 ? undefined : frames.frame(0).links;
  return {
    file: frames.file,
    formatVersion: frames.formatVersion,
    version: head.version,
    scenario: head.scenario,
    scenarioHash: head.scenarioHash,
    seed: head.seed,
    start: head.time.startIso,
    stepSeconds: head.time.stepNs / 1e9,
    ticks: frames.tickCount,
    plannedTicks: head.time.tickCount,
    nodes: head.nodeCount,
    satellites: head.satelliteCount,
    groundNodes: head.nodeCount - head.satelliteCount,
    precisionM: head.precisionKm === undefined ? null : head.precisionKm * 1000,
    states: head.states.map(({ name }) => name),
    links:
      links === undefined ? null : { isls: links.islCount, gsls: links.gslCount, fixed: links.fixedCount },
    bytes: frames.sizes,
    isWhole: torn === undefined,
    torn: torn ?? null,
  };
}
