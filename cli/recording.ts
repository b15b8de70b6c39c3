import { DiskError, FramesError, InputError, openFrames, type RecordedFrames } from "../index.js";

/** Opens the frames that a command line names. @throws InputError */
export function openNamedFrames(path: string, place: string): RecordedFrames {
  try {
    return openFrames(path);
  } catch (error) {
    if (error instanceof FramesError) {
      throw new InputError([{ file: error.file, message: `byte ${error.offset}: ${error.why}` }]);
    }
    if (error instanceof DiskError) throw new InputError([{ file: place, message: error.message }]);
    throw error;
  }
}
