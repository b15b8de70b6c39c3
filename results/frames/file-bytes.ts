import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { onDisk } from "../disk.js";
import { FramesError } from "./frames-error.js";

/** A file that is read piece by piece. */
export class FileBytes {
  readonly path: string;
  readonly size: number;
  readonly #fd: number;
  #isOpen = true;

  /** @throws DiskError */
  constructor(path: string) {
    this.path = path;
    this.#fd = onDisk("read", path, () => openSync(path, "r"));
    this.size = onDisk("read", path, () => fstatSync(this.#fd).size);
  }

  /** Bytes `offset` to `offset + length`, in memory of their own. @throws FramesError where the file ends before */
  read(offset: number, length: number): Uint8Array {
    if (offset + length > this.size)
      throw this.error(this.size, `the file ends within ${length} bytes from byte ${offset}`);
    const bytes = new Uint8Array(length);
    onDisk("read", this.path, () => {
      for (let done = 0; done < length; ) {
        const count = readSync(this.#fd, bytes, done, length - done, offset + done);
        if (count === 0) throw this.error(offset + done, "the file ended while it was read");
        done += count;
      }
    });
    return bytes;
  }

  error(offset: number, why: string): FramesError {
    return new FramesError(this.path, offset, why);
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    closeSync(this.#fd);
  }
}
