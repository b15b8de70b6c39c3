import type { NetworkService } from "../network/index.js";
import type { EnergyModel } from "./energy-plan.js";
import type { RadioJ } from "./energy-state.js";

const BITS_PER_BYTE = 8;

/**
 * What each satellite's radio has used on bytes since the start, by the network's counters, relayed bytes included.
 * Undefined where no satellite pays for bytes: then nobody asks for them.
 *
 * @param models of each of `nodes`
 */
export function radioJ(
  nodes: Uint32Array,
  models: readonly EnergyModel[],
  network: NetworkService,
): RadioJ | undefined {
  const paid = models.map(({ draw: { radio } }) => radio.sentJPerBit > 0 || radio.receivedJPerBit > 0);
  if (!paid.includes(true)) return undefined;
  return (i) => {
    if (!paid[i]) return 0;
    const { sentJPerBit, receivedJPerBit } = models[i].draw.radio;
    const node = nodes[i];
    const sentJ = sentJPerBit === 0 ? 0 : sentJPerBit * network.sentBytes(node);
    const receivedJ = receivedJPerBit === 0 ? 0 : receivedJPerBit * network.receivedBytes(node);
    return BITS_PER_BYTE * (sentJ + receivedJ);
  };
}
