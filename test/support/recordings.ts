import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createResultsFolder, type FramesHead } from "../../results/index.js";
import { encodeFrame, openSky, type TickFrame } from "../../workers/index.js";
import type { RecordedFrame } from "../../workers/recorded/index.js";
import { smallPlan } from "./plans.js";
import { makeTemporaryFolder, temporaryFolder } from "./temporary-folder.js";

/** Frames of the small scenario (106 nodes), as a run in this thread makes them; another node down at every third tick. */
export async function smallFrames(...changes: readonly string[]): Promise<TickFrame[]> {
  const plan = await smallPlan(...changes);
  const { frames } = await openSky(plan.sky, [], 0);
  const made: TickFrame[] = [];
  for (let tick = 0; tick < plan.time.tickCount; tick++) {
    const usable = new Uint8Array(plan.sky.nodes.count).fill(1);
    usable[(7 * tick) % usable.length] = tick % 3 === 0 ? 0 : 1;
    made.push(await frames.next(tick, { version: tick, usable }));
  }
  return made;
}

/** All that a frame holds, to the bit. */
export function bitsOf(frame: RecordedFrame): string {
  const { down } = frame;
  return `${Buffer.from(encodeFrame(frame)).toString("base64")} ${down === undefined ? "" : Buffer.from(down).toString("hex")}`;
}

/** A closed results folder with these frames. @returns the folder */
export async function recordFrames(
  frames: readonly RecordedFrame[],
  head: FramesHead,
  threaded = false,
  sealAfter: (tick: number) => boolean = () => false,
): Promise<string> {
  const dir = join(makeTemporaryFolder(), "results");
  const folder = createResultsFolder(dir, { frames: { head, threaded } });
  for (const frame of frames) {
    folder.frames?.append(frame);
    if (sealAfter(frame.tick)) folder.seal();
  }
  await folder.close("complete");
  return dir;
}

/** A file of the given bytes. */
export function fileOf(bytes: Uint8Array, name = "frames.sbf", folder = temporaryFolder()): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

export { headOf, tinyFrame } from "./recorded-ticks.js";
