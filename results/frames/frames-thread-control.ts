import type { MessagePort } from "node:worker_threads";
import type { RecordedFrame } from "../../workers/recorded/index.js";
import type { FramesContinuation } from "./frames-writer.js";
import type { FramesHead } from "./head.js";

/** How the thread that writes frames and the one that hands them over agree; Int32 in shared memory, by place. */

/** Messages handed over so far. */
export const POSTED = 0;
/** Messages dealt with. */
export const HANDLED = 1;
/** 1 after the thread ended by itself. */
export const ENDED = 2;

export interface FramesThreadSetup {
  readonly dir: string;
  readonly head: FramesHead;
  readonly continuation?: FramesContinuation | undefined;
  readonly port: MessagePort;
  readonly control: Int32Array;
}

export type FramesOrder =
  | { readonly kind: "append"; readonly frame: RecordedFrame }
  | { readonly kind: "seal"; readonly lasting: boolean }
  | { readonly kind: "finish" }
  | { readonly kind: "abandon" };

/** What the thread tells: what it wrote at the end, or what went wrong. */
export type FramesWord =
  | { readonly kind: "finished"; readonly ticks: number; readonly bytes: number; readonly sha256: string }
  | {
      readonly kind: "disk";
      readonly doing: string;
      readonly file: string;
      readonly code?: string;
      readonly message: string;
    }
  | { readonly kind: "different"; readonly spanNs: readonly [number, number] | null }
  | { readonly kind: "failed"; readonly message: string };
