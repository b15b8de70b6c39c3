/**
 * Which nodes may take part, as events of the run have it. Frames made ahead remember the version they were
 * made for, so that those made for another are discarded.
 */
export interface NodeMask {
  /** Grows with each change. */
  readonly version: number;
  /** 1 where a node may have links; absent while all may. */
  readonly usable: Uint8Array | undefined;
}
