/**
 * How busy links are. A service that moves bytes has it and hands it to the world, which asks at the start of each
 * tick, before anybody else acts on it, and again when something goes down later within the tick.
 */
export interface LinkLoads {
  /**
   * Share of what the direct link from one node to the other can carry that was in use, 0 to 1 (never NaN), as the mean
   * over the time since the last tick; 0 for a link that carried nothing or did not exist. At the start of a tick, the
   * last tick is the one before.
   */
  utilisation(from: number, to: number): number;
}
