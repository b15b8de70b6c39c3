import type { Way } from "../transport.js";
import type { Lane } from "./lane.js";
import type { OutPort } from "./out-port.js";

/** The way that packets of one flow were sent on: they keep to it, also when later ones take another. */
export class PacketRoute {
  readonly way: Way;
  readonly outs: readonly OutPort[];
  /** Where the flow's packets wait at each port, as far as they ever had to. */
  readonly lanes: (Lane | undefined)[] = [];
  /** What an acknowledgement takes from the target back to the source. */
  ackNs = 0;

  constructor(way: Way, outs: readonly OutPort[]) {
    this.way = way;
    this.outs = outs;
    this.measure();
  }

  /** Takes in the delays of its ports as they are now. */
  measure(): void {
    let ackNs = 0;
    for (const out of this.outs) ackNs += out.delayNs;
    this.ackNs = ackNs;
  }
}
