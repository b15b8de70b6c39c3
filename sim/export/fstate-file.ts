import { closeSync, openSync, writeSync } from "node:fs";
import { DiskError } from "../../results/index.js";
import type { ForwardingState } from "./forwarding-state.js";
import type { IslInterfaces } from "./isl-interfaces.js";

/** Characters gathered before they go to disk. */
const CHUNK = 1 << 16;

/**
 * Writes the changes of a tick as Hypatia's `fstate_<ns>.txt`: `current,destination,next,own interface,next
 * interface`, all of the last three -1 for a drop.
 *
 * @returns the number of lines
 * @throws DiskError
 */
export function writeFstate(path: string, state: ForwardingState, interfaces: IslInterfaces): number {
  try {
    return writeLines(path, state, interfaces);
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).code !== "string") throw error;
    throw new DiskError("write", path, error);
  }
}

function writeLines(path: string, state: ForwardingState, interfaces: IslInterfaces): number {
  const file = openSync(path, "w");
  let text = "";
  let lines = 0;
  try {
    state.forEachChange((node, target, next) => {
      const hop = next < 0 ? "-1,-1,-1" : `${next},${interfaces.of(node, next)},${interfaces.of(next, node)}`;
      text += `${node},${target},${hop}\n`;
      lines++;
      if (text.length < CHUNK) return;
      writeAll(file, text);
      text = "";
    });
    writeAll(file, text);
  } finally {
    closeSync(file);
  }
  return lines;
}

/** One call may write less than it is given. */
function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}
