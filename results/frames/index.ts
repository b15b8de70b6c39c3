// Frames on disk: written as a run goes on, read tick by tick in any order.
export { FramesError } from "./frames-error.js";
export { FRAMES_FILE, framesPath, growingFramesPath } from "./frames-file.js";
export { FramesThreadWriter } from "./frames-thread-writer.js";
export {
  type FramesContinuation,
  type FramesSink,
  FramesWriter,
  type WrittenFrames,
} from "./frames-writer.js";
export type { FramesHead, RecordedElements, RecordedState } from "./head.js";
export { openFrames, RecordedFrames } from "./open-frames.js";
