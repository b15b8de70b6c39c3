import type { ExtensionUse } from "../routing/extension-ref.js";
import type { FrameSource } from "./frame-source.js";
import { InlineFrameSource } from "./inline-frame-source.js";
import { PooledFrameSource } from "./pooled-frame-source.js";
import { createSky, prepareSky, type Sky } from "./sky.js";
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
 * @throws Error with a message for the user where a protocol cannot serve its entry of the plan
 */
export async function openSky(
  plan: SkyPlan,
  statePlugins: readonly ExtensionUse[],
  workers: number,
): Promise<OpenedSky> {
  const prepared = prepareSky(plan, statePlugins);
  const sky = await createSky(prepared);
  const frames =
    workers === 0
      ? new InlineFrameSource(sky, plan.time.stepNs, plan.nodes.satelliteCount)
      : new PooledFrameSource(prepared, workers, sky.stateful);
  return { frames, sky };
}
