// Recorded frames in place of propagation and link building.
export { describeFrames, type FramesDescription } from "./describe-frames.js";
export { framesHead } from "./frames-head.js";
export { type KeptFrames, keptFrames, openKeptFrames } from "./kept-frames.js";
export { openReplay } from "./open-replay.js";
export { loadRecordedScenario, type RecordedScenarioOptions } from "./recorded-scenario.js";
export { describeStates } from "./recorded-states.js";
