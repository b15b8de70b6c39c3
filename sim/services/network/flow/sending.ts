import type { EventHandle } from "../../../kernel/index.js";
import type { Flow, Way } from "../transport.js";

/** Bytes on a way that the flow sends over no longer: they arrive evenly from one instant to another. */
interface Landing {
  readonly bytes: number;
  readonly fromNs: number;
  readonly untilNs: number;
}

/** A transfer as the flow transport keeps it. */
export class Sending {
  readonly flow: Flow;
  /** The way it sends over, or sent its last byte over. */
  way: Way | undefined;
  /** Its number among those who share; -1 while it sends nothing. */
  share = -1;
  /** The port that stands for its own limit; -1 for none. */
  limitPort = -1;
  /** Still to be sent, as of when it last stood in no clock. */
  remainingBytes: number;
  /** Sent over former ways. */
  formerBytes = 0;
  /** Sent, and told to the ports. */
  bookedBytes = 0;
  /** When all that was sent over former ways has arrived. */
  formerUntilNs = 0;
  /** Its end, once all has been sent. */
  arrival: EventHandle | undefined;
  #landings: Landing[] = [];

  constructor(flow: Flow) {
    this.flow = flow;
    this.remainingBytes = flow.request.sizeBytes;
  }

  /** It sends over this way no longer: what is on it arrives in the time that the way takes. */
  land(bytes: number, fromNs: number, untilNs: number): void {
    this.formerUntilNs = Math.max(this.formerUntilNs, untilNs);
    this.#landings.push({ bytes, fromNs, untilNs });
  }

  /** Of what was sent over former ways, what has not arrived. */
  landingBytes(nowNs: number): number {
    let left = 0;
    let passed = false;
    for (const { bytes, fromNs, untilNs } of this.#landings) {
      if (untilNs <= nowNs) passed = true;
      else left += bytes * Math.min(1, (untilNs - nowNs) / (untilNs - fromNs));
    }
    if (passed) this.#landings = this.#landings.filter(({ untilNs }) => untilNs > nowNs);
    return left;
  }
}
