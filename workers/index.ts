// The room where frames are made: positions and links of each tick, in this thread or in many, with the same bytes.
export { type OpenedSky, openSky, startFrames } from "./create-frame-source.js";
export { decodeFrame, encodeFrame, type TickFrame } from "./frame.js";
export type { FrameSource } from "./frame-source.js";
export type { NodeMask } from "./node-mask.js";
export { RowThreads, type RowThreadsOptions } from "./row-threads.js";
export {
  createSky,
  type PreparedSky,
  prepareSky,
  type SetUpProgress,
  type Sky,
  type SourceOrbits,
} from "./sky.js";
export type { SatelliteSource, SkyPlan, TimePlan } from "./sky-plan.js";
export { RING_BYTES_PER_NODE, slotsOfRing } from "./tasks.js";
export { WorkerDiedError } from "./worker-pool.js";
