import type { ExtensionUse } from "../routing/extension-ref.js";
import type { TickFrame } from "./frame.js";
import type { FrameSource } from "./frame-source.js";
import { InlineFrameSource } from "./inline-frame-source.js";
import { PooledFrameSource } from "./pooled-frame-source.js";
import { createSky, type PreparedSky, prepareSky, type SetUpProgress, type Sky } from "./sky.js";
import type { SkyPlan } from "./sky-plan.js";

/** The frames of a run, and the sky in this thread for whoever looks ahead. */
export interface OpenedSky {
  readonly frames: FrameSource;
  readonly sky: Sky;
}

/**
 * Prepares the sky and starts the threads.
 *
 * @param workers threads of the pool; 0 makes frames in the calling thread, with the same bytes
 * @param onProgress gets how many satellites are set up
 * @throws Error with a message for the user where a protocol cannot serve its entry of the plan
 */
export async function openSky(
  plan: SkyPlan,
  statePlugins: readonly ExtensionUse[],
  workers: number,
  onProgress?: SetUpProgress,
): Promise<OpenedSky> {
  const prepared = prepareSky(plan, statePlugins, onProgress);
  const sky = await createSky(prepared);
  return { frames: startFrames(prepared, sky, workers), sky };
}

/**
 * Starts the threads, to make all frames or those after one that is there.
 * @param after whose links stateful protocols go on from
 */
export function startFrames(
  prepared: PreparedSky,
  sky: Sky,
  workers: number,
  after?: TickFrame,
): FrameSource {
  return workers === 0
    ? new InlineFrameSource(sky, prepared.time.stepNs, prepared.nodes.satelliteCount, after)
    : new PooledFrameSource(prepared, workers, sky.stateful, after);
}
