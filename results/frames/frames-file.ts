import { join } from "node:path";
import { partsFolder } from "../parts.js";

/** A run's frames, in its results folder. */
export const FRAMES_FILE = "frames.sbf";

/** Where they are until the run has ended: among its parts. */
export function growingFramesPath(dir: string): string {
  return join(partsFolder(dir), FRAMES_FILE);
}

/** Where they are then. */
export function framesPath(dir: string): string {
  return join(dir, FRAMES_FILE);
}
