import { ResultsError } from "../errors.js";

/** A file does not hold the frames that it should, from some byte on. */
export class FramesError extends ResultsError {
  override name = "FramesError";
  readonly file: string;
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly why: string;

  constructor(file: string, offset: number, why: string) {
    super(`${file}: byte ${offset}: ${why}`);
    this.file = file;
    this.offset = offset;
    this.why = why;
  }
}
